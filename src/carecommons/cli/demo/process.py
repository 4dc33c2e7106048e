"""The known truth behind the invented returns: when children come into care, move, and leave.

Invented data from a stated process, so that an importer, an audit or a forecast can be held against what was
truly there. Every number below is the demonstration's own choice, shaped by the published national picture
(DfE, year to 31 March 2025); none of them is a policy number of the product. Units: days, unless named.
"""

import heapq
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from .area import Area, Spot
from .homes_made import HomesMade

AGE_STARTS = (0.0, 1.0, 5.0, 10.0, 16.0)
AGE_ENDS = (1.0, 5.0, 10.0, 16.0, 17.9)
AGE_SHARES = (0.19, 0.17, 0.18, 0.31, 0.15)
UASC_SHARE = 0.07
SHORT_SHARE, SHORT_MEAN = 0.28, 45
LONG_SCALE = (1000.0, 1500.0, 3000.0, 3000.0, 1600.0)
SIBLING_SHARE = 0.24
MOVES_A_YEAR_EARLY, MOVES_A_YEAR_LATER, EARLY_DAYS = 1.1, 0.42, 180
WARM_UP_YEARS = 14
FAR_SHARE = 0.10
ETHNICITIES = (
    ("WBRI", 0.64), ("WOTH", 0.04), ("MWBC", 0.03), ("MWBA", 0.02), ("MWAS", 0.02), ("MOTH", 0.03), ("APKN", 0.03),
    ("ABAN", 0.015), ("AOTH", 0.02), ("BCRB", 0.02), ("BAFR", 0.04), ("BOTH", 0.02), ("OOTH", 0.03), ("WROM", 0.01),
    ("WIRT", 0.005), ("WIRI", 0.005), ("AIND", 0.01), ("NOBT", 0.015),
)  # fmt: skip
REASONS_FOR_CARE = (
    ("N1", 0.64), ("N2", 0.03), ("N3", 0.03), ("N4", 0.07), ("N5", 0.135), ("N6", 0.02), ("N7", 0.005), ("N8", 0.07),
)  # fmt: skip
MOVE_REASONS = (
    ("CARPL", 0.30), ("CHILD", 0.12), ("PLACE", 0.14), ("STAND", 0.06), ("LAREQ", 0.07), ("OTHER", 0.09),
    ("CREQB", 0.10), ("CREQO", 0.06), ("CLOSE", 0.04), ("ALLEG", 0.02),
)  # fmt: skip

# Where a child of an age lives next: pool -> weight. parents, kin and adoption need no home of the register.
POOLS = ("foster_own", "foster_agency", "kin", "home", "secure", "school", "lodging", "parents", "unit")
WEIGHTS: tuple[tuple[float, ...], ...] = (
    (0.50, 0.24, 0.14, 0.0, 0.0, 0.0, 0.0, 0.06, 0.06),
    (0.42, 0.28, 0.16, 0.0, 0.0, 0.0, 0.0, 0.14, 0.0),
    (0.36, 0.30, 0.13, 0.10, 0.0, 0.01, 0.0, 0.10, 0.0),
    (0.24, 0.22, 0.07, 0.34, 0.006, 0.024, 0.0, 0.10, 0.0),
    (0.10, 0.10, 0.03, 0.22, 0.006, 0.004, 0.50, 0.04, 0.0),
)
UASC_WEIGHTS: tuple[tuple[float, ...], ...] = (
    (0.30, 0.60, 0.0, 0.10, 0.0, 0.0, 0.0, 0.0, 0.0),
    (0.08, 0.22, 0.0, 0.05, 0.0, 0.0, 0.65, 0.0, 0.0),
)


@dataclass(slots=True)
class Life:
    """One invented child's time in care. Days are ordinals (`date.toordinal`); `end` may lie beyond the window."""

    key: str
    birth: int
    start: int
    end: int
    sex: str
    ethnic: str
    cin: str
    uasc: bool
    authority: str
    home_post: str
    aged_out: bool
    group: int
    legal: list[tuple[int, str]] = field(default_factory=list)
    stays: list["Stay"] = field(default_factory=list)


