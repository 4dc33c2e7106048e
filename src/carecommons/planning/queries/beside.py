"""What both ledgers of need stand on: one council, its paths, its profiled children, and the homes as it sees them.

Neither ledger is made here. Counts of children come suppressed from `children.counts` or raw from `flows`; what is made
of the raw ones is rounded or withheld before it leaves (`gap_told`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from carecommons.children import counts as need
from carecommons.children.flows import ProfiledChildren
from carecommons.common.errors import NotFound
from carecommons.common.places import Level
from carecommons.common.remembered import Remembered
from carecommons.common.suppress import Shown
from carecommons.constitution.parameters import whole
from carecommons.decisions.counts.shortfall import Evidence, Shortfall, not_registered, shortfall
from carecommons.decisions.flows import HomeLivedIn, homes_lived_in, profiled
from carecommons.people.roles import Person

from ..audit import Place
from ..forecast.streams import stream
from ..gap_told import LEVEL_CODES, Rule
from ..strata import AGES, KINDS, Needs, Paths, Profiled, band_of, needs_of
from ..supply import LEVEL_NAMES, Around
from ..usable import Home
from .asked import Asked, asked
from .audited import around_of
from .paths import SEED, paths_of

__all__ = ["Basis", "Signal", "basis", "reach_of", "signals"]

CATEGORY = {
    "connected_person": "fostering", "foster_household": "fostering", "childrens_home": "residential",
    "special_school_registered_as_home": "residential", "supported_accommodation": "supported",
}  # fmt: skip
NO_FORECAST = "No forecast was made yet. What stands here is today’s need."
NO_ROOM_HOLDS = "nothing here records it"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that points to unmet specialist need, and is never capability. figure None: nothing here records it."""

    code: str
    words: str
    figure: Shown | None


@dataclass(frozen=True, slots=True)
class Basis:
    """Of one council. told: its children's needs as printed, on which the figures stand; proxy, travel, when: words.

    children: in care at the end of the newest return; profiled: of those with a record here, with a current profile.
    """

    ask: Asked
    reach: Level
    needs: Needs
    homes: tuple[Home, ...]
    told: need.NeedsNow
    paths: Paths
    rule: Rule
    occupancy: int
    strength: int
    children: Shown
    profiled: Shown
    evidence: Mapping[str, Evidence]
    from_day: date
    to_day: date

    @property
    def place(self) -> Place:
        return self.ask.place

    @property
    def councils(self) -> tuple[Place, ...]:
        return tuple(each for each in self.ask.choices if each.kind == "council")

    @property
    def proxy(self) -> str:
        """How much is known of the children themselves, and what stands in for the rest."""
        return (
            f"{self.profiled.words} of {self.children.words} children have a current profile; for the others the share "
            "among them was taken, of the same kind of home and age where there are enough. The fewer have a profile, "
            "the wider the interval."
        )

    @property
    def travel(self) -> str:
        """How far children may travel for this answer, and that somebody chose it."""
        if self.reach is Level.SAME:
            return f"Only homes in {self.place.name} are counted: nobody chose that children travel."
        return (
            f"Whoever asked chose that children may travel: homes up to {LEVEL_CODES[self.reach]} "
            f"({LEVEL_NAMES[self.reach].lower()}) are counted together."
        )

    @property
    def when(self) -> str:
        """Whether this is a forecast, and of which day."""
        day = f"{self.paths.as_at:%-d %B %Y}"
        return f"Forecast made on {day}." if self.paths.forecast else f"{NO_FORECAST} Children in care on {day}."


def reach_of(typed: str | None) -> Level:
    """The level that was asked for, as L1 to L4; nothing typed: the council's own homes. Raises NotFound."""
    found = next((level for level, code in LEVEL_CODES.items() if code == (typed or "L1")), None)
    if found is None:
        raise NotFound(
            "level_unknown",
            "How far children may travel is one of L1 (the same council), L2 (an adjoining council or declared group), "
            "L3 (the region) and L4 (the country).",
        )
    return found


