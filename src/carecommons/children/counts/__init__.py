"""A door for planning: what returns and needs profiles say about groups of children, counted and suppressed.

Every number that leaves here is `Shown`: 0, a rounded count, or withheld. The threshold and the rounding come
from the constitution and are passed in. Councils are added up before anything is withheld; and whatever is
printed for all the groups asked for together gives no small count away (`common.withhold`): so ask for every
group that may ever be printed, and print the same whichever of them a reader looks at.
"""

from carecommons.children.flows import known_years

from .needs import GeneralNeeds, NeedsNow, SpecialNeeds, needs_now
from .printing import Broken, Groups
from .returns import (
    Counted,
    Figure,
    Indicators,
    YearOfCare,
    indicators,
    need_in,
    need_on,
    year_counted,
    year_of_care,
)

__all__ = [
    "Broken",
    "Counted",
    "Figure",
    "GeneralNeeds",
    "Groups",
    "Indicators",
    "NeedsNow",
    "SpecialNeeds",
    "YearOfCare",
    "indicators",
    "known_years",
    "need_in",
    "need_on",
    "needs_now",
    "year_counted",
    "year_of_care",
]