@dataclass(slots=True)
class Stay:
    """One stretch in one place. `home` is an index into the homes, or -1; `end` None while it lasts."""

    pool: str
    place: str
    provider: str
    start: int
    end: int | None
    spot: Spot | None
    urn: str
    home: int
    reason: str = ""


def make_lives(
    area: Area, homes: HomesMade, *, children: int, first_year: int, last_year: int, seed: int
) -> list[Life]:
    """Everyone in care at any time from 1 April before `first_year` to 31 March of `last_year`.

    About `children` of them are in care on the last day. The same arguments give the same lives.
    """
    rng = np.random.default_rng([seed, 11])
    window = (date(first_year - 1, 4, 1).toordinal(), date(last_year, 3, 31).toordinal())
    lives = _arrivals(area, rng, children, window)
    _legal(lives, random.Random(seed * 104729 + 3))  # noqa: S311
    _Placing(area, homes, random.Random(seed * 1299709 + 5), window[1]).place_all(lives)  # noqa: S311
    return lives


def _durations(rng: np.random.Generator, age: np.ndarray, uasc: np.ndarray) -> np.ndarray:
    short = (rng.random(len(age)) < SHORT_SHARE) & ~uasc
    scale = np.asarray(LONG_SCALE)[np.searchsorted(AGE_ENDS, np.minimum(age, 17.89), side="right")]
    long = scale * rng.weibull(0.85, len(age))
    return np.where(short, rng.exponential(SHORT_MEAN, len(age)), long).astype(np.int64) + 1


def _ages(rng: np.random.Generator, number: int) -> tuple[np.ndarray, np.ndarray]:
    band = rng.choice(len(AGE_SHARES), number, p=AGE_SHARES)
    low, high = np.asarray(AGE_STARTS)[band], np.asarray(AGE_ENDS)[band]
    uasc = rng.random(number) < UASC_SHARE
    age = np.where(uasc, 15.4 + rng.random(number) * 2.2, low + rng.random(number) * (high - low))
    return age, uasc


def _mean_days(rng: np.random.Generator) -> float:
    age, uasc = _ages(rng, 20_000)
    return float(np.minimum(_durations(rng, age, uasc), (18 - age) * 365.25).mean())


def _arrivals(area: Area, rng: np.random.Generator, children: int, window: tuple[int, int]) -> list[Life]:
    # Little's law: arrivals a day = children in care / mean stay, so that the last day holds about `children`.
    per_day = children / _mean_days(rng)
    days = np.arange(window[0] - WARM_UP_YEARS * 365, window[1] + 1)
    season = 1 + 0.10 * np.sin(2 * np.pi * (days - window[1]) / 365.25)
    start = np.repeat(days, rng.poisson(per_day * season))
    number = len(start)
    age, uasc = _ages(rng, number)
    authority = rng.integers(0, len(area.codes), number)
    post = rng.integers(0, min(len(pool) for pool in area.spots.values()), number)
    group = np.arange(number)
    follows = (rng.random(number) < SIBLING_SHARE) & ~uasc
    follows[0] = False
    for i in np.flatnonzero(follows):
        if not uasc[i - 1]:
            start[i], authority[i], post[i], group[i] = start[i - 1], authority[i - 1], post[i - 1], group[i - 1]
    birth = start - (age * 365.25).astype(np.int64)
    eighteen = np.array([birthday(int(b), 18) for b in birth])
    end = np.minimum(start + _durations(rng, age, uasc), eighteen)
    male = rng.random(number) < np.where(uasc, 0.94, 0.55)
    ethnic = _choice(rng, ETHNICITIES, number)
    cin = np.where(uasc, "N8", _choice(rng, REASONS_FOR_CARE, number))
    keys = rng.choice(90_000_000, number, replace=False) + 10_000_000
    keep = np.flatnonzero((end >= window[0]) & (end > start))
    lives = [
        Life(
            str(keys[i]), int(birth[i]), int(start[i]), int(end[i]), "M" if male[i] else "F", str(ethnic[i]),
            str(cin[i]), bool(uasc[i]), area.codes[authority[i]],
            "" if uasc[i] else area.spots[area.codes[authority[i]]][post[i]].postcode,
            bool(end[i] == eighteen[i]), int(group[i]),
        )
        for i in keep
    ]  # fmt: skip
    return sorted(lives, key=lambda life: (life.start, life.key))


