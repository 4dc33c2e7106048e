"""Searches and their lists, as values. `see_...` ask who may; the bare ones are for rooms that have asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from carecommons.children.needs import FLAGS
from carecommons.children.queries import (
    avoid_not_known_of,
    child_for_matching,
    children_named,
    find_child,
    profile,
    wishes,
    wishes_of,
)
from carecommons.children.wishes import Wish, heard
from carecommons.common.errors import NotFound, Refused
from carecommons.constitution.parameters import whole
from carecommons.constitution.queries import criteria_in_force
from carecommons.people.may import check_may, may_at_all
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Person, Subject
from carecommons.provision.queries import home_cards

from .. import models
from ..childs import ChildsHomes, Reply, asked_of, asks, childs_homes
from ..emergency import steps_tonight
from ..freeze import answered, passed_from_rows, shown_from_rows
from ..invitation.states import round_state_at
from ..prevention import CONSENT_WITHDRAWN
from ..reasons import NEEDS
from ..referral import NEXT_STEPS, Step, asking_of, next_step, steps
from ..shortlist import GOING_ON, GateCount, Referral, Rung, Shortlist, Test
from .prevention import is_unplanned, prevented

__all__ = [
    "SearchLine",
    "agreement_withdrawn",
    "agreements_withdrawn",
    "asked_of_homes",
    "child_of",
    "child_to_ask",
    "has_list",
    "homes_for_child",
    "line_of",
    "next_of",
    "open_search_of",
    "questions_waiting",
    "referral",
    "referrals_seen_by",
    "searched_for",
    "searches_asking",
    "searching_since",
    "see_referral",
    "see_shortlist",
    "shortlist",
    "steps_of",
    "subject_of",
    "with_next",
]


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One row of the list of searches: what is wanted by when, and what is next.

    next: a key of NEXT_STEPS, or empty before `with_next` has looked. answer_until: while homes may answer, until when.
    """

    id: UUID
    reference: str
    child_id: UUID
    child_reference: str
    authority: str
    wanted_by: date
    why: str
    state: str
    made_at: datetime
    criteria_version: int
    next: str = ""
    stay: str = "any"
    emergency: bool = False
    answer_until: datetime | None = None

    @property
    def next_words(self) -> str:
        """Where it stands, in words; nothing before `with_next` has looked."""
        return NEXT_STEPS[self.next][0] if self.next else ""


def referral(ref: UUID | str) -> Referral:
    """The search with this id or reference. Raises NotFound."""
    key = str(ref).strip()
    rows = models.Referral.objects.all()
    try:
        row = rows.filter(id=UUID(key)).first()
    except ValueError:
        row = rows.filter(reference=key.upper()).first()
    if row is None:
        raise NotFound()
    return _referral(row)


def see_referral(ref: UUID | str, *, by: Person) -> Referral:
    """The search, if this person may see it; missing and not theirs answer alike."""
    found = referral(ref)
    check_may(by, "matching.see_referral", subject_of(found))
    return found


def shortlist(referral_id: UUID) -> Shortlist:
    """The newest list of a search, with what has been found out since about the child's wishes.

    Raises NotFound("shortlist_missing") while there is none.
    """
    row = _newest(models.Shortlist.objects.filter(referral_id=referral_id))
    if row is None:
        raise NotFound("shortlist_missing", "No list of homes has been made for this search. Make it first.")
    return _shortlist(row)


def see_shortlist(ref: UUID | str, *, by: Person) -> tuple[Referral, Shortlist]:
    """The search and its newest list, if this person may see them."""
    found = referral(ref)
    check_may(by, "matching.see_shortlist", subject_of(found))
    return found, shortlist(found.id)


