"""Making a forecast from stored returns: long work, done by a worker or on the command line, never by a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from carecommons.children import flows
from carecommons.common.errors import NotAllowed, NotNow
from carecommons.common.places import authorities
from carecommons.common.remembered import Remembered
from carecommons.common.steps import Step, quiet
from carecommons.common.suppress import Shown
from carecommons.common.walls import seeing_all
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject

from ..audit import Place, place_of
from ..forecast.categories import CATEGORIES
from ..foreseen import SEED, Unit, of_place, units, years_in_a_row
from ..foretold import KINDS, Counts, printed
from .asked import Asked, asked

__all__ = [
    "MAKE",
    "Computed",
    "computed_forecasts",
    "council_of",
    "council_to_ask_for",
    "newest_over",
    "printed_in",
    "read_for",
]

MAKE = "planning.make_forecast"


@dataclass(frozen=True, slots=True)
class Computed:
    """What was forecast and is not kept yet. place: what was asked for. documents: of every place that was made with
    it. returns: of every place, the fingerprint of the returns that it was made from. left_out: councils that sent
    returns of other years only."""

    place: str
    as_at: date
    years: int
    documents: Mapping[str, dict[str, Any]]
    returns: Mapping[str, str]
    left_out: tuple[str, ...]


def council_to_ask_for(place: Place, by: Person) -> str:
    """Which of one's own councils lies in a place: whoever makes a forecast of it must have one there.

    Raises NotAllowed.
    """
    own = sorted(by.authorities.intersection(place.councils))
    if not own:
        check_may(by, MAKE, Subject(authority=place.councils[0] if place.councils else None))
        raise NotAllowed(
            "not_allowed", "A planner may make a forecast only of a place in which their own council lies."
        )
    check_may(by, MAKE, Subject(authority=own[0]))
    return own[0]


def council_of(place: str, *, by: Person, at: datetime) -> str:
    """One's own council that lies in the place of this code. Raises NotAllowed, NotFound("place_unknown")."""
    return council_to_ask_for(place_of(place, timezone.localdate(at)), by)


def computed_forecasts(
    *, place: str | None, year: int | None, years: int, by: Person, at: datetime, seed: int = SEED, step: Step = quiet
) -> Computed:
    """The forecasts of a place, of every council in its regions, and of what these add up to, from the stored returns.

    year: it is made as at 31 March of that collection year; None: the newest that is over. years: how far ahead.
    Raises NotAllowed, NoReturns, NotFound("place_unknown"), ("no_returns_here"), ("year_unknown"), NotNow and Refused
    as `planning.forecast.made.make` does.
    """
    with seeing_all("a forecast is made of counts of every council of the regions asked for, and shown suppressed"):
        ask = asked(place=place, other=None, by=by, at=at)
        council_to_ask_for(ask.place, by)
        last = ask.check_year(year) if year else newest_over(ask)
        step("Reading the returns")
        known = {code: ask.known[code] for code in read_for(ask, ask.place)}
        regions = {code: council.region for code, council in authorities(ask.on).items()}
        found = units(known, regions, last)
        left_out = tuple(sorted(set(known) - {code for unit in found for code in unit.councils}))
        made = _made(found, date(last, 3, 31), years, seed, step)
        step("Adding up")
        documents = _documents(ask, made, set(known), last)
        return Computed(ask.place.code, date(last, 3, 31), years, documents, _states(ask, documents), left_out)


def read_for(ask: Asked, place: Place) -> tuple[str, ...]:
    """The councils whose returns a forecast of a place is made from: all of its regions that sent one."""
    regions = {code: council.region for code, council in authorities(ask.on).items()}
    wanted = {regions[code] for code in place.councils if code in ask.known}
    return tuple(sorted(code for code in ask.known if regions.get(code) in wanted))


