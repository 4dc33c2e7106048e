"""Tiles: every council has one of its own near its neighbours, and the committed places can be worked out again."""

import math
from datetime import date

import numpy as np

from carecommons.common import boundaries
from carecommons.common.places import authorities
from carecommons.common.tiles import Tile, assigned, layout, table, tiles


def test_every_council_of_england_has_a_tile_and_a_label_of_its_own() -> None:
    found = tiles()
    assert set(found) == set(authorities(boundaries.AS_AT)) == set(authorities(date(2026, 11, 26)))
    assert len(found) == 153
    assert len({(tile.column, tile.row) for tile in found.values()}) == 153
    assert len({tile.short for tile in found.values()}) == 153
    assert all(len(tile.short) == 3 and tile.short.isalpha() for tile in found.values())


def test_the_committed_places_are_those_that_our_own_code_works_out() -> None:
    middles = {row["code"]: (float(row["easting"]), float(row["northing"])) for row in table()}
    cells = layout(middles, boundaries.adjoining_pairs() | boundaries.near_pairs())
    assert cells == {code: (tile.column, tile.row) for code, tile in tiles().items()}


def test_neighbours_are_kept_near_and_the_country_keeps_its_shape() -> None:
    found, pairs = tiles(), boundaries.adjoining_pairs()
    apart = [math.dist(found[a].centre, found[b].centre) for a, b in pairs]
    assert sum(far < 1.01 for far in apart) / len(apart) > 0.5
    assert sum(far < 2.01 for far in apart) / len(apart) > 0.9
    assert max(apart) <= 3.0
    north, south, east, west = (
        found[code] for code in ("929", "908", "935", "908")
    )  # Northumberland, Cornwall, Suffolk
    assert north.row < south.row
    assert east.column > west.column


def test_odd_rows_stand_half_a_tile_further_east() -> None:
    assert Tile("1", "Abc", 3, 0).centre == (3, 0)
    assert Tile("1", "Abc", 3, 1).centre[0] == 3.5


def test_the_assignment_costs_least() -> None:
    cost = np.array([[4.0, 1.0, 3.0, 9.0], [2.0, 0.0, 5.0, 9.0], [3.0, 2.0, 2.0, 9.0]])
    chosen = assigned(cost)
    assert sum(cost[n, c] for n, c in enumerate(chosen)) == 5.0
    assert len(set(chosen.tolist())) == 3


def test_the_order_in_which_councils_are_given_changes_nothing() -> None:
    middles = {"a": (0.0, 0.0), "b": (1000.0, 0.0), "c": (0.0, 1000.0), "d": (1000.0, 1000.0)}
    again = dict(reversed(list(middles.items())))
    assert layout(middles, {("a", "b")}) == layout(again, {("a", "b")})
