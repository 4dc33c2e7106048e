"""Homes that were asked to accept terms, and what they may read of a child once they have."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from carecommons.children import queries as children
from carecommons.children.needs import Rating
from carecommons.common.days import age_band, age_on
from carecommons.common.errors import NotAppropriate, NotFound
from carecommons.common.walls import seeing
from carecommons.constitution.parameters import listed, whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Subject
from carecommons.provision.queries import home_cards, left_homes, stays_of

from ..detail import LEFT, NEXT, SAID_NO, Asked, DetailFacts, DetailRecord, Part, detail_of, over_since
from ..invitation.states import round_state_at
from ..models import Detail, Invitation, Round
from ..shortlist import Referral
from .rounds import known_of

__all__ = [
    "check_has_not_said_no", "chosen_since_asked", "codes_of_homes", "detail", "detail_facts", "detail_subject",
    "details_for", "details_of", "invited_as", "nobody_invited", "offers_of", "readable_by", "said_not_right",
]  # fmt: skip


def detail(detail_id: UUID, *, on: date | None = None) -> DetailRecord:
    """One home that was asked, as it is on a day (today). Raises NotFound, as for one that is not the asker's."""
    found = _records(Detail.objects.filter(id=detail_id), on)
    if not found:
        raise NotFound()
    return found[0]


def details_of(referral_id: UUID) -> tuple[DetailRecord, ...]:
    """Every home of a search that was asked, newest first. For rooms that have asked who may."""
    return _records(Detail.objects.filter(referral_id=referral_id))


def details_for(person: Person) -> tuple[DetailRecord, ...]:
    """What homes of this person were asked, newest first; their state, and nothing that they may not read."""
    if not may_at_all(person, "matching.see_detail"):
        return ()
    rows = Detail.objects.filter(home_id__in=person.home_ids)
    if person.runs is not None:
        rows = rows | Detail.objects.filter(provider_id=person.runs)
    return _records(rows.distinct())


def detail_subject(found: DetailRecord) -> Subject:
    """The home as the policy asks about it."""
    return Subject(authority=found.home_kept_by, provider_id=found.provider_id, home_id=found.home_id)


def chosen_since_asked(found: DetailRecord, *, on: date) -> bool:
    """Whether a place in the home was given to the child after it was asked: it was chosen."""
    asked_on = timezone.localdate(found.asked_at)
    return any(
        stay.home_id == found.home_id and (stay.planned or stay.from_day >= asked_on)
        for stay in stays_of(found.child_id, on)
    )


def readable_by(person: Person, *, at: datetime) -> tuple[DetailRecord, ...]:
    """What homes of this person may read of a child for whom no home was chosen yet, newest first; not its words."""
    on = timezone.localdate(at)
    found = (each for each in details_for(person) if each.state is Asked.ACCEPTED)
    return tuple(replace(each, told=()) for each in found if not chosen_since_asked(each, on=on))


def invited_as(found: DetailRecord, *, by: Person) -> tuple[UUID, str] | None:
    """(id, state) of the newest invitation of the home to the search for which it was asked; None without one.

    For those who may read the detail: the round, which the home does not see, says to which search it belongs.
    """
    with seeing(authorities=by.authorities, children={*by.children, found.child_id}, person=by.id):
        rows = Invitation.objects.filter(round__referral_id=found.referral_id, home_id=found.home_id)
        return rows.order_by("round__number").values_list("id", "state").last()


def said_not_right(referral_id: UUID) -> dict[UUID, DetailRecord]:
    """home -> what it said, for the homes of a search that have read more and said since that they are not right.

    One that was asked again and has accepted again is right once more; asking alone takes no word back.
    """
    found = details_of(referral_id)
    over = [(each.revoked_at, each) for each in found if each.revoked_at is not None]
    again = {each.home_id for each in found if each.state is Asked.ACCEPTED}
    last = {each.home_id: each for _, each in sorted(over, key=lambda pair: pair[0]) if each.home_id not in again}
    return {home: each for home, each in last.items() if each.revoked_because == SAID_NO}


def check_has_not_said_no(referral_id: UUID, home_id: UUID) -> None:
    """Raise NotAppropriate("home_said_no") for a home that has read more and said since that it is not right."""
    if home_id in said_not_right(referral_id):
        raise NotAppropriate(
            "home_said_no",
            "This home has read more of the child, and said since that it is not right. Its reason stands under what "
            "comes before a choice. Choose another, or ask it again to accept the terms.",
        )


