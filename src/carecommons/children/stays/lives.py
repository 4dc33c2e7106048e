"""Episodes in care as plain arrays of codes, whoever asks for them: read from files, or kept here.

A row is an episode of the mended record, short breaks left out; where a child was away for a while with return to the
same home (T0 to T4), it says that home.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from carecommons.children.returns.days import year_end, year_start
from carecommons.children.returns.link import Record

from .spells import Ints, Spells, spells

__all__ = ["Lives", "lives_of", "together"]

SHORT_BREAKS = ("V3", "V4")


@dataclass(frozen=True, slots=True)
class Lives:
    """Rows (n,) in the order of child and day, children (m,).

    place, provider, legal: numbers into the words of the same name. told: whether the return says that the period of
    care began with its first row. window, until: the first and the last day that the returns cover.
    """

    child: Ints
    start: Ints
    end: Ints
    period: Ints
    told: Ints
    place: Ints
    provider: Ints
    legal: Ints
    places: tuple[str, ...]
    providers: tuple[str, ...]
    statuses: tuple[str, ...]
    birth: Ints
    alone: Ints
    area: Ints
    window: int
    until: int

    def spells(self, state: Ints, *, until: int) -> Spells:
        """The spells of each child in one state after another, as known at the end of a day. state: of each row."""
        return spells(
            child=self.child, start=self.start, end=self.end, state=state, period=self.period, told=self.told,
            birth=self.birth, alone=self.alone, area=self.area, window=self.window, until=until,
        )  # fmt: skip


def lives_of(record: Record, area: Ints | None = None) -> Lives:
    """The lives of a record read from files. area: of each child; None: all are of one area."""
    rows, words = record.episodes, record.words
    short = np.array([word in SHORT_BREAKS for word in words["legal"]])
    kept = np.flatnonzero(~short[rows.legal])
    where = record.home[kept]
    return Lives(
        child=rows.child[kept], start=rows.start[kept], end=rows.end[kept], period=record.period[kept],
        told=record.periods.from_start[record.period[kept]].astype(bool), place=rows.place[where],
        provider=rows.provider[where], legal=rows.legal[kept], places=words["place"], providers=words["provider"],
        statuses=words["legal"], birth=record.children.birth, alone=record.children.unaccompanied,
        area=np.zeros(len(record.children), np.int32) if area is None else area,
        window=year_start(record.years[0]) if record.years else 0,
        until=year_end(record.years[-1]) if record.years else 0,
    )  # fmt: skip


def together(several: Sequence[Lives]) -> Lives:
    """The lives of several areas, numbered in the order given; areas share no child.

    window and until: what all of them cover.
    """
    children = np.cumsum([0, *(len(each.birth) for each in several)])
    periods = np.cumsum([0, *(int(each.period.max(initial=-1)) + 1 for each in several)])

    def one(name: str) -> Ints:
        return np.concatenate([getattr(each, name) for each in several])

    def shifted(name: str, by: Ints) -> Ints:
        moved = [getattr(each, name) + by[n] for n, each in enumerate(several)]
        return np.concatenate(moved).astype(np.int32)

    place, places = _same_words([(each.place, each.places) for each in several])
    provider, providers = _same_words([(each.provider, each.providers) for each in several])
    legal, statuses = _same_words([(each.legal, each.statuses) for each in several])
    return Lives(
        child=shifted("child", children), start=one("start"), end=one("end"), period=shifted("period", periods),
        told=one("told"), place=place, provider=provider, legal=legal, places=places, providers=providers,
        statuses=statuses, birth=one("birth"), alone=one("alone"),
        area=np.repeat(np.arange(len(several), dtype=np.int32), [len(each.birth) for each in several]),
        window=max(each.window for each in several), until=min(each.until for each in several),
    )  # fmt: skip


def _same_words(columns: Sequence[tuple[Ints, tuple[str, ...]]]) -> tuple[Ints, tuple[str, ...]]:
    """Columns of codes, each with words of its own, as one column into the words of all."""
    words = tuple(sorted({word for _, own in columns for word in own}))
    at = {word: n for n, word in enumerate(words)}
    return np.concatenate([np.array([at[word] for word in own], np.int32)[codes] for codes, own in columns]), words