def homes_for_child(child_id: UUID, *, at_most: int | None = None) -> ChildsHomes:
    """What a child may read of the newest search for them: the suitable homes, once there is a list."""
    # What an emergency chose for a night is told as a decision; what the child reads and answers is the full search.
    rows = models.Referral.objects.filter(child_id=child_id, emergency=False)
    row = rows.exclude(state="withdrawn").order_by("-made_at").first()
    if row is None:
        return ChildsHomes("none")
    if _newest(row.shortlists.all()) is None:
        return ChildsHomes("searching", row.id)
    suitable = shortlist(row.id).appropriate
    shown = suitable if at_most is None else suitable[:at_most]
    cards = home_cards([home.home_id for home in shown])
    living = {home_id: card.living for home_id, card in cards.items()}
    return ChildsHomes(
        {"decided": "over", "proposed": "proposed"}.get(row.state, "listed"), row.id,
        childs_homes(shown, living, wishes(child_id), asked_of_homes(row.id)),
        len(suitable) - len(shown),
        tuple(sorted(((each.home_id, each.name) for each in suitable[len(shown) :]), key=lambda pair: pair[1])),
    )  # fmt: skip


def asked_of_homes(referral_id: UUID) -> tuple[Reply, ...]:
    """What the child of a search asked the homes of its list, with the newest answer to each.

    For rooms that have asked who may. Source: handbook A6: questions back to those who run homes, a right to visit.
    """
    row = models.Referral.objects.get(id=referral_id)
    return _asked_of_homes(row, wishes(row.child_id))


def questions_waiting(lines: Sequence[SearchLine]) -> dict[UUID, tuple[Reply, ...]]:
    """search -> what its child asked homes and nobody has answered. For rooms that have asked."""
    listed = [line for line in lines if line.state == "shortlisted"]
    said = wishes_of({line.child_id for line in listed})
    asking = {line.id for line in listed if any(asks(wish) for wish in said.get(line.child_id, ()))}
    found = {
        row.id: tuple(reply for reply in _asked_of_homes(row, said[row.child_id]) if not reply.words)
        for row in models.Referral.objects.filter(id__in=asking)
    }
    return {search: replies for search, replies in found.items() if replies}


def _asked_of_homes(row: models.Referral, said: Sequence[Wish]) -> tuple[Reply, ...]:
    latest = _newest(row.shortlists.all())
    if latest is None or not any(asks(wish) for wish in said):
        return ()
    answers = {(each.home_id, each.wish): each for each in row.wish_answers.all()}
    found = []
    for home in shown_from_rows(latest.shown):
        for reply in asked_of(home.home_id, home.name, said):
            answer = answers.get((reply.home_id, reply.wish_id))
            found.append(replace(reply, answer=answer.answer, words=answer.words) if answer else reply)
    return tuple(found)


def has_list(referral_id: UUID) -> bool:
    return models.Shortlist.objects.filter(referral_id=referral_id).exists()


def referrals_seen_by(person: Person, *, state: str = "", child_id: UUID | None = None) -> tuple[SearchLine, ...]:
    """The searches within a person's reach: open ones by the day wanted, then the rest, newest first."""
    if not may_at_all(person, "matching.see_referral"):
        return ()
    rows = models.Referral.objects.all()
    if PERMISSIONS["matching.see_referral"].reach[person.role] is not Reach.EVERYWHERE:
        rows = rows.filter(authority__in=person.authorities)
    if state:
        rows = rows.filter(state=state)
    if child_id is not None:
        rows = rows.filter(child_id=child_id)
    found = list(rows)
    names = children_named(row.child_id for row in found)
    lines = [_line(row, names[row.child_id].reference) for row in found]
    waiting = [line for line in lines if line.state in GOING_ON]
    over = [line for line in lines if line.state not in GOING_ON]
    return (*sorted(waiting, key=lambda line: (line.wanted_by, line.made_at)), *over)


def open_search_of(child_id: UUID) -> UUID | None:
    """The full search that is going on for a child, if there is one: that of an emergency runs beside it."""
    row = models.Referral.objects.filter(child_id=child_id, state__in=GOING_ON, emergency=False).first()
    return row.id if row else None


def agreement_withdrawn(child_id: UUID, *, since: datetime) -> UUID | None:
    """The search that was opened because a parent withdrew agreement (section 20) after this moment, if there is one.

    A search that was withdrawn is an answer to it. One that has ended in a choice is none for the older move.
    """
    rows = models.Referral.objects.filter(child_id=child_id, why=CONSENT_WITHDRAWN, made_at__gt=since)
    return rows.filter(state__in=[*GOING_ON, "decided"]).values_list("id", flat=True).first()


