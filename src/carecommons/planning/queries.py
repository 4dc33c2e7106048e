"""The audit as values: need through the doors of `children`, provision through the counts of `provision`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from carecommons.children import counts as need
from carecommons.common.errors import NotFound
from carecommons.common.places import groups as declared_groups
from carecommons.constitution.parameters import parameter, whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision import counts as provision
from carecommons.provision.homes import KINDS
from carecommons.provision.public_list.words import KIND_NAMES
from carecommons.provision.queries import release

from . import ledgers
from .audit import DIMENSIONS, Measure, Place, Table, above, choices, headline, place_of, table
from .ledgers import Needs
from .supply import Around, Source, Supply, source

__all__ = ["Audit", "NoReturns", "audit"]

SEE = "planning.see_audit"
LIVED = {
    "starts": "Children who came into care, by month",
    "ends": "Children who left care, by month",
    "moves": "Moves from home to home, by month",
    "starts_by_need": "Why children came into care",
    "ends_by_reason": "How care ended",
    "moves_by_reason": "Why children moved",
}


class NoReturns(NotFound):
    """Nothing can be audited before a return was imported."""

    def __init__(self) -> None:
        super().__init__(
            "no_returns",
            "No return has been imported yet, so there is nothing to count. Import one on the page of returns, "
            "or with: carecommons returns import --authority CODE FOLDER",
        )


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything on the page. places: the one that is audited, then those above it; cells stand in that order.

    needs is of today; need and what follows are of the return of the year. local and listed are two sources
    about homes, never added up; listed None: no list was imported.
    """

    places: tuple[Place, ...]
    choices: tuple[Place, ...]
    year: int
    years: tuple[int, ...]
    as_at: date
    councils_counted: int
    councils_in_all: int
    headline: str
    needs: Needs
    need: tuple[Table, ...]
    starts: Table
    ends: Table
    moves: Table
    starts_by_need: Table
    ends_by_reason: Table
    moves_by_reason: Table
    measures: tuple[Measure, ...]
    local: Source
    local_held_back: int
    listed: Source | None
    listed_as_at: date | None
    threshold: int

    @property
    def place(self) -> Place:
        return self.places[0]


def audit(*, place: str | None, year: int | None, by: Person, at: datetime) -> Audit:
    """The audit of one place in one collection year (the year to 31 March `year`).

    place None: the person's own council where it has a return, else the first that has. year None: the newest.
    Raises NoReturns, NotFound("place_unknown"), NotFound("no_returns_here"), NotFound("year_unknown").
    """
    check_may(by, SEE)
    on = timezone.localdate(at)
    known = need.known_years()
    if not known:
        raise NoReturns()
    chosen = place_of(place or f"council:{_first(by, known)}", on)
    years = _years(chosen, known)
    if not years:
        raise NotFound(
            "no_returns_here",
            f"No return of {chosen.name} is held here, so nothing can be counted. Choose another place, or import one.",
        )
    if year is not None and year not in years:
        raise NotFound("year_unknown", f"The returns held for {chosen.name} end in {', '.join(map(str, years))}.")
    return _audit((chosen, *above(chosen, on)), choices(list(known), on), year or years[-1], known, at=at, on=on)


def _years(place: Place, known: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({year for code in place.councils for year in known.get(code, ())}))


def _first(by: Person, known: Mapping[str, tuple[int, ...]]) -> str:
    return next((code for code in sorted(by.authorities) if code in known), sorted(known)[0])


def _audit(
    places: tuple[Place, ...],
    offered: tuple[Place, ...],
    year: int,
    known: Mapping[str, tuple[int, ...]],
    *,
    at: datetime,
    on: date,
) -> Audit:
    # The rule in force today suppresses every year that is shown: an old year is not shown by an old rule.
    rule = {"threshold": whole("suppression_threshold", on), "round_to": whole("suppression_round_to", on)}
    # Every place that anybody may ask for is counted together: what one page prints, no other gives away.
    every = {each.code: each.councils for each in (*offered, *places)}
    with_year = {name: [code for code in codes if year in known.get(code, ())] for name, codes in every.items()}
    cut = whole("distance_statistics_miles", on)
    stability = {
        "placements_min": whole("ni62_placements_min", on),
        "age_max": whole("ni63_age_max", on),
        "looked_after_months": whole("ni63_looked_after_months", on),
        "same_place_months": whole("ni63_same_place_months", on),
        "first_time_days": whole("first_time_right_days", on),
    }
    counted = need.year_counted(year, with_year, distance_cut_miles=cut, **stability, **rule)
    told = [counted[place.code] for place in places]
    local = provision.local_homes(at=at)
    listed, listed_as_at = _listed(places[0], on)
    return Audit(
        places=places, choices=offered, year=year, years=_years(places[0], known), as_at=date(year, 3, 31),
        councils_counted=len(with_year[places[0].code]), councils_in_all=len(places[0].councils),
        headline=headline(told[0].need["age_band"].total, told[0].need["area"].parts),
        needs=_needs(places, every, local, rule, on),
        need=tuple(_table(name, title, [each.need[name] for each in told]) for name, title in DIMENSIONS.items()),
        **{name: _table(name, title, [getattr(each.lived, name) for each in told]) for name, title in LIVED.items()},
        measures=_measures([each.indicators for each in told], stability, on),
        local=_local(places[0], local, on), local_held_back=_held_back(places[0], local),
        listed=listed, listed_as_at=listed_as_at, threshold=rule["threshold"],
    )  # fmt: skip


