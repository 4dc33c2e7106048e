"""How a home is chosen: gates in order, the order of the list, the lottery, and what is never used.

The criteria are published data (data/criteria/<version>.toml), versioned and dated. Each rule says what it
rests on: a law, the nature of things or a policy choice (handbook E17), its source, and the value that it
serves (E15). The text that is published is hashed (SHA-256 over RFC 8785), so that a later edit shows.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import rfc8785

from carecommons.common.errors import NotFound, Refused

from . import weighing
from .parameters import whole
from .values import Kind, Value, packaged, values

BINDING_OVERRIDES = ("none", "recorded compromise", "written reasons")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words: `kind` says whether a law, physics or a choice stands behind it."""

    code: str
    words: str
    kind: Kind
    source: str
    value: Value
    chosen_by: str


@dataclass(frozen=True, slots=True)
class Gate:
    """One of the six gates: `binding` gates stop a home; `override` says what a person may do instead."""

    number: int
    code: str
    word: str
    question: str
    binding: bool
    override: str
    kind: Kind
    source: str
    value: Value
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class OrderKey:
    """What puts homes in order (`place` "order"), or stands beside and is weighed by a person ("beside")."""

    letter: str
    code: str
    name: str
    words: str
    place: str
    kind: Kind
    source: str
    value: Value


@dataclass(frozen=True, slots=True)
class Lottery:
    words: str
    method: str
    kind: Kind
    source: str
    value: Value


@dataclass(frozen=True, slots=True)
class Adequacy:
    """The line between an appropriate home and a compromise: at most so much unmet."""

    words: str
    worst_unmet_max: int
    unmet_max: int
    kind: Kind
    source: str
    value: Value


@dataclass(frozen=True, slots=True)
class Criteria:
    """One version of the criteria. `in_force_from` is the first day on which it may decide anything."""

    version: int
    title: str
    lead: str
    chosen_by: str
    in_force_from: date
    gates: tuple[Gate, ...]
    order: tuple[OrderKey, ...]
    lottery: Lottery
    adequacy: Adequacy
    suppression_threshold: int
    never_used: tuple[Rule, ...]
    text_hash: str

    @property
    def adequacy_grade(self) -> tuple[int, int]:
        """(worst unmet level, unmet needs) at and below which a home is appropriate."""
        return self.adequacy.worst_unmet_max, self.adequacy.unmet_max

    @property
    def ordering(self) -> tuple[str, ...]:
        """The codes of the keys that put homes in order, first key first."""
        return tuple(key.code for key in self.order if key.place == "order")

    @property
    def beside(self) -> tuple[str, ...]:
        """The codes of what stands beside each home and is never traded automatically."""
        return tuple(key.code for key in self.order if key.place == "beside")

    @property
    def most_appropriate(self) -> tuple[weighing.Step, ...]:
        """What "the most appropriate home" means under this version (C5)."""
        return weighing.most_appropriate(self)

    @property
    def weights(self) -> tuple[weighing.Weighs, ...]:
        """How much each thing weighs, the heaviest first (A1)."""
        return weighing.weights(self)

    def gate(self, number: int) -> Gate:
        """The gate with this number, 1 to 6."""
        return self.gates[number - 1]

    def rule(self, code: str) -> Rule:
        """The rule of any gate, or of what is never used, with this code."""
        for each in (*(rule for gate in self.gates for rule in gate.rules), *self.never_used):
            if each.code == code:
                return each
        raise NotFound("rule_unknown", f"Version {self.version} of the criteria has no rule '{code}'.", rule=code)


def packaged_versions() -> tuple[int, ...]:
    """The versions whose text comes with this release, oldest first."""
    folder = files("carecommons.constitution").joinpath("data", "criteria")
    return tuple(sorted(int(item.name[:-5]) for item in folder.iterdir() if item.name.endswith(".toml")))


@cache
def packaged_text(version: int) -> str:
    """The canonical text of a version that comes with this release: what publication seals."""
    if version not in packaged_versions():
        raise NotFound(
            "criteria_unknown",
            f"There is no version {version} of the criteria. "
            f"Those that exist: {', '.join(map(str, packaged_versions()))}.",
            version=version,
        )
    return canonical(packaged(f"criteria/{version}.toml"))


def canonical(raw: Mapping[str, Any]) -> str:
    """The text that is hashed: the file's data, with the words of the values it names and its threshold.

    RFC 8785 canonical JSON, so that the order of keys, spaces and comments in the file do not matter.
    """
    in_force_from: date = raw["in_force_from"]
    named = _values_named(raw)
    missing = sorted(named - set(values()))
    if missing:
        raise Refused(
            "value_unknown",
            f"The criteria name values that nobody agreed: {', '.join(missing)}.",
            values=missing,
        )
    resolved = {
        **raw,
        "in_force_from": in_force_from.isoformat(),
        "values": {code: _said(values()[code]) for code in sorted(named)},
        "suppression_threshold": whole(raw["suppression_parameter"], in_force_from),
    }
    return rfc8785.dumps(resolved).decode("utf-8")


def hash_of(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _said(value: Value) -> dict[str, str]:
    return {"name": value.name, "words": value.words, "source": value.source}


def _values_named(node: Any) -> set[str]:
    if isinstance(node, Mapping):
        own = {node["value"]} if isinstance(node.get("value"), str) else set()
        return own.union(*(_values_named(each) for each in node.values()))
    if isinstance(node, list):
        return set().union(*(_values_named(each) for each in node))
    return set()
