"""What came of placements, counted: outcomes by provider of every kind, right first time and time taken by council.

Counts are of children or of placements, each once, in whole quarters that are over (periods.py), and suppressed
together (common/withhold.py): what is printed for one provider or council gives no small number of another away, and
nothing that is read tomorrow says what was withheld today. Who was there stands beside what came of it, as the mix of
needs: providers who take children with harder needs are not set beside others without it (A4). What is said of a
provider begins with what the children who live there say of it (A1), and goes on to whether they saw those who matter
to them (C7: a home that takes a child and parks them keeps fewer of those times). Hours and nights are never money
(B15). The door opens the wall (people/doors/behind.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.utils import timezone

from carecommons.children.needs import Profile
from carecommons.children.queries import profiles_of
from carecommons.children.strata import STRATA, stratum_of
from carecommons.common.places import authorities
from carecommons.common.suppress import Shown
from carecommons.common.withhold import Family, Table, membership, withhold
from carecommons.constitution.queries import whole
from carecommons.provision.queries import home_names

from ..first_time import Spell, joined, right_first_time
from ..living import TIME_KINDS, how_it_goes, how_many_came_about, how_many_happened, nights_held
from ..models import ContactTime, MatchingTime, OutcomeAnswer, OwnRating, Placement, PlacementEnd
from ..placement import UNDER_WAY, Placed
from . import periods
from .periods import Period

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
    from_day: date
    to_day: date

    @property
    def period(self) -> Period:
        return Period(self.from_day, self.to_day)


@dataclass(frozen=True, slots=True)
class _One:
    """One child or placement that is counted: for whom, in which wider group, with which answer, of which cohort."""

    name: str
    wider: str
    answer: str
    cohort: str


def life_counts(*, on: date) -> LifeCounts:
    """Everything that the page shows, of `last_period`, by what was on record when it was over and its rule."""
    period = periods.last_period(on)
    days = whole("first_time_right_days", period.to_day)
    return LifeCounts(
        own=_printed(_own(period), OWN, **period.rule),
        contact=_printed(_contact(period), CAME, **period.rule),
        outcomes=_printed(_outcomes(period), CAME, **period.rule),
        first_time=_printed(_first_time(period, days), RIGHT, **period.rule),
        hours=_hours(period),
        held=_held(period),
        days=days,
        from_day=period.from_day,
        to_day=period.to_day,
    )


# ------------------------------------------------------------------------------------- what is counted
def _ended_on(period: Period) -> dict[UUID, tuple[date, str]]:
    """Placement -> the last day there and why, as far as it was on record when the period was over."""
    said = PlacementEnd.objects.filter(placement__isnull=False, recorded_at__lt=period.before)
    return {
        placement: (to_day, change or care_ends)
        for placement, to_day, change, care_ends in said.order_by("recorded_at", "id").values_list(
            "placement_id", "to_day", "change", "care_ends"
        )
        if placement is not None
    }


def _own(period: Period) -> list[_One]:
    """Each child once for each provider: the newest that they said there in the period, or that nobody heard from them.

    Silence counts for those who lived there on its last day.
    """
    lived = list(
        Placement.objects.filter(
            state__in=[*UNDER_WAY, Placed.ENDED], from_day__lte=period.to_day, made_at__lt=period.before
        )
        .order_by("from_day", "id").values_list("id", "child_id", "home_id")
    )  # fmt: skip
    ends = _ended_on(period)
    said: dict[UUID, str] = {
        placement: feeling
        for placement, feeling in OwnRating.objects.filter(
            placement__in=[row[0] for row in lived], recorded_at__gte=period.first, recorded_at__lt=period.before
        ).order_by("recorded_at", "id").values_list("placement_id", "feeling")
    }  # fmt: skip
    heard = [
        (child, home, how_it_goes(said.get(placement, "")))
        for placement, child, home in lived
        if placement in said or placement not in ends or ends[placement][0] > period.to_day
    ]
    return _by_provider(heard, period)


def _contact(period: Period) -> list[_One]:
    """Each child once for each provider: how many of the times planned with those who matter to them happened."""
    rows = ContactTime.objects.filter(
        day__range=(period.from_day, period.to_day), recorded_at__lt=period.before
    ).order_by("day", "id")
    times: dict[tuple[UUID, UUID], list[bool]] = defaultdict(list)
    for child, home, happened in rows.values_list("child_id", "placement__home_id", "happened"):
        times[child, home].append(happened)
    return _by_provider([(child, home, how_many_happened(each)) for (child, home), each in times.items()], period)


def _by_provider(found: Sequence[tuple[UUID, UUID, str]], period: Period) -> list[_One]:
    """(child, home, answer), the newest last -> each child once for each provider, with the needs they had then."""
    on = period.to_day
    cards = home_names(sorted({home for _, home, _ in found}, key=str)) if found else {}
    profiles = profiles_of(child for child, _, _ in found)
    high = whole("stratum_high_level", on)
    ones: dict[tuple[UUID, str], _One] = {}
    for child, home, answer in found:
        now = [each for each in profiles.get(child, ()) if each.assessed_on <= on and _on_record(each, period)]
        cohort = stratum_of(now[0].levels, now[0].active_flags(on), high_from=high) if now else "unknown"
        name = cards[home].provider or FAMILY
        ones[child, name] = _One(name, SECTORS.get(cards[home].sector, EVERYBODY), answer, cohort)
    return list(ones.values())


def _on_record(needs: Profile, period: Period) -> bool:
    return needs.recorded_at is not None and needs.recorded_at < period.before


def _outcomes(period: Period) -> list[_One]:
    """Each child once for each provider: how the newest review of the period stood with what was sought."""
    newest: dict[tuple[UUID, UUID], dict[int, str]] = defaultdict(dict)
    review_of: dict[tuple[UUID, UUID], UUID] = {}
    cohort: dict[tuple[UUID, UUID], str] = {}
    rows = OutcomeAnswer.objects.filter(
        by_child=False, day__range=(period.from_day, period.to_day), recorded_at__lt=period.before
    ).order_by("day", "recorded_at", "number", "id")
    for child, home, review, number, answer, group in rows.values_list(
        "child_id", "home_id", "review_id", "number", "answer", "cohort"
    ):
        key = (child, home)
        if review_of.get(key) != review:
            newest[key], review_of[key] = {}, review
        newest[key][number], cohort[key] = answer, group
    cards = home_names(sorted({home for _, home in newest}, key=str)) if newest else {}
    found: dict[tuple[UUID, str], _One] = {}
    for (child, home), answers in newest.items():
        sector = cards[home].sector
        name = cards[home].provider or FAMILY
        found[child, name] = _One(
            name, SECTORS.get(sector, EVERYBODY), how_many_came_about(answers), cohort[child, home]
        )
    return list(found.values())


def _first_time(period: Period, days: int) -> list[_One]:
    """Each placement of which it could first be told in the period, by council, with the needs that the child had when
    it began.

    A stay that was taken up is in none: whether it was a compromise nobody knows, and those of its time that ended
    before were never counted.
    """
    rows = list(
        Placement.objects.filter(
            state__in=[Placed.PLANNED, Placed.LIVING, Placed.ENDED], from_day__lte=period.to_day,
            made_at__lt=period.before, decision__isnull=False,
        )
        .select_related("decision").order_by("from_day", "id")
    )  # fmt: skip
    ends = _ended_on(period)
    day_before = period.from_day - timedelta(days=1)
    profiles = profiles_of(row.child_id for row in rows)
    names = authorities(period.to_day)
    high = whole("stratum_high_level", period.to_day)
    of_child: dict[UUID, list[tuple[Placement, Spell]]] = defaultdict(list)
    for row in rows:
        assert row.decision is not None, "only placements that were chosen here are asked for"
        ended, why = ends.get(row.id, (None, ""))
        spell = Spell(str(row.home_id), row.from_day, ended, why, compromise=row.decision.compromise)
        of_child[row.child_id].append((row, spell))
    found = []
    for child, pairs in of_child.items():
        council = pairs[0][0].authority
        for spell in joined(spell for _, spell in pairs):
            told = right_first_time(spell, days=days, known_until=period.to_day)
            if told is None or _told_before(spell, days=days, day=day_before):
                continue
            then = [
                each for each in profiles.get(child, ())
                if each.assessed_on <= spell.began and _on_record(each, period)
            ]  # fmt: skip
            cohort = (
                stratum_of(then[0].levels, then[0].active_flags(spell.began), high_from=high) if then else "unknown"
            )
            name = names[council].name if council in names else council
            found.append(_One(name, EVERYBODY, "right" if told else "not", cohort))
    return found


def _told_before(spell: Spell, *, days: int, day: date) -> bool:
    """Whether it could be told on that day: a compromise from its first day on."""
    return spell.began <= day and right_first_time(spell, days=days, known_until=day) is not None


def _hours(period: Period) -> tuple[HoursLine, ...]:
    """Hours by council, where so many placements stand behind them that none can be told."""
    minutes: dict[str, int] = defaultdict(int)
    placements: dict[str, set[UUID]] = defaultdict(set)
    rows = MatchingTime.objects.filter(
        kind__in=[*TIME_KINDS], day__range=(period.from_day, period.to_day), recorded_at__lt=period.before
    )
    for council, placement, spent in rows.values_list("authority", "placement_id", "minutes"):
        minutes[council] += spent
        placements[council].add(placement)
    round_to = period.rule["round_to"]
    return tuple(
        HoursLine(name, shown, None if shown.withheld else _rounded(minutes[council], round_to))
        for name, council, shown in _by_council({code: len(held) for code, held in placements.items()}, period)
    )


def _held(period: Period) -> tuple[HeldLine, ...]:
    """Nights for which a place stood empty for one child, where so many places stand behind them."""
    chosen = Placement.objects.filter(decision__isnull=False)
    rows = chosen.filter(from_day__gte=period.from_day, made_at__lt=period.before)
    found = list(rows.values_list("authority", "made_at", "from_day", "state", "ended_on"))
    return _held_lines(found, period)


def _held_lines(rows: Sequence[tuple[str, datetime, date, str, date | None]], period: Period) -> tuple[HeldLine, ...]:
    """(council, chosen at, first day, state, day it was over) -> a line for each council.

    A place counts in the period in which it ceased to be held: the child came, or the move was taken back.
    """
    nights: dict[str, list[int]] = defaultdict(list)
    for council, made_at, from_day, state, ended_on in rows:
        back = ended_on if state == Placed.WITHDRAWN else None
        if not period.holds(from_day if back is None else min(back, from_day)):
            continue
        found = nights_held(chosen_on=timezone.localdate(made_at), from_day=from_day, taken_back_on=back)
        if found:
            nights[council].append(found)
    round_to = period.rule["round_to"]
    return tuple(
        HeldLine(name, shown, None if shown.withheld else (sum(nights[council]) + round_to // 2) // round_to * round_to)
        for name, council, shown in _by_council({code: len(each) for code, each in nights.items()}, period)
    )


def _by_council(numbers: Mapping[str, int], period: Period) -> list[tuple[str, str, Shown]]:
    """Council -> its name, its code and its count as it may be shown beside the others, by name."""
    if not numbers:
        return []
    names = authorities(period.to_day)
    codes = sorted(numbers, key=lambda code: names[code].name if code in names else code)
    family = {"all": Table((EVERYBODY,), np.array([[numbers[code]] for code in codes], np.int64))}
    shown = withhold(family, membership([[code] for code in codes], codes), **period.rule)["all"].total
    return [(names[code].name if code in names else code, code, shown[n]) for n, code in enumerate(codes)]


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
