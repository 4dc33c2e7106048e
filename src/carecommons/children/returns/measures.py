"""The figures of the audit, from plain arrays: who is in care on a day, and what happened in a year.

Counts here are exact. They leave the room only through `children.counts`, which suppresses them.
Children in a series of short breaks (legal status V3 or V4) are not counted, as in the national statistics.
A child is in care on a day when an episode began on or before it and had not ceased by the end of it.

Sources: handbook section 3 (NI62, NI63, first-time-right). Numbers that are policy are arguments.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from .days import OPEN, to_date, to_day, year_end, year_start
from .labels import (
    ADOPTIVE,
    AGES,
    ALONE,
    AREA,
    ETHNIC,
    ETHNIC_GROUPS,
    MONTHS,
    PLACES,
    SEXES,
    SHORT_BREAKS,
    UNKNOWN,
    age_words,
    cut,
    means,
    shown,
    worded,
)

Ints = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
DIMENSIONS = (
    "age_band", "sex", "ethnicity", "unaccompanied", "legal_status", "need", "place", "provider", "area", "distance",
)  # fmt: skip
"""Along which children in care on a day are counted, in the order of `described`."""
OTHER_HOMES = "other"
"""Kinds of home in no group that planning asks for."""
# Ends that a plan may lead to; every other end counts as not planned.
PLANNED_ENDS = ("E11", "E12", "E4A", "E41", "E43", "E44", "E45", "E46", "E47", "E48", "E5", "E6", "E7", "E13", "E17")
PLANNED_MOVES = ("CARPL", "PLACE")
# Care that begins in an emergency: police protection, emergency protection order, detained by the police.
EMERGENCY = ("L1", "L2", "J2")


@dataclass(frozen=True, slots=True)
class Facts:
    """Children and their mended episodes as arrays. Children (m,), episodes (n,) in order of child and day.

    authority: into `authorities`. birth: OPEN when not known. inside: 1 in the council's own area, 0 outside,
    -1 not known. miles: nan when not known. Words are the codes of the return, "" when blank.
    """

    authorities: tuple[str, ...]
    authority: Ints
    birth: Ints
    sex: npt.NDArray[np.str_]
    ethnic: npt.NDArray[np.str_]
    alone: Truths
    alone_until: Ints
    child: Ints
    start: Ints
    end: Ints
    began: npt.NDArray[np.str_]
    legal: npt.NDArray[np.str_]
    need: npt.NDArray[np.str_]
    place: npt.NDArray[np.str_]
    provider: npt.NDArray[np.str_]
    ended: npt.NDArray[np.str_]
    moved: npt.NDArray[np.str_]
    period: Ints
    placement: Ints
    inside: Ints
    miles: npt.NDArray[np.float64]

    def counted(self) -> Truths:
        """Episodes that are not short breaks."""
        return ~np.isin(self.legal, SHORT_BREAKS)


@dataclass(frozen=True, slots=True)
class Cube:
    """Counts by council and label of one dimension. counts[a, l]; the labels are in the order to be shown."""

    labels: tuple[str, ...]
    counts: Ints


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, by council: of `whole[a]` children or placements, `part[a]`."""

    part: Ints
    whole: Ints


# ------------------------------------------------------------------------------------- on a day
def in_care(facts: Facts, day: int) -> Ints:
    """The episodes that run at the end of `day`: one for each child in care."""
    return np.flatnonzero(facts.counted() & (facts.start <= day) & (facts.end > day))


def need_on(facts: Facts, day: int, *, distance_cut_miles: int) -> dict[str, Cube]:
    """Children in care at the end of `day`, by council, along each dimension of the audit."""
    return described(facts, in_care(facts, day), day, distance_cut_miles=distance_cut_miles)


def homes_on(facts: Facts, day: int, group_of: Mapping[str, str]) -> Cube:
    """Children in care at the end of `day`, by council and group of kinds of home; codes in no group are "other"."""
    rows = in_care(facts, day)
    words = worded(facts.place[rows], dict(group_of), OTHER_HOMES)
    labels = tuple(dict.fromkeys((*group_of.values(), OTHER_HOMES)))
    return _cube(facts, facts.child[rows], words, labels)


def need_in(facts: Facts, year: int, *, distance_cut_miles: int) -> dict[str, Cube]:
    """Children in care at any time in a collection year, once each, as they were when last in care in it."""
    first, last = year_start(year), year_end(year)
    rows = np.flatnonzero(facts.counted() & (facts.start <= last) & (facts.end > first))
    newest = np.append(facts.child[rows][1:] != facts.child[rows][:-1], True) if len(rows) else np.zeros(0, bool)
    rows = rows[newest]
    return described(facts, rows, last, distance_cut_miles=distance_cut_miles)


