"""The public sets read right: the counts that data.md gives, and a five-year set without a fault."""

import shutil
from pathlib import Path

import pytest

from carecommons.children.returns.link import link
from carecommons.children.returns.read import Reading, read
from carecommons.children.returns.repair import repair
from carecommons.children.returns.report import document
from carecommons.common.intake import OPERATOR, gather
from shared import SHARED, needs_shared

pytestmark = needs_shared
FAKE = SHARED / "903" / "fake_one_year"
FIVE = SHARED / "903" / "synthetic_2022_2026"
TABLES = {
    "header": 2675, "episodes": 5050, "reviews": 12582, "uasc": 132, "oc2": 2675, "oc3": 53, "ad1": 29,
    "placed_for_adoption": 29, "previous_permanence": 2675, "missing": 43, "sw_episodes": 1, "dolo": 1,
}  # fmt: skip


def taken(*paths: Path) -> Reading:
    return read(gather(paths, OPERATOR), OPERATOR)


def told(reading: Reading) -> dict:  # type: ignore[type-arg]
    return document(reading, link(repair(reading)))


def test_the_folder_of_one_year_holds_its_children_and_episodes() -> None:
    report = told(taken(FAKE))
    assert (report["accepted"], report["children"], report["episodes"], report["years"]) == (True, 2675, 5050, [2018])
    assert report["tables"] == TABLES
    skipped = {s["file"].split("/")[1]: s["code"] for s in report["skipped"]}
    assert skipped.pop("fake_903.xml") == "another_return"
    assert skipped.pop("placed_for_adoption_errors.csv") == "another_version"
    assert set(skipped.values()) == {"not_text", "not_a_table"}


def test_the_xml_beside_it_is_another_return() -> None:
    report = told(taken(FAKE / "fake_903.xml"))
    assert (report["accepted"], report["children"], report["episodes"]) == (True, 253, 459)


@pytest.mark.parametrize("name", [n for n in TABLES if n != "dolo"])
def test_each_file_of_it_is_read_alone(name: str) -> None:
    reading = taken(FAKE / f"{name}.csv")
    assert ({t.name: t.rows for t in reading.tables}, reading.faults) == ({name: TABLES[name]}, ())


def test_five_linked_years_hold_no_fault(tmp_path: Path) -> None:
    report = told(taken(FIVE))
    assert (report["faults"], report["years"]) == ([], [2022, 2023, 2024, 2025, 2026])
    assert (report["children"], report["episodes"], report["tables"]["episodes"]) == (2890, 7119, 10731)
    kinds = {note["kind"] for note in report["repairs"]}
    assert {"open_closed_by_later_return", "in_several_years", "child_in_several_years"} <= kinds
    archive = Path(shutil.make_archive(str(tmp_path / "five"), "zip", FIVE))
    zipped = told(taken(archive))
    assert {k: zipped[k] for k in ("children", "episodes", "tables", "years")} == {
        k: report[k] for k in ("children", "episodes", "tables", "years")
    }


def test_years_given_one_by_one_are_the_same_as_their_folder() -> None:
    folders = sorted(FIVE.iterdir())
    one, other = told(taken(FIVE)), told(taken(*reversed(folders)))
    assert {k: one[k] for k in ("children", "episodes", "tables", "years")} == {
        k: other[k] for k in ("children", "episodes", "tables", "years")
    }
