"""The drawings of a forecast: each kind of home with its bands, the last value and the line."""

from carecommons.common.charts import Chart
from carecommons.common.charts_fan import Coming, fan
from carecommons.common.suppress import Shown

from .audit import Place
from .drawn import FEW
from .forecast.combine import LEVELS
from .foretold import Ahead, Kind

__all__ = ["FEW", "YEARS_MAX", "YEARS_USUAL", "kind"]

YEARS_USUAL, YEARS_MAX = 3, 10
HEADS = ("Middle", "50 in 100", "80 in 100", "95 in 100", "Last value", "Straight line")


def kind(one: Kind, place: Place) -> Chart | None:
    """One kind of home; None where it is withheld."""
    if one.naive.value is None:
        return None
    coming = [_coming(each, one.naive) for each in one.ahead]
    last = one.ahead[-1]
    desc = (
        f"{place.name}, {one.name.lower()}: {one.naive.words} at the last count. On {last.day.day} {last.day:%B %Y} "
        f"the middle is {last.median.words}; 50 in 100 futures lie in {last.between(50)}, 80 in {last.between(80)}, 95 "
        f"in {last.between(95)}. The last value is {one.naive.words}; the straight line gives {last.line.words}."
    )
    past = one.past or ((one.ahead[0].day.year - 1, one.naive.value),)
    return fan(one.finding, desc, past, coming, float(one.naive.value), few=FEW, heads=HEADS)


def _coming(each: Ahead, naive: Shown) -> Coming:
    words = (each.median.words, *(each.between(level) for level in LEVELS), naive.words, each.line.words)
    return Coming(
        year=each.day.year, middle=_drawn(each.median), low={level: _drawn(each.low[level]) for level in LEVELS},
        high={level: _drawn(each.high[level]) for level in LEVELS}, line=_drawn(each.line), words=words,
    )  # fmt: skip


def _drawn(shown: Shown) -> float | None:
    return None if shown.value is None else float(shown.value)