def agreements_withdrawn(children: Iterable[UUID]) -> tuple[tuple[UUID, datetime, UUID], ...]:
    """(child, when, search) of every search that `agreement_withdrawn` could answer for these children."""
    rows = models.Referral.objects.filter(child_id__in=set(children), why=CONSENT_WITHDRAWN)
    return tuple(rows.filter(state__in=[*GOING_ON, "decided"]).values_list("child_id", "made_at", "id"))


def searching_since(authority: str) -> date | None:
    """The day of the first search that a council opened here; None where it opened none."""
    first = models.Referral.objects.filter(authority=authority).order_by("made_at").values_list("made_at", flat=True)
    found = first.first()
    return None if found is None else timezone.localdate(found)


def steps_of(found: Referral, *, on: date) -> tuple[Step, ...]:
    """What this search owes before homes are looked at, and what of it is done."""
    needs = profile(found.child_id)
    due = needs.formulations_due(on, months=whole("formulation_months", on)) if needs else ()
    owed = steps(
        ladder=found.ladder,
        asked=_asked_for(found),
        has_profile=needs is not None,
        formulations_due=[FLAGS[code] for code in due],
        in_force=_in_force(found.criteria_version, on),
        avoid_known=not child_for_matching(found.child_id, on).avoid_not_known,
        prevention=bool(prevented([found.id])) if is_unplanned(found.why, _opened_on(found)) else None,
        emergency=found.emergency,
    )
    return steps_tonight(owed) if found.emergency else owed


def subject_of(found: Referral) -> Subject:
    """The search as the policy asks about it."""
    return Subject(authority=found.authority, child_id=found.child_id)


def _opened_on(found: Referral) -> date:
    return timezone.localdate(found.made_at)


def child_of(found: Referral) -> str:
    """The child's reference, for those who may see the search."""
    return find_child(found.child_id).reference


def _asked_for(found: Referral) -> bool:
    """Whether the child was asked for this search: lately, and since the last list of an earlier one, if any."""
    earlier = models.Shortlist.objects.filter(referral__child_id=found.child_id, made_at__lt=found.made_at)
    last = _newest(earlier.exclude(referral_id=found.id))
    opened_on = timezone.localdate(found.made_at)
    lately_on = opened_on - timedelta(days=whole("wish_before_list_days_max", opened_on))
    asked = heard(
        wishes(found.child_id), "before_shortlist",
        since=last.made_at + timedelta(microseconds=1) if last else datetime.min.replace(tzinfo=UTC),
        since_on=max(lately_on, timezone.localdate(last.made_at)) if last else lately_on,
        emergency=found.emergency,
    )  # fmt: skip
    return bool(asked)


def _in_force(version: int, on: date) -> bool:
    try:
        return criteria_in_force(on).version == version
    except Refused:
        return False


def _newest(rows: QuerySet[models.Shortlist]) -> models.Shortlist | None:
    return rows.order_by("-made_at", "-id").first()


def _line(row: models.Referral, child_reference: str) -> SearchLine:
    return SearchLine(
        id=row.id, reference=row.reference, child_id=row.child_id, child_reference=child_reference,
        authority=row.authority, wanted_by=row.wanted_by, why=row.why, state=row.state, made_at=row.made_at,
        criteria_version=row.criteria_version, stay=row.stay, emergency=row.emergency,
    )  # fmt: skip


def _referral(row: models.Referral) -> Referral:
    newest = {}
    for said in row.ladder.all():
        newest[said.rung] = Rung(said.rung, said.answer, said.reason, said.answered_at, said.answered_by_role)
    latest = _newest(row.shortlists.all())
    return Referral(
        id=row.id, reference=row.reference, child_id=row.child_id, authority=row.authority, wanted_by=row.wanted_by,
        why=row.why, stay=row.stay, criteria_version=row.criteria_version, commitment=row.lottery_commitment,
        state=row.state, made_at=row.made_at, made_by=row.made_by, ladder=tuple(newest.values()),
        shortlist_id=latest.id if latest else None, entry_id=row.entry_id, emergency=row.emergency,
        why_words=row.why_words,
    )  # fmt: skip


