"""The child as rights-holder and equal party: articles behind acts, and what the agreed contract gives a child.

Source: data/childs_rights.toml. An act is named as in the table of permissions and a rule as in the criteria, so that a
right and what the software does for it cannot drift apart (tests/constitution/test_childs_rights.py). The contract has
no slot for a council or a home to vary: the clauses in force on a day hold for every child on that day, under an
agreement and outside of one.
Source: handbook A9 (UNCRC clauses in the agreed contract), E7 (equal status), E9 (no unilateral variation).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from carecommons.common.errors import NotFound
from carecommons.people.permissions import PERMISSIONS

from .values import packaged

__all__ = ["Article", "Clause", "Contract", "articles", "child_contract", "child_contract_on", "child_contracts"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the Convention, or two that belong together. not_here: who acts on it where no act here does."""

    number: str
    name: str
    words: str
    acts: tuple[str, ...]
    rules: tuple[str, ...]
    not_here: str = ""

    @property
    def act_words(self) -> tuple[str, ...]:
        """What the acts are, in words."""
        return tuple(PERMISSIONS[act].what for act in self.acts)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a child is owed. acts: by which it is done or insisted on; if_not: what the child can do then."""

    code: str
    words: str
    articles: tuple[str, ...]
    acts: tuple[str, ...]
    if_not: str


@dataclass(frozen=True, slots=True)
class Contract:
    """One version of what every child is owed. in_force_from: the first day on which it holds."""

    version: int
    title: str
    in_force_from: date
    lead: str
    chosen_by: str
    source: str
    clauses: tuple[Clause, ...]


@cache
def articles() -> tuple[Article, ...]:
    """Every article that the mission names, in the Convention's order."""
    return tuple(
        Article(**{**each, "acts": tuple(each["acts"]), "rules": tuple(each["rules"])})
        for each in packaged("childs_rights.toml")["articles"]
    )


@cache
def child_contracts() -> tuple[Contract, ...]:
    """Every version, oldest first."""
    found = []
    for block in packaged("childs_rights.toml")["contract"]:
        clauses = tuple(
            Clause(**{**each, "articles": tuple(each["articles"]), "acts": tuple(each["acts"])})
            for each in block["clauses"]
        )
        found.append(Contract(**{**block, "clauses": clauses}))
    return tuple(sorted(found, key=lambda each: each.version))


def child_contract(version: int) -> Contract:
    """One version. Raises NotFound("terms_unknown")."""
    for each in child_contracts():
        if each.version == version:
            return each
    raise NotFound("terms_unknown", f"There is no version {version} of what a child is owed. Look at the newest.")


def child_contract_on(day: date) -> Contract:
    """The version that holds on a day: the newest whose first day has come. Raises NotFound("terms_unknown")."""
    found = [each for each in child_contracts() if each.in_force_from <= day]
    if not found:
        raise NotFound("terms_unknown", f"Nothing was agreed with children on {day} yet. Ask for a later day.")
    return found[-1]
