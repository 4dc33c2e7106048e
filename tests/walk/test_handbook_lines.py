"""The table of handbook lines names tests that exist, and leaves out no line that the walk promises to keep."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "manual" / "handbook-lines.md"
# A line of the acceptance list (A2), a class of data of section 6 (6 D3) or one of its rules (6), an edge case (7).
ROW = re.compile(r"^\| ([A-G]\d+|6(?: D\d)?|7) \| (.+) \| `([\w/.]+)::(\w+)` \|$", re.MULTILINE)
FOUND = ROW.findall(TABLE.read_text(encoding="utf-8"))
ROWS = [(line, file, test) for line, _, file, test in FOUND]
PROMISED = {
    *(f"A{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9, 10)),
    *(f"B{number}" for number in (1, 3, 6, 7, 8, 9, 10, 12, 13, 15, 17)),
    *(f"C{number}" for number in range(1, 12)),
    "D7", "E15", "E17", "G9", "6", *(f"6 D{number}" for number in range(7)), "7",
}  # fmt: skip
# The edge cases of section 7 but one: what the Care Bank pays comes with the Care Bank.
EDGES = {
    "child turning 16 in placement", "child turning 18 in placement", "sibling group where one has a flag",
    "home postcode missing or outside England", "adjoining council 40 miles away against non-adjoining at 5",
    "Key Stage 4 move", "s20 parent withdrawing consent", "placement in Wales or Scotland",
    "host council differs from the URN’s postcode", "home loses registration mid-placement",
    "emergency at Friday night before a bank holiday", "same child referred again", "profile amended after invitations",
    "zero responses", "only one response", "provider is the council itself", "complaint during move",
    "child refuses the SDQ or to be profiled", "interpreter or communication aid needed",
    "merger overnight changes owner", "re-rating down because support works",
}  # fmt: skip


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("line", "file", "test"), ROWS, ids=lambda value: value)
def test_the_test_of_a_line_exists(line, file, test):
    path = ROOT / file
    assert path.exists(), f"{line}: there is no file {file}. Name the test that shows this line in {TABLE.name}."
    assert test in names_in(path), f"{line}: {file} has no test {test}. Name the test that shows it in {TABLE.name}."


def test_every_row_of_the_table_is_read():
    table = TABLE.read_text(encoding="utf-8")
    assert len(ROWS) == sum(line.startswith("| ") for line in table.splitlines()) - table.count("| Line |")


def test_no_promised_line_is_left_out():
    assert PROMISED - {line for line, _, _ in ROWS} == set()


def test_every_edge_case_of_section_7_is_a_test_by_name():
    assert {what for line, what, _, _ in FOUND if line == "7"} == EDGES
    table = TABLE.read_text(encoding="utf-8").replace("\n", " ")
    assert "the Care Bank pays for a placement that is later ruled" in table