def _table(code: str, title: str, broken: list[need.Broken]) -> Table:
    return table(code, title, [each.total for each in broken], [each.parts for each in broken])


# ------------------------------------------------------------------------------------- what children need now
def _needs(
    places: tuple[Place, ...],
    every: Mapping[str, tuple[str, ...]],
    local: provision.LocalHomes,
    rule: dict[str, int],
    on: date,
) -> Needs:
    months = whole("needs_profile_months", on)
    age_max = whole("looked_after_age_max", on)
    high = whole("stratum_high_level", on)
    counted = need.needs_now(every, on, months_valid=months, age_max=age_max, high_from=high, **rule)
    told = [counted[place.code] for place in places]
    here = places[0].councils
    proved = {code: provision.added(found, here) for code, found in local.proved.items()}
    claimed = {code: provision.added(found, here).homes for code, found in local.claimed.items()}
    return Needs(
        on=on, months_valid=months, profiles=ledgers.profiles([_counts(each.profiles) for each in told]),
        general=ledgers.general(
            [_counts(each.general.strata) for each in told], _by_domain([each.general.domains for each in told])
        ),
        special=ledgers.special(
            [each.special.children for each in told], [each.special.flags for each in told],
            _by_domain([each.special.domains for each in told]),
            {code: (tally.homes, tally.places, tally.free) for code, tally in proved.items()}, claimed,
        ),
    )  # fmt: skip


def _counts(broken: need.Broken) -> ledgers.Counts:
    return broken.total, broken.parts


def _by_domain(told: list[dict[str, need.Broken]]) -> dict[str, list[ledgers.Counts]]:
    return {code: [_counts(each[code]) for each in told] for code in told[0]}


# ------------------------------------------------------------------------------------- what happened, and how stable
def _measures(found: list[need.Indicators], numbers: dict[str, int], on: date) -> tuple[Measure, ...]:
    words = {
        "many_placements": (
            f"{numbers['placements_min']} placements or more in the year (NI62)",
            f"Of children in care on 31 March, those who had {numbers['placements_min']} or more. Lower is better. "
            f"{parameter('ni62_placements_min', on).source}",
        ),
        "long_in_place": (
            "Long in one home (NI63)",
            f"Of children aged {numbers['age_max']} or under who have been in care for "
            f"{numbers['looked_after_months']} months or more, those who have lived in the same home for "
            f"{numbers['same_place_months']} months or more. Higher is better.",
        ),
        "right_first_time": (
            "Right home, first time",
            "Of new stays, those that lasted, or ended as planned, with no unplanned move within "
            f"{numbers['first_time_days']} days. Read it with the case-mix: it is no league table.",
        ),
        "emergency_starts": (
            "Began in an emergency",
            "Of children who came into care, those who came under police protection or an emergency order.",
        ),
    }
    return tuple(
        Measure(name, definition, tuple(getattr(each, field).words for each in found))
        for field, (name, definition) in words.items()
    )


# ------------------------------------------------------------------------------------- the homes that are there
def _around(place: Place, on: date) -> Around | None:
    if place.kind != "council":
        return None
    confirmed = {group.code: group.members for group in declared_groups(on) if group.status == "confirmed"}
    return Around(place.councils[0], on, confirmed)


def _local(place: Place, local: provision.LocalHomes, on: date) -> Source:
    counted = {kind: _supply(found) for kind, found in local.by_kind.items()}
    return source(counted, KINDS, place.councils, _around(place, on))


def _held_back(place: Place, local: provision.LocalHomes) -> int:
    return sum(number for code, number in local.held_back.items() if code in place.councils)


def _listed(place: Place, on: date) -> tuple[Source | None, date | None]:
    """Nothing where no list was imported."""
    try:
        as_at = release().as_at
    except NotFound:
        return None, None
    found = provision.by_kind_and_authority(as_at, kinds=provision.HOMES_FOR_CHILDREN)
    counted = {kind: _supply(each) for kind, each in found.items()}
    return source(counted, KIND_NAMES, place.councils, _around(place, on)), as_at


def _supply(found: Mapping[str, Any]) -> dict[str, Supply]:
    return {
        code: Supply(tally.homes, tally.places, getattr(tally, "free", None)) for code, tally in found.items()
    }  # fmt: skip
