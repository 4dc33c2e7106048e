"""A record that begins with almost nothing: a name that is used, a year of birth or an age, a council.

What is not known is not made up. The day of birth is kept as the latest that is possible, and the earliest beside it:
where a rule turns on age, the stricter of the two holds until somebody knows the day.
Source: handbook section 5 (emergency path: minimal data); section 2, reg 27A (under-16 rule).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from carecommons.common.days import age_on
from carecommons.common.errors import Fault, Faulty


@dataclass(frozen=True, slots=True)
class Born:
    """The earliest and the latest day of birth that are possible; one and the same where the day is known."""

    earliest: date
    latest: date

    @property
    def known(self) -> bool:
        return self.earliest == self.latest


def born(*, day: date | None, year: int | None, age: int | None, on: date, age_max: int) -> Born:
    """When a child can have been born, from exactly one of a day, a year, or an age in completed years on a day.

    Raises Faulty("birth_not_clear"). age_max: nobody older is looked after.
    """
    given = [each for each in (day, year, age) if each is not None]
    if len(given) != 1:
        raise _not_clear("Give one of three: the day of birth, the year of birth, or the age.")
    if day is not None:
        found = Born(day, day)
    elif year is not None:
        if not on.year - age_max - 1 <= year <= on.year:
            raise _not_clear(f"The year of birth lies between {on.year - age_max - 1} and {on.year}.")
        found = Born(date(year, 1, 1), min(date(year, 12, 31), on))
    else:
        assert age is not None, "one of three is given"
        if not 0 <= age <= age_max:
            raise _not_clear(f"The age is a whole number from 0 to {age_max}.")
        found = Born(_years_before(on, age + 1) + timedelta(days=1), _years_before(on, age))
    if found.latest > on:
        raise _not_clear("The day of birth has not come yet.")
    if age_on(found.latest, on) > age_max:
        raise _not_clear(f"Nobody older than {age_max} is looked after.")
    if found.known:
        return found
    # Nobody older is looked after: so much is known even of a mere year.
    return Born(max(found.earliest, _years_before(on, age_max + 1) + timedelta(days=1)), found.latest)


def _years_before(day: date, years: int) -> date:
    """The last day of birth on which somebody is so old on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February, and a common year: whoever was born on 1 March is younger on that day
        return date(day.year - years, 2, 28)


def _not_clear(words: str) -> Faulty:
    return Faulty("birth_not_clear", words, [Fault("child", 0, "birth", "not_clear", words)])