def described(facts: Facts, rows: Ints, day: int, *, distance_cut_miles: int) -> dict[str, Cube]:
    """The episodes `rows`, one a child, counted by council along each dimension."""
    child = facts.child[rows]
    age = ages(facts.birth[child], np.minimum(day, np.maximum(facts.end[rows] - 1, facts.start[rows])))
    alone = facts.alone[child] & (facts.alone_until[child] > day)
    inside, miles = facts.inside[rows], facts.miles[rows]
    near = np.where(np.isnan(miles), UNKNOWN, np.where(miles < distance_cut_miles, *cut(distance_cut_miles)))
    said = {
        "age_band": (age_words(age), AGES),
        "sex": (worded(facts.sex[child], SEXES), ("Female", "Male", UNKNOWN)),
        "ethnicity": (worded(facts.ethnic[child], ETHNIC), (*ETHNIC_GROUPS, UNKNOWN)),
        "unaccompanied": (np.where(alone, *ALONE), ALONE),
        "legal_status": (worded(facts.legal[rows], means("LS")), (*shown("LS"), UNKNOWN)),
        "need": (worded(facts.need[rows], means("CIN")), (*shown("CIN"), UNKNOWN)),
        "place": (worded(facts.place[rows], PLACES), (*dict.fromkeys(PLACES.values()), UNKNOWN)),
        "provider": (worded(facts.provider[rows], means("PLACE_PROVIDER")), (*shown("PLACE_PROVIDER"), UNKNOWN)),
        "area": (np.array(AREA)[inside], (*AREA[:2], UNKNOWN)),
        "distance": (near, (*cut(distance_cut_miles), UNKNOWN)),
    }  # fmt: skip
    return {name: _cube(facts, child, words, labels) for name, (words, labels) in said.items()}


# ------------------------------------------------------------------------------------- in a year
def starts(facts: Facts, year: int) -> Ints:
    """The first episodes of periods of care that began in the year."""
    return _in_year(facts.start, _begins(facts), year)


def ends(facts: Facts, year: int) -> Ints:
    """The last episodes of periods of care that ended in the year."""
    return _in_year(facts.end, _finishes(facts), year)


def moves(facts: Facts, year: int) -> Ints:
    """The last episodes of placements that gave way to another placement in the year."""
    follows = _same_as_next(facts.child) & _same_as_next(facts.period) & ~_same_as_next(facts.placement)
    return _in_year(facts.end, facts.counted() & follows, year)


