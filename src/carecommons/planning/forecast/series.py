"""Children looked after in the years that come, from the yearly series of public statistics alone.

The forecast of an area is its last value, unless the past of all areas shows another way to be nearer by `margin`: the
five-year line, or the growth of all areas together carried on. The way is chosen for each horizon by the errors of
earlier origins only. Its interval: the error log(truth / forecast) of every past origin of every area, divided by
sqrt(a + b / n) with n the children of the area, has quantiles (conformal, each side by itself); those of the area are
these times its own sqrt(a + b / n). Origins whose outcome lies on the other side of a break are never used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from carecommons.common.errors import NotAppropriate

Floats = npt.NDArray[np.float64]
LEVELS = (50, 80, 95)
WAYS = ("naive", "line", "growth")
WAY_WORDS = {
    "naive": "the last value carried on", "line": "the line through the last five years",
    "growth": "the growth of all areas together, carried on",
}  # fmt: skip
Known = Mapping[str, Mapping[int, float]]
"""Of each area, the years with a number: signs are left out, never nought."""


@dataclass(frozen=True, slots=True)
class Settings:
    """margin: how many percentage points nearer another way must have been than the last value.

    origins_min: fewer past origins than this prove nothing; turns_min: as many must have been seen before another way
    than the last value is believed, since two or three years hold no turn of a trend. line_years: of the line.
    half: added to each count before its logarithm, so that a council without any child in a kind can be tested.
    mirrored: both sides of an interval as wide as the error without its sign makes them; for few large areas, whose
    errors are mostly one movement that all share, and that may turn. only: the one way to be used, where the areas are
    sums of others and must add up.
    """

    margin: float = 0.1
    origins_min: int = 2
    turns_min: int = 5
    line_years: int = 5
    half: float = 0.5
    mirrored: bool = False
    only: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """How each way would have done at one origin. error: mean of |forecast - truth| / truth over the areas, in %.

    way: the one that earlier origins would have chosen; coverage: by level in %, None where nothing came before.
    """

    origin: int
    years: int
    areas: int
    error: Mapping[str, float]
    ours: float
    way: str
    coverage: Mapping[int, float] | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """One area at one horizon: children."""

    area: str
    year: int
    median: float
    low: Mapping[int, float]
    high: Mapping[int, float]
    naive: float
    line: float


@dataclass(frozen=True, slots=True)
class Made:
    """ways: the way of each horizon, the nearest first. left_out: areas without a number in the last year."""

    last: int
    forecasts: tuple[Forecast, ...]
    origins: tuple[Origin, ...]
    ways: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def naive_wins(self) -> bool:
        return all(way == "naive" for way in self.ways)

    def mean_error(self, way: str, years: int) -> float:
        """Over the origins of one horizon; way: one of WAYS, or "ours"."""
        rows = [each for each in self.origins if each.years == years]
        return float(np.mean([each.ours if way == "ours" else each.error[way] for each in rows]))

    def coverage(self, years: int) -> dict[int, float] | None:
        """How often the intervals held the truth at origins that had a past, in %."""
        rows = [(each.areas, each.coverage) for each in self.origins if each.years == years and each.coverage]
        if not rows:
            return None
        whole = sum(number for number, _ in rows)
        return {level: sum(number * found[level] for number, found in rows) / whole for level in LEVELS}


@dataclass(frozen=True, slots=True)
class _Pair:
    """Every area that has a number at the origin and `years` later. guess: by way; truth and size: by area."""

    origin: int
    years: int
    areas: tuple[str, ...]
    size: Floats
    truth: Floats
    guess: Mapping[str, Floats]

    @property
    def target(self) -> int:
        return self.origin + self.years


def forecast(
    known: Known, *, last: int, years: int, settings: Settings, break_at: int | None = None, why: str = ""
) -> Made:
    """The areas at each of the `years` after `last`, nothing after which is looked at.

    break_at: from this year on the series means something else; why: in which way, as a sentence.
    Raises NotAppropriate("across_the_break") when the last year lies before a break that the forecast would cross,
    NotAppropriate("too_few_origins") when the past on this side of a break, or at all, cannot prove an interval.
    """
    if break_at is not None and last < break_at <= last + years:
        raise NotAppropriate(
            "across_the_break",
            f"The series changes its meaning in {break_at}, and a forecast from {last} would run across that. {why} "
            f"Ask for fewer years, or from {break_at} on.",
            break_at=break_at,
        )  # fmt: skip
    past = _kept(known, last, break_at)
    areas = tuple(sorted(area for area, values in past.items() if last in values))
    pairs = [pair for ahead in range(1, years + 1) for pair in _pairs(past, last, ahead, settings)]
    for ahead in range(1, years + 1):
        _check_enough([each for each in pairs if each.years == ahead], ahead, last, break_at, why, settings)
    made, ways = [], []
    for ahead in range(1, years + 1):
        before = [each for each in pairs if each.years == ahead]
        way = _way(before, settings)
        ways.append(way)
        made += _ahead(past, areas, last, ahead, way, before, settings)
    return Made(
        last=last, forecasts=tuple(sorted(made, key=lambda each: (each.area, each.year))),
        origins=tuple(_tested(each, pairs, settings) for each in pairs), ways=tuple(ways),
        left_out=tuple(sorted(set(known) - set(areas))),
    )  # fmt: skip


def held_out(known: Known, *, taught_to: int, last: int, years: int, settings: Settings) -> dict[int, float]:
    """How often intervals around the last value, taught by outcomes up to a year, hold those of later years, in %."""
    taught = _pairs(_kept(known, taught_to, None), taught_to, years, settings)
    held: dict[int, list[bool]] = {level: [] for level in LEVELS}
    for pair in _pairs(_kept(known, last, None), last, years, settings):
        if pair.target > taught_to:
            edges = _edges(pair.guess["naive"], pair.size, taught, "naive", settings)
            for level, (low, high) in edges.items():
                held[level] += [bool(each) for each in (low <= pair.truth) & (pair.truth <= high)]
    return {level: round(100 * sum(found) / len(found), 1) for level, found in held.items()}


def _kept(known: Known, last: int, break_at: int | None) -> dict[str, dict[int, float]]:
    first = break_at if break_at is not None and break_at <= last else 0
    return {area: {y: v for y, v in values.items() if first <= y <= last} for area, values in known.items()}


def _check_enough(
    pairs: Sequence[_Pair], ahead: int, last: int, break_at: int | None, why: str, settings: Settings
) -> None:
    if len(pairs) >= settings.origins_min:
        return
    since = f" since the series changed its meaning in {break_at}. {why}" if break_at and break_at <= last else "."
    raise NotAppropriate(
        "too_few_origins",
        f"A forecast {ahead} {'year' if ahead == 1 else 'years'} ahead can be tested on {len(pairs)} past "
        f"{'year' if len(pairs) == 1 else 'years'} only{since} An interval drawn from that would be made up. Ask for "
        "fewer years, or give a longer series.",
        years=ahead, origins=len(pairs),
    )  # fmt: skip


def _pairs(past: Known, last: int, ahead: int, settings: Settings) -> list[_Pair]:
    firsts = sorted({year for values in past.values() for year in values if year + ahead <= last})
    found = []
    for origin in firsts:
        areas = tuple(sorted(a for a, values in past.items() if origin in values and origin + ahead in values))
        if len(areas) > 1:
            found.append(
                _Pair(
                    origin, ahead, areas, np.array([past[a][origin] for a in areas]),
                    np.array([past[a][origin + ahead] for a in areas]), _guesses(past, areas, origin, ahead, settings),
                )
            )  # fmt: skip
    return found


def _guesses(past: Known, areas: Sequence[str], origin: int, ahead: int, settings: Settings) -> dict[str, Floats]:
    """Each way at one origin, from what was known then; a way without a past says the last value."""
    naive = np.array([past[area][origin] for area in areas])
    both = [values for values in past.values() if origin in values and origin - 1 in values]
    before = sum(values[origin - 1] for values in both)
    growth = sum(values[origin] for values in both) / before if before else 1.0
    line = np.array([_line(past[area], origin, ahead, settings.line_years) for area in areas])
    return {"naive": naive, "line": line, "growth": naive * growth**ahead}


def _line(values: Mapping[int, float], origin: int, ahead: int, span: int) -> float:
    years = [year for year in range(origin - span + 1, origin + 1) if year in values]
    if len(years) < 3:
        return values[origin]
    at = np.array(years, dtype=float) - origin
    slope, level = np.polyfit(at, np.array([values[year] for year in years]), 1)
    return max(float(level + slope * ahead), 0.0)


def _error(guess: Floats, truth: Floats) -> float:
    some = truth > 0
    return float(np.mean(np.abs(guess[some] - truth[some]) / truth[some]) * 100) if some.any() else 0.0


def _way(before: Sequence[_Pair], settings: Settings) -> str:
    """The way that past origins support: the last value, unless another was nearer by the margin on their mean."""
    if settings.only:
        return settings.only
    if len(before) < settings.turns_min:
        return "naive"
    errors = {way: float(np.mean([_error(each.guess[way], each.truth) for each in before])) for way in WAYS}
    best = min(WAYS, key=lambda way: errors[way])
    return best if errors[best] <= errors["naive"] - settings.margin else "naive"


def _spread(pairs: Sequence[_Pair], way: str, settings: Settings) -> tuple[float, float, Floats]:
    """a and b of the squared error, by weighted least squares on 1 / n, and the errors over sqrt(a + b / n), sorted."""
    errors = np.concatenate([np.log((p.truth + settings.half) / (p.guess[way] + settings.half)) for p in pairs])
    inverse = np.concatenate([1 / (p.size + settings.half) for p in pairs])
    squared = np.minimum(errors**2, np.quantile(errors**2, 0.99))  # one mistaken return is not the spread of all
    a, b = max(float(squared.mean()), 1e-8), 0.0
    for _ in range(20):
        weight = 1 / (a + b * inverse) ** 2
        mean_x, mean_y = np.average(inverse, weights=weight), np.average(squared, weights=weight)
        across = np.average((inverse - mean_x) ** 2, weights=weight)
        b = (
            max(float(np.average((inverse - mean_x) * (squared - mean_y), weights=weight) / across), 0.0)
            if across
            else 0.0
        )
        a = float(mean_y - b * mean_x)
        if a < 1e-8:
            a, b = 1e-8, float(mean_y / mean_x) if mean_x else 0.0
    return a, b, np.sort(errors / np.sqrt(a + b * inverse))


def _quantiles(sorted_errors: Floats, level: int, settings: Settings) -> tuple[float, float]:
    """With the room that conformal intervals leave for the one to come; the median lies between."""
    if settings.mirrored:
        whole = np.sort(np.abs(sorted_errors))
        edge = float(whole[min(ceil((len(whole) + 1) * level / 100), len(whole)) - 1])
        return -edge, edge
    number, tail = len(sorted_errors), (1 - level / 100) / 2
    low = max(floor((number + 1) * tail), 1) - 1
    high = min(ceil((number + 1) * (1 - tail)), number) - 1
    return min(float(sorted_errors[low]), 0.0), max(float(sorted_errors[high]), 0.0)


def _edges(
    guess: Floats, size: Floats, before: Sequence[_Pair], way: str, settings: Settings
) -> dict[int, tuple[Floats, Floats]]:
    a, b, errors = _spread(before, way, settings)
    width = np.sqrt(a + b / (size + settings.half))
    found = {}
    for level in LEVELS:
        low, high = _quantiles(errors, level, settings)
        found[level] = tuple(
            np.maximum((guess + settings.half) * np.exp(width * edge) - settings.half, 0) for edge in (low, high)
        )
    return found  # type: ignore[return-value]


def _ahead(
    past: Known, areas: tuple[str, ...], last: int, ahead: int, way: str, before: Sequence[_Pair], settings: Settings
) -> list[Forecast]:
    guesses = _guesses(past, areas, last, ahead, settings)
    edges = _edges(guesses[way], guesses["naive"], before, way, settings)
    return [
        Forecast(
            area, last + ahead, float(guesses[way][i]), {level: float(edges[level][0][i]) for level in LEVELS},
            {level: float(edges[level][1][i]) for level in LEVELS}, float(guesses["naive"][i]),
            float(guesses["line"][i]),
        )
        for i, area in enumerate(areas)
    ]  # fmt: skip


def _tested(pair: _Pair, pairs: Sequence[_Pair], settings: Settings) -> Origin:
    """One origin judged by what was known at it: the pairs whose outcome had come by then."""
    before = [each for each in pairs if each.years == pair.years and each.target <= pair.origin]
    way = _way(before, settings)
    coverage = None
    if len(before) >= settings.origins_min:
        edges = _edges(pair.guess[way], pair.size, before, way, settings)
        coverage = {
            level: float(np.mean((low <= pair.truth) & (pair.truth <= high)) * 100)
            for level, (low, high) in edges.items()
        }
    errors = {each: _error(pair.guess[each], pair.truth) for each in WAYS}
    return Origin(pair.origin, pair.years, len(pair.areas), errors, errors[way], way, coverage)
