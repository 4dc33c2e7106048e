"""What those who place children must answer for, beside what homes do: counted for a whole year, and suppressed.

For rooms that have asked who may, and opened the wall. Every number that leaves here is `Shown` or a `Spread`: nought,
rounded, or withheld, for every place asked for at once (`common.withhold`). A fixed number of questions to the
database, however many choices there are. Source: handbook G9.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.utils import timezone

from carecommons.children.counts import Broken, Groups, Hearing, how_heard_at
from carecommons.children.counts.printing import all_of, print_groups
from carecommons.children.returns.running import year_running
from carecommons.common.days import LONDON
from carecommons.common.quartiles import Spread, spread
from carecommons.common.withhold import Family as Tables
from carecommons.common.withhold import Table
from carecommons.constitution.queries import whole
from carecommons.matching.counts import officers as matching
from carecommons.matching.officers import RoundOver, offered_by

from ..early import interval
from ..ending import Party
from ..models import Decision, EndNotice, HomeLetter
from ..officers import (
    EARLY,
    FAMILIES,
    NOT_EARLY,
    SPREADS,
    Choice,
    Facts,
    Given,
    Of,
    SpreadOf,
    Stay,
    Unchosen,
)
from ..state import State
from .early import stays_settled
from .periods import Period

__all__ = ["OfficersCounted", "count_officers", "facts_of_year", "officers_years"]


@dataclass(frozen=True, slots=True)
class OfficersCounted:
    """place -> table -> count and parts; place -> spread by name; place -> interval of early ends in whole percent."""

    tables: Mapping[str, Mapping[str, Broken]]
    spreads: Mapping[str, Mapping[str, Spread]]
    early: Mapping[str, tuple[int, int] | None]


def officers_years(on: date) -> tuple[int, ...]:
    """The years that are over and in which something may have happened, named by the 31 March on which they end."""
    first = matching.searches_since()
    if first is None:
        return ()
    began = timezone.localdate(first)
    return tuple(range(year_running(began), year_running(on)))


def facts_of_year(year: int) -> Facts:
    """What came about from 1 April to 31 March, as it stood when the year ended."""
    on = date(year, 3, 31)
    first, before = (datetime.combine(day, time.min, LONDON) for day in (date(year - 1, 4, 1), on + timedelta(days=1)))
    high = whole("stratum_high_level", on)
    days = whole("early_notice_days", on)
    choices, unchosen = _choices(first, before, high_from=high)
    return Facts(
        first=matching.first_asked(first=first, before=before),
        rounds=matching.rounds_over(first=first, before=before, high_from=high),
        choices=choices,
        emergencies=matching.emergencies_opened(first=first, before=before),
        unchosen=unchosen,
        notices=_notices(first, before, days=days),
        stays=tuple(
            Stay(each.authority, each.early) for each in stays_settled(Period(date(year - 1, 4, 1), on), days=days)
        ),
    )


def count_officers(facts: Facts, groups: Groups, *, threshold: int, round_to: int) -> OfficersCounted:
    """Every table, spread and interval, for every group of councils at once."""
    councils = all_of(groups)
    tables = print_groups(
        [_family(family.of(facts), family.tables, councils) for family in FAMILIES], groups, councils,
        threshold=threshold, round_to=round_to,
    )  # fmt: skip
    values = {each.name: _values(each, facts, threshold) for each in SPREADS}
    return OfficersCounted(
        tables=tables,
        spreads={
            group: {
                each.name: _spread(
                    tables[group][each.table], each.lines,
                    [value for code in held for value in values[each.name].get(code, ())], threshold,
                )
                for each in SPREADS
            }
            for group, held in ((name, frozenset(codes)) for name, codes in groups.items())
        },
        early={group: _interval(tables[group]["early"]) for group in groups},
    )  # fmt: skip


# ------------------------------------------------------------------------------------- what may be printed
def _family(facts: Sequence[Any], tables: Iterable[Of], councils: Sequence[str]) -> Tables:
    return {each.name: _table(each, facts, councils) for each in tables}


def _table(of: Of, facts: Sequence[Any], councils: Sequence[str]) -> Table:
    place = {code: number for number, code in enumerate(councils)}
    column = {line: number for number, line in enumerate(of.lines)}
    counts = np.zeros((len(councils), len(of.lines)), np.int64)
    for one in facts:
        if one.authority in place:
            counts[place[one.authority], column[of.line(one)]] += 1
    within = {
        line: _family([one for one in facts if of.line(one) == line], (inner,), councils)
        for line, inner in (of.inside or {}).items()
    }
    return Table(of.lines, counts, within)


def _values(of: SpreadOf, facts: Facts, threshold: int) -> dict[str, list[float]]:
    """The values of each council that has more than a few: fewer would show by how they move a wider place's median."""
    found: dict[str, list[float]] = defaultdict(list)
    for code, value in of.values(facts):
        found[code].append(value)
    return {code: values for code, values in found.items() if len(values) > threshold}


