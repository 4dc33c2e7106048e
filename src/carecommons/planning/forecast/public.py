"""The forecast of the national view: children looked after in councils, regions and England, from public figures.

Councils teach councils, and the nine regions with England teach one another: a large area moves less. Regions and
England use the way of the councils, so that their medians are the sums of the councils' but for rounding at the source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from carecommons.common.errors import NotAppropriate, Refused

from ..public.series import AreaYear, breaks, kind_words
from ..public.values import NATION
from .series import LEVELS, WAY_WORDS, WAYS, Made, Settings, forecast

TOTAL = "total"
KINDS = ("fostering", "homes", "supported", "with_parents", "other")
"""Kinds of placement that are forecast; a share of one per cent, told in whole ones, is too coarse for any."""


@dataclass(frozen=True, slots=True)
class PublicForecast:
    """By kind: how councils and how regions were forecast, or the refusal with its words."""

    last: int
    years: int
    councils: Mapping[str, Made]
    regions: Mapping[str, Made]
    refused: Mapping[str, NotAppropriate]


def make(found: Sequence[AreaYear], *, years: int, last: int | None = None) -> PublicForecast:
    """Every kind that can be, and the refusal of every kind that cannot.

    last: the year whose 31 March the forecast starts from, the newest by default; nothing after it is looked at.
    Raises Refused("years_ahead_wrong"), Refused("no_series") where no source gives children looked after, and what
    `forecast` raises for the total.
    """
    if not 1 <= years <= 10:
        raise Refused("years_ahead_wrong", f"{years} years ahead cannot be forecast. Ask for 1 to 10.")
    whole = {each.year for each in found if each.looked_after.known and (last is None or each.year <= last)}
    if len(whole) < 2:
        raise Refused(
            "no_series",
            "These sources hold no series of children looked after by council. Give the local authority interactive "
            "tool, or children looked after by council of several years.",
        )  # fmt: skip
    start = max(whole)
    councils, regions, refused = {}, {}, {}
    for kind in (TOTAL, *KINDS):
        broken = next((each for each in breaks() if kind in each.kinds), None)
        ask = partial(
            forecast, last=start, years=years, break_at=broken.year if broken else None,
            why=broken.words if broken else "",
        )  # fmt: skip
        local, wide = _known(found, kind, wide=False), _known(found, kind, wide=True)
        if kind != TOTAL and not local:
            continue
        try:
            councils[kind] = ask(local, settings=Settings())
        except NotAppropriate as no:
            if kind == TOTAL:
                raise
            refused[kind] = no
            continue
        if len(wide) > 2 and len(set(councils[kind].ways)) == 1:
            settings = Settings(mirrored=True, only=councils[kind].ways[0])
            regions[kind] = ask(wide, settings=settings)
    return PublicForecast(start, years, councils, regions, refused)


def document(made: PublicForecast, area: str | None = None) -> dict[str, Any]:
    """Everything that is told, of one area or of all. Raises Refused("area_not_forecast")."""
    rows = [
        {
            "date": f"{each.year}-03-31", "area": each.area, "category": kind, "median": round(each.median, 1),
            "naive": round(each.naive, 1), "line": round(each.line, 1),
        }
        | {f"low{level}": round(each.low[level], 1) for level in LEVELS}
        | {f"high{level}": round(each.high[level], 1) for level in LEVELS}
        for group in (made.councils, made.regions)
        for kind, found in group.items()
        for each in found.forecasts
        if area in (None, each.area)
    ]  # fmt: skip
    if area is not None and not rows:
        raise Refused(
            "area_not_forecast",
            f"Nothing is forecast for {area!r}: no such area, or no number for it in {made.last}. Give a three-digit "
            f"code, '{NATION}' or 'region:NAME'.",
        )  # fmt: skip
    return {
        "as_at": f"{made.last}-03-31",
        "forecast": rows,
        "says": says(made),
        "refused": {kind: {"code": no.code, "message": str(no)} for kind, no in made.refused.items()},
        "left_out": {kind: list(found.left_out) for kind, found in made.councils.items()},
        "backtest": {
            kind: {"councils": _record(found), "regions": _record(made.regions[kind]) if kind in made.regions else None}
            for kind, found in made.councils.items()
        },
        "words": {TOTAL: "Children looked after at 31 March", **kind_words()},
    }


def says(made: PublicForecast) -> list[str]:
    """The sentences that must stand beside the figures, on every page and in every answer."""
    found = made.councils[TOTAL]
    told = []
    if found.naive_wins:
        errors = ", ".join(
            f"{way_words} {found.mean_error(way, 1):.2f} %" for way, way_words in WAY_WORDS.items()
        )  # fmt: skip
        told.append(
            "Nothing that was tested is reliably nearer than the last value, so the last value is the forecast and the "
            f"interval is what we know. Mean error one year ahead: {errors}."
        )
    else:
        told += [
            f"{ahead} year(s) ahead the forecast is {WAY_WORDS[way]}: past years support it."
            for ahead, way in enumerate(found.ways, 1)
        ]
    told += [f"{kind_words()[kind]}: {no}" for kind, no in made.refused.items()]
    told.append("Kinds of placement are whole per cents of all children, as the source rounds them.")
    return told


def _known(found: Sequence[AreaYear], kind: str, *, wide: bool) -> dict[str, dict[int, float]]:
    """The numbers of one kind by area and year. London's two parts stay out: they would count London twice."""
    known: dict[str, dict[int, float]] = {}
    for each in found:
        if wide != (each.area == NATION or each.area.startswith("region:")) or (not wide and len(each.area) != 3):
            continue
        number = each.looked_after.number if kind == TOTAL else each.children_in(kind)
        if number is not None:
            known.setdefault(each.area, {})[each.year] = number
    return known


def _record(found: Made) -> list[dict[str, Any]]:
    """The table of origins by horizon: what each way would have missed by, and what the intervals held."""
    return [
        {
            "years": ahead, "way": found.ways[ahead - 1],
            "error": {way: round(found.mean_error(way, ahead), 2) for way in (*WAYS, "ours")},
            "coverage": (held := found.coverage(ahead)) and {str(level): round(held[level], 1) for level in LEVELS},
            "origins": [
                {
                    "origin": each.origin, "areas": each.areas, "ours": round(each.ours, 2), "way": each.way,
                    **{way: round(each.error[way], 2) for way in WAYS},
                    "coverage": each.coverage and {str(level): round(each.coverage[level], 1) for level in LEVELS},
                }
                for each in found.origins
                if each.years == ahead
            ],
        }
        for ahead in range(1, len(found.ways) + 1)
    ]  # fmt: skip
