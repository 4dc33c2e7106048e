"""The drawings of the gap, one ledger each: no drawing holds both. What is withheld is hatched and never nought."""

from collections.abc import Sequence

from carecommons.common.charts import Chart, bars
from carecommons.common.drawing import said

from .drawn import FEW, SPECIAL_KIND
from .gap_told import Gap, Range

__all__ = ["FEW", "levels", "needs", "parts"]


def levels(one: Gap, unit: str) -> Chart | None:
    """Need of one stratum, and what is left of it beside each level by itself; None where nothing can be printed."""
    rows = [("Children who need it", one.last.need.median.value)]
    rows += [
        (f"Without a place, by homes of {level.level} alone", gap.median.value)
        for level, gap in zip(one.levels, one.last.by_level, strict=True)
    ]
    if not any(value for _, value in rows):
        return None
    title = f"{one.code}, {one.words[0].lower()}{one.words[1:]}: {one.last.counted.words} without a usable place"
    return bars(title, _told(rows), [(name, _float(value)) for name, value in rows], unit, head="Level", few=FEW)


def needs(several: Sequence[Gap]) -> Chart | None:
    """Of each specialist need the children without a home that has proved it; None where nothing can be printed."""
    rows = [(each.words, each.last.counted.median.value) for each in several]
    if not any(value for _, value in rows):
        return None
    return bars(
        "Children without a home that has proved that it can meet their need",
        f"One bar for each need. A child may have several, so they have no total. {_told(rows)}",
        [(name, _float(value)) for name, value in rows], "children", head="Need", few=FEW, kind=SPECIAL_KIND,
    )  # fmt: skip


def parts(several: Sequence[tuple[str, str, Range]]) -> Chart | None:
    """Of each part of life the children who need daily help in it; None where nothing can be printed."""
    rows = [(name, each.median.value) for _, name, each in several]
    if not any(value for _, value in rows):
        return None
    return bars(
        "Children without a specialist need who need daily help, part of life by part of life",
        f"One bar for each part. A child may need help in several, so they have no total. {_told(rows)}",
        [(name, _float(value)) for name, value in rows], "children", head="Part of life", few=FEW,
    )  # fmt: skip


def _float(value: int | None) -> float | None:
    return None if value is None else float(value)


def _told(rows: Sequence[tuple[str, int | None]]) -> str:
    return "; ".join(f"{name}: {said(value, '', FEW)}" for name, value in rows) + "."
