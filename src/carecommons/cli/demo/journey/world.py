"""What a part of the journey has at hand: the cast, homes with who lives in them, and the moments. Invented data."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from carecommons.decisions.queries import placement
from carecommons.people.roles import Person, Role
from carecommons.provision.actions import note_impact, report_vacancy
from carecommons.provision.queries import providers_of

from ..area import Area
from ..children_fill import Opened
from ..homes_fill import Entered
from ..homes_made import HomesMade
from ..people_made import Cast
from .diary import Diary

THERE = "Talked through with those who live here and with their social workers."


@dataclass
class Told:
    """How much was told: what the demonstration reports of it."""

    placements: int = 0
    moves_planned: int = 0
    referrals: int = 0
    shortlists: int = 0
    decisions: int = 0
    rounds: int = 0
    visits: int = 0
    reviews: int = 0
    own_ratings: int = 0
    contact_times: int = 0
    health_assessments: int = 0
    signs_answered: int = 0
    matching_minutes: int = 0
    notices: int = 0
    stabilisation_meetings: int = 0
    ends: int = 0
    debriefs: int = 0
    notes_carried: int = 0
    eighteen_choices: int = 0
    reviews_of_right: int = 0
    findings: int = 0
    digests: int = 0
    letters_read: int = 0
    letters_unread: int = 0
    questions_waiting: int = 0
    invitations_declined: int = 0
    invitations_open: int = 0
    terms_accepted: int = 0
    details_read: int = 0
    own_orders: int = 0
    meetings: int = 0
    relatives_assessed: int = 0
    approved_for_a_time: int = 0


@dataclass
class World:
    """The first council's world. living: home -> how many are known to live in it; lives_in: child -> home."""

    cast: Cast
    area: Area
    homes: HomesMade
    entered: Entered
    opened: dict[str, Opened]  # by the key of a life
    diary: Diary
    rng: random.Random
    living: Counter[int]
    lives_in: dict[UUID, int]
    reserved: frozenset[int] = frozenset()  # homes whose place is meant for a part that comes later
    told: Told = field(default_factory=Told)
    placements: dict[str, UUID] = field(default_factory=dict)  # by part; "left" and "left again" are two
    players: dict[str, Opened] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return next(iter(self.cast.at))

    def staff(self, role: Role) -> Person:
        """Somebody of the first council, or one of those who sign in beside it."""
        return self.cast.at[self.code][role]

    def runs(self, part: str) -> Person:
        """Whoever runs the home of a part: the manager who signs in, where it is theirs."""
        home_id = placement(self.placements[part]).home_id
        provider = providers_of([home_id])[home_id]
        manager = self.staff(Role.PROVIDER_MANAGER)
        if manager.provider_id == provider:
            return manager
        return Person(role=Role.PROVIDER_MANAGER, id=manager.id, home_ids=frozenset({home_id}), provider_id=provider)

    def free_homes(self) -> list[int]:
        """Children's homes and foster homes in which there is a place, those of the council's own area first."""
        found = [
            index for index, home in enumerate(self.homes.homes)
            if home.kind in ("childrens_home", "foster_household") and not home.restricted
            and home.places > self.living[index] and index not in self.reserved
        ]  # fmt: skip
        return sorted(found, key=lambda index: self.homes.homes[index].spot.authority != self.code)

    def say_free(self, places: tuple[int, ...], *, at: datetime) -> None:
        """Each of these homes says that it has one place, if it has, and that those who live there are asked."""
        for index in places:
            home = self.homes.homes[index]
            officer = self.cast.at[home.spot.authority][Role.PLACEMENT_OFFICER]
            home_id = self.entered.homes[index]
            report_vacancy(home_id=home_id, free=min(1, home.places - self.living[index]), by=officer, at=at)
            if self.living[index]:
                note_impact(home_id=home_id, answer="acceptable", words=THERE, by=officer, at=at)

    def moved(self, one: Opened, index: int | None) -> None:
        """A child lives elsewhere now; None: in no home of the register's own."""
        before = self.lives_in.pop(one.id, None)
        if before is not None:
            self.living[before] -= 1
        if index is not None:
            self.lives_in[one.id] = index
            self.living[index] += 1
