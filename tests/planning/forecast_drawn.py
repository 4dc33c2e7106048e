"""Invented children and the returns that tell of them, for forecasts. No real child, ever."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from returns_drawn import EPISODES, HEADER, episode, head, table

from carecommons.children.returns.days import to_day
from carecommons.children.returns.known import read_known_on
from carecommons.children.stays.lives import Lives, lives_of, together
from carecommons.common.intake import OPERATOR, gather_uploads
from carecommons.planning.forecast.engine import Settings
from carecommons.planning.forecast.made import make
from carecommons.planning.forecast.report import document

File = tuple[str, bytes]
PLACES = ("U6", "U4", "U1", "K2", "R1", "H5", "P1", "A4")
OFTEN = (0.35, 0.2, 0.1, 0.12, 0.03, 0.08, 0.08, 0.04)
SECTORS = ("PR1", "PR4", "PR5")
STATUSES = ("C2", "V2", "E1")


@dataclass(frozen=True)
class Stay:
    start: date
    end: date | None
    place: str
    provider: str
    legal: str
    first: bool
    last: bool


@dataclass(frozen=True)
class Child:
    id: str
    birth: date
    alone: bool
    stays: tuple[Stay, ...]


def invented(number: int, seed: int, *, first: int = 2016, last: int = 2025, prefix: str = "") -> list[Child]:
    """So many children who come into care at any time of those years, each with a few homes one after another."""
    rng = np.random.default_rng(seed)
    return [_child(f"{prefix}{n + 1}", rng, date(first, 4, 1), date(last, 3, 31)) for n in range(number)]


def _child(number: str, rng: np.random.Generator, first: date, last: date) -> Child:
    came = first + timedelta(days=int(rng.integers((last - first).days)))
    alone = bool(rng.random() < 0.1)
    birth = came - timedelta(days=int(365.25 * (rng.uniform(15.5, 17.5) if alone else rng.uniform(0.1, 17))))
    grown = birth.replace(year=birth.year + 18, day=min(birth.day, 28))
    stays, day, legal = [], came, str(rng.choice(STATUSES))
    for place_in_order in range(int(rng.integers(1, 6))):
        until = day + timedelta(days=1 + int(rng.exponential(420)))
        place, provider = str(rng.choice(PLACES, p=OFTEN)), str(rng.choice(SECTORS))
        stays.append(Stay(day, min(until, grown), place, provider, legal, place_in_order == 0, False))
        day = until
        if until >= grown:
            break
    return Child(number, birth, alone, (*stays[:-1], replace(stays[-1], last=True)))


def files(children: Sequence[Child], years: Sequence[int], *, until: date = date.max, folder: str = "") -> list[File]:
    """The return of each year, as it was known at the end of a day."""
    return [file for year in years for file in _year(children, year, until, folder)]


def _year(children: Sequence[Child], year: int, until: date, folder: str) -> list[File]:
    opens, closes = date(year - 1, 4, 1), min(date(year, 3, 31), until)
    rows, heads, alone = [], [], []
    for child in children:
        lines = [
            _line(child, stay, number, closes)
            for number, stay in enumerate(child.stays)
            if stay.start <= closes and (stay.end is None or stay.end >= opens)
        ]
        if lines:
            rows += lines
            heads.append(head(child.id, born=_written(child.birth)))
            alone += [f"{child.id},1,{_written(child.birth)},"] if child.alone else []
    where = f"{folder}{year}"
    return [
        (f"{where}/episodes.csv", table(EPISODES, *rows)), (f"{where}/header.csv", table(HEADER, *heads)),
        (f"{where}/uasc.csv", table("CHILD,SEX,DOB,DUC", *alone)),
    ]  # fmt: skip


def _line(child: Child, stay: Stay, number: int, closes: date) -> str:
    ended = stay.end is not None and stay.end <= closes
    return episode(
        child.id, _written(stay.start), "S" if stay.first else "P", stay.legal, "N1", stay.place, stay.provider,
        end=_written(stay.end) if stay.end and ended else "", ended=("E4A" if stay.last else "X1") if ended else "",
        moved="CARPL" if ended and not stay.last else "", urn=f"10000{number:02}", post=f"AB{number + 1} 2CD",
    )  # fmt: skip


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def write(folder: Path, what: Sequence[File]) -> Path:
    for name, data in what:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def lives(what: Sequence[File], as_at: date) -> Lives:
    """The lives in these files as known on a day."""
    items = [replace(gather_uploads([(name, data)], OPERATOR)[0], name=name, named=False) for name, data in what]
    return lives_of(read_known_on(items, to_day(as_at)))


def told(what: Sequence[File], as_at: date, *, years: int = 3, seed: int = 1) -> dict[str, Any]:
    """The document of a forecast of one area."""
    return document(make(lives(what, as_at), ("all",), as_at, years, Settings(seed=seed)))


def areas(sizes: dict[str, int], as_at: date, *, seeds: dict[str, int] | None = None) -> tuple[tuple[str, ...], Lives]:
    """Several areas, each of invented children of its own, in the order given."""
    years = range(2018, as_at.year + 1)
    several = [
        lives(files(invented(size, (seeds or {}).get(name, n)), years), as_at)
        for n, (name, size) in enumerate(sorted(sizes.items()))
    ]
    by_name = dict(zip(sorted(sizes), several, strict=True))
    return tuple(sizes), together([by_name[name] for name in sizes])
