"""Reviews counted: how councils keep the days that they owe, and what was found; of whole quarters that are over.

A measure of those who decide, beside that of homes. Every number goes through `common.withhold`. A digest tells its
month, asker and outcome only where the lines that can be told apart by them are no small number.
Source: handbook G9 ("looking at their own behaviours") and section 7, Adjudication; E1 and C4: digests are public.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from carecommons.children.counts.printing import print_groups
from carecommons.common.suppress import Shown
from carecommons.common.walls import seeing_all
from carecommons.common.withhold import Table

from ..digest import Cell, DigestLine, tellable
from ..models import Review, ReviewDigest
from ..review import About, AskedAs, Outcome, Remedy
from . import periods
from .tables import counted

__all__ = ["DayKept", "days_kept", "digests", "outcomes_found"]

KEPT, LATE = "In time", "Late"
ALL = "All councils"
WHATS = ("Acknowledged in time", "Found in time", "Put right in time")


@dataclass(frozen=True, slots=True)
class DayKept:
    """One day that councils owe: how often it was kept, and how often it was not. Open ones that are late count too."""

    what: str
    kept: Shown
    late: Shown


def days_kept(on: date) -> tuple[DayKept, ...]:
    """Acknowledging, finding and putting right, for every day of `last_period` by which one of them was owed.

    Whether a day was kept is settled when it is over, so nothing of a period that is over moves afterwards.
    """
    period = periods.last_period(on)
    with seeing_all("the measure of reviews counts those of every council, and suppresses what it shows"):
        rows = list(
            Review.objects.values_list(
                "authority", "acknowledge_by", "acknowledged_at", "finding_by", "closed_at", "duty_by", "remedied_at",
                "state",
            )
        )  # fmt: skip
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, acknowledge_by, acknowledged_at, finding_by, closed_at, duty_by, remedied_at, state in rows:
        over = closed_at if state in ("withdrawn", "redirected") else None
        if over is not None and over < period.before:
            continue  # taken back, or sent on to those who can settle it
        pairs = ((acknowledge_by, acknowledged_at), (finding_by, closed_at), (duty_by, remedied_at))
        for what, (due, done) in zip(WHATS, pairs, strict=True):
            if due is not None and period.holds(due):
                kept = done is not None and timezone.localdate(done) <= due
                found[what].append((code, KEPT if kept else LATE))
    return tuple(_shown(what, found[what], period) for what in WHATS)


def _shown(what: str, found: Sequence[tuple[str, str]], period: periods.Period) -> DayKept:
    """Both parts, or neither where one is withheld; a nought stays a nought, which gives nothing away."""
    councils = sorted({code for code, _ in found})
    if not councils:
        nought = Shown(0, "0")
        return DayKept(what, nought, nought)
    table = Table((KEPT, LATE), counted(found, councils, (KEPT, LATE)))
    parts = print_groups([{what: table}], {ALL: councils}, councils, **period.rule)[ALL][what].parts
    held = [parts[KEPT], parts[LATE]]
    if any(each.withheld for each in held):
        held = [each if each.value == 0 else Shown(None, "withheld") for each in held]
    return DayKept(what, *held)


def outcomes_found(on: date) -> tuple[tuple[Outcome, Shown], ...]:
    """How many digests of `last_period` say each outcome."""
    period = periods.last_period(on)
    rows = [row.outcome for row in ReviewDigest.objects.all() if _published_in(row, period)]
    if not rows:
        return tuple((each, Shown(0, "0")) for each in Outcome)
    table = Table(tuple(Outcome), counted([(ALL, each) for each in rows], (ALL,), tuple(Outcome)))
    parts = print_groups([{"outcome": table}], {ALL: (ALL,)}, (ALL,), **period.rule)[ALL]["outcome"].parts
    return tuple((each, parts[each]) for each in Outcome)


def digests(on: date) -> tuple[DigestLine, ...]:
    """The words of every digest, in an order that tells nothing; what else it says only where that is no small number.

    Whoever counts the lines counts what they say: so a line says when, who asked and what was found only where more
    than the threshold say the same of the same period, and no small number of that period is left over.
    """
    period = periods.last_period(on)
    rows = sorted(ReviewDigest.objects.all(), key=lambda row: row.id)
    cells = {row.id: _cell(row) for row in rows if _published_in(row, period)}
    told = tellable(Counter(cells.values()), threshold=period.rule["threshold"])
    return tuple(_line(row, period, cells.get(row.id) in told) for row in rows)


def _published_in(row: ReviewDigest, period: periods.Period) -> bool:
    return period.first <= row.released_at < period.before


def _cell(row: ReviewDigest) -> Cell:
    return Cell(
        Outcome(row.outcome), AskedAs(row.asked_as), About(row.about), Remedy(row.remedy), row.criteria_version
    )  # fmt: skip


def _line(row: ReviewDigest, period: periods.Period, told: bool) -> DigestLine:
    if not told:
        return DigestLine(row.text)
    cell = _cell(row)
    return DigestLine(
        row.text, period.words, cell.asked_as, cell.about, cell.outcome, cell.remedy, cell.criteria_version
    )