def offers_of(referral_id: UUID, *, at: datetime) -> dict[UUID, str] | None:
    """home -> state of its newest invitation in the rounds of a search that closed; None where none was over.

    A round that was called off is over, and nobody offered in it: where no other round closed, nobody has offered.
    """
    states = {
        row.id: round_state_at(row.state, row.closes_at, at) for row in Round.objects.filter(referral_id=referral_id)
    }
    over = [each for each, state in states.items() if state == "closed"]
    if not over:
        return {} if "called_off" in states.values() else None
    return dict(Invitation.objects.filter(round__in=over).order_by("sent_at").values_list("home_id", "state"))


def nobody_invited(search: Referral, *, at: datetime) -> bool:
    """Whether no home of this search may read more yet, because none was invited. An emergency need not invite."""
    return not search.emergency and offers_of(search.id, at=at) is None


def codes_of_homes(referral_id: UUID) -> dict[UUID, str]:
    """home -> the code by which it knows the child of a search: that of its newest invitation."""
    rows = Invitation.objects.filter(round__referral_id=referral_id).order_by("round__number")
    return dict(rows.values_list("home_id", "code"))


def detail_facts(search: Referral, on: date) -> tuple[Part, ...]:
    """What a home would read of the child of this search today."""
    child_id = search.child_id
    child, needs, story = children.find_child(child_id), children.profile(child_id), children.story(child_id)
    moves = children.moves(child_id)
    years = age_on(child.looked_after_since, on) if child.looked_after_since else None
    return detail_of(
        DetailFacts(
            age_band=age_band(age_on(child.birth_date, on), listed("age_bands", on)), years_in_care=years,
            moves=max(len(moves) - 1, 0) if moves else None,
            ratings=tuple(_rating(each) for each in needs.ratings) if needs else (),
            flags=tuple((flag.code, flag.basis) for flag in needs.flags if flag.active(on)) if needs else (),
            strengths=tuple(
                (each.domain, each.text) for each in needs.strengths if each.state != "unknown"
            ) if needs else (),
            helps=story.helps if story else "", known=known_of(search, on),
        )
    )  # fmt: skip


def _rating(each: Rating) -> tuple[str, int | None, str]:
    return (each.domain, each.level, each.evidence if each.level is not None else each.unknown_because)


def _records(rows: Iterable[Detail], on: date | None = None) -> tuple[DetailRecord, ...]:
    found = sorted(rows, key=lambda row: (row.asked_at, str(row.pk)), reverse=True)
    if not found:
        return ()
    cards, on = home_cards([row.home_id for row in found]), on or timezone.localdate()
    left, days_after = left_homes(row.child_id for row in found), whole("provider_after_leaving_days", on)
    return tuple(_as_on(_record(row, cards[row.home_id].name), left, days_after, on) for row in found)


def _as_on(
    found: DetailRecord, left: Mapping[tuple[UUID, UUID], date], days_after: int, on: date
) -> DetailRecord:  # fmt: skip
    """The record as it is on a day: over, without anybody doing anything, some days after the child left the home."""
    since = over_since(
        left_on=left.get((found.child_id, found.home_id)), asked_on=timezone.localdate(found.asked_at),
        days_after=days_after, on=on,
    )  # fmt: skip
    if since is None or Asked.REVOKED not in NEXT[found.state]:
        return found
    over_at = timezone.make_aware(datetime.combine(since, time.min))
    return replace(found, state=Asked.REVOKED, told=(), revoked_at=over_at, revoked_because=LEFT)


def _record(row: Detail, home_name: str) -> DetailRecord:
    return DetailRecord(
        id=row.pk, code=row.code, referral_id=row.referral_id, child_id=row.child_id, home_id=row.home_id,
        home_name=home_name, provider_id=row.provider_id, home_kept_by=row.home_kept_by,
        authority=row.authority, terms_version=row.terms_version, state=Asked(row.state),
        told=tuple(Part(heading, tuple(lines)) for heading, lines in row.told)
        if row.state == Asked.ACCEPTED else (),
        asked_at=row.asked_at, answered_at=row.answered_at, answered_by_role=row.answered_by_role,
        why_not=row.why_not, revoked_at=row.revoked_at, revoked_because=row.revoked_because,
    )  # fmt: skip
