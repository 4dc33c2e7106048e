"""Emergencies counted: what lay behind them, whether they were known of before, at which hour, and the trail kept.

Every number that leaves here is `Shown`: nought, a rounded count, or withheld; and whatever is printed for all places
asked for together gives no small count away (`common.withhold`). Source: handbook B17; section 5: publishes counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils import timezone

from carecommons.children.counts import Broken, Groups
from carecommons.children.counts.printing import all_of, print_groups
from carecommons.common.days import LONDON
from carecommons.common.places import authorities, authority
from carecommons.common.walls import seeing_all
from carecommons.common.withhold import Table
from carecommons.constitution.parameters import whole
from carecommons.matching.emergency import HOURS, KNOWN_FOR_WORDS, ROOT_CAUSES, hours_of
from carecommons.matching.queries import EmergencyTold, emergencies_of_all
from carecommons.people.may import check_may
from carecommons.people.roles import Person

from ..queries import emergency_record
from ..trail import KEPT_WORDS, kept
from .periods import last_quarters

__all__ = ["EMERGENCY_TABLES", "Counted", "count_lines", "emergencies_counted"]

NATION = "nation"

EMERGENCY_TABLES: dict[str, str] = {
    "cause": "What lay behind it",
    "known": "Known of before",
    "hour": "At which hour it was opened",
    "trail": "What was owed afterwards",
}
LINES: dict[str, tuple[str, ...]] = {
    "cause": tuple(ROOT_CAUSES.values()),
    "known": tuple(KNOWN_FOR_WORDS.values()),
    "hour": tuple(words for *_, words in HOURS),
    "trail": tuple(KEPT_WORDS.values()),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Emergencies of whole quarters: place -> table -> count and parts. from_day, to_day: both inside."""

    from_day: date
    to_day: date
    places: Mapping[str, Mapping[str, Broken]]
    threshold: int


def emergencies_counted(*, by: Person, at: datetime) -> Counted:
    """The emergencies of the last four whole quarters, for the planner's councils and the country.

    Only whole quarters: what grows from day to day would give a child away to whoever reads it twice. Every council
    with an emergency is guarded as if it were printed, whoever reads.
    """
    check_may(by, "decisions.count_emergencies")
    on = timezone.localdate(at)
    first, after = last_quarters(on)
    rule = {"threshold": whole("suppression_threshold", on), "round_to": whole("suppression_round_to", on)}
    with seeing_all("emergencies of every council are counted together, and small counts withheld"):
        told = emergencies_of_all(since=_start(first), before=_start(after))
        lines = [(each.authority, _lines(each, at=at)) for each in told]
    councils = sorted({*(code for code, _ in lines), *by.authorities} & set(authorities(on)))
    groups = {**{code: [code] for code in councils}, NATION: councils}
    printed = count_lines(lines, groups, **rule) if councils else {}
    shown = [*(code for code in councils if code in by.authorities), NATION]
    names = {code: authority(code, on).name for code in councils} | {NATION: "All councils here"}
    places = {names[code]: printed[code] for code in shown if code in printed}
    return Counted(first, after - timedelta(days=1), places, rule["threshold"])


def count_lines(
    found: Sequence[tuple[str, Mapping[str, str]]], groups: Groups, *, threshold: int, round_to: int
) -> dict[str, dict[str, Broken]]:
    """Group -> table -> count and parts. found: the council of each emergency, and its line in each table."""
    councils = all_of(groups)
    place = {code: number for number, code in enumerate(councils)}
    counts = {name: np.zeros((len(councils), len(lines)), np.int64) for name, lines in LINES.items()}
    for code, lines in found:
        for name, line in lines.items():
            counts[name][place[code], LINES[name].index(line)] += 1
    family = {name: Table(LINES[name], table) for name, table in counts.items()}
    return print_groups([family], groups, councils, threshold=threshold, round_to=round_to)


def _lines(told: EmergencyTold, *, at: datetime) -> dict[str, str]:
    return {
        "cause": told.cause_words,
        "known": KNOWN_FOR_WORDS[told.known_for],
        "hour": hours_of(timezone.localtime(told.opened_at).hour),
        "trail": KEPT_WORDS[kept(emergency_record(told.search_id, at=at).trail, timezone.localdate(at))],
    }


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)
