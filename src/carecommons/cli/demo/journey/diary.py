"""What is to be done at which moment of the past, and doing it in that order. Moments fall on working days."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from carecommons.common.days import LONDON, is_working_day
from carecommons.common.errors import Refused

SATURDAY = 5
APART = timedelta(minutes=20)

Act = Callable[[datetime], object]


class Diary:
    """Acts with their moments. What is written while it runs is done in its turn, as long as it is still to come."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._written: list[tuple[datetime, int, Act]] = []
        self._number = 0

    def moment(self, days_ago: int, hour: int = 10) -> datetime:
        """An hour of the last working day that is at least so many days ago; days to come have a minus."""
        return datetime.combine(self.day(days_ago), time(hour), tzinfo=LONDON).astimezone(self.now.tzinfo)

    def day(self, days_ago: int) -> date:
        """The last working day that is at least so many days ago."""
        found = self.now.astimezone(LONDON).date() - timedelta(days=days_ago)
        while not _works(found):
            found -= timedelta(days=1)
        return found

    def write(self, *steps: tuple[int, int, Act]) -> None:
        """Have acts done, each so many days ago at an hour, one after the other; each is told its moment.

        Where days off bring two of them together, the later still comes later.
        """
        last: datetime | None = None
        for days_ago, hour, act in steps:
            assert days_ago > 0, "what the diary tells has happened"
            at = self.moment(days_ago, hour)
            last = at if last is None else max(at, last + APART)
            self._number += 1
            self._written.append((last, self._number, act))

    def run(self) -> int:
        """Do what is written, in the order of the moments; return how many acts there were."""
        done = 0
        while self._written:
            first = min(self._written, key=lambda line: line[:2])
            self._written.remove(first)
            first[2](first[0])
            done += 1
        return done


def _works(day: date) -> bool:
    try:
        return is_working_day(day)
    except Refused:  # the bank holidays of that year are not known
        return day.weekday() < SATURDAY