def _spread(table: Broken, lines: Sequence[str], values: Sequence[float], threshold: int) -> Spread:
    """Told only where the counts on which it stands are printed: else it would say how large they are."""
    behind = [table.parts[line] for line in lines] or [table.total]
    return Spread() if any(each.withheld for each in behind) else spread(values, threshold=threshold)


def _interval(table: Broken) -> tuple[int, int] | None:
    """Of the share of early ends, from the rounded counts as they are printed; None where one of them is withheld."""
    early, other = table.parts[EARLY].value, table.parts[NOT_EARLY].value
    if early is None or other is None or early + other == 0:
        return None
    low, high = interval(early, early + other)
    return round(100 * low), round(100 * high)


# ------------------------------------------------------------------------------------- what is counted
def _choices(
    first: datetime, before: datetime, *, high_from: int
) -> tuple[tuple[Choice, ...], tuple[Unchosen, ...]]:  # fmt: skip
    rows = list(
        Decision.objects.filter(state=State.APPROVED, answered_at__gte=first, answered_at__lt=before)
        .order_by("answered_at", "id")
        .values("id", "referral_id", "shortlist_id", "child_id", "home_id", "authority", "no_round", "spot",
                "answered_at")
    )  # fmt: skip
    searches = {row["referral_id"] for row in rows}
    opened, lists = matching.searches_and_lists(searches, {row["shortlist_id"] for row in rows})
    rounds: dict[UUID, list[RoundOver]] = defaultdict(list)
    for each in matching.rounds_of_searches(searches, before=before, high_from=high_from):
        rounds[each.search].append(each)
    heard_list = how_heard_at({row["id"]: _before_list(row, opened, lists) for row in rows})
    heard_choice = how_heard_at({row["id"]: _before_choice(row, lists) for row in rows})
    letters = {
        (decision, home): read_at is not None and read_at < before
        for decision, home, read_at in HomeLetter.objects.filter(
            decision__in=[row["id"] for row in rows], told_at__lt=before
        ).values_list("decision_id", "home_id", "read_at")
    }
    choices, unchosen = [], []
    for row in rows:
        search, key = row["referral_id"], row["id"]
        assert row["answered_at"] is not None, "a choice in force was answered at a moment"
        offered, over = offered_by(rounds[search], search=search, at=row["answered_at"])
        choices.append(
            Choice(
                authority=row["authority"], at=row["answered_at"], no_round=row["no_round"], spot=row["spot"],
                suitable=lists[row["shortlist_id"]][1], heard_list=heard_list[key], heard_choice=heard_choice[key],
                round_over=over,
            )
        )  # fmt: skip
        unchosen += [
            Unchosen(row["authority"], told=(key, home) in letters, read=letters.get((key, home), False))
            for home in sorted(offered - {row["home_id"]}, key=str)
        ]
    return tuple(choices), tuple(unchosen)


def _before_list(row: Mapping[str, Any], opened: Mapping[UUID, datetime], lists: Mapping[UUID, Any]) -> Hearing:
    """Lately before the search was opened, or since, and before its list was made."""
    opened_on = timezone.localdate(opened[row["referral_id"]])
    lately = timedelta(days=whole("wish_before_list_days_max", opened_on))
    return Hearing(row["child_id"], "before_shortlist", opened_on - lately, None, lists[row["shortlist_id"]][0])


def _before_choice(row: Mapping[str, Any], lists: Mapping[UUID, Any]) -> Hearing:
    """Since the list was made, and before the choice came into force."""
    made_at = lists[row["shortlist_id"]][0]
    return Hearing(row["child_id"], "before_decision", timezone.localdate(made_at), made_at, row["answered_at"])


def _notices(first: datetime, before: datetime, *, days: int) -> tuple[Given, ...]:
    rows = EndNotice.objects.filter(given_at__gte=first, given_at__lt=before).order_by("given_at", "id")
    return tuple(
        Given(code, party == Party.HOME, (given_on - began).days <= days)
        for code, party, given_on, began in rows.values_list("authority", "party", "given_on", "placement__from_day")
    )
