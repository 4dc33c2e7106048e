"""Storing public statistics: whole or not at all, and the same file twice changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import Fault, Faulty, NotAppropriate, Refused
from carecommons.common.steps import Step, quiet
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.planning.models import Figure, StatisticRelease
from carecommons.planning.public import Reading
from carecommons.planning.public.mappings import sources
from carecommons.register.actions import record

__all__ = ["StatisticImported", "import_statistics"]

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class StatisticImported:
    """What became of one file. changed: figures that differ from the file that it replaced; None where none was."""

    source: str
    release: int
    figures: int
    unchanged: bool
    replaced: bool
    changed: int | None
    entry_id: UUID | None


@transaction.atomic
def import_statistics(
    *, readings: Sequence[Reading], by: Person, at: datetime, step: Step = quiet
) -> tuple[StatisticImported, ...]:
    """Store every file, or none of them.

    step: told how far it is; what it raises undoes everything.
    Raises Faulty("statistics_faulty") with every fault of every file, NotAppropriate("not_public") for a record that is
    not public, Refused("statistics_of_the_future"), Refused("statistics_twice") for two files of one release.
    """
    check_may(by, "planning.import_statistics")
    _check_whole(readings)
    for reading in readings:
        told, source = reading.statistic, sources()[reading.statistic.source]
        if not source.public:
            raise NotAppropriate(
                "not_public",
                f"{told.file}: The {source.title} is a record of children that councils keep, not a public statistic, "
                "and nothing was stored. `carecommons statistics check` counts it for the council that holds it.",
            )
        if told.as_at > timezone.localdate(at):
            raise Refused(
                "statistics_of_the_future",
                f"{told.file}: It speaks of {told.as_at.isoformat()}, which is still to come. Check the years in it, "
                "or give the right day with --as-at.",
            )
    return tuple(_keep(reading, by, at, step) for reading in readings)


def _check_whole(readings: Sequence[Reading]) -> None:
    faults: list[Fault] = [fault for reading in readings for fault in reading.faults]
    if faults:
        raise Faulty(
            "statistics_faulty",
            f"{len(faults)} {'fault makes' if len(faults) == 1 else 'faults make'} these files unusable, and nothing "
            "was stored. Mend the rows named below and import them again.",
            faults,
        )
    twice = {(r.statistic.source, r.statistic.release) for r in readings}
    if len(twice) < len(readings):
        raise Refused(
            "statistics_twice",
            "Two of these files are the same table of the same release, and nothing was stored. Give the right one.",
        )


def _keep(reading: Reading, by: Person, at: datetime, step: Step) -> StatisticImported:
    told = reading.statistic
    before = StatisticRelease.objects.select_for_update().filter(source=told.source, release=told.release).first()
    if before and before.sha256 == told.sha256 and before.as_at == told.as_at:
        return StatisticImported(told.source, told.release, before.figures_count, True, False, 0, None)
    changed = None
    if before:
        step("Comparing with what is held")
        changed = _differ(before, reading)
        before.delete()
    _store(reading, at, step)
    step("Writing the entry in the register")
    entry_id = record(
        kind="statistics_imported",
        public={"as_at": told.as_at.isoformat(), "figures": len(told.cells), "digest": told.sha256},
        sealed={}, by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip
    return StatisticImported(told.source, told.release, len(told.cells), False, before is not None, changed, entry_id)


def _differ(before: StatisticRelease, reading: Reading) -> int:
    """How many figures came, went or say something else."""
    old = {
        (area, year, measure, parts): (value, symbol)
        for area, year, measure, parts, value, symbol in before.figures.values_list(
            "area", "year", "measure", "parts", "value", "symbol"
        )
    }
    new = {cell.key: (cell.value, cell.symbol) for cell in reading.statistic.cells}
    return sum(old.get(key) != new.get(key) for key in old.keys() | new.keys())


def _store(reading: Reading, at: datetime, step: Step) -> None:
    told = reading.statistic
    stored = StatisticRelease.objects.create(
        source=told.source, release=told.release, as_at=told.as_at, file_name=told.file[-200:], sha256=told.sha256,
        rows=told.rows, figures_count=len(told.cells), symbols_count=sum(bool(cell.symbol) for cell in told.cells),
        imported_at=at,
    )  # fmt: skip
    rows = (
        Figure(
            statistic=stored, area=cell.area, year=cell.year, measure=cell.measure, parts=cell.parts, value=cell.value,
            symbol=cell.symbol,
        )
        for cell in told.cells
    )  # fmt: skip
    for done in range(0, len(told.cells), _BATCH):
        step("Storing the figures", done, len(told.cells))
        Figure.objects.bulk_create(islice(rows, _BATCH))
