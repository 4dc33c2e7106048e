"""What a planner asked for: a place, perhaps another beside it, and a year; and the returns counted for all of them.

Every place and every year that anybody may ask for is counted together, so that what one page prints no other page
gives away (`children.counts.years_counted`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.utils import timezone

from carecommons.children import counts as need
from carecommons.common.errors import NotFound
from carecommons.common.walls import seeing_all
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person

from ..audit import Place, above, choices, place_of
from ..foreseen import homes_told_apart

__all__ = ["SEE", "Asked", "NoReturns", "across_councils", "asked"]

SEE = "planning.see_audit"
P = ParamSpec("P")
Found = TypeVar("Found")


class NoReturns(NotFound):
    """Nothing can be audited before a return was imported."""

    def __init__(self) -> None:
        super().__init__(
            "no_returns",
            "No return has been imported yet, so there is nothing to count. Import one on the page of returns, "
            "or with: carecommons returns import --authority CODE FOLDER",
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """place: what is audited; other: what it is compared with; choices: what may be asked for.

    known: the years that each council sent. every: each place that may be asked for, with its councils.
    """

    place: Place
    other: Place | None
    choices: tuple[Place, ...]
    known: Mapping[str, tuple[int, ...]]
    on: date

    @property
    def places(self) -> tuple[Place, ...]:
        """The place, the one compared, and those above the place, each once."""
        beside = (self.other,) if self.other else ()
        return tuple({each.code: each for each in (self.place, *beside, *above(self.place, self.on))}.values())

    @property
    def years(self) -> tuple[int, ...]:
        return self.years_of(self.place)

    def years_of(self, place: Place) -> tuple[int, ...]:
        """The years of which some council of the place sent a return."""
        return tuple(sorted({year for code in place.councils for year in self.known.get(code, ())}))

    def sent(self, place: Place, year: int) -> tuple[str, ...]:
        """The councils of the place that sent the return of that year."""
        return tuple(code for code in place.councils if year in self.known.get(code, ()))

    @property
    def rule(self) -> dict[str, int]:
        """The rule in force today suppresses every year that is shown: an old year is not shown by an old rule."""
        return {
            "threshold": whole("suppression_threshold", self.on),
            "round_to": whole("suppression_round_to", self.on),
        }

    @property
    def cuts(self) -> need.Cuts:
        return need.Cuts(
            distance_cut_miles=whole("distance_statistics_miles", self.on),
            placements_min=whole("ni62_placements_min", self.on),
            age_max=whole("ni63_age_max", self.on),
            looked_after_months=whole("ni63_looked_after_months", self.on),
            same_place_months=whole("ni63_same_place_months", self.on),
            first_time_days=whole("first_time_right_days", self.on),
            homes=homes_told_apart(),
        )

    def counted(self) -> dict[int, dict[str, need.Counted]]:
        """By year and place: every year and every place at once."""
        years = sorted({year for sent in self.known.values() for year in sent})
        groups = {year: {each.code: self.sent(each, year) for each in self.choices} for year in years}
        return need.years_counted(groups, self.cuts, **self.rule)

    def check_year(self, year: int | None) -> int:
        """The year that was asked for, or the newest. Raises NotFound("year_unknown")."""
        if year is not None and year not in self.years:
            held = ", ".join(map(str, self.years))
            raise NotFound("year_unknown", f"The returns held for {self.place.name} end in {held}.")
        return year or self.years[-1]


def across_councils(query: Callable[P, Found]) -> Callable[P, Found]:
    """A query of the audit: asked by those who may, and shown every council's rows while it counts them."""

    @wraps(query)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Found:
        check_may(cast(Person, kwargs["by"]), SEE)
        with seeing_all("the audit counts children of every council, and suppresses what it shows"):
            return query(*args, **kwargs)

    return answered


def asked(*, place: str | None, other: str | None, by: Person, at: datetime) -> Asked:
    """place None: the person's own council where it has a return, else the first that has.

    other: the place to compare with; None or the place itself: none.
    Raises NoReturns, NotFound("place_unknown"), NotFound("no_returns_here").
    """
    check_may(by, SEE)
    on = timezone.localdate(at)
    known = need.known_years()
    if not known:
        raise NoReturns()
    offered = choices(list(known), on)
    chosen = _offered(place or f"council:{_first(by, known)}", offered, on)
    beside = _offered(other, offered, on) if other else None
    return Asked(chosen, beside if beside != chosen else None, offered, known, on)


def _offered(code: str, offered: tuple[Place, ...], on: date) -> Place:
    chosen = place_of(code, on)
    if chosen not in offered:
        raise NotFound(
            "no_returns_here",
            f"No return of {chosen.name} is held here, so nothing can be counted. Choose another place, or import one.",
        )
    return chosen


def _first(by: Person, known: Mapping[str, tuple[int, ...]]) -> str:
    return next((code for code in sorted(by.authorities) if code in known), sorted(known)[0])
