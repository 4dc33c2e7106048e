"""No small count of any year can be worked out from the other years: shown by trying every other world."""

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from carecommons.common.withhold import Table
from carecommons.common.withhold_years import YearTables, withhold_years
from common.test_withhold import SMALL, every_place, prints_alike, rows_like

RULE = {"threshold": 7, "round_to": 5}
LINES = ("a", "b", "c")
NAMES = ("stock", "starts", "ends")


def tables_of(number, rows):
    """One family of one table; rows: (council, line)."""
    return {f"{number}": Table(LINES[: len(rows[0])], np.array(rows, np.int64))}


def years_of(world, members, held=None, first=2025):
    """world: for each year, rows by council for stock, starts and ends."""
    councils = members.shape[1]
    return [
        YearTables(
            first + n, *(tables_of(name, rows) for name, rows in zip(NAMES, year, strict=True)), (), members,
            np.ones(councils, bool) if held is None else np.array(held[n]),
        )
        for n, year in enumerate(world)
    ]  # fmt: skip


def total_words(printed):
    return [{name: [cell.words for cell in tables[name].total] for name in NAMES} for tables in printed]


# ------------------------------------------------------------------ the chain, drawn
def test_a_small_number_who_left_is_not_the_difference_of_what_is_printed():
    # 40 in care, 20 came, 3 left, 57 in care: without rounding the rest would say 3.
    world = [[[[40]], [[20]], [[20]]], [[[57]], [[20]], [[3]]]]
    exact = {"threshold": 7, "round_to": 1}
    told = total_words(withhold_years(years_of(world, every_place(1)), **exact))
    assert told[1]["ends"] == ["withheld", "withheld"]
    assert "withheld" in told[0]["stock"] + told[1]["stock"] + told[1]["starts"]


def test_years_that_do_not_follow_each_other_are_not_tied():
    exact = {"threshold": 7, "round_to": 1}
    world = [[[[40]], [[20]], [[20]]], [[[57]], [[20]], [[3]]]]
    earlier, later = years_of(world, every_place(1))
    apart = YearTables(
        2023, earlier.stock, earlier.starts, earlier.ends, (), earlier.members, earlier.held
    )  # fmt: skip
    told = total_words(withhold_years([apart, later], **exact))
    assert told[1] == {"stock": ["57", "57"], "starts": ["20", "20"], "ends": ["withheld", "withheld"]}


def test_a_year_that_the_council_did_not_send_ties_nothing():
    exact = {"threshold": 7, "round_to": 1}
    world = [[[[40]], [[20]], [[20]]], [[[57]], [[20]], [[3]]]]
    told = total_words(withhold_years(years_of(world, every_place(1), held=[[False], [True]]), **exact))
    assert told[1]["stock"] == ["57", "57"]


def test_large_figures_are_printed_in_every_year():
    world = [[[[400]], [[120]], [[110]]], [[[420]], [[130]], [[110]]]]
    told = total_words(withhold_years(years_of(world, every_place(1)), **RULE))
    assert not any("withheld" in words for year in told for words in year.values())


# ------------------------------------------------------------------ every other world
@st.composite
def chains(draw, years=2, councils=2):
    """Up to two councils over some years, with rows that add up as children do."""
    number = draw(st.integers(1, councils))
    stock = [draw(st.integers(0, 5)) for _ in range(number)]
    world = []
    for _ in range(years):
        came = [draw(st.integers(0, 4)) for _ in range(number)]
        left = [draw(st.integers(0, stock[c] + came[c])) for c in range(number)]
        stock = [stock[c] + came[c] - left[c] for c in range(number)]
        world.append([[split(draw, count) for count in counts] for counts in (stock, came, left)])
    return world, every_place(number)


def split(draw, count):
    first = draw(st.integers(0, count))
    return [first, count - first]


