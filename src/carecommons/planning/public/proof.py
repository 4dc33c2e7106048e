"""The totals inside a file that prove that it was read right: England beside its nine regions and its councils."""

from collections.abc import Iterable
from decimal import Decimal

from .mappings import ProofAsked, Source
from .values import NATION, Cell, Proof


def prove(cells: Iterable[Cell], source: Source) -> tuple[Proof, ...]:
    """For each figure that the source names as a sum and each year that gives England: newest year last."""
    asked = {(each.measure, each.parts): each for each in source.proofs}
    chosen = [cell for cell in cells if (cell.measure, cell.parts) in asked] if asked else []
    return tuple(
        proof
        for key, each in asked.items()
        for year in sorted({cell.year for cell in chosen if (cell.measure, cell.parts) == key})
        if (proof := _one(each, year, [c for c in chosen if (c.measure, c.parts) == key and c.year == year]))
    )


def _one(asked: ProofAsked, year: int, cells: list[Cell]) -> Proof | None:
    nation = next((cell.value for cell in cells if cell.area == NATION), None)
    if nation is None:
        return None
    regions = [cell.value for cell in cells if cell.area.startswith("region:")]
    councils = [cell.value for cell in cells if len(cell.area) == 3]
    whole = sum((value for value in regions if value is not None), Decimal(0))
    known = [value for value in councils if value is not None]
    complete = len(regions) == 9 and None not in regions
    return Proof(
        words=asked.words, year=year, nation=nation, regions=whole if complete else None,
        councils=sum(known, Decimal(0)), signs=len(councils) - len(known),
        agrees=not complete or abs(whole - nation) <= asked.slack,
    )  # fmt: skip
