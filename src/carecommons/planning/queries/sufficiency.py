"""What can be met as local as possible: the generalist ledger of one council, stratum by stratum, level by level.

Nothing here reads the ledger of specialist need, and no figure of the two is ever added. Source: handbook B4, B6, B7.
"""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from carecommons.children.needs import DOMAINS
from carecommons.common.suppress import Shown
from carecommons.decisions.counts.shortfall import Evidence
from carecommons.people.roles import Person

from .. import sufficiency as heart
from ..audit import Place
from ..gap_told import LEVEL_CODES, Gap, Range, level_places, range_of, tell_gap
from ..ledgers import STRATUM_WORDS
from ..strata import PARTS, Paths
from .asked import across_councils
from .beside import Basis, basis

__all__ = ["SufficiencyAnswer", "sufficiency"]

HIGH = ("3", "4")


@dataclass(frozen=True, slots=True)
class SufficiencyAnswer:
    """The general ledger of one council. reach: the level up to which homes are counted together, as travel says.

    strata: G1 and G2, each by itself; not_told: children of whom some level is not known, by date; parts: children
    who need help of the high level in a part of life, each by itself, at the last date. evidence: of the time between
    from_day and to_day.
    """

    place: Place
    choices: tuple[Place, ...]
    asked_on: date
    as_at: date
    forecast: bool
    when: str
    proxy: str
    reach: str
    travel: str
    strata: tuple[Gap, ...]
    not_told: tuple[Range, ...]
    parts: tuple[tuple[str, str, Range], ...]
    evidence: Evidence
    from_day: date
    to_day: date
    occupancy_percent: int
    profile_strength: int
    threshold: int

    @property
    def headline(self) -> str:
        """The finding in one sentence, from printed figures only."""
        said = []
        for each in self.strata:
            gap, need = each.last.counted.median, each.last.need.median
            if gap.value is None or need.value is None:
                said.append(f"{each.code}: too few to print")
            elif gap.value == 0:
                said.append(f"{each.code}: usable places for all {need.words} children")
            else:
                said.append(f"{each.code}: {gap.words} of {need.words} children without a usable place")
        return "; ".join(said)


@across_councils
def sufficiency(
    *, place: str | None, reach: str | None, by: Person, at: datetime, given: Paths | None = None
) -> SufficiencyAnswer:
    """One council. reach: L1 to L4, how far the asker chose that children may travel; None: not out of the council.

    given: a forecast made for this question. Raises as `audit` does, NotFound("not_a_council") or ("level_unknown").
    """
    found = basis(place=place, reach=reach, given=given, by=by, at=at)
    gaps = heart.gaps(found.needs, found.homes, reach=found.reach, occupancy=found.occupancy / 100)
    return SufficiencyAnswer(
        place=found.place, choices=found.councils, asked_on=found.ask.on, as_at=found.paths.as_at,
        forecast=found.paths.forecast, when=found.when, proxy=found.proxy, reach=LEVEL_CODES[found.reach],
        travel=found.travel, strata=tuple(_told(each, found) for each in gaps), not_told=_not_told(found),
        parts=_parts(found), evidence=found.evidence["general"], from_day=found.from_day, to_day=found.to_day,
        occupancy_percent=found.occupancy, profile_strength=found.strength, threshold=found.rule.threshold,
    )  # fmt: skip


def _told(gap: heart.StratumGap, found: Basis) -> Gap:
    behind = found.told.general.strata.parts[gap.code]
    return tell_gap(
        gap.code, STRATUM_WORDS[gap.code], gap.dates, gap.need, [each.gap for each in gap.levels], gap.counted,
        [level_places(each.level, each.places, found.rule) for each in gap.levels], gap.counted_places, found.rule,
        (behind,),
    )  # fmt: skip


def _not_told(found: Basis) -> tuple[Range, ...]:
    behind = found.told.general.strata.parts["unknown"]
    children = found.needs.stratum("unknown").sum((2, 3))
    return tuple(range_of(children[:, m], found.rule, (behind,)) for m in range(children.shape[1]))


def _parts(found: Basis) -> tuple[tuple[str, str, Range], ...]:
    def behind(code: str) -> tuple[Shown, ...]:
        return tuple(found.told.general.domains[code].parts[level] for level in HIGH)

    return tuple(
        (domain.code, domain.name, range_of(
            np.asarray(found.needs.high[:, -1, PARTS.index(domain.code)]), found.rule, behind(domain.code)
        ))
        for domain in DOMAINS
    )  # fmt: skip