def _shortlist(row: models.Shortlist) -> Shortlist:
    said = {
        (each.home_id, str(each.wish)): (each.answer, each.words)
        for each in models.WishAnswer.objects.filter(referral_id=row.referral_id)
    }
    shown = shown_from_rows(row.shown)
    names = {wish.code: wish.name for home in shown for wish in home.wishes}
    tests = {key: Test(names.get(key[1], ""), answer, words, key[1]) for key, (answer, words) in said.items()}
    return Shortlist(
        id=row.id, referral_id=row.referral_id, criteria_version=row.criteria_version,
        profile_version=row.profile_version, made_at=row.made_at, looked_at=row.looked_at,
        counts=tuple(GateCount(**each) for each in row.counts), seed=bytes(row.lottery_seed).hex(),
        commitment=row.lottery_commitment, levels=tuple(row.levels), flags=tuple(row.flags),
        shown=answered(shown, tests), passed_over=passed_from_rows(row.passed_over), entry_id=row.entry_id,
    )  # fmt: skip


def searched_for(children: Iterable[UUID]) -> dict[UUID, date]:
    """child -> the day by which a home is wanted, for those with a search going on. For rooms that have asked."""
    rows = models.Referral.objects.filter(child_id__in=set(children), state__in=GOING_ON, emergency=False)
    return dict(rows.values_list("child_id", "wanted_by"))


def with_next(lines: Sequence[SearchLine], at: datetime) -> tuple[SearchLine, ...]:
    """Each line with what its search waits for, by the rule of the search's own steps. For rooms that have asked."""
    on = timezone.localdate(at)
    opened = [line for line in lines if line.state == "open"]
    answered: dict[UUID, set[str]] = {line.id: set() for line in opened}
    rungs = models.LadderAnswer.objects.filter(referral_id__in=answered)
    for search, rung in rungs.values_list("referral_id", "rung"):
        answered[search].add(rung)
    lost = avoid_not_known_of({line.child_id for line in opened}) if opened else frozenset()
    in_force = {version: _in_force(version, on) for version in {line.criteria_version for line in opened}}
    to_ask = _to_ask(lines)
    told = prevented(line.id for line in opened)
    asking = _asking([line for line in lines if line.state == "shortlisted"], at)
    found = []
    for line in lines:
        undone: list[str] = []
        if line.state == "open":
            owed = steps(
                ladder=[Rung(rung, "", "", line.made_at, "") for rung in answered[line.id]],
                asked=line.id not in to_ask, has_profile=True, in_force=in_force[line.criteria_version],
                avoid_known=line.child_id not in lost,
                prevention=line.id in told if is_unplanned(line.why, timezone.localdate(line.made_at)) else None,
            )  # fmt: skip
            owed = steps_tonight(owed) if line.emergency else owed
            undone = [step.code for step in owed if step.binding and not step.done]
        waits, until = asking.get(line.id, ("", None))
        code = next_step(
            state=line.state, undone=undone, asked_about_homes=line.emergency or line.id not in to_ask, asking=waits
        )
        found.append(replace(line, next=code, answer_until=until))
    return tuple(found)


def next_of(found: Referral, at: datetime) -> str:
    """What one search waits for: a key of NEXT_STEPS."""
    return line_of(found, at).next


def child_to_ask(found: Referral) -> bool:
    """Whether the child is still to be asked about the homes of the newest list, before one is chosen (A2)."""
    return found.state == "shortlisted" and not found.emergency and bool(_to_ask([_line_of(found)]))


def line_of(found: Referral, at: datetime) -> SearchLine:
    """One search as a line of the list, with what it waits for; without the child's reference."""
    return with_next([_line_of(found)], at)[0]


def _line_of(found: Referral) -> SearchLine:
    return SearchLine(
        found.id, found.reference, found.child_id, "", found.authority, found.wanted_by, found.why, found.state,
        found.made_at, found.criteria_version, stay=found.stay, emergency=found.emergency,
    )  # fmt: skip


