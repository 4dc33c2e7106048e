"""A CSV that a spreadsheet may open without harm: no cell of ours can begin a formula. Source: trust.md, exports."""

import csv
import io
from collections.abc import Iterable, Sequence
from unicodedata import normalize

__all__ = ["csv_text", "harmless"]

_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: object) -> object:
    """Numbers stay numbers; a text that would begin a formula (full-width signs too) gets an apostrophe before it."""
    if not isinstance(cell, str):
        return cell
    begins = normalize("NFKC", cell[:1]) if cell else ""
    # Spaces before the sign do not hinder every spreadsheet.
    inner = normalize("NFKC", cell.lstrip()[:1])
    return f"'{cell}" if begins.startswith(_STARTERS) or inner.startswith(_STARTERS) else cell


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole file: lines end in CR LF, as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()
