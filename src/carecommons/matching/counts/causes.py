"""What lay behind searches that nobody planned, and how children were heard before decisions: counted, suppressed.

The only door by which anybody sees these beyond one child's record. Each child is counted once, by the newest search
(or the newest time of being asked), so that lines add up and nothing is worked out by subtraction.
Source: handbook B17 (root cause of each emergency), A2 (no silent exception), section 6 (small cells).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import numpy as np
from django.utils import timezone

from carecommons.children.counts import how_heard
from carecommons.children.exceptions import ASKED_STAGES, EXCEPTIONS
from carecommons.common.days import months_after
from carecommons.common.places import authorities
from carecommons.common.suppress import Shown
from carecommons.common.walls import seeing_all
from carecommons.common.withhold import Table, membership, withhold
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may_at_all
from carecommons.people.roles import Person

from .. import models
from ..prevention import ROOT_CAUSES

__all__ = ["CausesTold", "Row", "TableTold", "causes_for"]

EVERYWHERE = "Everywhere"
OWN_WAY = "In their own way"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a count for each place."""

    code: str
    words: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class TableTold:
    title: str
    what: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CausesTold:
    """What may be printed for the councils of a reader, and for everywhere. places: the heads of the columns."""

    since: date
    until: date
    places: tuple[str, ...]
    tables: tuple[TableTold, ...]


def causes_for(person: Person, on: date) -> CausesTold:
    """The tables as this person may read them: everywhere, and each of their own councils.

    Printed for every council at once and the same for every reader; a reader is shown columns of it.
    """
    check_may_at_all(person, "matching.see_causes")
    since = months_after(on, -whole("root_causes_months", on))
    named = {code: each.name for code, each in authorities(on).items()}
    # Printed the same whoever reads, so counted over every council: what leaves here is suppressed.
    with seeing_all("root causes and ways of being heard are counted in every council, and suppressed"):
        causes = _newest_causes(since, on)
        heard = how_heard(since, on, stages=ASKED_STAGES, exceptions=EXCEPTIONS)
    councils = sorted({code for code, _ in (*causes.values(), *heard.values())} & set(named))
    own = [code for code in councils if code in person.authorities]
    places = [EVERYWHERE, *(named[code] for code in own)]
    hows = {OWN_WAY: OWN_WAY, **EXCEPTIONS}
    rule = {"threshold": whole("suppression_threshold", on), "round_to": whole("suppression_round_to", on)}
    tables = (
        _table("What lay behind it", "Root cause", ROOT_CAUSES, causes.values(), councils, own, rule),
        _table("How children were heard before decisions", "How they were heard", hows, heard.values(), councils, own,
               rule),
    )  # fmt: skip
    return CausesTold(since, on, tuple(places), tables)


def _table(
    title: str, what: str, lines: Mapping[str, str], found: Iterable[tuple[str, str]], councils: Sequence[str],
    own: Sequence[str], rule: Mapping[str, int],
) -> TableTold:  # fmt: skip
    labels = tuple(lines)
    if not councils:
        none = tuple(Shown(0, "0") for _ in range(len(own) + 1))
        return TableTold(title, what, tuple(Row(code, lines[code], none) for code in labels))
    held = np.zeros((len(councils), len(labels)), np.int64)
    for council, code in found:
        if council in councils:
            held[councils.index(council), labels.index(code)] += 1
    groups = [list(councils), *([code] for code in councils)]
    printed = withhold({what: Table(labels, held)}, membership(groups, councils), **rule)[what]
    columns = [0, *(1 + councils.index(code) for code in own)]
    return TableTold(
        title, what,
        tuple(Row(code, lines[code], tuple(printed.lines[code][n] for n in columns)) for code in labels),
    )  # fmt: skip


def _newest_causes(since: date, on: date) -> dict[UUID, tuple[str, str]]:
    """child -> (council, root cause) of the newest record in the months that are counted."""
    first, last = (
        timezone.make_aware(datetime.combine(day, clock)) for day, clock in ((since, time.min), (on, time.max))
    )
    rows = models.PreventionRecord.objects.filter(recorded_at__range=(first, last)).order_by("recorded_at", "id")
    return {
        child: (council, cause) for child, council, cause in rows.values_list("child_id", "authority", "root_cause")
    }
