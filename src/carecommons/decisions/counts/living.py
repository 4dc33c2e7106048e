"""What came of placements, counted: outcomes by provider of every kind, right first time and time taken by council.

Counts are of children or of placements, each once, and suppressed together (common/withhold.py): what is printed for
one provider or council gives no small number of another away. Who was there stands beside what came of it, as the mix
of needs: providers who take children with harder needs are not set beside others without it (A4). What is said of a
provider begins with what the children who live there say of it (A1), and goes on to whether they saw those who matter
to them (C7: a home that takes a child and parks them keeps fewer of those times). Hours and nights are never money
(B15). The door opens the wall (people/doors/behind.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.utils import timezone

from carecommons.children.queries import profiles_of
from carecommons.children.strata import STRATA, stratum_of
from carecommons.common.places import authorities
from carecommons.common.suppress import Shown, show
from carecommons.common.withhold import Family, Table, membership, withhold
from carecommons.constitution.queries import whole
from carecommons.provision.queries import home_cards

from ..first_time import Spell, joined, right_first_time
from ..living import TIME_KINDS, how_it_goes, how_many_came_about, how_many_happened, nights_held
from ..models import ContactTime, MatchingTime, OutcomeAnswer, OwnRating, Placement, PlacementEnd
from ..placement import UNDER_WAY, Placed, still_there

__all__ = ["CountedLine", "HeldLine", "HoursLine", "LifeCounts", "life_counts"]

CAME = ("all", "some", "none")
OWN = ("well", "low", "silent")
RIGHT = ("right", "not")
EVERYBODY = "All"
FAMILY = "Parents, relatives and friends"
SECTORS = {
    "council": "All run by councils", "private": "All run privately", "voluntary": "All run by charities",
    "health": "All run by the health service", "": FAMILY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One provider, kind of provider or council: how many children, what came of it, and who they were."""

    name: str
    total: Shown
    parts: dict[str, Shown]
    cohort: dict[str, Shown]


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One council: placements of which time was written down, and the hours; None where they are withheld."""

    name: str
    placements: Shown
    hours: int | None


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One council: places that were held for a child between choice and move, and the nights; None where withheld."""

    name: str
    placements: Shown
    nights: int | None


@dataclass(frozen=True, slots=True)
class LifeCounts:
    """own: children by provider, as they say themselves that it goes; contact: children by provider, and how many of
    the times planned with those who matter happened; outcomes: children by provider; first_time, hours, held: by
    council.
    """

    own: tuple[CountedLine, ...]
    contact: tuple[CountedLine, ...]
    outcomes: tuple[CountedLine, ...]
    first_time: tuple[CountedLine, ...]
    hours: tuple[HoursLine, ...]
    held: tuple[HeldLine, ...]
    days: int


@dataclass(frozen=True, slots=True)
class _One:
    """One child or placement that is counted: for whom, in which wider group, with which answer, of which cohort."""

    name: str
    wider: str
    answer: str
    cohort: str


def life_counts(*, on: date) -> LifeCounts:
    """Everything that the page shows, as it stands on a day, under the rule of that day."""
    rule = {"threshold": whole("suppression_threshold", on), "round_to": whole("suppression_round_to", on)}
    days = whole("first_time_right_days", on)
    return LifeCounts(
        own=_printed(_own(on), OWN, **rule),
        contact=_printed(_contact(on), CAME, **rule),
        outcomes=_printed(_outcomes(), CAME, **rule),
        first_time=_printed(_first_time(on, days), RIGHT, **rule),
        hours=_hours(on, **rule),
        held=_held(on, **rule),
        days=days,
    )


# ------------------------------------------------------------------------------------- what is counted
def _own(on: date) -> list[_One]:
    """Each child once for each provider: the newest that they said there, or that nobody has heard from them yet."""
    lived = list(
        Placement.objects.filter(state__in=[*UNDER_WAY, Placed.ENDED], from_day__lte=on)
        .order_by("from_day", "id").values_list("id", "child_id", "home_id", "state", "ended_on")
    )  # fmt: skip
    said: dict[UUID, str] = {
        placement: feeling for placement, feeling in OwnRating.objects.filter(placement__in=[row[0] for row in lived])
        .order_by("recorded_at", "id").values_list("placement_id", "feeling")
    }  # fmt: skip
    heard = [
        (child, home, how_it_goes(said.get(placement, "")))
        for placement, child, home, state, ended_on in lived
        if placement in said or still_there(state, ended_on, on)
    ]
    return _by_provider(heard, on)


