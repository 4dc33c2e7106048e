"""What was missing when a choice was a compromise: each thing named, and the part of life that it belongs to.

Source: handbook C6 (a compromise is recorded with what was missing, which feeds the analysis of gaps).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from carecommons.children.needs import DOMAINS


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that was missing. domain: the code of one of the twelve parts of life, or "" for another thing."""

    missing: str
    domain: str


_CODE_OF = {name.casefold(): domain.code for domain in DOMAINS for name in (domain.code, domain.name)}
_NAME_OF = {domain.code: domain.name for domain in DOMAINS}


def gaps_of(named: Iterable[str], unmet: Iterable[str]) -> tuple[Gap, ...]:
    """Every gap once, those of the twelve first. named: what the person wrote; unmet: names from the list."""
    told = list(dict.fromkeys(each.strip() for each in named if each.strip()))
    domains = {_CODE_OF[each.casefold()] for each in (*told, *unmet) if each.casefold() in _CODE_OF}
    of_life = [Gap(_NAME_OF[domain.code], domain.code) for domain in DOMAINS if domain.code in domains]
    other = [Gap(each, "") for each in told if each.casefold() not in _CODE_OF]
    return (*of_life, *other)