def basis(
    *, place: str | None, reach: str | None, given: Paths | None, by: Person, at: datetime
) -> Basis:  # fmt: skip
    """Raises as `audit` does, NotFound("not_a_council") for wider places, and NotFound("level_unknown")."""
    ask = asked(place=place, other=None, by=by, at=at)
    level, on = reach_of(reach), ask.on
    if ask.place.kind != "council":
        raise NotFound(
            "not_a_council",
            f"Need and places are set side by side council by council, so that no council’s homes fill another’s want. "
            f"{ask.place.name} is a {ask.place.kind}: choose one of its councils.",
        )
    (council,) = ask.place.councils
    paths = paths_of(council, given=given, age_max=whole("looked_after_age_max", on))
    strength = whole("profile_share_strength", on)
    needs = needs_of(
        paths, _profiled(profiled((council,), at=at)), strength=strength, rng=stream(SEED, council, "who needs what")
    )
    told = need.needs_now(
        {each.code: each.councils for each in ask.choices}, on, months_valid=whole("needs_profile_months", on),
        age_max=whole("looked_after_age_max", on), high_from=whole("stratum_high_level", on), **ask.rule,
    )[ask.place.code]  # fmt: skip
    found = _shortfall(ask)
    return Basis(
        ask=ask, reach=level, needs=needs, homes=_homes(homes_lived_in(at=at), ask, on), told=told, paths=paths,
        rule=Rule(**ask.rule), occupancy=whole("matching_occupancy_percent", on), strength=strength,
        children=ask.counted()[ask.years[-1]][ask.place.code].need["age_band"].total,
        profiled=told.profiles.parts["Current"], evidence=found.councils[council], from_day=found.from_day,
        to_day=found.to_day,
    )  # fmt: skip


def signals(found: Basis, at: datetime) -> tuple[Signal, ...]:
    """What points to unmet specialist need, as far as a room holds it."""
    ask = found.ask
    counted = ask.counted()[ask.years[-1]][ask.place.code].need
    miles = whole("distance_statistics_miles", ask.on)
    (council,) = ask.place.councils
    unregistered = not_registered(_councils(ask), at=at, **ask.rule)[council]
    return (
        Signal("far", f"Live {miles} miles or more from home", counted["distance"].parts.get(f"{miles} miles or more")),
        Signal("outside", "Live outside the council’s area", counted["area"].parts.get("Outside the council's area")),
        Signal(
            "at_a_distance",
            "Choices of a home outside the area and not in an adjoining council, for children with a specialist need",
            found.evidence["special"].far.parts["At a distance"],
        ),
        Signal("unregistered", "Live in a place that is not registered", unregistered.parts["Not registered"]),
        Signal("ratio", "Two, three or four staff to one child, day and night", None),
        Signal("solo", "Live alone with staff in a home for one child", None),
    )  # fmt: skip


# ------------------------------------------------------------------------------------- from flows to the heart
def _profiled(found: ProfiledChildren) -> Profiled:
    band = np.array([band_of(int(each)) for each in found.years], np.int64)
    kind = np.array(
        [KINDS.index(CATEGORY.get(str(each), "other")) if each else len(KINDS) for each in found.kind], np.int64
    )
    # Help in a part of life is of the general ledger: children with a specialist need are not in it.
    general = found.high & ~found.flags.any(axis=1, keepdims=True)

    def counts(rows: np.ndarray) -> np.ndarray:
        made = np.zeros((len(AGES), len(KINDS) + 1, rows.shape[1]), np.int64)
        np.add.at(made, (band, kind), rows.astype(np.int64))
        return made

    return Profiled(counts(np.eye(4, dtype=np.int64)[found.stratum]), counts(found.flags), counts(general))


def _homes(found: tuple[HomeLivedIn, ...], ask: Asked, on: date) -> tuple[Home, ...]:
    around, high = around_of(ask.place, on), whole("stratum_high_level", on)
    assert around is not None, "a council has levels around it"
    return tuple(_home(each, around, ask.place.councils[0], high) for each in found)


def _home(home: HomeLivedIn, around: Around, council: str, high: int) -> Home:
    lived_in = sum(home.lived_in_by.values())
    return Home(
        level=around.level(home.council), kind=KINDS.index(CATEGORY.get(home.kind, "other")), ages=home.ages,
        registered=home.registered, staffed=home.staffed, lived_in=lived_in,
        by_others=lived_in - home.lived_in_by.get(council, 0), named=home.named, proved=home.proved,
        exists_for=home.exists_for, high=home.meets is not None and home.meets >= high,
    )  # fmt: skip


# ------------------------------------------------------------------------------------- evidence
_SHORTFALL: Remembered[Shortfall] = Remembered(2)


def _shortfall(ask: Asked) -> Shortfall:
    """Of quarters that are over, as they stood: counted once a day."""
    councils = _councils(ask)
    return _SHORTFALL.get((ask.on, councils), lambda: shortfall(councils, on=ask.on))


def _councils(ask: Asked) -> tuple[str, ...]:
    """Every council that may ever be printed here."""
    return tuple(sorted({*ask.known, *need.councils_recording()}))
