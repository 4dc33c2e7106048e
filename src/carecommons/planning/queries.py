"""The audit as values: need through the two doors of `children`, provision through the counts of `provision`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carecommons.children import counts as need
from carecommons.common.errors import NotFound
from carecommons.common.places import Level, groups
from carecommons.constitution.parameters import parameter, whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision import counts as provision
from carecommons.provision.public_list.words import KIND_NAMES
from carecommons.provision.queries import release

from .audit import (
    DIMENSIONS,
    Measure,
    Nearness,
    Place,
    Provided,
    Table,
    above,
    choices,
    headline,
    place_of,
    table,
)

__all__ = ["Audit", "NoReturns", "audit"]

SEE = "planning.see_audit"
LEVEL_WORDS = {
    Level.SAME: "In the same council",
    Level.ADJOINING: "In an adjoining council, or a declared group",
    Level.REGION: "Elsewhere in the region",
    Level.NATION: "Elsewhere in England",
}


class NoReturns(NotFound):
    """Nothing can be audited before a return was imported."""

    def __init__(self) -> None:
        super().__init__(
            "no_returns",
            "No return has been imported yet, so there is nothing to count. Import one with: "
            "carecommons returns import --authority CODE FOLDER",
        )


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything on the page. places: the one that is audited, then those above it; cells stand in that order."""

    places: tuple[Place, ...]
    choices: tuple[Place, ...]
    year: int
    years: tuple[int, ...]
    as_at: date
    councils_counted: int
    councils_in_all: int
    headline: str
    need: tuple[Table, ...]
    starts: Table
    ends: Table
    moves: Table
    starts_by_need: Table
    ends_by_reason: Table
    moves_by_reason: Table
    measures: tuple[Measure, ...]
    provision_as_at: date | None
    provided: tuple[Provided, ...]
    nearness: tuple[Nearness, ...]
    threshold: int

    @property
    def place(self) -> Place:
        return self.places[0]


def audit(*, place: str | None, year: int | None, by: Person, on: date) -> Audit:
    """The audit of one place in one collection year (the year to 31 March `year`).

    place None: the person's own council where it has a return, else the first that has. year None: the newest.
    Raises NoReturns, NotFound("place_unknown"), NotFound("year_unknown").
    """
    check_may(by, SEE)
    known = need.known_years()
    if not known:
        raise NoReturns()
    chosen = place_of(place or f"council:{_first(by, known)}", on)
    here = tuple(code for code in chosen.councils if code in known)
    years = tuple(sorted({each for code in here for each in known[code]}))
    if not years:
        raise NoReturns()
    if year is not None and year not in years:
        raise NotFound("year_unknown", f"The returns held for {chosen.name} end in {', '.join(map(str, years))}.")
    newest = year or years[-1]
    places = (chosen, *above(chosen, on))
    return _audit(places, choices(list(known), on), newest, years, counted=len(here), on=on)


def _first(by: Person, known: dict[str, tuple[int, ...]]) -> str:
    return next((code for code in sorted(by.authorities) if code in known), sorted(known)[0])


def _audit(
    places: tuple[Place, ...], offered: tuple[Place, ...], year: int, years: tuple[int, ...], *, counted: int, on: date
) -> Audit:
    # The rule in force today suppresses every year that is shown: an old year is not shown by an old rule.
    rule = {"threshold": whole("suppression_threshold", on), "round_to": whole("suppression_round_to", on)}
    as_at = date(year, 3, 31)
    asked = {place.code: place.councils for place in places}
    cut = whole("distance_statistics_miles", on)
    told = need.need_on(as_at, asked, distance_cut_miles=cut, **rule)
    lived = need.year_of_care(year, asked, **rule)
    codes = [place.code for place in places]
    provided, nearness, listed = _provision(places[0], on)

    def of_year(field: str, title: str) -> Table:
        broken = [getattr(lived[code], field) for code in codes]
        made = table(field, [each.total for each in broken], [each.parts for each in broken])
        return Table(made.code, title, made.rows, made.total)

    first = told[codes[0]]
    return Audit(
        places=places, choices=offered, year=year, years=years, as_at=as_at, councils_counted=counted,
        councils_in_all=len(places[0].councils), headline=headline(first["age_band"].total, first["area"].parts),
        need=tuple(
            table(name, [told[code][name].total for code in codes], [told[code][name].parts for code in codes])
            for name in DIMENSIONS
        ),
        starts=of_year("starts", "Children who came into care, by month"),
        ends=of_year("ends", "Children who left care, by month"),
        moves=of_year("moves", "Moves from home to home, by month"),
        starts_by_need=of_year("starts_by_need", "Why children came into care"),
        ends_by_reason=of_year("ends_by_reason", "How care ended"),
        moves_by_reason=of_year("moves_by_reason", "Why children moved"),
        measures=_measures(year, asked, codes, rule, on), provision_as_at=listed, provided=provided,
        nearness=nearness, threshold=rule["threshold"],
    )  # fmt: skip


def _measures(
    year: int, asked: dict[str, tuple[str, ...]], codes: Sequence[str], rule: dict[str, int], on: date
) -> tuple[Measure, ...]:
    placements, days = whole("ni62_placements_min", on), whole("first_time_right_days", on)
    age, months = whole("ni63_age_max", on), whole("ni63_looked_after_months", on)
    stayed = whole("ni63_same_place_months", on)
    found = need.indicators(
        year, asked, placements_min=placements, age_max=age, looked_after_months=months, same_place_months=stayed,
        first_time_days=days, **rule,
    )  # fmt: skip
    words = {
        "many_placements": (
            f"{placements} placements or more in the year (NI62)",
            f"Of children in care on 31 March, those who had {placements} or more. Lower is better. "
            f"{parameter('ni62_placements_min', on).source}",
        ),
        "long_in_place": (
            "Long in one home (NI63)",
            f"Of children aged {age} or under who have been in care for {months} months or more, those who have "
            f"lived in the same home for {stayed} months or more. Higher is better.",
        ),
        "right_first_time": (
            "Right home, first time",
            f"Of new stays, those that lasted, or ended as planned, with no unplanned move within {days} days. "
            "Read it with the case-mix: it is no league table.",
        ),
        "emergency_starts": (
            "Began in an emergency",
            "Of children who came into care, those who came under police protection or an emergency order.",
        ),
    }
    return tuple(
        Measure(name, definition, tuple(getattr(found[code], field).words for code in codes))
        for field, (name, definition) in words.items()
    )


def _provision(place: Place, on: date) -> tuple[tuple[Provided, ...], tuple[Nearness, ...], date | None]:
    """Homes and places in the area and, for one council, by nearness; nothing where no list was imported."""
    try:
        as_at = release().as_at
    except NotFound:
        return (), (), None
    provided = []
    for kind in provision.HOMES_FOR_CHILDREN:
        by_council = provision.by_authority(as_at, kinds=[kind])
        found = [by_council[code] for code in place.councils if code in by_council]
        known = [tally.places for tally in found if tally.places is not None]
        provided.append(
            Provided(
                kind, KIND_NAMES.get(kind, kind), sum(tally.homes for tally in found), sum(known) if known else None
            )
        )
    nearness: tuple[Nearness, ...] = ()
    if place.kind == "council":
        declared = {group.code: group.members for group in groups(on) if group.status == "confirmed"}
        levels = provision.by_level(place.councils[0], as_at, kinds=provision.HOMES_FOR_CHILDREN, groups=declared)
        nearness = tuple(
            Nearness(int(level), LEVEL_WORDS[level], tally.homes, tally.places) for level, tally in levels.items()
        )
    return tuple(provided), nearness, as_at
