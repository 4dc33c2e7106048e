"""A paper that leaves the building: the same words as a page for print and as a tagged PDF made on the server.

A paper is data. The template is fixed; everything a person wrote reaches it as strings inside one JSON value, and a
string is set as text, never read as markup: no word can become a heading, a formula, a file or a fetch. Units: none.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from .errors import NotNow
from .typefaces import Coverage, coverage, tidied

TEMPLATE = Path(__file__).parent / "data" / "paper.typ"
FAMILIES = ("Atkinson Hyperlegible Next", "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic")
# A document that says so can be read by a screen reader: every part tagged, titled and in its language (PDF/UA-1).
STANDARD: Final = "ua-1"
LEVEL_MAX = 4


@dataclass(frozen=True, slots=True)
class Level:
    """A level of need in a cell: drawn as five dots, and always said in words beside them."""

    words: str
    now: int | None
    before: int | None = None
    own: int | None = None

    def __post_init__(self) -> None:
        assert all(each is None or 0 <= each <= LEVEL_MAX for each in (self.now, self.before, self.own)), "0 to 4"


Cell = str | Level


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a section. words: a paragraph. voice: the child's own words, and nothing else. items: a list."""

    kind: Literal["words", "voice", "items", "ranked", "table"]
    words: str = ""
    by: str = ""
    items: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.heads) for row in self.rows), "every row has a cell for every head"

    @property
    def cells(self) -> tuple[tuple[tuple[str, Cell], ...], ...]:
        """Each row as (head, cell): a phone shows the head beside the cell."""
        return tuple(tuple(zip(self.heads, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a meeting holds in its hands. foot: what, version, when printed and by which role; on every sheet."""

    title: str
    kicker: str
    sections: tuple[Section, ...]
    foot: str
    made_up: bool = False


def words(said: str) -> Block:
    return Block("words", words=said)


def voice(said: str, by: str = "") -> Block:
    return Block("voice", words=said, by=by)


def items(listed: Sequence[str], *, ranked: bool = False) -> Block:
    return Block("ranked" if ranked else "items", items=tuple(listed))


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Block:
    return Block("table", words=caption, heads=tuple(heads), rows=tuple(map(tuple, rows)))


def make_pdf(paper: Paper, *, fonts: Path, at: datetime) -> bytes:
    """The paper as a tagged PDF with its typefaces inside. Reads the template and `fonts`, and nothing else.

    A word in a script that no carried typeface has is replaced by a note in brackets that says so: never by a
    row of empty boxes, and never silently. The same paper at the same moment gives the same bytes.
    Raises NotNow("typefaces_missing") where the typefaces were not built.
    """
    if not fonts.is_dir():
        raise NotNow(
            "typefaces_missing",
            "This paper cannot be made here: its typefaces were not built. Print the page instead, and tell whoever "
            "runs this house to build the look (python tools/build_look.py).",
        )
    known = _known(fonts, _written(fonts))
    plain = json.dumps(_plain(paper, known), ensure_ascii=True)
    import typst  # 34 MB of compiled code: loaded when the first paper is made, not when a worker starts

    return typst.compile(
        TEMPLATE.read_bytes(), format="pdf", font_paths=_faces(fonts, _written(fonts)), pdf_standards=[STANDARD],
        sys_inputs={"paper": plain, "families": json.dumps(FAMILIES)}, timestamp=int(at.astimezone(UTC).timestamp()),
    )  # fmt: skip


@lru_cache(maxsize=2)
def _known(fonts: Path, _written: int) -> Coverage:
    return coverage(sorted(fonts.glob("*.ttf")))


@lru_cache(maxsize=2)
def _faces(fonts: Path, _written: int) -> Any:
    import typst

    # Only what was carried: the same paper looks the same on every machine.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])


def _written(fonts: Path) -> int:
    return fonts.stat().st_mtime_ns


def _plain(value: Any, known: Coverage) -> Any:
    """Dataclasses, tuples and words as JSON has them; each word is one that the typefaces can show."""
    if isinstance(value, str):
        return tidied(value, known)
    if isinstance(value, tuple):
        return [_plain(each, known) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        named: Mapping[str, Any] = {name: getattr(value, name) for name in value.__dataclass_fields__}
        return {"level": type(value) is Level} | {name: _plain(each, known) for name, each in named.items()}
    return value
