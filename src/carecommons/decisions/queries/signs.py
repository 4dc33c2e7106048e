"""Early signs of placements, with what was answered to each: read in a few questions for all of them (B17)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from django.utils import timezone

from carecommons.children.queries import children_named, levels_of
from carecommons.constitution.parameters import listed
from carecommons.constitution.queries import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person

from ..models import ContactTime, Disagreement, EndNotice, OwnRating, Placement, SignAnswer
from ..placement import Placed, still_there
from ..signals import Held, Meeting, Sign, Terms, signs
from ..timers import Facts, visits_late
from .contact import SOMEBODY_IN_CARE, contact_of
from .placements import PlacementRecord, _records, running
from .timing import facts_of_placements, timer_terms

__all__ = ["SignLine", "SignsLine", "sign_terms", "signs_of", "signs_open", "stood_at_start"]

Answer = tuple[date, bool, str]


@dataclass(frozen=True, slots=True)
class SignLine:
    """One early sign with what was answered to it, newest first: (day, false alarm, words)."""

    sign: Sign
    answers: tuple[Answer, ...]

    @property
    def open(self) -> bool:
        return not self.answers


@dataclass(frozen=True, slots=True)
class SignsLine:
    """A placement to look at, and the signs that nobody has answered yet, newest first."""

    placement: PlacementRecord
    child_reference: str
    signs: tuple[Sign, ...]


def sign_terms(on: date) -> Terms:
    """When something held is an early sign, as it stands on a day."""
    return Terms(
        domains=tuple(listed("sign_domains", on)),
        rise_levels=whole("sign_rise_levels", on),
        own_low_times=whole("sign_own_low_times", on),
        neighbours_days=whole("sign_neighbours_days", on),
        contact_missed_times=whole("sign_contact_missed_times", on),
    )


def signs_open(person: Person, on: date) -> tuple[SignsLine, ...]:
    """Placements with early signs that nobody has answered, for those who may answer them, newest first."""
    if not may_at_all(person, "decisions.answer_sign"):
        return ()
    rows = Placement.objects.filter(running(on), authority__in=person.authorities, from_day__lte=on)
    found = list(rows.select_related("decision").order_by("id"))
    opened = {
        placement_id: tuple(line.sign for line in lines if line.open)
        for placement_id, lines in signs_of(found, on).items()
    }
    shown = [row for row in found if opened[row.id]]
    names = children_named(row.child_id for row in shown)
    lines = [SignsLine(record, names[record.child_id].reference, opened[record.id]) for record in _records(shown)]
    return tuple(sorted(lines, key=lambda line: (-line.signs[0].since.toordinal(), line.child_reference)))


def signs_of(rows: Sequence[Placement], on: date) -> dict[UUID, tuple[SignLine, ...]]:
    """Placement -> its early signs, answered or not; none for one that has not begun or is over."""
    found: dict[UUID, tuple[SignLine, ...]] = {row.id: () for row in rows}
    live = [row for row in rows if still_there(row.state, row.ended_on, on) and row.from_day <= on]
    if not live:
        return found
    facts, _, _ = facts_of_placements(live, on)
    held, terms = _held(live, facts, on), sign_terms(on)
    answered: dict[tuple[UUID, str], list[Answer]] = defaultdict(list)
    for each in SignAnswer.objects.filter(placement__in=live).order_by("-recorded_at", "id"):
        day = timezone.localdate(each.recorded_at)
        answered[each.placement_id, each.key].append((day, each.false_alarm, each.words))
    for row in live:
        found[row.id] = tuple(
            SignLine(sign, tuple(answered[row.id, sign.key])) for sign in signs(held[row.id], terms, on=on)
        )
    return found


class Assessed(Protocol):
    """A version of a needs profile, or of its levels: it has its day."""

    @property
    def assessed_on(self) -> date: ...


Version = TypeVar("Version", bound=Assessed)


def stood_at_start(from_day: date, versions: Sequence[Version]) -> Version | None:
    """The profile that stood when a placement began; None where nobody had rated by then. versions: newest first."""
    return next((each for each in versions if each.assessed_on <= from_day), None)


def _held(rows: Sequence[Placement], facts: dict[UUID, Facts], on: date) -> dict[UUID, Held]:
    """What is held of each placement that could be a sign."""
    versions, terms = levels_of(row.child_id for row in rows), timer_terms(on)
    feelings: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    said = OwnRating.objects.filter(placement__in=rows).order_by("recorded_at", "id")
    for placement, moment, feeling in said.values_list("placement_id", "recorded_at", "feeling"):
        feelings[placement].append((timezone.localdate(moment), feeling))
    noes: dict[UUID, list[date]] = defaultdict(list)
    waiting = Disagreement.objects.filter(decision__placement__in=rows, answers__isnull=True)
    for placement, moment in waiting.values_list("decision__placement", "said_at"):
        noes[placement].append(timezone.localdate(moment))
    left: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
    ended = Placement.objects.filter(home__in={row.home_id for row in rows}, state=Placed.ENDED, ended_on__lte=on)
    for home, child, day in ended.values_list("home_id", "child_id", "ended_on"):
        assert day is not None, "a placement that is over has its day"
        left[home].append((child, day))
    noticed: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
    given = EndNotice.objects.filter(home__in={row.home_id for row in rows})
    for home, child, on_day in given.values_list("home_id", "child_id", "given_on"):
        noticed[home].append((child, on_day))
    met = set(ContactTime.objects.filter(placement__in=rows).values_list("placement_id", flat=True))
    held = {}
    for row in rows:
        rated = versions.get(row.child_id, ())
        now = rated[0] if rated else None
        # Needs that rise are a sign also where they were first rated here: the sign says since when, and not "before".
        then = stood_at_start(row.from_day, rated) or (rated[-1] if rated else None)
        held[row.id] = Held(
            before=then.levels if then else {},
            now=now.levels if now else {},
            rated_on=now.assessed_on if now else None,
            feelings=tuple(feelings[row.id]),
            visits_late=visits_late(facts[row.id], terms, until=on),
            neighbours_left=tuple(day for child, day in left[row.home_id] if child != row.child_id),
            neighbours_noticed=tuple(day for child, day in noticed[row.home_id] if child != row.child_id),
            contact=_meetings(row) if row.id in met else (),
            said_no_on=tuple(noes[row.id]),
        )
    return held


def _meetings(row: Placement) -> tuple[Meeting, ...]:
    """Planned times with those who matter. No brother or sister in care is named: a sign is not a look at them."""
    return tuple(
        Meeting(each.key, SOMEBODY_IN_CARE.lower() if each.key.startswith("sibling") else each.name, each.times)
        for each in contact_of(_records([row])[0], by=None)
        if each.times
    )
