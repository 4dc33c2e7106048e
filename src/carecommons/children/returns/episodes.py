"""The episodes and children of all years as plain arrays: the form in which they are mended and counted.

Shapes: every array of `Episodes` is (n,), of `Children` is (m,). Codes are numbers into `words`, whose first
word is "" (blank). `child` numbers the children in the order of their numbers in the return. `start` is the
first day, `end` the day on which it ceased (OPEN: not yet): on that day the next one begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from .days import OPEN
from .order import stable_order
from .read import Reading, Table
from .rows import together

Ints = npt.NDArray[Any]
CODES = {
    "new": "RNE",
    "legal": "LS",
    "need": "CIN",
    "place": "PLACE",
    "provider": "PLACE_PROVIDER",
    "ended": "REC",
    "moved": "REASON_PLACE_CHANGE",
}
TEXTS = {"home_post": "HOME_POST", "place_post": "PL_POST", "urn": "URN"}
SEXES = ("", "M", "F", "U")
_SEX = {"1": 1, "M": 1, "2": 2, "F": 2, "U": 3}


@dataclass(frozen=True, slots=True)
class Episodes:
    """Rows of the episodes tables. year: the newest return that holds the row; first_year: the oldest.

    source: a number into `files` (of the record) times 2**32, plus the row in that file.
    """

    child: Ints
    start: Ints
    end: Ints
    new: Ints
    legal: Ints
    need: Ints
    place: Ints
    provider: Ints
    ended: Ints
    moved: Ints
    home_post: Ints
    place_post: Ints
    urn: Ints
    year: Ints
    first_year: Ints
    source: Ints

    def __len__(self) -> int:
        return len(self.child)

    def take(self, which: Ints) -> Self:
        """The rows that `which` (numbers or truths) picks."""
        rows = np.flatnonzero(which) if which.dtype == bool else which
        return replace(self, **{f.name: getattr(self, f.name).take(rows) for f in fields(self)})

    def alike(self, one: Ints, two: Ints, columns: Sequence[str]) -> Ints:
        """Whether row one[i] says the same as row two[i] in all of these columns, for each i."""
        same = np.ones(len(one), bool)
        for name in columns:
            column = getattr(self, name)
            same &= column.take(one) == column.take(two)
        return same


@dataclass(frozen=True, slots=True)
class Children:
    """Everyone named in the header or the episodes. birth: OPEN when not known; sex: into SEXES.

    unaccompanied_until: the first day on which an unaccompanied child's status no longer stood; OPEN: it stands.
    """

    ids: pl.Series
    birth: Ints
    sex: Ints
    ethnic: Ints
    unaccompanied: Ints
    unaccompanied_until: Ints
    first_year: Ints
    last_year: Ints

    def __len__(self) -> int:
        return len(self.birth)


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """Every row of the header tables of all years, as it came."""

    child: Ints
    birth: Ints
    sex: Ints
    ethnic: Ints
    year: Ints
    source: Ints


@dataclass(frozen=True, slots=True)
class Gathered:
    """All years side by side, not yet mended. `words` gives the word of each code, by the name of its array."""

    episodes: Episodes
    children: Children
    header: HeaderRows
    words: dict[str, tuple[str, ...]]
    files: tuple[str, ...]
    years: tuple[int, ...]

    def code(self, column: str, word: str) -> int:
        """The number of a code, or 255 when no row has it."""
        words = self.words[column]
        return words.index(word) if word in words else 255


def gather_rows(reading: Reading) -> Gathered:
    """The arrays of a reading: its episodes, headers and unaccompanied children."""
    episodes, headers = reading.of("episodes"), reading.of("header")
    files = tuple(sorted({file for table in (*episodes, *headers) for file in table.files}))
    rows = _stack(episodes, files, ("DECOM", "DEC", *CODES.values(), *TEXTS.values()), ("CHILD", "DECOM"))
    lines = _stack(headers, files, ("DOB", "SEX", "ETHNIC"), ("CHILD",))
    ids, (in_rows, in_lines) = numbered([rows["CHILD"], lines["CHILD"]])
    made, words = _episodes(rows, in_rows)
    header, words["ethnic"] = _header(lines, in_lines)
    children = _children(ids, made, header, reading.of("uasc"))
    years = tuple(sorted({t.year for t in episodes if t.year is not None} | set(reading.several_years)))
    return Gathered(made, children, header, words, files, years)


def numbered(columns: Sequence[pl.Series]) -> tuple[pl.Series, list[Ints]]:
    """The distinct texts of all columns in order, and each column as numbers into them. No blanks allowed.

    Whole numbers, as most children's numbers are, stand in the order of numbers; other texts in that of texts.
    """
    if (whole := _as_numbers(columns)) is not None:
        return whole
    pool = pl.Categorical(pl.Categories.random())
    coded_ = [column.cast(pool) for column in columns]
    used = pl.concat(coded_).unique()
    texts, physical = used.cast(pl.String), used.to_physical().to_numpy()
    order = texts.arg_sort().to_numpy()
    place = np.zeros(int(physical.max(initial=0)) + 1, np.int32)
    place[physical[order]] = np.arange(len(order))
    return texts.sort(), [place[column.to_physical().to_numpy()] for column in coded_]


def _as_numbers(columns: Sequence[pl.Series]) -> tuple[pl.Series, list[Ints]] | None:
    """The same, several times faster, where every text is a whole number without a sign or leading nought."""
    texts = pl.concat(columns)
    if not len(texts) or texts.min() < "1":  # type: ignore[operator]
        return None
    whole = texts.cast(pl.Int64, strict=False)
    if whole.null_count():
        return None
    numbers = whole.to_numpy()
    order = stable_order(numbers)
    in_order = numbers.take(order)
    fresh = np.append(True, in_order[1:] != in_order[:-1])
    place = np.empty(len(numbers), np.int32)
    place[order] = np.cumsum(fresh, dtype=np.int32) - 1
    parts = np.split(place, np.cumsum([len(column) for column in columns])[:-1])
    # By way of a list: polars loads all of numpy.ma before it takes an array.
    return pl.Series(in_order[fresh].tolist()).cast(pl.String), list(parts)


def _stack(
    tables: Sequence[Table], files: tuple[str, ...], columns: Sequence[str], needed: Sequence[str]
) -> pl.DataFrame:
    """All years of one table with year and source; rows lacking what is needed are faults and count nowhere."""
    frames = []
    for table in tables:
        where = {n: files.index(f) * 2**32 for n, f in enumerate(table.files)}
        source = pl.col("file").replace_strict(where, return_dtype=pl.Int64) if len(where) > 1 else pl.lit(where[0])
        year = pl.lit(table.year or 0, pl.Int16).alias("year")
        part = table.frame.select("CHILD", *columns, (source + pl.col("row").cast(pl.Int64)).alias("source"), year)
        frames.append(part.drop_nulls(needed) if any(part[c].null_count() for c in needed) else part)
    if frames:
        return together(frames)
    empty: dict[str, pl.DataType] = {c: pl.String() for c in ("CHILD", *columns)}
    empty |= {"source": pl.Int64(), "year": pl.Int16()}
    empty |= {c: pl.Date() for c in ("DECOM", "DEC", "DOB") if c in columns}
    empty |= {c: pl.Enum([]) for c in (*CODES.values(), "SEX", "ETHNIC") if c in columns}
    return pl.DataFrame(schema=empty)


def _episodes(frame: pl.DataFrame, child: Ints) -> tuple[Episodes, dict[str, tuple[str, ...]]]:
    arrays: dict[str, Ints] = {"child": child}
    words: dict[str, tuple[str, ...]] = {}
    for name, column in CODES.items():
        arrays[name], words[name] = coded(frame[column])
    for name, column in TEXTS.items():
        arrays[name], words[name] = _worded(frame[column])
    arrays["start"], arrays["end"] = days(frame["DECOM"]), days(frame["DEC"])
    arrays["year"] = arrays["first_year"] = frame["year"].to_numpy()
    arrays["source"] = frame["source"].to_numpy()
    return Episodes(**arrays), words


def _worded(column: pl.Series) -> tuple[Ints, tuple[str, ...]]:
    """A column of texts as numbers, 0 for blank, and the texts in the order in which they first appear."""
    pooled = column.cast(pl.Categorical(pl.Categories.random()))
    numbers = (pooled.to_physical() + 1).fill_null(0).to_numpy()
    # In a fresh pool the numbers run from 0 without a gap. Any row that has a number tells its word.
    row_of = np.zeros(int(numbers.max(initial=0)) + 1, np.int32)
    row_of[numbers] = np.arange(len(numbers))
    return numbers, ("", *column.gather(row_of[1:].tolist()))


def coded(column: pl.Series) -> tuple[Ints, tuple[str, ...]]:
    """A column of codes as numbers, 0 for blank, and the words of the numbers."""
    assert isinstance(column.dtype, pl.Enum)
    words = ("", *column.dtype.categories)
    # Few words are numbered in a byte each, with room for one number more.
    numbers = column.to_physical() if len(words) < 255 else column.to_physical().cast(pl.UInt32)
    return (numbers + 1).fill_null(0).to_numpy(), words


def days(column: pl.Series) -> Ints:
    """A column of days as numbers; blank is OPEN."""
    return column.to_physical().fill_null(OPEN).cast(pl.Int32).to_numpy()


def _header(frame: pl.DataFrame, child: Ints) -> tuple[HeaderRows, tuple[str, ...]]:
    sex, sexes = coded(frame["SEX"])
    ethnic, words = coded(frame["ETHNIC"])
    # 1 and 2 of the older returns are M and F of the newer.
    sex = np.array([_SEX.get(word, 0) for word in sexes], np.uint8)[sex]
    rows = HeaderRows(child, days(frame["DOB"]), sex, ethnic, frame["year"].to_numpy(), frame["source"].to_numpy())
    return rows, words


def _children(ids: pl.Series, rows: Episodes, header: HeaderRows, seekers: Sequence[Table]) -> Children:
    """The newest word of the header on each child: later years, and later rows, overwrite earlier ones."""
    size = len(ids)
    birth, sex, ethnic = np.full(size, OPEN, np.int32), np.zeros(size, np.uint8), np.zeros(size, header.ethnic.dtype)
    for target, values, blank in ((birth, header.birth, OPEN), (sex, header.sex, 0), (ethnic, header.ethnic, 0)):
        told = values != blank
        target[header.child[told]] = values[told]
    first, last = np.full(size, 9999, np.int16), np.zeros(size, np.int16)
    for who, year in ((header.child, header.year), (rows.child, rows.year)):
        # Years come in order, so the last assignment is the newest, and backwards the oldest.
        oldest, newest = np.full(size, 9999, np.int16), np.zeros(size, np.int16)
        newest[who], oldest[who[::-1]] = year, year[::-1]
        last, first = np.maximum(last, newest), np.minimum(first, oldest)
    alone, until = np.zeros(size, bool), np.full(size, OPEN, np.int32)
    if seekers:
        # A child who stands in no header and no episode has no life to be counted in.
        places = pl.DataFrame({"CHILD": ids}).with_row_index("place")
        known = pl.concat([table.frame.select("CHILD", "DUC") for table in seekers])
        known = known.join(places, on="CHILD", how="inner", maintain_order="left")
        place = known["place"].to_numpy()
        alone[place], until[place] = True, days(known["DUC"])
    return Children(ids, birth, sex, ethnic, alone, until, first, last)