def printed_in(ask: Asked, year: int) -> dict[str, dict[str, Shown]]:
    """By place that has counts of that year: today's count of each kind of home, as it may be printed."""
    counted = ask.counted()[year]

    def made() -> dict[str, dict[str, Shown]]:
        return printed({
            place.code: Counts(
                one.need["homes"].total, one.need["homes"].parts, one.need["place"].parts,
                frozenset(ask.sent(place, year)),
            )
            for place in ask.choices
            if ask.sent(place, year) and (one := counted[place.code])
        })  # fmt: skip

    places = tuple((place.code, place.councils) for place in ask.choices)
    return _PRINTED.get((flows.return_state(), year, ask.on, places, tuple(ask.rule.items())), made)


_PRINTED: Remembered[dict[str, dict[str, Shown]]] = Remembered(16)


def newest_over(ask: Asked) -> int:
    """The newest collection year that is over. Raises NotNow("returns_too_short")."""
    over = [year for year in ask.years if date(year, 3, 31) <= ask.on]
    if not over:
        raise NotNow(
            "returns_too_short",
            f"No return of {ask.place.name} reaches a 31 March that is over. A forecast is made as at one.",
        )
    return over[-1]


def _states(ask: Asked, documents: Mapping[str, Any]) -> dict[str, str]:
    sets = {each.code: read_for(ask, each) for each in ask.choices if each.code in documents}
    state = {councils: flows.return_state(councils) for councils in set(sets.values())}
    return {code: state[councils] for code, councils in sets.items()}


def _made(found: Sequence[Unit], as_at: date, years: int, seed: int, step: Step) -> list[Any]:
    # Loaded here: pages load this file too, and no page may ever load what follows.
    from ..forecast.engine import Settings
    from ..forecast.made import make

    made, why = [], None
    for number, unit in enumerate(found):
        step("Forecasting", number, len(found))
        lives = flows.lives(unit.councils, since=unit.since)
        try:
            made.append(make(lives, unit.councils, as_at, years, Settings(seed=seed), spread=_watched(step)))
        except NotNow as refused:  # nobody in care there on that day: the others stand without them
            why = refused
    if not made and why is not None:
        raise why
    return made


def _watched(step: Step) -> Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]:
    """The work of one batch after another, asked before each whether it shall go on."""

    def spread(work: Callable[[Any], Any], batches: Sequence[Any]) -> list[Any]:
        found = []
        for number, batch in enumerate(batches):
            step("Forecasting, batch by batch", number, len(batches))
            found.append(work(batch))
        return found

    return spread


def _documents(ask: Asked, made: Sequence[Any], read: set[str], last: int) -> dict[str, dict[str, Any]]:
    """Of every place whose councils with returns were all read, and of the place itself."""
    shown = {year: printed_in(ask, year) for year in sorted({year for sent in ask.known.values() for year in sent})}
    documents = {}
    for place in ask.choices:
        held = {code for code in place.councils if code in ask.known}
        if held - read:
            continue
        told = of_place(place.code, place.councils, made)
        if told is not None:
            documents[place.code] = told | _of_today(ask, place, made, shown, last)
    return documents


Printed = Mapping[int, Mapping[str, Mapping[str, Shown]]]
"""year -> place -> kind of home -> what may be printed."""


def _of_today(ask: Asked, place: Place, made: Sequence[Any], shown: Printed, last: int) -> dict[str, Any]:
    """What may be printed beside the forecast: today's counts, earlier ones, and errors by kind of home."""
    sent = ask.sent(place, last)
    years = [year for year in ask.years_of(place) if year <= last and ask.sent(place, year) == sent]
    now = shown[last][place.code]
    told = {
        kind: {
            "value": now[kind].value, "words": now[kind].words,
            "past": [(year, shown[year][place.code][kind].value) for year in years],
        }
        for kind in KINDS
    }  # fmt: skip
    taught = {code for one in made for code in one.names if set(one.names) & set(place.councils)}
    return {"printed": told, "record_kinds": _told_wholly(ask, taught, shown, last)}


def _told_wholly(ask: Asked, councils: set[str], shown: Printed, last: int) -> list[str]:
    """The kinds of home of which every council's count of every year is printed: their errors give nothing away."""
    hidden = {
        kind
        for code in councils
        for year in years_in_a_row(ask.known[code], last)
        for kind, count in shown[year][f"council:{code}"].items()
        if count.withheld
    }
    return [kind for kind in CATEGORIES if kind not in hidden]
