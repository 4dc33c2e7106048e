"""Who plays which part in what the demonstration tells, and in which homes. Chosen before any record is opened.

A part goes to a child who fits its home by age and sex and has been in care for long enough; a small world may have
nobody for some of them, and then that part is not told. Units: days before the demonstration's own moment.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..children_made import age_in_years
from ..homes_made import HomeMade, HomesMade
from ..process import Life, Stay, birthday, stay_on

BEGAN = 200  # how long ago everybody began to work here: homes were entered, criteria stood in force
TRIED_PER_PART = 4
FAMILY_KEYS = 4
PLACES_OF_CARER = 2
OTHERS = 2  # homes that say beside the first that they have a place
FAMILIES, STAFFED = "foster_household", "childrens_home"
GROWN = (20, 170)  # days from now to the 18th birthday of somebody whose next home is spoken of
POOLS = ("foster_own", "foster_agency", "home", "lodging")


@dataclass(frozen=True, slots=True)
class Part:
    """One part. keys: children who fit, the first first; homes: the one to live in, then others that had a place.

    then: for a part with a second home, that home and others beside it. first_day: days ago.
    """

    name: str
    keys: tuple[str, ...]
    homes: tuple[int, ...]
    first_day: int
    then: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Casting:
    """The parts by name, the provider who signs in, and the foster home whose carer does. family: with relatives."""

    parts: dict[str, Part]
    provider: int
    foster_home: int
    family: tuple[str, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Everybody whose needs must be on record before the first of these moves."""
        return frozenset((*self.family, *(key for part in self.parts.values() for key in part.keys)))


def choose(lives: list[Life], homes: HomesMade, code: str, *, returned_on: date, now: date, seed: int) -> Casting:
    """Cast the parts among the children of one council. The same arguments give the same parts."""
    rooms = _Rooms(lives, homes, code, returned_on)
    runs = Counter(home.provider for home in homes.homes if home.kind == STAFFED).most_common(1)[0][0]
    # The carer who signs in has a place left when a child has come, so that they are asked for others too.
    families = sorted(rooms.free(FAMILIES), key=lambda each: rooms.left[each] < PLACES_OF_CARER)
    foster = next(iter(families), next(i for i, home in enumerate(homes.homes) if home.kind == FAMILIES))
    rng = random.Random(f"{seed} parts")  # noqa: S311 - invented data, not a secret
    people = _People(lives, code, returned_on, now, rng)
    theirs = rooms.free(STAFFED, first=runs)
    wanted: tuple[tuple[str, int, tuple[int, ...], Callable[[float, int], bool], bool], ...] = (
        ("speaks", 150, theirs, _between(12, 16), False),
        ("with_carers", 98, (foster,), _between(6, 15), False),
        ("left", 170, theirs, _between(9, 16), True),
        ("stays_put", 126, tuple(each for each in families if each != foster), _grown, False),
        ("stays_close", 119, theirs, _grown, False),
        ("council_notice", 112, theirs, _between(8, 17), False),
    )
    parts: dict[str, Part] = {}
    for name, first_day, open_to, fits, moves_on in wanted:
        lived_in = {part.homes[0] for part in parts.values()}
        for home in sorted(open_to, key=lambda each: each in lived_in):  # a home for each, as long as there are enough
            keys = people.take(homes.homes[home], fits, now - timedelta(days=first_day))
            if keys and rooms.take(home):
                like = rooms.free(homes.homes[home].kind, first=runs)
                beside = [each for each in like if each != home and rooms.left[each] > 0][:OTHERS]
                then = [each for each in rooms.free(FAMILIES) if each not in (home, foster)] if moves_on else []
                if then:
                    rooms.take(then[0])
                    # The carer who signs in was asked as well, and reads why another family was chosen.
                    then = [then[0], *([foster] if rooms.left[foster] > 0 else []), *then[1:OTHERS]]
                parts[name] = Part(name, keys, (home, *beside), first_day, tuple(then))
                break
    for name, first_day in (("elsewhere", -5), ("asked_today", -14)):
        # Children for whom a home of the provider is asked, as long as one of theirs has a place.
        asked = next((each for each in theirs if rooms.left[each] > 0 and homes.homes[each].provider == runs), None)
        family = next((each for each in rooms.free(FAMILIES) if each != foster), None)
        keys = people.take(homes.homes[asked], _between(9, 17), now) if asked is not None else ()
        if asked is not None and family is not None and keys and rooms.take(family):
            parts[name] = Part(name, keys, (family, asked), first_day)
    return Casting(parts, runs, foster, people.any_of(_between(3, 12), FAMILY_KEYS))


