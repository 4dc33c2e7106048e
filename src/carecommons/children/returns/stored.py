"""A table as it is kept: its rows in the guide's own columns and writing, packed; and what a newer one changes.

The same rows give the same text, whatever the order of columns and rows, the alphabet or the way of writing
days in which they came. So the fingerprint of the text tells whether anything changed.
"""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from carecommons.common.intake import OPERATOR

from .csv_form import read_csv
from .notes import Notebook
from .read import Reading, Table
from .rows import typed, unknown_codes
from .tables import tables


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored table: packed is the gzipped text, sha256 the fingerprint of the text."""

    name: str
    year: int
    file: str
    rows: int
    sha256: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """What a newer file of one table and year changes: rows added, taken away, and said differently."""

    table: str
    year: int
    added: int
    removed: int
    changed: int

    def as_dict(self) -> dict[str, object]:
        return {
            "table": self.table,
            "year": self.year,
            "added": self.added,
            "removed": self.removed,
            "changed": self.changed,
        }


def keep(table: Table) -> Kept:
    """The table in the form in which it is stored."""
    assert table.year is not None, "a table without a year is refused before it is kept"
    text = _text(table).encode()
    return Kept(
        table.name,
        table.year,
        ", ".join(table.files)[:400],
        table.rows,
        hashlib.sha256(text).hexdigest(),
        gzip.compress(text, compresslevel=4, mtime=0),
    )


def opened(kept: Sequence[Kept]) -> Reading:
    """Stored tables as a reading again."""
    notes = Notebook()
    made = []
    for one in sorted(kept, key=lambda k: (k.year, k.name)):
        sheet = read_csv(one.file, gzip.decompress(one.packed), OPERATOR, notes)
        assert sheet.raw is not None, "what was stored is a table"
        table, faults = typed(sheet.raw, notes)
        assert not [*faults, *sheet.faults], "what was stored had no faults"
        unknown_codes(one.name, one.file, table.frame, one.year, notes)
        frame = table.frame.with_columns(pl.lit(0, pl.UInt16).alias("file"))
        made.append(Table(one.name, one.year, (one.file,), frame))
    return Reading(tuple(made), (), notes.notes(), ())


def changes(new: Kept, old: Kept | None) -> Change:
    """How the rows of `new` differ from those of `old` (None: there was none)."""
    if old is None:
        return Change(new.name, new.year, new.rows, 0, 0)
    both = _lines(new).join(_lines(old), on=["key", "line"], how="full", coalesce=True, suffix="_before")
    more = pl.col("times").fill_null(0).cast(pl.Int64) - pl.col("times_before").fill_null(0).cast(pl.Int64)
    by_key = both.group_by("key").agg(
        more.clip(lower_bound=0).sum().alias("gained"), (-more).clip(lower_bound=0).sum().alias("lost")
    )
    changed = int(by_key.select(pl.min_horizontal("gained", "lost").sum()).item())
    gained, lost = (int(by_key[c].sum()) for c in ("gained", "lost"))
    return Change(new.name, new.year, gained - changed, lost - changed, changed)


def _text(table: Table) -> str:
    spec = tables()[table.name]
    frame = table.frame.select(
        pl.col(c).dt.strftime("%d/%m/%Y") if c in spec.dates else pl.col(c).cast(pl.String) for c in spec.columns
    )
    return frame.sort(by=spec.columns, nulls_last=True).write_csv()


def _lines(kept: Kept) -> pl.DataFrame:
    """Each row as one text, how often it stands there, and by what it is known again: child and first day."""
    spec = tables()[kept.name]
    frame = pl.read_csv(gzip.decompress(kept.packed), infer_schema=False).fill_null("")
    line = pl.concat_str(spec.columns, separator="\x1f").alias("line")
    key = pl.concat_str([c for c in spec.needed if c != "DOB"], separator="\x1f").alias("key")
    return frame.select(line, key).group_by("key", "line").agg(pl.len().alias("times"))
