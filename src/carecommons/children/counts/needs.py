"""What children need now, from their needs profiles: two ledgers that share no child and are never added up.

Source: handbook section 3A (levels, flags, planning cohorts) and B7: generalist need by part of life, for children
without a specialist need; specialist need by category, each by itself, for those with one or more. A child with
three specialist needs is counted in three categories, so categories have no total. Counts are of children; levels
are never added or averaged. A profile is current for a number of months that the constitution sets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from carecommons.children.flows import needs_state, newest_profiles
from carecommons.children.models import Child
from carecommons.children.needs import DOMAINS, FLAGS, LEVEL_MAX
from carecommons.children.strata import stratum_of
from carecommons.common.days import age_on, months_after
from carecommons.common.remembered import Remembered
from carecommons.common.suppress import Shown
from carecommons.common.withhold import Family, Table

from .printing import Broken, Groups, all_of, print_groups

__all__ = ["GeneralNeeds", "NeedsNow", "SpecialNeeds", "needs_now"]

CURRENT, OLD, NONE = "Current", "Older", "None yet"
GENERAL, SPECIAL = "general", "special"
LEVELS = (*(str(level) for level in range(LEVEL_MAX + 1)), "unknown")
HAS, HAS_NOT = "yes", "no"


@dataclass(frozen=True, slots=True)
class GeneralNeeds:
    """Children without a specialist need. strata: G1, G2, unknown; domains: code -> children at each level."""

    strata: Broken
    domains: dict[str, Broken]


@dataclass(frozen=True, slots=True)
class SpecialNeeds:
    """Children with a specialist need (S). flags: code -> children; a child may be in several, so never a total."""

    children: Shown
    flags: dict[str, Shown]
    domains: dict[str, Broken]


@dataclass(frozen=True, slots=True)
class NeedsNow:
    """profiles: children with a record, by how new their needs profile is. The ledgers count current profiles."""

    profiles: Broken
    general: GeneralNeeds
    special: SpecialNeeds


@dataclass(frozen=True, slots=True)
class _Known:
    """One child as far as counting goes: no id, no day, no word."""

    council: int
    standing: str
    levels: tuple[int | None, ...] = ()
    flags: tuple[str, ...] = ()


def councils_recording() -> frozenset[str]:
    """The councils that keep at least one child's record here: on how many of them a wide place stands."""
    return frozenset(Child.objects.order_by().values_list("authority", flat=True).distinct())


def needs_now(
    groups: Groups, on: date, *, months_valid: int, age_max: int, high_from: int, threshold: int, round_to: int
) -> dict[str, NeedsNow]:
    """What children up to `age_max` with a record need on a day, by group of councils.

    Kept until a record or a profile is added: both are only ever added.
    """
    places = tuple((name, tuple(sorted(codes))) for name, codes in groups.items())
    key = (needs_state(), places, on, months_valid, age_max, high_from, threshold, round_to)
    rule = {"high_from": high_from, "threshold": threshold, "round_to": round_to}
    return _COUNTED.get(key, lambda: _needs_now(groups, on, months_valid=months_valid, age_max=age_max, **rule))


_COUNTED: Remembered[dict[str, NeedsNow]] = Remembered(4)


def _needs_now(
    groups: Groups, on: date, *, months_valid: int, age_max: int, high_from: int, threshold: int, round_to: int
) -> dict[str, NeedsNow]:
    held = councils_recording()
    councils = tuple(code for code in all_of(groups) if code in held)
    family = _family(list(_known(councils, on, months_valid, age_max)), len(councils), high_from)
    told = print_groups([family], groups, councils, threshold=threshold, round_to=round_to)
    return {group: _ledgers(tables) for group, tables in told.items()}


def _ledgers(tables: dict[str, Broken]) -> NeedsNow:
    return NeedsNow(
        profiles=tables["profiles"],
        general=GeneralNeeds(tables["strata"], {domain.code: tables[f"{GENERAL} {domain.code}"] for domain in DOMAINS}),
        special=SpecialNeeds(
            tables["ledgers"].parts[SPECIAL],
            {code: tables[code].parts[HAS] for code in FLAGS},
            {domain.code: tables[f"{SPECIAL} {domain.code}"] for domain in DOMAINS},
        ),
    )


# ------------------------------------------------------------------------------------- counting
def _family(known: list[_Known], councils: int, high_from: int) -> Family:
    """Profiles; of the current ones, the two ledgers; of each ledger, its own tables."""
    current = [each for each in known if each.standing == CURRENT]
    general = [each for each in current if not each.flags]
    special = [each for each in current if each.flags]

    def table(children: list[_Known], labels: tuple[str, ...], lines: list[str], within: Any = None) -> Table:
        counts = np.zeros((councils, len(labels)), np.int64)
        places = [(each.council, labels.index(line)) for each, line in zip(children, lines, strict=True)]
        np.add.at(counts, tuple(np.array(places, np.int64).reshape(-1, 2).T), 1)
        return Table(labels, counts, within or {})

    def domains(ledger: str, children: list[_Known]) -> dict[str, Table]:
        return {
            f"{ledger} {domain.code}": table(children, LEVELS, [_level(each, n) for each in children])
            for n, domain in enumerate(DOMAINS)
        }

    strata = [str(stratum_of(each.levels, (), high_from=high_from)) for each in general]
    flags = {
        code: table(special, (HAS, HAS_NOT), [HAS if code in each.flags else HAS_NOT for each in special])
        for code in FLAGS
    }
    ledgers = table(
        current, (GENERAL, SPECIAL), [SPECIAL if each.flags else GENERAL for each in current],
        {
            GENERAL: {"strata": table(general, ("G1", "G2", "unknown"), strata), **domains(GENERAL, general)},
            SPECIAL: {**flags, **domains(SPECIAL, special)},
        },
    )  # fmt: skip
    standings = [each.standing for each in known]
    return {"profiles": table(known, (CURRENT, OLD, NONE), standings, {CURRENT: {"ledgers": ledgers}})}


def _level(child: _Known, domain: int) -> str:
    level = child.levels[domain]
    return "unknown" if level is None else str(level)


# ------------------------------------------------------------------------------------- reading
def _known(councils: tuple[str, ...], on: date, months_valid: int, age_max: int) -> Iterator[_Known]:
    """Each child with their newest profile of that day or before."""
    newest = newest_profiles(councils, on)
    number = {code: n for n, code in enumerate(councils)}
    for child in Child.objects.filter(authority__in=councils).only("id", "authority", "birth_date"):
        child_id, council, born = child.pk, child.authority, child.birth_date
        if born > on or age_on(born, on) > age_max:
            continue
        found = newest.get(child_id)
        if found is None:
            yield _Known(number[council], NONE)
        elif months_after(found[0], months_valid) <= on:
            yield _Known(number[council], OLD)
        else:
            yield _Known(number[council], CURRENT, found[1], found[2])
