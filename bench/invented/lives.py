"""Invented children in care under a process that is known, and the returns that tell of them. No real child, ever.

Every week each child in care may leave or move, with chances that depend on age, time in care, kind of home and whether
they came alone; children come as Poisson, at a rate that grows, has its seasons and wanders. What a forecast has to
find out of five years of returns is written here in a page.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

Array = np.ndarray  # type: ignore[type-arg]
FIRST_DAY, LAST_DAY = date(2006, 4, 1), date(2026, 3, 31)
FIRST_RETURN, WEEK = 2019, 7
CATEGORIES = ("fostering", "residential", "supported", "other")
AGES = (1, 5, 10, 13, 16, 17)  # years at which chances change
CARE = (28, 91, 182, 365, 730, 1825)  # days in care at which they change
# Chance a year of leaving care, by time in care, and how age and kind of home change it.
LEAVES = np.array([2.8, 1.25, 0.60, 0.40, 0.26, 0.16, 0.10])
LEAVES_AGE = np.array([1.2, 1.3, 0.9, 0.8, 0.9, 1.5, 1.8])
LEAVES_KIND = np.array([0.9, 1.0, 1.2, 1.4])
LEAVES_ALONE = 0.35
# Moves a year by kind of home, and how time in care changes them.
MOVES = np.array([0.55, 1.0, 0.9, 0.8])
MOVES_CARE = np.array([3.5, 2.0, 1.4, 1.1, 0.9, 0.7, 0.6])
# Where a move leads, by age under 5, 5 to 12, 13 to 15, 16 and over.
TO = np.array([[0.86, 0.0, 0.0, 0.14], [0.83, 0.10, 0.0, 0.07], [0.60, 0.31, 0.0, 0.09], [0.26, 0.20, 0.46, 0.08]])
COMES = np.array([[0.80, 0.0, 0.0, 0.20], [0.82, 0.06, 0.0, 0.12], [0.62, 0.24, 0.0, 0.14], [0.38, 0.14, 0.40, 0.08]])
BAND_OF_AGE = np.array([0, 0, 1, 1, 2, 3, 3])
COMES_AGED = ((0.20, 0, 1), (0.16, 1, 5), (0.17, 5, 10), (0.33, 10, 16), (0.14, 16, 17.9))
STARTS_A_YEAR = 0.47  # for each child in care at the end
GROWS_A_YEAR, SEASON, WANDERS, ALONE = 0.01, 0.08, 0.02, 0.08
CODES = (
    (("U1", "U3", "U4", "U6"), (0.12, 0.05, 0.33, 0.50)), (("K2", "R1"), (0.9, 0.1)),
    (("H5", "P2"), (0.75, 0.25)), (("P1", "A4", "K1", "R3"), (0.60, 0.25, 0.08, 0.07)),
)  # fmt: skip
SECTORS = (
    (("PR1", "PR4", "PR5"), (0.62, 0.33, 0.05)), (("PR1", "PR4", "PR5"), (0.18, 0.76, 0.06)),
    (("PR1", "PR4", "PR5"), (0.16, 0.66, 0.18)), (("PR0",), (1.0,)),
)  # fmt: skip
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"


@dataclass(frozen=True)
class Lives:
    """birth, alone: of each child. child, start, end, kind, first, last: of each stay, days since 1 January 1970."""

    birth: Array
    alone: Array
    child: Array
    start: Array
    end: Array
    kind: Array
    first: Array
    last: Array

    def counted(self, day: date) -> Array:
        """Children in care at the end of a day, by kind of home (4,)."""
        there = (self.start <= _number(day)) & (self.end > _number(day))
        return np.bincount(self.kind[there], minlength=4).astype(float)


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def lived(children: int, seed: int) -> Lives:
    """Twenty years of a council that has about so many children in care at the end."""
    rng = np.random.default_rng(seed)
    birth, alone, came = _come(children, rng)
    order = np.argsort(came, kind="stable")
    birth, alone, came = birth[order], alone[order], came[order]
    grown = birth + round(18 * 365.25)
    here = np.zeros(0, np.int64)
    kind = np.zeros(0, np.int64)
    stays: list[tuple[Array, Array, Array, Array]] = []  # child, day, new kind or -1 where care ends, begins
    days = np.arange(_number(FIRST_DAY), _number(LAST_DAY) + 1, WEEK)
    edges = np.searchsorted(came, [*days, days[-1] + WEEK])
    for week, day in enumerate(days):
        leaves = rng.random(len(here)) < 1 - np.exp(
            -_leaving(day, birth[here], came[here], alone[here], kind) / 365.25 * WEEK
        )
        when = day + rng.integers(0, WEEK, len(here))
        leaves |= when >= grown[here]
        moves = ~leaves & (rng.random(len(here)) < 1 - np.exp(-_moving(day, came[here], kind) / 365.25 * WEEK))
        to = _drawn(rng, TO[BAND_OF_AGE[_band((day - birth[here]) / 365.25, AGES)]])
        stays.append(
            (
                here[leaves],
                np.minimum(when, grown[here])[leaves],
                np.full(leaves.sum(), -1),
                np.zeros(leaves.sum(), bool),
            )
        )
        stays.append((here[moves], when[moves], to[moves], np.zeros(moves.sum(), bool)))
        kind = np.where(moves, to, kind)[~leaves]
        fresh = np.arange(edges[week], edges[week + 1])
        first = _drawn(rng, COMES[BAND_OF_AGE[_band((came[fresh] - birth[fresh]) / 365.25, AGES)]])
        stays.append((fresh, came[fresh], first, np.ones(len(fresh), bool)))
        here, kind = np.append(here[~leaves], fresh), np.append(kind, first)
    return _as_stays(birth, alone, *(np.concatenate(column) for column in zip(*stays, strict=True)))


def _come(children: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    days = np.arange(_number(FIRST_DAY), _number(LAST_DAY) + 1)
    years = (days - days[-1]) / 365.25
    wander = np.cumsum(rng.normal(0, WANDERS, int(-years[0] * 4) + 2))
    rate = np.exp(GROWS_A_YEAR * years + (wander - wander[-1])[((years - years[0]) * 4).astype(int)])
    rate *= 1 + SEASON * np.sin(2 * np.pi * years)
    came = np.repeat(days, rng.poisson(rate * children * STARTS_A_YEAR / 365.25))
    alone = rng.random(len(came)) < ALONE
    shares, low, high = np.array(COMES_AGED).T
    band = rng.choice(len(shares), len(came), p=shares)
    age = np.where(alone, rng.uniform(15.4, 17.8, len(came)), rng.uniform(low[band], high[band]))
    return (came - age * 365.25).astype(np.int64), alone, came


def _band(values: Array, edges: tuple[int, ...]) -> Array:
    return np.searchsorted(edges, values, side="right")


def _leaving(day: int, birth: Array, came: Array, alone: Array, kind: Array) -> Array:
    rate = LEAVES[_band(day - came, CARE)] * LEAVES_AGE[_band((day - birth) / 365.25, AGES)] * LEAVES_KIND[kind]
    return np.where(alone, LEAVES_ALONE * rate, rate)


def _moving(day: int, came: Array, kind: Array) -> Array:
    return MOVES[kind] * MOVES_CARE[_band(day - came, CARE)]


def _drawn(rng: np.random.Generator, shares: Array) -> Array:
    return (rng.random(len(shares))[:, None] > np.cumsum(shares, 1)).sum(1).clip(max=3)


def _as_stays(birth: Array, alone: Array, child: Array, day: Array, kind: Array, begins: Array) -> Lives:
    """Changes as stays: each begins with one change and ends with the child's next."""
    order = np.lexsort((day, child))
    child, day, kind, begins = child[order], day[order], kind[order], begins[order]
    goes_on = np.append(child[1:] == child[:-1], False)
    end = np.where(goes_on, np.append(day[1:], 0), 2_000_000_000)
    last = goes_on & (np.append(kind[1:], 0) < 0)
    kept = kind >= 0
    return Lives(birth, alone, child[kept], day[kept], end[kept], kind[kept], begins[kept], last[kept])


