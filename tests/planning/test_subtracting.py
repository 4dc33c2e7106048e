"""Nothing withheld is left over when places and kinds of home are subtracted: tried on drawn worlds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from carecommons.planning.subtracting import closed

KINDS = ("a", "b", "c")
COUNCILS = ("1", "2", "3", "4")


def follows(hidden: dict[str, set[str]], councils: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    """The withheld counts of single councils that can be worked out from everything that is printed."""
    cell = {(code, kind): n for n, (code, kind) in enumerate((c, k) for c in COUNCILS for k in KINDS)}
    rows, dark = [np.zeros(len(cell))], []
    for place, members in councils.items():
        for kind in (*KINDS, "total"):
            row = np.zeros(len(cell))
            for code in members:
                for each in KINDS if kind == "total" else [kind]:
                    row[cell[code, each]] = 1
            if kind not in hidden[place]:
                rows.append(row)
            elif len(members) == 1 and kind != "total":
                dark.append((next(iter(members)), kind))
    printed = np.array(rows)
    rank = np.linalg.matrix_rank(printed)
    return {one for one in dark if np.linalg.matrix_rank(np.vstack([printed, np.eye(len(cell))[cell[one]]])) == rank}


@st.composite
def worlds(draw):
    groups = draw(st.lists(st.sets(st.sampled_from(COUNCILS), min_size=2, max_size=4), max_size=2, unique_by=frozenset))
    councils = {code: frozenset({code}) for code in COUNCILS}
    councils |= {f"g{n}": frozenset(group) for n, group in enumerate(groups)} | {"all": frozenset(COUNCILS)}
    hidden = {code: draw(st.sets(st.sampled_from(KINDS), max_size=2)) for code in COUNCILS}
    hidden |= {place: set() for place in councils if place not in hidden}
    sizes = {place: {kind: draw(st.integers(0, 9)) * 5 for kind in KINDS} | {"total": 50} for place in councils}
    return hidden, councils, sizes


@settings(max_examples=60)
@given(worlds())
def test_no_withheld_count_follows_from_what_is_printed(world):
    hidden, councils, sizes = world
    kept = closed(hidden, councils, sizes, total="total")
    assert all(hidden[place] <= kept[place] for place in hidden)
    assert not follows(kept, councils)


def test_where_nothing_is_withheld_nothing_more_is():
    places = {code: frozenset({code}) for code in COUNCILS} | {"all": frozenset(COUNCILS)}
    nothing = {place: set() for place in places}
    assert (
        closed(nothing, places, {place: dict.fromkeys((*KINDS, "total"), 10) for place in places}, total="total")
        == nothing
    )


def test_a_council_alone_takes_the_place_above_with_it_and_the_smallest_kind_beside_it():
    places = {code: frozenset({code}) for code in COUNCILS} | {"all": frozenset(COUNCILS)}
    sizes = {place: {"a": 5, "b": 30, "c": 20, "total": 55} for place in places}
    kept = closed({place: {"a"} if place == "1" else set() for place in places}, places, sizes, total="total")
    assert kept == {"1": {"a", "c"}, "2": set(), "3": set(), "4": set(), "all": {"a", "c"}}
