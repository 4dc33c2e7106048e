"""The audit as values: need through the doors of `children`, provision through the counts of `provision`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carecommons.children import counts as need
from carecommons.common.errors import NotFound
from carecommons.common.places import groups as declared_groups
from carecommons.constitution.parameters import parameter, whole
from carecommons.people.roles import Person
from carecommons.provision import counts as provision
from carecommons.provision.homes import KINDS
from carecommons.provision.public_list.words import KIND_NAMES
from carecommons.provision.queries import release

from .. import ledgers
from ..audit import DIMENSIONS, Measure, Place, Table, head, headline, table
from ..ledgers import Needs
from ..supply import Around, Source, Supply, source
from .asked import across_councils, asked

__all__ = ["LIVED", "Audit", "around_of", "audit", "measures"]

LIVED = {
    "starts": "Children who came into care, by month",
    "ends": "Children who left care, by month",
    "moves": "Moves from home to home, by month",
    "starts_by_need": "Why children came into care",
    "ends_by_reason": "How care ended",
    "moves_by_reason": "Why children moved",
}


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything on the page. places: the one that is audited, then the one that it is compared with, then those
    above it; cells stand in that order. other: the one compared; None also where it sent no return of that year.
    heads, needs_heads: a column's head for each place, which says how many councils sent the return of the year, and
    how many keep records here.

    needs is of today; need and what follows are of the return of the year. local and listed are two sources
    about homes, never added up; listed None: no list was imported.
    """

    places: tuple[Place, ...]
    heads: tuple[str, ...]
    needs_heads: tuple[str, ...]
    other: Place | None
    other_absent: Place | None
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


@across_councils
def audit(*, place: str | None, year: int | None, by: Person, at: datetime, other: str | None = None) -> Audit:
    """The audit of one place in one collection year (the year to 31 March `year`), perhaps beside another place.

    place None: the person's own council where it has a return, else the first that has. year None: the newest.
    Raises NoReturns, NotFound("place_unknown"), NotFound("no_returns_here"), NotFound("year_unknown").
    """
    ask = asked(place=place, other=other, by=by, at=at)
    wanted = ask.check_year(year)
    # A place that sent nothing is left out: a nought would say that nobody is in care there.
    places = tuple(each for each in ask.places if ask.sent(each, wanted))
    counted = ask.counted()[wanted]
    told = [counted[each.code] for each in places]
    local = provision.local_homes(at=at)
    recording = need.councils_recording()
    listed, listed_as_at = _listed(ask.place, ask.on)
    return Audit(
        places=places, heads=tuple(head(each, len(ask.sent(each, wanted))) for each in places),
        needs_heads=tuple(head(each, len(recording.intersection(each.councils))) for each in places),
        other=ask.other if ask.other in places else None,
        other_absent=None if ask.other in places else ask.other, choices=ask.choices, year=wanted, years=ask.years,
        as_at=date(wanted, 3, 31), councils_counted=len(ask.sent(ask.place, wanted)),
        councils_in_all=len(ask.place.councils),
        headline=headline(told[0].need["age_band"].total, told[0].need["area"].parts),
        needs=_needs(places, {each.code: each.councils for each in ask.choices}, local, ask.rule, ask.on),
        need=tuple(_table(name, title, [each.need[name] for each in told]) for name, title in DIMENSIONS.items()),
        **{name: _table(name, title, [getattr(each.lived, name) for each in told]) for name, title in LIVED.items()},
        measures=measures([each.indicators for each in told], ask.cuts, ask.on),
        local=_local(ask.place, local, ask.on), local_held_back=_held_back(ask.place, local),
        listed=listed, listed_as_at=listed_as_at, threshold=ask.rule["threshold"],
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
def measures(found: Sequence[need.Indicators], cuts: need.Cuts, on: date) -> tuple[Measure, ...]:
    """The indicators of stability with their definitions; cells in the order of `found`."""
    words = {
        "many_placements": (
            f"{cuts.placements_min} placements or more in the year (NI62)",
            f"Of children in care on 31 March, those who had {cuts.placements_min} or more. Lower is better. "
            f"{parameter('ni62_placements_min', on).source}",
        ),
        "long_in_place": (
            "Long in one home (NI63)",
            f"Of children aged {cuts.age_max} or under who have been in care for "
            f"{cuts.looked_after_months} months or more, those who have lived in the same home for "
            f"{cuts.same_place_months} months or more. Higher is better.",
        ),
        "right_first_time": (
            "Right home, first time",
            "Of new stays, those that lasted, or ended as planned, with no unplanned move within "
            f"{cuts.first_time_days} days. Read it with the case-mix: it is no league table.",
        ),
        "emergency_starts": (
            "Began in an emergency",
            "Of children who came into care, those who came under police protection or an emergency order.",
        ),
    }
    return tuple(
        Measure(
            code, name, definition, tuple(getattr(each, code).words for each in found),
            tuple(getattr(each, code).percent for each in found),
        )
        for code, (name, definition) in words.items()
    )  # fmt: skip


# ------------------------------------------------------------------------------------- the homes that are there
def around_of(place: Place, on: date) -> Around | None:
    """How near other councils are to a single council, its confirmed groups as adjoining; None for wider places."""
    if place.kind != "council":
        return None
    confirmed = {group.code: group.members for group in declared_groups(on) if group.status == "confirmed"}
    return Around(place.councils[0], on, confirmed)


def _local(place: Place, local: provision.LocalHomes, on: date) -> Source:
    counted = {kind: _supply(found) for kind, found in local.by_kind.items()}
    return source(counted, KINDS, place.councils, around_of(place, on))


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
    return source(counted, KIND_NAMES, place.councils, around_of(place, on)), as_at


def _supply(found: Mapping[str, Any]) -> dict[str, Supply]:
    return {
        code: Supply(tally.homes, tally.places, getattr(tally, "free", None)) for code, tally in found.items()
    }  # fmt: skip