def _choice(rng: np.random.Generator, table: tuple[tuple[str, float], ...], number: int) -> np.ndarray:
    weights = np.array([weight for _, weight in table])
    return rng.choice([code for code, _ in table], number, p=weights / weights.sum())


def birthday(birth: int, years: int) -> int:
    day = date.fromordinal(birth)
    try:
        return day.replace(year=day.year + years).toordinal()
    except ValueError:  # born on 29 February: the birthday falls on 1 March
        return date(day.year + years, 3, 1).toordinal()


def _legal(lives: list[Life], rng: random.Random) -> None:
    """Give each life its legal statuses in order: voluntary, interim, full or placement order."""
    for life in lives:
        length = life.end - life.start
        if life.uasc or rng.random() < 0.34:
            life.legal = [(life.start, "V2")]
            if not life.uasc and rng.random() < 0.3 and length > 200:
                life.legal.append((life.start + rng.randint(40, 190), "C1"))
        else:
            life.legal = [(life.start, "C1")]
        if life.legal[-1][1] == "C1":
            day = life.legal[-1][0] + max(20, int(rng.gauss(210, 60)))
            if day < life.end - 1:
                young = day - life.birth < 5 * 365
                life.legal.append((day, "E1" if young and rng.random() < 0.3 else "C2"))


