"""The values that the rules serve: every rule, number and default names one of them.

Source: handbook E15 (make underlying values explicit), E13 (principles as named, replaceable rules).
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Kind(StrEnum):
    """What stands behind a constraint (handbook E17): a law, the nature of things, or people who chose it."""

    LAW = "law"
    PHYSICS = "physics"
    POLICY_CHOICE = "policy choice"


@dataclass(frozen=True, slots=True)
class Value:
    """One agreed value: its code, its name, what it means, and where it comes from."""

    code: str
    name: str
    words: str
    source: str


@cache
def values() -> dict[str, Value]:
    """Every value, by code, in the order of the published file."""
    return {code: Value(code=code, **fields) for code, fields in packaged("values.toml").items()}


def packaged(name: str) -> dict[str, Any]:
    """One of this room's published data files, as plain values."""
    return tomllib.loads(files("carecommons.constitution").joinpath("data", name).read_text("utf-8"))
