"""The manual names every kind of note and every fault that reading a return can give."""

import re
from pathlib import Path

from carecommons.children.returns.notes import KINDS

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs" / "manual" / "returns.md").read_text(encoding="utf-8")
SOURCES = [
    *(ROOT / "src/carecommons/children/returns").glob("*.py"),
    ROOT / "src/carecommons/common/intake.py",
    ROOT / "src/carecommons/common/limited.py",
    ROOT / "src/carecommons/children/actions/returns.py",
]
# Named by their sentence, not in the manual's table: the whole refusal that carries the faults.
CARRIERS = {"return_faulty"}


def test_every_kind_of_note_is_in_the_manual_with_its_words() -> None:
    missing = [kind for kind, (_, words) in KINDS.items() if f"`{kind}`" not in MANUAL or words not in MANUAL]
    assert not missing


def test_every_fault_that_the_source_can_give_is_in_the_manual_and_none_other() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    given = set(
        re.findall(
            r'(?:Fault|Faulty|_whole|_failed)\((?:[^"()]|\([^()]*\))*(?:"[^"]{0,6}",\s*)?"([a-z][a-z0-9]*_[a-z_]+)"',
            text,
        )
    )
    given |= set(re.findall(r'code = "([a-z_]+)" if \w+ else "([a-z_]+)"', text)[0])
    section = MANUAL.split("## What refuses a return")[1].split("## What is counted")[0]
    told = set(re.findall(r"`([a-z][a-z0-9]*_[a-z_]+)`", section))
    assert given - CARRIERS == told
