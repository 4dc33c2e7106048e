"""The twelve tables of the return, their columns and codes, and how a table is known by its columns.

Source: data/ssda903_tables.toml and data/ssda903_codes.csv (facts compiled from the department's guide as
public validators hold it). A code whose meaning came from memory is `confirmed` False and is shown as such.
"""

import csv
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_ALIASES = {"CHILDID": "CHILD", "CHILD_ID": "CHILD", "PL": "PLACE", "PL_PROVIDER": "PLACE_PROVIDER"}


@dataclass(frozen=True, slots=True)
class Spec:
    """One table of the return. `needed`: a row without these is unusable; `must_have`: a file without is."""

    name: str
    file: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    telling: frozenset[str]
    least: int
    must_have: tuple[str, ...]
    dates: tuple[str, ...]
    spans: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    expected: tuple[str, ...]
    postcodes: tuple[str, ...]
    numbers: dict[str, tuple[int, int]]
    first_year: int


@dataclass(frozen=True, slots=True)
class Code:
    """What one code means, and the collection years in which it may be used (0 and 9999 when unlimited)."""

    code: str
    means: str
    first_year: int
    last_year: int
    confirmed: bool
    source: str

    def valid_in(self, year: int | None) -> bool:
        return year is None or self.first_year <= year <= self.last_year


@dataclass(frozen=True, slots=True)
class Recognised:
    """The table that a file's columns speak for (None: none), and the columns it cannot do without."""

    table: str | None
    missing: tuple[str, ...] = ()


@cache
def tables() -> dict[str, Spec]:
    """Every table by its name, in the order of the guide."""
    text = (files("carecommons.children") / "data" / "ssda903_tables.toml").read_text(encoding="utf-8")
    return {name: _spec(name, entry) for name, entry in tomllib.loads(text).items()}


@cache
def codes(table: str, column: str) -> dict[str, Code]:
    """The codes of one column of one table, with their meanings."""
    return _all_codes().get((table, column), {})


def means(table: str, column: str, code: str) -> str:
    """What a code means in words, or the code itself where nobody knows."""
    known = codes(table, column).get(code)
    return known.means if known else code


def folded(heading: str) -> str:
    """A heading as the guide writes it: "Child ID " and "child_id" are CHILD."""
    name = "_".join(heading.replace("\ufeff", "").strip().strip('"').upper().replace("-", " ").split())
    return _ALIASES.get(name, name)


def recognise(headings: Sequence[str]) -> Recognised:
    """Which table these (folded) headings speak for, whatever the file is called."""
    have = set(headings)
    scores = [(len(spec.telling & have), spec) for spec in tables().values()]
    scores = [(score, spec) for score, spec in scores if score >= spec.least]
    if not scores:
        plain_header = {"CHILD", "SEX", "DOB"} <= have
        return Recognised("header") if plain_header else Recognised(None)
    spec = max(scores, key=lambda pair: pair[0])[1]
    return Recognised(spec.name, tuple(c for c in spec.must_have if c not in have))


def named_after(file: str) -> str | None:
    """The table whose conventional file name this is ("2024-episodes.csv", "903_Episodes.CSV"), if any."""
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    for spec in sorted(tables().values(), key=lambda s: -len(s.name)):
        if stem == spec.name or stem.endswith(("-" + spec.name, "_" + spec.name, " " + spec.name)):
            return spec.name
    return None


def _spec(name: str, entry: dict[str, Any]) -> Spec:
    needed = tuple(entry["needed"])
    return Spec(
        name=name,
        file=entry["file"],
        columns=tuple(entry["columns"]),
        needed=needed,
        telling=frozenset(entry["telling"]),
        least=entry["least"],
        must_have=tuple(dict.fromkeys((*needed, *entry.get("must_have", ())))),
        dates=tuple(entry["dates"]),
        spans=tuple((a, b) for a, b in entry.get("spans", ())),
        codes=tuple(entry.get("codes", ())),
        expected=tuple(entry.get("expected", ())),
        postcodes=tuple(entry.get("postcodes", ())),
        numbers={k: (v[0], v[1]) for k, v in entry.get("numbers", {}).items()},
        first_year=entry.get("first_year", 0),
    )


@cache
def _all_codes() -> dict[tuple[str, str], dict[str, Code]]:
    text = (files("carecommons.children") / "data" / "ssda903_codes.csv").read_text(encoding="utf-8")
    found: dict[tuple[str, str], dict[str, Code]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault((row["table"], row["column"]), {})[row["code"]] = Code(
            row["code"],
            row["means"],
            int(row["first_year"] or 0),
            int(row["last_year"] or 9999),
            row["confirmed"] == "yes",
            row["source"],
        )
    return found
