"""A door for planning: what returns and needs profiles say about groups of children, counted and suppressed.

Every number that leaves here is `Shown`: 0, a rounded count, or withheld. The threshold and the rounding come
from the constitution and are passed in. Councils are added up before anything is withheld; and whatever is
printed for all the groups asked for together gives no small count away (`common.withhold`): so ask for every
group that may ever be printed, and print the same whichever of them a reader looks at.
"""

from carecommons.children.flows import known_years

from .heard import Hearing, how_heard, how_heard_at
from .imports import ImportTold, RowsChanged, imports_told, notes_told
from .needs import GeneralNeeds, NeedsNow, SpecialNeeds, councils_recording, needs_now
from .printing import Broken, Groups
from .returns import (
    SHARES,
    Counted,
    Cuts,
    Figure,
    Indicators,
    YearOfCare,
    indicators,
    need_in,
    need_on,
    year_of_care,
    years_counted,
)

__all__ = [
    "SHARES",
    "Broken",
    "Counted",
    "Cuts",
    "Figure",
    "GeneralNeeds",
    "Groups",
    "Hearing",
    "ImportTold",
    "Indicators",
    "NeedsNow",
    "RowsChanged",
    "SpecialNeeds",
    "YearOfCare",
    "councils_recording",
    "how_heard",
    "how_heard_at",
    "imports_told",
    "indicators",
    "known_years",
    "need_in",
    "need_on",
    "needs_now",
    "notes_told",
    "year_of_care",
    "years_counted",
]
