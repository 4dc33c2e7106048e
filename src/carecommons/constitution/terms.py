"""The published terms under which a shortlisted home may read more of a child: data/detail_terms.toml, by version."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from carecommons.common.errors import NotFound


@dataclass(frozen=True, slots=True)
class DetailTerms:
    """One version of the terms. clauses: what whoever accepts them promises, one sentence each."""

    version: int
    title: str
    in_force_from: date
    lead: str
    clauses: tuple[str, ...]
    source: str


@cache
def all_detail_terms() -> tuple[DetailTerms, ...]:
    """Every version, oldest first."""
    text = (files(__package__) / "data" / "detail_terms.toml").read_text("utf-8")
    found = [DetailTerms(**{**block, "clauses": tuple(block["clauses"])}) for block in tomllib.loads(text)["terms"]]
    return tuple(sorted(found, key=lambda each: each.version))


def detail_terms(version: int) -> DetailTerms:
    """One version. Raises NotFound("terms_unknown")."""
    for each in all_detail_terms():
        if each.version == version:
            return each
    raise NotFound("terms_unknown", f"There is no version {version} of these terms. Look at the list of versions.")


def detail_terms_on(day: date) -> DetailTerms:
    """The version in force on a day: the newest whose first day has come."""
    return [each for each in all_detail_terms() if each.in_force_from <= day][-1]