def _between(low: int, high: int) -> Callable[[float, int], bool]:
    return lambda age, _: low <= age < high


def _grown(_: float, days_to_18: int) -> bool:
    return GROWN[0] <= days_to_18 <= GROWN[1]


class _Rooms:
    """Places that nobody is known to live in, by home."""

    def __init__(self, lives: list[Life], homes: HomesMade, code: str, on: date) -> None:
        living = Counter(stay.home for life in lives if (stay := stay_on(life, on)) is not None and stay.home >= 0)
        self.homes, self.code = homes, code
        self.left = {i: home.places - living[i] for i, home in enumerate(homes.homes)}

    def free(self, kind: str, *, first: int | None = None) -> tuple[int, ...]:
        """Homes of a kind with a place: those of a provider before others, then those of the council's own area."""
        found = [
            i for i, home in enumerate(self.homes.homes)
            if home.kind == kind and not home.restricted and self.left[i] > 0
        ]  # fmt: skip
        return tuple(
            sorted(found, key=lambda i: (self._of(i).provider != first, self._of(i).spot.authority != self.code))
        )

    def take(self, home: int) -> bool:
        if self.left[home] <= 0:
            return False
        self.left[home] -= 1
        return True

    def _of(self, index: int) -> HomeMade:
        return self.homes.homes[index]


class _People:
    """Children of one council who have been in care for long enough, each for one part at most."""

    def __init__(self, lives: list[Life], code: str, on: date, now: date, rng: random.Random) -> None:
        long_ago = (now - timedelta(days=BEGAN)).toordinal()
        self.now, self.taken = now, set[str]()
        self.ready: list[tuple[Life, Stay]] = [
            (life, stay)
            for life in lives
            if life.authority == code and life.start < long_ago and life.start <= on.toordinal() < life.end
            and (stay := stay_on(life, on)) is not None and stay.pool in POOLS and stay.start < long_ago
            and birthday(life.birth, 18) > now.toordinal()
        ]  # fmt: skip
        rng.shuffle(self.ready)

    def take(self, home: HomeMade, fits: Callable[[float, int], bool], first_day: date) -> tuple[str, ...]:
        """The children who fit a home, for whom no other part is meant; the first few are taken."""
        found = list(self._fitting(home, fits, first_day))[:TRIED_PER_PART]
        self.taken.update(found)
        return tuple(found)

    def any_of(self, fits: Callable[[float, int], bool], number: int) -> tuple[str, ...]:
        """The first children of an age for whom no part is meant."""
        found = [
            life.key for life, _ in self.ready
            if life.key not in self.taken
            and fits(age_in_years(life, self.now), birthday(life.birth, 18) - self.now.toordinal())
        ]  # fmt: skip
        self.taken.update(found[:number])
        return tuple(found[:number])

    def _fitting(self, home: HomeMade, fits: Callable[[float, int], bool], first_day: date) -> Iterator[str]:
        for life, _ in self.ready:
            to_18 = birthday(life.birth, 18) - self.now.toordinal()
            right = home.sexes == "MFU" or life.sex == home.sexes
            old_enough = home.age_min <= age_in_years(life, first_day - timedelta(days=30)) < home.age_max + 1
            if life.key not in self.taken and right and old_enough and fits(age_in_years(life, self.now), to_18):
                yield life.key
