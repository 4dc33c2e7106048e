"""The table of handbook lines names tests that exist, and leaves out no line that the walk promises to keep."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "manual" / "handbook-lines.md"
# A line of the acceptance list (A2), or a class of data of section 6 (6 D3) or one of its rules (6).
ROW = re.compile(r"^\| ([A-G]\d+|6(?: D\d)?) \| .+ \| `([\w/.]+)::(\w+)` \|$", re.MULTILINE)
ROWS = ROW.findall(TABLE.read_text(encoding="utf-8"))
PROMISED = {
    "A2", "A3", "A5", "A6", "A8", "A10", "B1", "B3", "C1", "C2", "C3", "C6", "C8", "C10", "E15", "E17", "G9", "6",
    *(f"6 D{number}" for number in range(7)),
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