def fits(rows, council, printed, name, members, rule):
    """Every row that the council could have in one table, by its total."""
    found = {}
    now = sum(rows[council])
    for total in range(max(now - 3, 0), now + 4):
        for row in rows_like(total, len(rows[0])):
            world = [list(row) if c == council else each for c, each in enumerate(rows)]
            if prints_alike(pad(world), as_three(printed[name]), members, rule):
                found.setdefault(total, set()).add(row)
    return found


def pad(world):
    return [[*row, 0] for row in world]


class Padded:
    """A printed table of two lines as one of three, so that one search serves both; the third prints what is true."""

    def __init__(self, printed):
        self.total = printed.total
        hidden = [all(line[p].withheld for line in printed.lines.values()) for p in range(len(printed.total))]
        nought = tuple(printed.lines["a"][p] if hidden[p] else NOUGHT for p in range(len(hidden)))
        self.lines = {**printed.lines, "c": nought}


def as_three(printed):
    return Padded(printed)


def nought():
    from carecommons.common.suppress import Shown

    return Shown(0, "0")


NOUGHT = nought()


def possible(world, printed, council, members, rule):
    """For each year and name, the totals and rows that fit everything printed and every tie of the years."""
    found = [
        {name: fits(year[n], council, printed[y], name, members, rule) for n, name in enumerate(NAMES)}
        for y, year in enumerate(world)
    ]
    keys = [(y, name) for y in range(len(world)) for name in NAMES]
    allowed = {key: set() for key in keys}
    for totals in product(*(sorted(found[y][name]) for y, name in keys)):
        at = dict(zip(keys, totals, strict=True))
        if all(at[y, "stock"] == at[y - 1, "stock"] + at[y, "starts"] - at[y, "ends"] for y in range(1, len(world))):
            for key in keys:
                allowed[key].add(at[key])
    return found, allowed


def check_nothing_is_known(world, members, rule):
    printed = withhold_years(years_of(world, members), **rule)
    for council in range(members.shape[1]):
        found, allowed = possible(world, printed, council, members, rule)
        for y, year in enumerate(world):
            for n, name in enumerate(NAMES):
                row = year[n][council]
                assert sum(row) in allowed[y, name], "the true world prints alike"
                if 1 <= sum(row) <= rule["threshold"]:
                    assert len(allowed[y, name]) > 1, (y, name, council)
                could = {each for total in allowed[y, name] for each in found[y][name][total]}
                for line, count in enumerate(row):
                    if 1 <= count <= rule["threshold"]:
                        assert len({each[line] for each in could}) > 1, (y, name, council, line)


@settings(max_examples=60, deadline=None)
@given(chains(), st.integers(1, 3))
@example(([[[[5, 0]], [[4, 0]], [[1, 0]]], [[[8, 0]], [[4, 0]], [[1, 0]]]], every_place(1)), 1)
@example(([[[[1, 0]], [[1, 0]], [[0, 0]]], [[[0, 0]], [[0, 0]], [[1, 0]]]], every_place(1)), 1)
@example(([[[[4, 1]], [[3, 0]], [[0, 0]]], [[[4, 0]], [[0, 0]], [[0, 1]]]], every_place(1)), 1)
def test_no_small_count_of_any_year_can_be_worked_out(drawn, round_to):
    world, members = drawn
    check_nothing_is_known(world, members, SMALL | {"round_to": round_to})


@settings(max_examples=25, deadline=None)
@given(chains(years=3, councils=1))
def test_nor_over_three_years(drawn):
    world, members = drawn
    check_nothing_is_known(world, members, SMALL | {"round_to": 1})


def test_the_search_notices_years_that_are_withheld_each_by_itself(monkeypatch):
    from carecommons.common import withhold_years as room

    monkeypatch.setattr(room, "_tie", lambda made: None)
    with pytest.raises(AssertionError):
        check_nothing_is_known(
            [[[[5, 0]], [[4, 0]], [[1, 0]]], [[[8, 0]], [[4, 0]], [[1, 0]]]], every_place(1), SMALL | {"round_to": 1}
        )
