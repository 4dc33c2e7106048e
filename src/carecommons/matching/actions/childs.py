"""What a child says of the homes of a list, and their visits: written here and nowhere else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from carecommons.children.actions import record_wish
from carecommons.children.queries import find_child
from carecommons.common.errors import NotFound, NotNow, ReasonMissing, Refused
from carecommons.common.texts import gettext_noop as _
from carecommons.common.texts import kept
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Role, Subject
from carecommons.register.actions import record

from ..models import HomeVisit, OwnOrder, Referral
from ..preference import HOW_OF_WAY, Placed, arranged, preference_words, with_answer
from ..queries import homes_for_child, preference_of, referral, shortlist, subject_of
from ..referral import check_going_on
from ..shortlist import GOING_ON
from ..visits import (
    GOING_ON as VISIT_GOING_ON,
)
from ..visits import (
    KEPT_THOUGHTS,
    Visit,
    check_arranged,
    check_happened,
    check_thought,
    check_visit_next,
)

__all__ = ["arrange_visit", "rank_homes", "think_of_visit", "visit_happened", "visit_not_possible"]

# How an order may have been found out, by who writes it down.
WAYS_OF: Mapping[Role, tuple[str, ...]] = {
    Role.CHILD: ("own",),
    Role.ADVOCATE: ("helped", "pictures", "advocate"),
    Role.SOCIAL_WORKER: ("told", "pictures"),
    Role.REVIEWING_OFFICER: ("told", "pictures"),
}


@transaction.atomic
def rank_homes(
    *, child_id: UUID, given: Mapping[UUID, tuple[str, str]], way: str = "", by: Person, at: datetime
) -> UUID:
    """Keep in which order a child wants the homes of the list and to which they say no, as their wish (A2, A6).

    given: home -> (a number, "no" or "", why). way: how it was found out (WAYS); empty is a child's own way.
    Raises Faulty("preference_not_complete"), NotNow("homes_not_open"), Refused("preference_way_unknown").
    """
    child = find_child(child_id)
    check_may(by, "matching.rank_homes", child.subject)
    ways = WAYS_OF[by.role]
    way = way or (ways[0] if len(ways) == 1 else "")
    if way not in ways:
        raise Refused("preference_way_unknown", f"Say how the child showed it: one of {', '.join(ways)}.")
    found = homes_for_child(child_id)
    if not found.open or found.search_id is None:
        raise NotNow("homes_not_open", _("A home was chosen already. You can still say that you do not agree."))
    placed = arranged(given, {home.id: home.name for home in found.homes})
    wish = record_wish(
        child_id=child_id, stage="before_decision", how=HOW_OF_WAY[way], words=preference_words(placed, gettext),
        said_on=timezone.localdate(at), by=by, at=at,
    )  # fmt: skip
    return _keep_order(found.search_id, placed, way=way, wish=wish, by=by, at=at)


def answer_one_home(*, referral_id: UUID, placed: Placed, wish: UUID, by: Person, at: datetime) -> None:
    """What a child said of one home, put into their order: no takes it out, and another word takes a no back.

    Nothing is written where it changes nothing: a child who has ranked nothing and says no to nothing has no order.
    """
    before = preference_of(referral_id)
    now = with_answer(before.placed if before else (), placed)
    said = {each.home_id: (each.place, each.no) for each in now if each.said}
    if said != ({each.home_id: (each.place, each.no) for each in before.placed if each.said} if before else {}):
        way = "own" if by.role is Role.CHILD else "helped"
        _keep_order(referral_id, now, way=way, wish=wish, by=by, at=at)


def _keep_order(referral_id: UUID, placed: Sequence[Placed], *, way: str, wish: UUID, by: Person, at: datetime) -> UUID:
    search = referral(referral_id)
    assert search.shortlist_id is not None, "homes are open to a child once there is a list"
    row = OwnOrder(
        referral_id=referral_id, shortlist_id=search.shortlist_id, child_id=search.child_id,
        authority=search.authority, way=way, wish=wish, said_at=at, said_by_role=by.role,
        placed=[[str(each.home_id), each.name, each.place, each.no, each.words] for each in placed],
    )  # fmt: skip
    row.save(force_insert=True)
    return row.pk


def asked_to_visit(*, referral_id: UUID, home_id: UUID, by: Person, at: datetime) -> None:
    """A child asked to visit a home: a visit that waits for a day, unless one is going on."""
    search = referral(referral_id)
    going_on = HomeVisit.objects.filter(referral_id=referral_id, home_id=home_id, state__in=VISIT_GOING_ON)
    if not going_on.exists():
        _new_visit(search.id, search.child_id, search.authority, home_id, by=by, at=at).save(force_insert=True)


def _new_visit(
    referral_id: UUID, child_id: UUID, authority: str, home_id: UUID, *, by: Person, at: datetime
) -> HomeVisit:
    return HomeVisit(
        referral_id=referral_id, child_id=child_id, home_id=home_id, authority=authority, asked_at=at,
        asked_by_role=by.role, changed_at=at, changed_by_role=by.role,
    )  # fmt: skip


@transaction.atomic
def arrange_visit(*, referral_id: UUID, home_id: UUID, day: date, with_whom: str, by: Person, at: datetime) -> UUID:
    """Arrange a day on which a child visits a home of the list, and who comes along; or another day for it."""
    search = referral(referral_id)
    check_may(by, "matching.keep_visits", subject_of(search))
    check_going_on(search.state)
    if search.shortlist_id is None or shortlist(referral_id).home(home_id) is None:
        raise NotFound()
    check_arranged(day=day, with_whom=with_whom, on=timezone.localdate(at))
    rows = HomeVisit.objects.select_for_update().filter(referral_id=referral_id, home_id=home_id)
    row = rows.filter(state__in=VISIT_GOING_ON).first()
    new = row is None
    if row is None:
        row = _new_visit(search.id, search.child_id, search.authority, home_id, by=by, at=at)
    check_visit_next(row.state, Visit.ARRANGED)
    row.on, row.with_whom = day, kept(with_whom, what="Who comes along")
    try:
        with transaction.atomic():
            _changed(row, Visit.ARRANGED, new=new, by=by, at=at)
    except IntegrityError as clash:
        raise NotNow("visit_not_so", "Somebody has just arranged this visit. Open it to read the day.") from clash
    return row.pk


@transaction.atomic
def visit_happened(*, visit_id: UUID, day: date | None, by: Person, at: datetime) -> None:
    """Write down that the child was there."""
    row = _visit(visit_id, by=by)
    check_visit_next(row.state, Visit.HAPPENED)
    row.on = check_happened(day=day, on=timezone.localdate(at))
    _changed(row, Visit.HAPPENED, by=by, at=at)


@transaction.atomic
def visit_not_possible(*, visit_id: UUID, words: str, by: Person, at: datetime) -> None:
    """Write down why a visit could not be, in words that the child reads."""
    row = _visit(visit_id, by=by)
    check_visit_next(row.state, Visit.NOT_POSSIBLE)
    words = kept(words, what="Why not")
    if not words:
        raise ReasonMissing("visit_reason_missing", "Say to the child why the visit could not be: they read it.")
    row.why_not = words
    _changed(row, Visit.NOT_POSSIBLE, by=by, at=at)


@transaction.atomic
def think_of_visit(*, visit_id: UUID, thought: str = "", words: str = "", by: Person, at: datetime) -> None:
    """Keep what a child thought of a home after they were there; as their wish too, so that a choice weighs it.

    Raises Faulty("visit_thought_not_complete"), NotNow("visit_not_yet_there").
    """
    row = HomeVisit.objects.select_for_update().filter(id=visit_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "matching.see_own_homes", Subject(authority=row.authority, child_id=row.child_id))
    if row.state != Visit.HAPPENED:
        raise NotNow("visit_not_yet_there", _("You have not been there yet. Tell us after your visit."))
    check_thought(thought=thought, words=words)
    words = kept(words, what="What you wrote")
    name = next((each.name for each in shortlist(row.referral_id).shown if each.home_id == row.home_id), "The home")
    going_on = Referral.objects.filter(id=row.referral_id, state__in=GOING_ON).exists()
    kept_thought = KEPT_THOUGHTS.get(thought, "")
    said = (gettext(_("I visited.")), gettext(kept_thought) if kept_thought else "", words)
    record_wish(
        child_id=row.child_id, stage="before_decision" if going_on else "any_time",
        how="written" if by.role is Role.CHILD else "advocate", said_on=timezone.localdate(at), by=by, at=at,
        words=f"{name}: {' '.join(part for part in said if part)}",
    )  # fmt: skip
    row.thought, row.thought_words, row.thought_at = thought, words, at
    row.save(update_fields=["thought", "thought_words", "thought_at"])


def _visit(visit_id: UUID, *, by: Person) -> HomeVisit:
    row = HomeVisit.objects.select_for_update().filter(id=visit_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "matching.keep_visits", Subject(authority=row.authority, child_id=row.child_id))
    return row


def _changed(row: HomeVisit, state: Visit, *, by: Person, at: datetime, new: bool = False) -> None:
    row.state, row.changed_at, row.changed_by_role = state, at, by.role
    row.save(force_insert=new)
    record(
        kind="home_visit",
        public={},
        sealed={
            "search": str(row.referral_id), "visit": str(row.pk), "state": str(state),
            "day": row.on.isoformat() if row.on else "",
        },
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