def _contact(on: date) -> list[_One]:
    """Each child once for each provider: how many of the times planned with those who matter to them happened."""
    rows = ContactTime.objects.filter(day__lte=on).order_by("day", "id")
    times: dict[tuple[UUID, UUID], list[bool]] = defaultdict(list)
    for child, home, happened in rows.values_list("child_id", "placement__home_id", "happened"):
        times[child, home].append(happened)
    return _by_provider([(child, home, how_many_happened(each)) for (child, home), each in times.items()], on)


def _by_provider(found: Sequence[tuple[UUID, UUID, str]], on: date) -> list[_One]:
    """(child, home, answer), the newest last -> each child once for each provider, with the needs they have now."""
    cards = home_cards(sorted({home for _, home, _ in found}, key=str)) if found else {}
    profiles = profiles_of(child for child, _, _ in found)
    high = whole("stratum_high_level", on)
    ones: dict[tuple[UUID, str], _One] = {}
    for child, home, answer in found:
        now = [each for each in profiles.get(child, ()) if each.assessed_on <= on]
        cohort = stratum_of(now[0].levels, now[0].active_flags(on), high_from=high) if now else "unknown"
        name = cards[home].provider or FAMILY
        ones[child, name] = _One(name, SECTORS.get(cards[home].sector, EVERYBODY), answer, cohort)
    return list(ones.values())


def _outcomes() -> list[_One]:
    """Each child once for each provider: how the newest review stood with what was sought."""
    newest: dict[tuple[UUID, UUID], dict[int, str]] = defaultdict(dict)
    review_of: dict[tuple[UUID, UUID], UUID] = {}
    cohort: dict[tuple[UUID, UUID], str] = {}
    rows = OutcomeAnswer.objects.filter(by_child=False).order_by("day", "recorded_at", "number", "id")
    for child, home, review, number, answer, group in rows.values_list(
        "child_id", "home_id", "review_id", "number", "answer", "cohort"
    ):
        key = (child, home)
        if review_of.get(key) != review:
            newest[key], review_of[key] = {}, review
        newest[key][number], cohort[key] = answer, group
    cards = home_cards(sorted({home for _, home in newest}, key=str)) if newest else {}
    found: dict[tuple[UUID, str], _One] = {}
    for (child, home), answers in newest.items():
        sector = cards[home].sector
        name = cards[home].provider or FAMILY
        found[child, name] = _One(
            name, SECTORS.get(sector, EVERYBODY), how_many_came_about(answers), cohort[child, home]
        )
    return list(found.values())


def _first_time(on: date, days: int) -> list[_One]:
    """Each placement that can be told yet, by council, with the needs that the child had when it began."""
    rows = list(
        Placement.objects.filter(state__in=[Placed.PLANNED, Placed.LIVING, Placed.ENDED], from_day__lte=on)
        .select_related("decision").order_by("from_day", "id")
    )  # fmt: skip
    ends: dict[UUID, str] = {}
    said = PlacementEnd.objects.filter(placement__in=rows).order_by("recorded_at", "id")
    for placement, change, care_ends in said.values_list("placement_id", "change", "care_ends"):
        ends[placement] = change or care_ends
    profiles = profiles_of(row.child_id for row in rows)
    names = authorities(on)
    high = whole("stratum_high_level", on)
    of_child: dict[UUID, list[tuple[Placement, Spell]]] = defaultdict(list)
    for row in rows:
        ended = row.ended_on if row.state == Placed.ENDED else None
        spell = Spell(str(row.home_id), row.from_day, ended, ends.get(row.id, ""), compromise=row.decision.compromise)
        of_child[row.child_id].append((row, spell))
    found = []
    for child, pairs in of_child.items():
        council = pairs[0][0].authority
        for spell in joined(spell for _, spell in pairs):
            told = right_first_time(spell, days=days, known_until=on)
            if told is None:
                continue
            then = [each for each in profiles.get(child, ()) if each.assessed_on <= spell.began]
            cohort = (
                stratum_of(then[0].levels, then[0].active_flags(spell.began), high_from=high) if then else "unknown"
            )
            name = names[council].name if council in names else council
            found.append(_One(name, EVERYBODY, "right" if told else "not", cohort))
    return found


