"""What the manual cites as proof is there: a promise whose test does not exist is no promise."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"(?<![\w/])(?:tests|tools|bench)/[\w/.-]*\w/?")


def cited() -> list[tuple[str, str]]:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return [
        (str(page.relative_to(ROOT)), path) for page in sorted(pages) for path in CITED.findall(page.read_text("utf-8"))
    ]


def test_every_test_and_tool_that_a_document_names_exists() -> None:
    found = cited()
    assert len(found) > 40
    assert not [f"{page} names {path}" for page, path in found if not (ROOT / path).exists()]