class _Placing:
    """Walks through time and gives each child a place that is free, the nearest kind first."""

    def __init__(self, area: Area, homes: HomesMade, rng: random.Random, last: int) -> None:
        self.area, self.homes, self.rng, self.last = area, homes, rng, last
        self.free = [home.places for home in homes.homes]
        self.far_urns = rng.sample(range(3_000_000, 3_999_999), 500)

    def place_all(self, lives: list[Life]) -> None:
        events = [(life.start, number) for number, life in enumerate(lives)]
        heapq.heapify(events)
        while events:
            day, number = heapq.heappop(events)
            life = lives[number]
            if life.stays:
                self._leave(life, day)
            if day < life.end and day <= self.last:
                heapq.heappush(events, (self._enter(life, day), number))

    def _leave(self, life: Life, day: int) -> None:
        stay = life.stays[-1]
        stay.end = day
        if stay.home >= 0:
            self.free[stay.home] += 1
        if day < life.end:
            stay.reason = self._pick(MOVE_REASONS)

    def _enter(self, life: Life, day: int) -> int:
        """Begin a stay; return the day on which it ends."""
        age = (day - life.birth) / 365.25
        pool = self._pool(life, age, day)
        stay = self._stay(life, pool, day)
        life.stays.append(stay)
        if stay.home >= 0:
            self.free[stay.home] -= 1
        early = day - life.start < EARLY_DAYS
        rate = MOVES_A_YEAR_EARLY if early else MOVES_A_YEAR_LATER
        rate *= (1.5 if pool == "home" else 1.0) * (1.25 if age > 15 else 1.0) * (0.35 if pool == "kin" else 1.0)
        ends = day + 1 + int(self.rng.expovariate(rate / 365.25))
        # Supported accommodation opens at 16: some move on within the year after that birthday, as they do.
        sixteen = birthday(life.birth, 16)
        if pool not in ("lodging", "kin") and day < sixteen < ends and self.rng.random() < 0.3:
            ends = sixteen + self.rng.randint(1, 300)
        return min(ends, life.end)

    def _pool(self, life: Life, age: float, day: int) -> str:
        previous = life.stays[-1].pool if life.stays else ""
        order = next((status for start, status in reversed(life.legal) if start <= day), "")
        if order == "E1" and previous != "adoption" and age < 7:
            return "adoption"
        lasting = previous not in ("", "parents", "secure", "unit", "adoption")
        if lasting and self.rng.random() < (0.65 if previous in ("home", "lodging") else 0.5):
            return previous
        if life.uasc:
            weights: tuple[float, ...] = UASC_WEIGHTS[1 if age >= 16 else 0]
        else:
            band = next(k for k, high in enumerate((1, 5, 10, 16, 99)) if age < high)
            weights = WEIGHTS[band]
        return self.rng.choices(POOLS, weights)[0]

    def _stay(self, life: Life, pool: str, day: int) -> Stay:
        if pool in ("parents", "kin", "adoption", "unit"):
            spot = self._near_spot(life)
            place, provider = {
                "parents": ("P1", "PR0"),
                "kin": (self.rng.choices(("U1", "U3"), (0.45, 0.55))[0], "PR1"),
                "adoption": ("A6", "PR1"),
                "unit": ("R3", self.rng.choice(("PR1", "PR4"))),
            }[pool]
            return Stay(pool, place, provider, day, None, spot, "", -1)
        home = self._free_home(life, pool, day)
        if home < 0:
            return self._far_stay(life, pool, day)
        made = self.homes.homes[home]
        maker = self.homes.providers[made.provider]
        own = maker.sector == "council" and maker.authority == life.authority
        provider = "PR1" if own else {"council": "PR2", "private": "PR4", "voluntary": "PR5"}[maker.sector]
        urn = made.urn or maker.urn
        return Stay(pool, self._code(pool, day), provider, day, None, made.spot, urn, home)

    def _far_stay(self, life: Life, pool: str, day: int) -> Stay:
        spot = self.rng.choice(self.area.far) if self.area.far else self._near_spot(life)
        urn = str(self.rng.choice(self.far_urns))
        provider = self.rng.choices(("PR4", "PR5", "PR2"), (0.85, 0.08, 0.07))[0]
        return Stay(pool, self._code(pool, day), provider, day, None, spot, urn, -1)

    def _near_spot(self, life: Life) -> Spot:
        code = life.authority if self.rng.random() < 0.75 else self.rng.choice(self.area.codes)
        return self.rng.choice(self.area.spots[code])

    def _free_home(self, life: Life, pool: str, day: int) -> int:
        if self.rng.random() < FAR_SHARE * (2.0 if pool == "home" else 0.5):
            return -1
        age = int((day - life.birth) / 365.25)
        others = [code for code in self.area.codes if code != life.authority]
        self.rng.shuffle(others)
        for code in (life.authority, *others):
            candidates = self.homes.by_pool.get((pool, code), ())
            for _ in range(min(8, len(candidates))):
                index = self.rng.choice(candidates)
                made = self.homes.homes[index]
                fits = made.age_min <= age <= made.age_max and life.sex in made.sexes
                if self.free[index] > 0 and fits:
                    return index
        return -1

    def _code(self, pool: str, day: int) -> str:
        if pool.startswith("foster"):
            return self.rng.choices(("U4", "U6"), (0.3, 0.7))[0]
        if pool == "lodging":
            return "LODGING"  # H5 until the year to March 2024, K3 after: written by year
        return {"home": "K2", "secure": "K1", "school": "S1"}[pool]

    def _pick(self, table: tuple[tuple[str, float], ...]) -> str:
        return self.rng.choices([code for code, _ in table], [weight for _, weight in table])[0]


def in_care_on(lives: list[Life], day: date) -> list[Life]:
    """Those in care at the end of a day."""
    ordinal = day.toordinal()
    return [life for life in lives if life.start <= ordinal < life.end]


def stay_on(life: Life, day: date) -> Stay | None:
    """Where a child lives at the end of a day."""
    ordinal = day.toordinal()
    return next((s for s in life.stays if s.start <= ordinal and (s.end is None or ordinal < s.end)), None)


def day_of(ordinal: int) -> date:
    return date.min + timedelta(days=ordinal - 1)
