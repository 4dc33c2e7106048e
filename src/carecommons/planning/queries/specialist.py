"""What must be as specialist as necessary: the specialist ledger of one council, need by need, level by level.

Nothing here reads the general ledger, and no figure of the two is ever added; nor are two needs. Staff to a child, a
home for one child, a place that is not registered and distance point to need that is not met: they are told as signals
and no capability is read from them. Source: handbook B4, B6, B7, B8, B9.
"""

from dataclasses import dataclass
from datetime import date, datetime

from carecommons.children.needs import FLAGS
from carecommons.decisions.counts.shortfall import Evidence
from carecommons.people.roles import Person

from .. import specialist as heart
from ..audit import Place
from ..gap_told import LEVEL_CODES, Gap, level_places, tell_gap
from ..strata import Paths
from .asked import across_councils
from .beside import Basis, Signal, basis, signals

__all__ = ["SpecialistAnswer", "specialist"]


@dataclass(frozen=True, slots=True)
class SpecialistAnswer:
    """The specialist ledger of one council. needs: each by itself, in the handbook's order, and never added up."""

    place: Place
    choices: tuple[Place, ...]
    asked_on: date
    as_at: date
    forecast: bool
    when: str
    proxy: str
    reach: str
    travel: str
    needs: tuple[Gap, ...]
    evidence: Evidence
    signals: tuple[Signal, ...]
    from_day: date
    to_day: date
    occupancy_percent: int
    profile_strength: int
    threshold: int

    @property
    def headline(self) -> str:
        """The finding in one sentence, from printed figures only."""
        none = [each for each in self.needs if not each.nearest and each.last.need.median.value != 0]
        here = sum(each.nearest == "L1" for each in self.needs)
        if not none:
            return f"{here} of {len(self.needs)} specialist needs have a home in {self.place.name} that has proved it"
        number = "One specialist need has" if len(none) == 1 else f"{len(none)} specialist needs have"
        return f"{number} no home at any level that has proved that it can meet it"


@across_councils
def specialist(
    *, place: str | None, reach: str | None, by: Person, at: datetime, given: Paths | None = None
) -> SpecialistAnswer:
    """One council. reach and given, and what is raised: as for `sufficiency`."""
    found = basis(place=place, reach=reach, given=given, by=by, at=at)
    gaps = heart.gaps(found.needs, found.homes, reach=found.reach, occupancy=found.occupancy / 100)
    return SpecialistAnswer(
        place=found.place, choices=found.councils, asked_on=found.ask.on, as_at=found.paths.as_at,
        forecast=found.paths.forecast, when=found.when, proxy=found.proxy, reach=LEVEL_CODES[found.reach],
        travel=found.travel, needs=tuple(_told(each, found) for each in gaps), evidence=found.evidence["special"],
        signals=signals(found, at), from_day=found.from_day, to_day=found.to_day, occupancy_percent=found.occupancy,
        profile_strength=found.strength, threshold=found.rule.threshold,
    )  # fmt: skip


def _told(gap: heart.NeedGap, found: Basis) -> Gap:
    behind = found.told.special.flags[gap.code]
    return tell_gap(
        gap.code, FLAGS[gap.code], gap.dates, gap.need, [each.gap for each in gap.levels], gap.counted,
        [level_places(each.level, each.places, found.rule, each.claimed) for each in gap.levels], gap.counted_places,
        found.rule, (behind,),
    )  # fmt: skip
