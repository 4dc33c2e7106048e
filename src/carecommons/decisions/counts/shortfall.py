"""What shows that homes were missing, counted by council and ledger: compromises, searches that found nobody, declines.

Of the last four whole quarters, as they stood when they were over (periods.py). A search or choice stands in the ledger
of specialist need where the child's needs had one when it was made, else in the general one: none is in both, and the
two are never added. What points to unmet specialist need (a home at a distance, a place that is not registered) is told
as that and never as capability (handbook B9). Every number is `Shown`. The door opens the wall. Source: C6, B4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carecommons.children.counts.printing import Broken, print_groups
from carecommons.children.flows import councils_of
from carecommons.children.needs import DOMAINS, FLAGS
from carecommons.common.places import Level
from carecommons.common.suppress import Shown
from carecommons.common.withhold import Family, Table
from carecommons.constitution.parameters import whole
from carecommons.matching.counts.shortfall import SearchOver, needs_of_lists, searches_over
from carecommons.matching.invitation.replies import DECLINE_REASONS
from carecommons.provision.counts import kinds_lived_in

from ..models import Decision
from ..state import State
from .periods import Period, last_period
from .tables import counted

__all__ = ["GENERAL", "SPECIAL", "Evidence", "Shortfall", "not_registered", "shortfall"]

GENERAL, SPECIAL = "general", "special"
NOBODY, SOMEBODY = "Nobody offered a home", "Somebody did"
COMPROMISE, APPROPRIATE = "A compromise", "An appropriate home"
FAR, NEAR = "At a distance", "Nearer"
HAS, HAS_NOT = "yes", "no"
UNREGISTERED, REGISTERED = "Not registered", "Registered, approved or with family"
OTHER = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One council and one ledger. searches: all, and those for which nobody offered; declines: reason -> invitations.
    choices: all, and the compromises; missing: part of life ("" another thing) -> compromises that lacked it. far: all
    choices, and those at a distance. nobody_by_need: specialist need -> searches with it that found nobody."""

    searches: Broken
    declines: Broken
    choices: Broken
    far: Broken
    missing: Mapping[str, Shown]
    nobody_by_need: Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """By council and ledger. None of a council: nothing happened there, or anywhere, in the time."""

    from_day: date
    to_day: date
    councils: Mapping[str, Mapping[str, Evidence]]


@dataclass(frozen=True, slots=True)
class _Chosen:
    authority: str
    ledger: str
    compromise: bool
    far: bool
    missing: frozenset[str]


def shortfall(councils: Sequence[str], *, on: date) -> Shortfall:
    """Counted for all these councils at once. Ask for every council that may ever be printed."""
    period = last_period(on)
    high = whole("stratum_high_level", period.to_day)
    searches = searches_over(first=period.first, before=period.before, high_from=high)
    chosen = _chosen(period, high)
    told: dict[str, dict[str, Evidence]] = {code: {} for code in councils}
    for ledger in (GENERAL, SPECIAL):
        families = _families(
            [each for each in searches if _ledger(each.stratum) == ledger],
            [each for each in chosen if each.ledger == ledger], councils, ledger,
        )  # fmt: skip
        if not councils:
            continue
        printed = print_groups(families, {code: (code,) for code in councils}, councils, **period.rule)
        for code, tables in printed.items():
            told[code][ledger] = _evidence(tables, ledger)
    return Shortfall(period.from_day, period.to_day, told)


def not_registered(councils: Sequence[str], *, at: datetime, **rule: int) -> dict[str, Broken]:
    """Council -> its children of whom the register knows where they live, and those in no registered home."""
    kinds = kinds_lived_in(at=at)
    council = councils_of(set(kinds))
    rows = [
        (council[child], UNREGISTERED if kind == "other_arrangement" else REGISTERED)
        for child, kind in kinds.items()
        if council.get(child) in councils
    ]
    labels = (UNREGISTERED, REGISTERED)
    family = {"kinds": Table(labels, counted(rows, councils, labels))}
    printed = print_groups([family], {code: (code,) for code in councils}, councils, **rule) if councils else {}
    return {code: tables["kinds"] for code, tables in printed.items()}


def _ledger(stratum: str) -> str:
    return SPECIAL if stratum == "S" else GENERAL


def _chosen(period: Period, high: int) -> list[_Chosen]:
    rows = list(
        Decision.objects.filter(state=State.APPROVED, answered_at__gte=period.first, answered_at__lt=period.before)
        .order_by("id").prefetch_related("gaps").defer("missing")
    )  # fmt: skip
    needs = needs_of_lists({row.shortlist_id for row in rows}, high_from=high)
    return [
        _Chosen(
            row.authority, _ledger(needs[row.shortlist_id][0]), row.compromise, row.level > Level.ADJOINING,
            frozenset(gap.domain for gap in row.gaps.all()),
        )
        for row in rows
    ]  # fmt: skip


def _families(
    searches: Sequence[SearchOver], chosen: Sequence[_Chosen], councils: Sequence[str], ledger: str
) -> list[Family]:
    def table(rows: Sequence[tuple[str, str]], labels: tuple[str, ...], within: Any = None) -> Table:
        return Table(labels, counted([each for each in rows if each[0] in councils], councils, labels), within or {})

    nobody = [each for each in searches if not each.found]
    compromises = [each for each in chosen if each.compromise]
    by_need = {
        f"need {code}": table([(each.authority, _has(code in each.flags)) for each in nobody], (HAS, HAS_NOT))
        for code in (FLAGS if ledger == SPECIAL else ())
    }
    missing = {
        f"missing {code}": table([(each.authority, _has(code in each.missing)) for each in compromises], (HAS, HAS_NOT))
        for code in (*(domain.code for domain in DOMAINS), OTHER)
    }
    found = [(each.authority, SOMEBODY if each.found else NOBODY) for each in searches]
    how = [(each.authority, COMPROMISE if each.compromise else APPROPRIATE) for each in chosen]
    where = [(each.authority, FAR if each.far else NEAR) for each in chosen]
    said = [(each.authority, reason) for each in searches for reason in each.declined if reason in DECLINE_REASONS]
    return [
        {"searches": table(found, (NOBODY, SOMEBODY), {NOBODY: by_need} if by_need else None)},
        {"declines": table(said, tuple(DECLINE_REASONS))},
        {
            "choices": table(how, (COMPROMISE, APPROPRIATE), {COMPROMISE: missing}),
            "far": table(where, (FAR, NEAR)),
        },
    ]  # fmt: skip


def _has(held: bool) -> str:
    return HAS if held else HAS_NOT


def _evidence(tables: Mapping[str, Broken], ledger: str) -> Evidence:
    codes = (*(domain.code for domain in DOMAINS), OTHER)
    return Evidence(
        tables["searches"], tables["declines"], tables["choices"], tables["far"],
        {code: tables[f"missing {code}"].parts[HAS] for code in codes},
        {code: tables[f"need {code}"].parts[HAS] for code in (FLAGS if ledger == SPECIAL else ())},
    )  # fmt: skip
