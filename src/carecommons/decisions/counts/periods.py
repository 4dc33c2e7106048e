"""The time that is counted: whole quarters that are over, and what was on record when they were.

A count that grows from day to day gives a child away to whoever reads it twice: the day on which "withheld" becomes a
number says how many there were the day before. So nothing of a quarter that still runs is counted, and nothing that
was written down after the last one. Source: trust.md promise 5; docs/adr/0028.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carecommons.common.days import LONDON
from carecommons.constitution.queries import whole

__all__ = ["Period", "last_period", "last_quarters"]


@dataclass(frozen=True, slots=True)
class Period:
    """from_day, to_day: both inside."""

    from_day: date
    to_day: date

    @property
    def first(self) -> datetime:
        """The moment at which it began."""
        return datetime.combine(self.from_day, time.min, LONDON)

    @property
    def before(self) -> datetime:
        """The moment at which it was over: what was written down from then on is not counted."""
        return datetime.combine(self.to_day + timedelta(days=1), time.min, LONDON)

    @property
    def words(self) -> str:
        return f"{self.from_day:%-d %B %Y} to {self.to_day:%-d %B %Y}"

    @property
    def rule(self) -> dict[str, int]:
        """Threshold and rounding as they stood on its last day."""
        return {
            "threshold": whole("suppression_threshold", self.to_day),
            "round_to": whole("suppression_round_to", self.to_day),
        }

    def holds(self, day: date) -> bool:
        return self.from_day <= day <= self.to_day


def last_period(on: date) -> Period:
    """The last four whole quarters before a day."""
    first, after = last_quarters(on)
    return Period(first, after - timedelta(days=1))


def last_quarters(on: date) -> tuple[date, date]:
    """The first day of the last four whole quarters before a day, and the day after their last."""
    after = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    return date(after.year - 1, after.month, 1), after
