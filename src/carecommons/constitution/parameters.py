"""Every policy number: dated, sourced, and attributed to the value that it serves. None stands in code.

Source: data/parameters.toml. `confirmed` is False where the source itself was not at hand ([M] in the
handbook): the product says so wherever it shows the number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import rfc8785

from carecommons.common.errors import Refused

from .values import Kind, Value, packaged, values

PlainValue = int | float | str | bool | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or list in force from `valid_from` to `valid_to`, both days included.

    used: False where this software does not act on it yet; the page and the manual then say so.
    """

    name: str
    value: PlainValue
    unit: str
    words: str
    kind: Kind
    source: str
    value_served: str
    valid_from: date
    valid_to: date | None
    confirmed: bool
    used: bool = True

    @property
    def served(self) -> Value:
        """The agreed value that this parameter serves."""
        return values()[self.value_served]

    @property
    def shown(self) -> str:
        """The value as people write it."""
        if isinstance(self.value, tuple):
            return ", ".join(each.replace("_", " ") for each in self.value)
        if isinstance(self.value, date):
            return f"{self.value.day} {self.value:%B %Y}"
        return str(self.value).replace("_", " ")

    @property
    def whole(self) -> int:
        """The value as a whole number; asking it of anything else is our own mistake."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise TypeError(f"{self.name} is no whole number")
        return self.value

    @property
    def text(self) -> str:
        """The value as a word."""
        if not isinstance(self.value, str):
            raise TypeError(f"{self.name} is no word")
        return self.value


def parameter(name: str, on: date) -> Parameter:
    """The parameter `name` as in force on the day `on`.

    Raises Refused("parameter_unknown") and Refused("parameter_not_in_force").
    """
    dated = _book().get(name)
    if dated is None:
        raise Refused(
            "parameter_unknown",
            f"No parameter is called '{name}'. The published list names every number that decides something: "
            "add it there, with its source, before using it.",
            name=name,
        )
    for each in dated:
        if each.valid_from <= on and (each.valid_to is None or on <= each.valid_to):
            return each
    raise Refused(
        "parameter_not_in_force",
        f"'{name}' has no value on {on}: the first is in force from {dated[0].valid_from}. "
        "Use a day on which a value is published.",
        name=name,
    )


def whole(name: str, on: date) -> int:
    """The whole number that `name` stands for on the day `on`."""
    return parameter(name, on).whole


def listed(name: str, on: date) -> tuple[str, ...]:
    """The list of words that `name` stands for on the day `on`."""
    value = parameter(name, on).value
    if not isinstance(value, tuple):
        raise TypeError(f"{name} is no list")
    return value


def parameters(on: date) -> tuple[Parameter, ...]:
    """Every parameter in force on the day `on`, in the order of the published file."""
    return tuple(
        each
        for dated in _book().values()
        for each in dated
        if each.valid_from <= on and (each.valid_to is None or on <= each.valid_to)
    )


@cache
def packaged_numbers() -> str:
    """The canonical text of every number that comes with this release: what is sealed (RFC 8785).

    All dated values of all names are in it, those no longer and not yet in force too, so that none can be changed
    unseen. Whether this software acts on a number yet is no part of it: that is a fact of the release.
    """
    return canonical_numbers(_book())


def canonical_numbers(book: Mapping[str, Sequence[Parameter]]) -> str:
    """The canonical text of a book of numbers."""
    return rfc8785.dumps({name: [_plain(each) for each in dated] for name, dated in book.items()}).decode("utf-8")


def _plain(found: Parameter) -> dict[str, Any]:
    value = found.value
    if isinstance(value, tuple):
        plain: Any = list(value)
    else:
        plain = value.isoformat() if isinstance(value, date) else value
    return {
        "value": plain, "unit": found.unit, "words": found.words, "kind": found.kind.value, "source": found.source,
        "value_served": found.value_served, "valid_from": found.valid_from.isoformat(),
        "valid_to": found.valid_to.isoformat() if found.valid_to else None, "confirmed": found.confirmed,
    }  # fmt: skip


def read(raw: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, tuple[Parameter, ...]]:
    """Check the published file and give each name its dated values, oldest first."""
    return {name: _dated(name, blocks) for name, blocks in raw.items()}


@cache
def _book() -> dict[str, tuple[Parameter, ...]]:
    return read(packaged("parameters.toml"))


def _dated(name: str, blocks: Sequence[Mapping[str, Any]]) -> tuple[Parameter, ...]:
    found = tuple(sorted((_one(name, block) for block in blocks), key=lambda each: each.valid_from))
    for earlier, later in pairwise(found):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise Refused(
                "parameters_overlap",
                f"'{name}' has two values on {later.valid_from}. Give the earlier one its last day.",
                name=name,
            )
    return found


def _one(name: str, block: Mapping[str, Any]) -> Parameter:
    value = block["value"]
    found = Parameter(
        name=name,
        value=tuple(value) if isinstance(value, list) else value,
        unit=block["unit"],
        words=block["words"],
        kind=Kind(block["kind"]),
        source=block["source"],
        value_served=block["value_served"],
        valid_from=block["valid_from"],
        valid_to=block.get("valid_to"),
        confirmed=block["confirmed"],
        used=block.get("used", True),
    )
    if not found.source.strip() or found.value_served not in values():
        raise Refused(
            "parameter_unattributed",
            f"'{name}' needs a source and one of the agreed values: {', '.join(values())}.",
            name=name,
        )
    return found
