"""From texts to days and codes: what makes a row unusable, and what is only doubtful.

Unusable (a fault, and the whole import is refused): no child; an impossible day; an end before its start; an
episode without a first day; a sign that cannot be seen. Everything else is kept as it was and noted.

The usual is checked a whole column at once; only columns with something unusual are looked at value by value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from carecommons.common.errors import Fault

from .csv_form import BLANK_WORDS, ID_LONGEST, Raw, examples, kinds
from .days import EARLIEST, LATEST, written
from .notes import Notebook
from .tables import Spec, codes, tables

_WORTH_SHOWING = 6
_FORMULA = r"^[=+@\uff1d\uff0b\uff20]|^-\D"


@dataclass(frozen=True, slots=True)
class Typed:
    """One table of one file: `row` numbers the rows as in the file; days are Date, codes Enum, the rest text."""

    table: str
    file: str
    frame: pl.DataFrame


def typed(raw: Raw, notes: Notebook) -> tuple[Typed, list[Fault]]:
    """The table with typed columns, and the faults of its rows."""
    spec = tables()[raw.table]
    faults: list[Fault] = []
    absent = [c for c in spec.columns if c not in raw.frame.columns]
    frame = raw.frame.with_columns(pl.lit(None, pl.String).alias(c) for c in absent) if absent else raw.frame
    schema = frame.schema
    coded = {c: kind for c, kind in kinds(raw.table).items() if schema[c] == pl.String}
    made = frame.select(
        raw.rows.alias("row"),
        *(_as_usual(c, spec, coded) for c in spec.columns),
    )
    odd = _unusual(frame, made, spec, coded, raw)
    if odd:
        made = made.with_columns(**{c: _by_value(frame[c], spec, raw, notes, faults) for c in odd})
    faults += _no_child(made, raw) + _start_missing(made, raw) + _spans(made, spec, raw)
    _expected(made, spec, raw, notes)
    return Typed(raw.table, raw.file, made), faults


def _as_usual(column: str, spec: Spec, coded: dict[str, pl.Enum]) -> pl.Expr:
    if column in spec.dates:
        return pl.col(column).str.to_date("%d/%m/%Y", strict=False, cache=False)
    if column in coded:
        return pl.col(column).cast(coded[column], strict=False)
    return pl.col(column)


def _unusual(frame: pl.DataFrame, made: pl.DataFrame, spec: Spec, coded: dict[str, pl.Enum], raw: Raw) -> list[str]:
    """The columns in which some value was not of the usual form."""
    if not frame.height:
        return []
    texts = [c for c in spec.columns if c not in (*spec.dates, *spec.codes, *spec.numbers, "CHILD")]
    odd = [c for c in (*spec.dates, *coded) if made[c].null_count() != frame[c].null_count()]
    odd += [c for c in spec.dates if c not in odd and not _likely(made[c])]
    odd += [] if raw.plain_ids else ["CHILD"]
    return [*odd, *spec.numbers, *(c for c in texts if not _plain(made[c], raw))]


def _likely(days: pl.Series) -> bool:
    first, last = days.min(), days.max()
    return first is None or bool(first >= EARLIEST and last <= LATEST)  # type: ignore[operator]


def _plain(texts: pl.Series, raw: Raw) -> bool:
    """Whether every text of the column begins and ends as texts of a return do (in ASCII order, so cheaply)."""
    first, last = texts.min(), texts.max()
    if first is None:
        return True
    if first < "0" or last >= "{" or texts.str.ends_with(" ").any():  # type: ignore[operator]
        return False
    return not (raw.formula_signs and (texts.str.starts_with("=").any() or texts.str.starts_with("@").any()))


def _by_value(column: pl.Series, spec: Spec, raw: Raw, notes: Notebook, faults: list[Fault]) -> pl.Series:
    """A column looked at value by value: each distinct text is judged once."""
    if column.name in spec.dates:
        return _days(column, raw, notes, faults)
    values = column.unique().drop_nulls()
    changes = {text: new for text in values if (new := _cleaned(text, column.name, spec)) != text}
    if changes:
        _note_changes(column, changes, raw, notes)
        column = column.replace(changes).replace({"": None})
        values = column.unique().drop_nulls()
    _note_formulas(column, values, raw, notes)
    if column.name == "CHILD":
        odd = values.filter(~values.str.contains(r"^[0-9A-Za-z][0-9A-Za-z_./ -]{0,39}$|^$"))
        odd = odd.append(values.filter(values.str.contains(r"^\d(\.\d+)?E\+")))
        _note_values("child_id_odd", column, odd.to_list(), raw, notes)
        long = raw.rows.filter((column.str.len_chars() > ID_LONGEST).fill_null(False))
        why = f"A child's number has at most {ID_LONGEST} signs. Check that the right column is called CHILD."
        faults += [Fault(raw.file, int(n), "CHILD", "child_id_too_long", why) for n in long]
    if column.name in spec.numbers:
        low, high = spec.numbers[column.name]
        wrong = [text for text in values if not (text.isdecimal() and low <= int(text[:9]) <= high)]
        _note_values("number_out_of_range", column, wrong, raw, notes)
    if column.name in spec.codes:
        known = [*codes(raw.table, column.name)]
        return column.cast(pl.Enum([*known, *sorted(set(values) - set(known))]))
    return column


# ------------------------------------------------------------------------------------- days
def _days(column: pl.Series, raw: Raw, notes: Notebook, faults: list[Fault]) -> pl.Series:
    """Whatever is not written dd/mm/yyyy, each distinct text on its own."""
    days = column.str.to_date("%d/%m/%Y", strict=False)
    odd = column.is_not_null() & ~(days.is_between(EARLIEST, LATEST).fill_null(False))
    kinds: dict[str, str] = {}
    values: dict[str, date | None] = {}
    for text in column.filter(odd).unique():
        kinds[text], values[text] = _day(text)
    kind = column.replace_strict(kinds, default=None, return_dtype=pl.String)
    for name in sorted(set(kinds.values()) - {""}):
        which = (kind == name).fill_null(False)
        notes.add(name, int(which.sum()), examples(raw.table, raw.file, raw.rows, which, column.name))
    why = "There is no such day. Write days as dd/mm/yyyy, for example 31/03/2025."
    bad = raw.rows.filter((kind == "").fill_null(False))
    faults += [Fault(raw.file, int(n), column.name, "date_impossible", why) for n in bad]
    other = column.replace_strict(values, default=None, return_dtype=pl.Date)
    return pl.select(pl.when(odd).then(other).otherwise(days)).to_series().alias(column.name)


def _day(text: str) -> tuple[str, date | None]:
    """The kind of writing and the day; kind "" when there is no such day."""
    bare = text.strip()
    if bare == "":
        return "spaces_trimmed", None
    if bare.upper() in BLANK_WORDS:
        return "blank_word", None
    found = written(bare)
    return (found[1], found[0]) if found else ("", None)


# ------------------------------------------------------------------------------------- codes, numbers, names
def _cleaned(text: str, column: str, spec: Spec) -> str:
    bare = text.strip()
    if bare.upper() in BLANK_WORDS:
        return ""
    if column in spec.codes or column in spec.numbers or column in ("CHILD", "URN"):
        whole, dot, rest = bare.partition(".")
        if dot and whole.isdecimal() and set(rest) <= {"0"}:
            return whole
    return bare.upper() if column in spec.codes else bare


def _note_changes(column: pl.Series, changes: dict[str, str], raw: Raw, notes: Notebook) -> None:
    kinds: dict[str, list[str]] = {}
    for old, new in changes.items():
        bare = old.strip()
        if bare != old:
            kinds.setdefault("spaces_trimmed", []).append(old)
        if new == "" and bare:
            kinds.setdefault("blank_word", []).append(old)
        elif "." in bare and "." not in new:
            kinds.setdefault("code_decimal", []).append(old)
        elif bare.upper() == new and bare != new:
            kinds.setdefault("code_case", []).append(old)
    for kind, texts in kinds.items():
        _note_values(kind, column, texts, raw, notes)


def _note_formulas(column: pl.Series, values: pl.Series, raw: Raw, notes: Notebook) -> None:
    _note_values("formula", column, values.filter(values.str.contains(_FORMULA)).to_list(), raw, notes)


def _note_values(kind: str, column: pl.Series, texts: list[str], raw: Raw, notes: Notebook) -> None:
    if texts:
        which = column.is_in(texts).fill_null(False)
        notes.add(kind, int(which.sum()), examples(raw.table, raw.file, raw.rows, which, column.name))


def unknown_codes(table: str, file: str, frame: pl.DataFrame, year: int | None, notes: Notebook) -> None:
    """Note every code that the guide does not have, or not for this year; the values stay."""
    if not frame.height:
        return
    schema = frame.schema
    doubtful = [c for c in tables()[table].codes if _may_hold_doubts(table, c, schema[c], year)]
    if not doubtful:
        return
    used = frame.select(pl.col(*doubtful).unique().cast(pl.String).implode()).row(0, named=True)
    for name in doubtful:
        known = codes(table, name)
        for value in sorted(v for v in used[name] if v is not None):
            code = known.get(value)
            if code is not None and code.valid_in(year):
                continue
            which = (frame[name].cast(pl.String) == value).fill_null(False)
            kind = "code_unknown" if code is None else "code_out_of_year"
            shown = value if len(value) <= _WORTH_SHOWING and value.isalnum() else ""
            notes.add(kind, int(which.sum()), examples(table, file, frame["row"], which, name, shown))


def _may_hold_doubts(table: str, column: str, dtype: pl.DataType, year: int | None) -> bool:
    """Whether the column's codes are not just those of the guide for that year."""
    known = codes(table, column)
    assert isinstance(dtype, pl.Enum)
    return len(dtype.categories) > len(known) or not all(code.valid_in(year) for code in known.values())