def write_returns(lives: Lives, folder: Path, years: range, seed: int) -> Path:
    """The returns of these years, a folder a year: episodes, headers and unaccompanied children."""
    rng = np.random.default_rng(seed + 1_000_000)
    written = [(date(1980, 1, 1) + timedelta(days=n)).strftime("%d/%m/%Y") for n in range(17_500)]
    zero = _number(date(1980, 1, 1))
    place, sector = _coded(rng, lives.kind, CODES), _coded(rng, lives.kind, SECTORS)
    legal = rng.choice(("C2", "V2", "E1"), len(lives.birth), p=(0.72, 0.21, 0.07))
    for year in years:
        opens, closes = _number(date(year - 1, 4, 1)), _number(date(year, 3, 31))
        rows, told = [EPISODES], np.flatnonzero((lives.start <= closes) & (lives.end >= opens))
        for n in told.tolist():
            child, ended = int(lives.child[n]), lives.end[n] <= closes
            end = written[lives.end[n] - zero] if ended else ""
            why = ("E4A" if lives.last[n] else "X1") if ended else ""
            moved = "CARPL" if why == "X1" else ""
            new = "S" if lives.first[n] else "P"
            start = written[lives.start[n] - zero]
            rows.append(
                f"{child + 1},{start},{new},{legal[child]},N1,{place[n]},{sector[n]},{end},{why},{moved},,,{n + 1}"
            )
        who = np.unique(lives.child[told]).tolist()
        born = [written[lives.birth[child] - zero] for child in who]
        heads = ["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"]
        heads += [f"{child + 1},1,{day},WBRI,,," for child, day in zip(who, born, strict=True)]
        alone = ["CHILD,SEX,DOB,DUC"]
        alone += [f"{child + 1},1,{day}," for child, day in zip(who, born, strict=True) if lives.alone[child]]
        (folder / str(year)).mkdir(parents=True, exist_ok=True)
        for name, lines in (("episodes", rows), ("header", heads), ("uasc", alone)):
            (folder / str(year) / f"{name}.csv").write_text("\n".join(lines) + "\n")
    return folder


def _coded(
    rng: np.random.Generator, kind: Array, codes: tuple[tuple[tuple[str, ...], tuple[float, ...]], ...]
) -> Array:
    found = np.empty(len(kind), object)
    for number, (words, shares) in enumerate(codes):
        found[kind == number] = rng.choice(words, int((kind == number).sum()), p=shares)
    return found