def by_month(facts: Facts, rows: Ints, days: Ints) -> Cube:
    """Those episodes by council and the month (April first) of `days`."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    return _cube(facts, facts.child[rows], np.array(MONTHS)[(months - 3) % 12], MONTHS)


def by_code(facts: Facts, rows: Ints, words: npt.NDArray[np.str_], column: str) -> Cube:
    """Those episodes by council and what the code of each means."""
    known = means(column)
    return _cube(facts, facts.child[rows], worded(words, known), (*dict.fromkeys(known.values()), UNKNOWN))


def many_placements(facts: Facts, year: int, *, at_least: int) -> Share:
    """NI62: of children in care on 31 March, those with `at_least` placements or more in the year."""
    first, last = year_start(year), year_end(year)
    counted = facts.counted()
    here = in_care(facts, last)
    during = counted & (facts.start <= last) & (facts.end > first)
    opening = during & ~(_same_as_previous(facts.child) & _same_as_previous(facts.placement) & _previous(during))
    number = np.bincount(facts.child[opening], minlength=len(facts.birth))
    return _share(facts, facts.child[here], number[facts.child[here]] >= at_least)


def long_in_place(facts: Facts, year: int, *, age_max: int, looked_after_months: int, same_place_months: int) -> Share:
    """NI63: of children up to `age_max` on 31 March who were looked after that long, those long in one place.

    A child placed for adoption counts the time in the placement just before as well. A period of care that
    began before the oldest return is at least as long as what is seen of it.
    """
    day = year_end(year)
    here = in_care(facts, day)
    began = _first_of(facts, facts.period)
    settled = _first_of(facts, facts.placement)
    age = ages(facts.birth[facts.child[here]], np.full(len(here), day))
    long = began[here] <= _months_before(day, looked_after_months)
    whole = here[(age <= age_max) & (age >= 0) & long]
    since = settled[whole].copy()
    opening = np.searchsorted(_spell_keys(facts), _spell_keys(facts)[whole])
    before = np.maximum(opening - 1, 0)
    follows_on = (
        (opening > 0) & (facts.child[before] == facts.child[whole]) & (facts.period[before] == facts.period[whole])
    )
    adopted = np.isin(facts.place[whole], ADOPTIVE) & follows_on
    since[adopted] = settled[before[adopted]]
    return _share(facts, facts.child[whole], since <= _months_before(day, same_place_months))


def right_first_time(facts: Facts, year: int, *, days: int, known_until: int) -> Share:
    """Of placements begun in the year, those that lasted `days`, or ended as planned before.

    As planned: a move under the care plan, a change of status only, or an end of care that plans lead to.
    Left out: placements begun so late that what is known (`known_until`) cannot tell yet. Whether a placement
    was marked a compromise is not in the return.
    """
    counted = facts.counted()
    same = _same_as_previous(facts.child) & _same_as_previous(facts.placement)
    first = _in_year(facts.start, counted & ~same, year)
    opening = np.flatnonzero(~same)
    closing = np.append(opening[1:], len(same)) - 1 if len(opening) else opening
    last = closing[np.searchsorted(opening, first)]
    lasted = np.minimum(facts.end[last], OPEN) - facts.start[first] >= days
    planned = np.isin(facts.moved[last], PLANNED_MOVES) | np.isin(facts.ended[last], PLANNED_ENDS)
    tells = facts.start[first] + days <= known_until
    return _share(facts, facts.child[first][tells], (lasted | planned)[tells])


def emergency_starts(facts: Facts, year: int) -> Share:
    """Of periods of care begun in the year, those begun in an emergency, as far as legal status tells it."""
    rows = starts(facts, year)
    return _share(facts, facts.child[rows], np.isin(facts.legal[rows], EMERGENCY))


# ------------------------------------------------------------------------------------- ages, spells, sums
def ages(birth: Ints, day: Ints) -> Ints:
    """Completed years on a day (a birthday on 29 February falls on 1 March in common years); -1 not known."""
    known = (birth < OPEN) & (birth <= day)
    born, on = (np.where(known, d, 0).astype("datetime64[D]") for d in (birth, day))
    years = on.astype("datetime64[Y]").astype(np.int64) - born.astype("datetime64[Y]").astype(np.int64)
    return np.where(known, years - (_in_the_year(on) < _in_the_year(born)), -1)


def _in_the_year(days: npt.NDArray[np.datetime64]) -> Ints:
    """Month and day as one number that sorts: 401 for 1 April."""
    months = days.astype("datetime64[M]")
    return (months.astype(np.int64) % 12 + 1) * 100 + (days - months).astype(np.int64) + 1


def _months_before(day: int, months: int) -> int:
    """The day that lies that many calendar months back; the last of the month where it has no such day."""
    on = to_date(day)
    assert on is not None
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    for last in range(on.day, 0, -1):
        try:
            return to_day(date(year, month + 1, last))
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def _begins(facts: Facts) -> Truths:
    """Episodes that open a period of care that is counted (or its first counted one after short breaks)."""
    counted = facts.counted()
    inside = _same_as_previous(facts.child) & _same_as_previous(facts.period) & _previous(counted)
    return counted & ~inside


def _finishes(facts: Facts) -> Truths:
    counted = facts.counted()
    inside = _same_as_next(facts.child) & _same_as_next(facts.period) & np.append(counted[1:], False)
    return counted & ~inside


def _in_year(days: Ints, which: Truths, year: int) -> Ints:
    return np.flatnonzero(which & (days >= year_start(year)) & (days <= year_end(year)))


def _same_as_next(values: Ints) -> Truths:
    return np.append(values[1:] == values[:-1], False) if len(values) else np.zeros(0, bool)


def _same_as_previous(values: Ints) -> Truths:
    return np.append(False, values[1:] == values[:-1]) if len(values) else np.zeros(0, bool)


def _previous(which: Truths) -> Truths:
    return np.append(False, which[:-1]) if len(which) else which


def _spell_keys(facts: Facts) -> Ints:
    """Child and placement as one number, in the order of the episodes."""
    return facts.child.astype(np.int64) * 100_000 + facts.placement


def _first_of(facts: Facts, spell: Ints) -> Ints:
    """For each episode, the first day of the spell (period or placement, numbered within the child) it is in."""
    key = facts.child.astype(np.int64) * 100_000 + spell
    return facts.start[np.searchsorted(key, key)]


def _share(facts: Facts, children: Ints, met: Truths) -> Share:
    size = len(facts.authorities)
    of = facts.authority[children]
    return Share(np.bincount(of[met], minlength=size), np.bincount(of, minlength=size))


def _cube(facts: Facts, children: Ints, words: npt.NDArray[np.str_], labels: Sequence[str]) -> Cube:
    counts = np.zeros((len(facts.authorities), len(labels)), np.int64)
    if len(children):
        names, which = np.unique(words, return_inverse=True)
        column = np.array([labels.index(str(name)) for name in names])[which]
        np.add.at(counts, (facts.authority[children], column), 1)
    return Cube(tuple(labels), counts)


__all__ = [
    "DIMENSIONS", "Cube", "Facts", "Share", "ages", "by_code", "by_month", "described", "emergency_starts", "ends",
    "homes_on", "in_care", "long_in_place", "many_placements", "moves", "need_in", "need_on", "right_first_time",
    "starts",
]  # fmt: skip
