"""What came of placements, counted: outcomes by provider of every kind, right first time and time taken by council.

Counts are of children or of placements, each once, and suppressed together (common/withhold.py): what is printed for
one provider or council gives no small number of another away. Who was there stands beside what came of it, as the mix
of needs: providers who take children with harder needs are not set beside others without it (A4). Hours are never
money (B15). The door opens the wall (people/doors/behind.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from carecommons.children.queries import profiles_of
from carecommons.children.strata import STRATA, stratum_of
from carecommons.common.places import authorities
from carecommons.common.suppress import Shown, show
from carecommons.common.withhold import Family, Table, membership, withhold
from carecommons.constitution.queries import whole
from carecommons.provision.queries import home_cards

from ..first_time import Spell, joined, right_first_time
from ..living import TIME_KINDS, how_many_came_about
from ..models import MatchingTime, OutcomeAnswer, Placement, PlacementEnd
from ..placement import Placed

__all__ = ["CountedLine", "HoursLine", "LifeCounts", "life_counts"]

CAME = ("all", "some", "none")
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
class LifeCounts:
    """outcomes: children by provider; first_time: placements by council; hours: by council."""

    outcomes: tuple[CountedLine, ...]
    first_time: tuple[CountedLine, ...]
    hours: tuple[HoursLine, ...]
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
        outcomes=_printed(_outcomes(), CAME, **rule),
        first_time=_printed(_first_time(on, days), RIGHT, **rule),
        hours=_hours(on, **rule),
        days=days,
    )


# ------------------------------------------------------------------------------------- what is counted
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
