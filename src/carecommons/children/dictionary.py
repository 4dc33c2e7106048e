"""The data dictionary of the child's record: each field once, for forms, checks, API and manual alike.

Source: `data/dictionary.toml`, which names the source of every field. Units stand in each field's `unit`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from carecommons.common.errors import Fault

KINDS = ("text", "words", "whole", "one_of", "several_of", "day", "yes_no", "list")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked: what it is called, what an answer may be, and who may see it."""

    record: str
    name: str
    label: str
    kind: str
    data_class: str
    help: str = ""
    source: str = ""
    unit: str = ""
    missing: str = ""
    missing_when: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    at_most: int | None = None
    pattern: str = ""
    pattern_words: str = ""

    def when(self, case: str) -> str:
        """The words for a missing answer that is owed only in one case ("known", "unknown", "adult")."""
        return dict(self.missing_when)[case]


@cache
def raw() -> dict[str, Any]:
    """The dictionary as it stands in the file."""
    return tomllib.loads((files(__package__) / "data" / "dictionary.toml").read_text("utf-8"))


@cache
def fields(record: str) -> tuple[Field, ...]:
    """The fields of one record, in the order in which they are asked."""
    found = tuple(_field(row) for row in raw()["field"] if row["record"] == record)
    if not found:
        raise KeyError(f"The data dictionary has no record '{record}'.")
    return found


@cache
def field(record: str, name: str) -> Field:
    """One field; KeyError when the dictionary does not hold it."""
    for each in fields(record):
        if each.name == name:
            return each
    raise KeyError(f"The data dictionary has no field '{record}.{name}'.")


@cache
def records() -> tuple[str, ...]:
    """The names of all records, in the order of the file."""
    return tuple(dict.fromkeys(row["record"] for row in raw()["field"]))


def choices(name: str) -> dict[str, str]:
    """A list of choices: value -> words."""
    if name == "domain":
        return {row["code"]: row["name"] for row in raw()["domain"]}
    if name == "flag":
        return {row["code"]: row["name"] for row in raw()["flag"]}
    return dict(raw()["choices"][name])


def faults(record: str, values: Mapping[str, Any], *, row: int = 0, where: str = "") -> list[Fault]:
    """Everything wrong with one record's answers, in the dictionary's order.

    values: name -> typed answer (str, int, date, bool, list of str) or None. An unknown name is a fault.
    row: which of several (counted from 1; 0 = there is only one). where: what the person is filling in.
    """
    found = []
    known = {each.name for each in fields(record)}
    for name in values:
        if name not in known:
            found.append(Fault(where or record, row, name, "not_asked", f"'{name[:40]}' is not part of this."))
    for each in fields(record):
        code, message = fault_of(each, values.get(each.name))
        if code:
            found.append(Fault(where or record, row, each.name, code, message))
    return found


def fault_of(asked: Field, value: Any) -> tuple[str, str]:
    """(code, sentence) of what is wrong with one answer; ("", "") when nothing is."""
    if value is None or value == "" or value == [] or value == ():
        return ("missing", asked.missing + ".") if asked.missing else ("", "")
    return _CHECKS[asked.kind](asked, value)


def _text(asked: Field, value: Any) -> tuple[str, str]:
    if not isinstance(value, str):
        return "not_text", f"{asked.label}: write words."
    if not value.strip():
        return ("missing", asked.missing + ".") if asked.missing else ("", "")
    if _UNSTORABLE.search(value):
        return "control_character", f"{asked.label}: there is a hidden character in it. Type it again."
    if asked.kind == "text" and "\n" in value:
        return "one_line", f"{asked.label}: write it on one line."
    if asked.longest and len(value) > asked.longest:
        return (
            "too_long",
            f"{asked.label}: use {asked.longest:,} characters or fewer; there are {len(value):,}.",
        )
    if asked.pattern and not re.fullmatch(asked.pattern, value):
        return "not_the_pattern", f"{asked.label} {asked.pattern_words}."
    return "", ""


def _whole(asked: Field, value: Any) -> tuple[str, str]:
    if isinstance(value, bool) or not isinstance(value, int):
        return "not_a_number", f"{asked.label}: enter a whole number."
    if (asked.least is not None and value < asked.least) or (asked.most is not None and value > asked.most):
        return "out_of_range", f"{asked.label}: enter a whole number from {asked.least} to {asked.most}."
    return "", ""


def _one_of(asked: Field, value: Any) -> tuple[str, str]:
    if isinstance(value, str) and value in dict(asked.choices):
        return "", ""
    return "not_a_choice", f"{asked.label}: choose one of the answers in the list."


def _several_of(asked: Field, value: Any) -> tuple[str, str]:
    allowed = dict(asked.choices)
    if isinstance(value, list | tuple) and all(isinstance(each, str) and each in allowed for each in value):
        return "", ""
    return "not_a_choice", f"{asked.label}: choose only answers in the list."


def _list(asked: Field, value: Any) -> tuple[str, str]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        return "not_text", f"{asked.label}: write one a line."
    if asked.at_most and len(value) > asked.at_most:
        return "too_many", f"{asked.label}: give {asked.at_most} or fewer."
    if any(_UNSTORABLE.search(each) for each in value):
        return "control_character", f"{asked.label}: there is a hidden character in it. Type it again."
    if asked.longest and any(len(each) > asked.longest for each in value):
        return "too_long", f"{asked.label}: use {asked.longest} characters or fewer for each."
    return "", ""


def _day(asked: Field, value: Any) -> tuple[str, str]:
    if type(value) is not date:
        return "not_a_day", f"{asked.label}: enter a real date."
    if not 1900 <= value.year <= 2200:
        return "out_of_range", f"{asked.label}: enter a year from 1900 to 2200."
    return "", ""


def _yes_no(asked: Field, value: Any) -> tuple[str, str]:
    return ("", "") if isinstance(value, bool) else ("not_yes_or_no", f"{asked.label}: answer yes or no.")


_CHECKS = {
    "text": _text, "words": _text, "whole": _whole, "one_of": _one_of, "several_of": _several_of,
    "list": _list, "day": _day, "yes_no": _yes_no,
}  # fmt: skip
# A tab and new lines are words; every other control character, and half of a surrogate pair, is not.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _field(row: Mapping[str, Any]) -> Field:
    cases = tuple(
        (key.removeprefix("missing_when_"), words) for key, words in row.items() if key.startswith("missing_when_")
    )
    plain = {key: value for key, value in row.items() if not key.startswith("missing_when_") and key != "choices"}
    listed = tuple(choices(row["choices"]).items()) if "choices" in row else ()
    return Field(**{"source": raw()["source"], **plain}, choices=listed, missing_when=cases)