def _asking(lines: Sequence[SearchLine], at: datetime) -> dict[UUID, tuple[str, datetime | None]]:
    """search -> what the invitation of its homes waits for, and until when homes may answer; a few questions in all."""
    ids = [line.id for line in lines]
    rounds = models.Round.objects.filter(referral_id__in=ids).exclude(state="called_off").order_by("opened_at")
    newest = {row.referral_id: row for row in rounds}
    listed: dict[UUID, tuple[datetime, bool]] = {}
    rows = models.Shortlist.objects.filter(referral_id__in=ids).order_by("made_at", "id")
    for search, made_at, counts in rows.values_list("referral_id", "made_at", "counts"):
        listed[search] = (made_at, any(each["homes"] for each in counts if each["gate"] not in range(1, NEEDS)))
    answers: dict[tuple[UUID, str], str] = {}
    for search, rung, answer in (
        models.LadderAnswer.objects.filter(referral_id__in=ids).order_by("answered_at", "id")
        .values_list("referral_id", "rung", "answer")
    ):  # fmt: skip
        answers[search, rung] = answer
    family = {search for (search, _), answer in answers.items() if answer == "possible"}
    found = {}
    for line in lines:
        row = newest.get(line.id)
        made_at, somebody = listed.get(line.id, (line.made_at, False))
        running = row is not None and round_state_at(row.state, row.closes_at, at) == "open"
        waits = asking_of(
            emergency=line.emergency, family_possible=line.id in family, could_be_invited=somebody,
            invited=row is not None, running=running, read=row is not None and made_at >= row.opened_at,
        )  # fmt: skip
        found[line.id] = (waits, row.closes_at if row is not None and running else None)
    return found


def _to_ask(lines: Sequence[SearchLine]) -> set[UUID]:
    """The searches whose child is still to be asked: lately and since any earlier list; then since this list (A2)."""
    waiting = [line for line in lines if line.state in ("open", "shortlisted")]
    ids = {line.child_id for line in waiting}
    said = wishes_of(ids)
    listed: dict[UUID, list[tuple[UUID, datetime]]] = {child: [] for child in ids}
    rows = models.Shortlist.objects.filter(referral__child_id__in=ids).order_by("made_at")
    for child, search, made_at in rows.values_list("referral__child_id", "referral_id", "made_at"):
        listed[child].append((search, made_at))
    owed = set()
    for line in waiting:
        stage = "before_shortlist" if line.state == "open" else "before_decision"
        if stage == "before_shortlist":
            earlier = [at for search, at in listed[line.child_id] if search != line.id and at < line.made_at]
            since = earlier[-1] + timedelta(microseconds=1) if earlier else datetime.min.replace(tzinfo=UTC)
            opened_on = timezone.localdate(line.made_at)
            since_on = opened_on - timedelta(days=whole("wish_before_list_days_max", opened_on))
            since_on = max(since_on, timezone.localdate(earlier[-1])) if earlier else since_on
        else:
            own = [at for search, at in listed[line.child_id] if search == line.id]
            since = own[-1] if own else line.made_at
            since_on = timezone.localdate(since)
        if not heard(said.get(line.child_id, ()), stage, since=since, since_on=since_on, emergency=line.emergency):
            owed.add(line.id)
    return owed


def searches_asking(homes: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """home -> the references of searches going on whose list waits for that home's word on living together.

    A search's reference is random and names no child. For rooms that have asked.
    """
    wanted = set(homes)
    found: dict[UUID, list[str]] = {}
    newest = models.Shortlist.objects.filter(referral=OuterRef("pk")).order_by("-made_at", "-id").values("pk")[:1]
    latest = models.Referral.objects.filter(state="shortlisted").values(newest=Subquery(newest))
    rows = models.Shortlist.objects.filter(pk__in=latest).select_related("referral").order_by("made_at", "id")
    for row in rows if wanted else ():
        for home in shown_from_rows(row.shown):
            if home.home_id in wanted and home.impact == "unknown":
                found.setdefault(home.home_id, []).append(row.referral.reference)
    return {home: tuple(references) for home, references in found.items()}