def _hours(on: date, *, threshold: int, round_to: int) -> tuple[HoursLine, ...]:
    """Hours by council, where so many placements stand behind them that none can be told."""
    minutes: dict[str, int] = defaultdict(int)
    placements: dict[str, set[UUID]] = defaultdict(set)
    rows = MatchingTime.objects.filter(kind__in=[*TIME_KINDS])
    for council, placement, spent in rows.values_list("authority", "placement_id", "minutes"):
        minutes[council] += spent
        placements[council].add(placement)
    names = authorities(on)
    lines = []
    for council in sorted(minutes, key=lambda code: names[code].name if code in names else code):
        shown = show(len(placements[council]), threshold=threshold, round_to=round_to)
        hours = None if shown.withheld else _rounded(minutes[council], round_to)
        lines.append(HoursLine(names[council].name if council in names else council, shown, hours))
    return tuple(lines)


def _held(on: date, *, threshold: int, round_to: int) -> tuple[HeldLine, ...]:
    """Nights for which a place stood empty for one child, where so many places stand behind them."""
    rows = Placement.objects.filter(from_day__lte=on)
    found = list(rows.values_list("authority", "made_at", "from_day", "state", "ended_on"))
    return _held_lines(found, on, threshold=threshold, round_to=round_to)


def _held_lines(
    rows: Sequence[tuple[str, datetime, date, str, date | None]], on: date, *, threshold: int, round_to: int
) -> tuple[HeldLine, ...]:
    """(council, chosen at, first day, state, day it was over) -> a line for each council."""
    nights: dict[str, list[int]] = defaultdict(list)
    for council, made_at, from_day, state, ended_on in rows:
        back = ended_on if state == Placed.WITHDRAWN else None
        found = nights_held(chosen_on=timezone.localdate(made_at), from_day=from_day, taken_back_on=back)
        if found:
            nights[council].append(found)
    names = authorities(on)
    lines = []
    for council in sorted(nights, key=lambda code: names[code].name if code in names else code):
        shown = show(len(nights[council]), threshold=threshold, round_to=round_to)
        told = None if shown.withheld else (sum(nights[council]) + round_to // 2) // round_to * round_to
        lines.append(HeldLine(names[council].name if council in names else council, shown, told))
    return tuple(lines)


def _rounded(minutes: int, round_to: int) -> int:
    return (minutes // 60 + round_to // 2) // round_to * round_to


# ------------------------------------------------------------------------------------- what may be printed
def _printed(ones: Sequence[_One], answers: Sequence[str], *, threshold: int, round_to: int) -> tuple[CountedLine, ...]:
    """Each name, each wider group and all of them: printed together, so that none gives a small count away."""
    names = sorted({each.name for each in ones})
    if not names:
        return ()
    wider: dict[str, set[str]] = {EVERYBODY: set(names)}
    for each in ones:
        wider.setdefault(each.wider, set()).add(each.name)
    groups = {**{name: {name} for name in names}, **{name: held for name, held in wider.items() if name not in names}}
    family: Family = {
        "answers": Table(tuple(answers), _table(ones, names, answers, lambda one: one.answer)),
        "cohort": Table(tuple(STRATA), _table(ones, names, STRATA, lambda one: one.cohort)),
    }
    members = membership([sorted(held) for held in groups.values()], names)
    printed = withhold(family, members, threshold=threshold, round_to=round_to)
    return tuple(
        CountedLine(
            name, printed["answers"].total[n],
            {label: line[n] for label, line in printed["answers"].lines.items()},
            {label: line[n] for label, line in printed["cohort"].lines.items()},
        )
        for n, name in enumerate(groups)
    )  # fmt: skip


def _table(ones: Iterable[_One], names: Sequence[str], labels: Sequence[str], label_of: Any) -> Any:
    """Counts (names, labels)."""
    place = {name: number for number, name in enumerate(names)}
    column = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(names), len(labels)), np.int64)
    for each in ones:
        counts[place[each.name], column.get(label_of(each), len(labels) - 1)] += 1
    return counts