def together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Frames of one table below each other; unknown codes of any of them are codes of all."""
    if len(frames) == 1:
        return frames[0]
    schemas = [frame.schema for frame in frames]
    if all(schema == schemas[0] for schema in schemas):
        return pl.concat(frames)
    union = {
        c: pl.Enum(list(dict.fromkeys(v for schema in schemas for v in schema[c].categories)))  # type: ignore[attr-defined]
        for c, dtype in schemas[0].items()
        if isinstance(dtype, pl.Enum)
    }
    return pl.concat([frame.cast(union) for frame in frames])  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------- whole rows
def _no_child(frame: pl.DataFrame, raw: Raw) -> list[Fault]:
    if not frame["CHILD"].null_count():
        return []
    why = "The row names no child. Fill in the child's number, or take the row out."
    return [Fault(raw.file, int(n), "CHILD", "no_child", why) for n in raw.rows.filter(frame["CHILD"].is_null())]


def _start_missing(frame: pl.DataFrame, raw: Raw) -> list[Fault]:
    """An episode that begins on no day cannot be placed in a child's life."""
    if raw.table != "episodes" or not frame["DECOM"].null_count():
        return []
    blank = frame["DECOM"].is_null() & raw.frame["DECOM"].fill_null("").str.strip_chars().is_in(["", *BLANK_WORDS])
    why = "The episode has no first day (DECOM). Fill it in."
    return [Fault(raw.file, int(n), "DECOM", "date_missing", why) for n in raw.rows.filter(blank)]


def _spans(frame: pl.DataFrame, spec: Spec, raw: Raw) -> list[Fault]:
    faults = []
    for start, end in spec.spans:
        wrong = frame[end] < frame[start]
        if wrong.any():
            why = f"It ends ({end}) before it begins ({start}). Put the two days right in the source system."
            faults += [Fault(raw.file, int(n), end, "end_before_start", why) for n in raw.rows.filter(wrong)]
    return faults


def _expected(frame: pl.DataFrame, spec: Spec, raw: Raw, notes: Notebook) -> None:
    """Values that every row should have: their absence is noted, and the row stays."""
    wanted = [c for c in spec.expected if c in raw.frame.columns]
    wanted += [c for c in spec.needed if c in spec.dates and raw.table != "episodes"]
    for name in wanted:
        if not frame[name].null_count():
            continue
        blank = frame[name].is_null()
        kind = "start_blank" if name in spec.needed and name != "DOB" else "value_blank"
        notes.add(kind, int(blank.sum()), examples(raw.table, raw.file, raw.rows, blank, name))
