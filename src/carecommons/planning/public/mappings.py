"""The sources that are known, each with the words of its releases: data, in planning/data/public."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from .words import fold

LICENCE = "Open Government Licence v3.0"
_NOT_SOURCES = frozenset({"symbols.toml", "series.toml"})


@dataclass(frozen=True, slots=True)
class Release:
    """The words of the releases from `first` to `last`: for each grouping column, folded label -> code."""

    first: int
    last: int
    words: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ProofAsked:
    """A figure of which England is the sum of its regions. slack: how much rounding may make them differ."""

    words: str
    measure: str
    parts: str
    slack: int


@dataclass(frozen=True, slots=True)
class Source:
    """One publication's table. shape: long, lait, outturn or census. extra: what only that shape needs.

    titled: words of the title above the headings, for a table that shares headings and words with another.
    """

    code: str
    title: str
    publisher: str
    publication: str
    about: str
    shape: str
    month: int
    day: int
    rounding: str
    groups: tuple[str, ...]
    numbers: Mapping[str, str]
    signs: frozenset[str]
    proofs: tuple[ProofAsked, ...]
    releases: tuple[Release, ...]
    public: bool
    titled: str
    extra: Mapping[str, Any]

    def as_at(self, year: int) -> date:
        return date(year, self.month, self.day)

    def words_of(self, year: int) -> tuple[Release, bool]:
        """The release's own words, or the newest that are known; and whether they are its own."""
        own = next((each for each in self.releases if each.first <= year <= each.last), None)
        return (own, True) if own else (max(self.releases, key=lambda each: each.last), False)

    @property
    def attribution(self) -> str:
        return f"{self.publisher}, {self.publication}. Contains public sector information licensed under the {LICENCE}."


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """Every known source by its code, in the order of the codes."""
    folder = files("carecommons.planning") / "data" / "public"
    names = sorted(
        each.name for each in folder.iterdir() if each.name.endswith(".toml") and each.name not in _NOT_SOURCES
    )
    return MappingProxyType({name.removesuffix(".toml"): _source(name.removesuffix(".toml")) for name in names})


@lru_cache(maxsize=1)
def sign_words() -> Mapping[str, str]:
    """What each sign means."""
    return MappingProxyType(load("symbols"))


def load(name: str) -> dict[str, Any]:
    """One file of planning/data/public."""
    return tomllib.loads((files("carecommons.planning") / "data" / "public" / f"{name}.toml").read_text("utf-8"))


_OWN = frozenset({
    "title", "publisher", "publication", "about", "shape", "as_at", "rounding", "groups", "numbers", "symbols", "proof",
    "release", "public", "titled",
})  # fmt: skip


def _source(code: str) -> Source:
    told = load(code)
    month, day = (int(part) for part in told["as_at"].split("-"))
    return Source(
        code=code, title=told["title"], publisher=told["publisher"], publication=told["publication"],
        about=told["about"], shape=told["shape"], month=month, day=day, rounding=told["rounding"],
        groups=tuple(told.get("groups", ())), numbers=told.get("numbers", {}), signs=frozenset(told["symbols"]),
        proofs=tuple(ProofAsked(**each) for each in told.get("proof", ())),
        releases=tuple(_release(each) for each in told.get("release", ())), public=told.get("public", True),
        titled=told.get("titled", ""),
        extra={name: value for name, value in told.items() if name not in _OWN},
    )  # fmt: skip


def _release(told: dict[str, Any]) -> Release:
    words = {
        column: {fold(label): meaning for label, meaning in labels.items()}
        for column, labels in told.get("words", {}).items()
    }
    return Release(told["first"], told["last"], words)
