"""How children were heard before decisions, for counting: in their own way, or by which lawful exception."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from carecommons.children.hearing import heard
from carecommons.children.models import RecordedWish

__all__ = ["Hearing", "how_heard", "how_heard_at"]

OWN_WAY = "In their own way"


@dataclass(frozen=True, slots=True)
class Hearing:
    """When a child was to be heard: at a stage, said on a day or later, and recorded in this time (both ends in it)."""

    child: UUID
    stage: str
    since_on: date
    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class _Said:
    id: UUID
    stage: str
    how: str
    said_on: date
    recorded_at: datetime
    corrects: UUID | None


def how_heard(
    since: date, on: date, *, stages: Collection[str], exceptions: Collection[str]
) -> dict[UUID, tuple[str, str]]:
    """child -> (council, how they were last heard at one of these stages). Raw: suppress before printing."""
    rows = RecordedWish.objects.filter(stage__in=stages, said_on__gte=since, said_on__lte=on)
    told = rows.order_by("said_on", "recorded_at").values_list("child_id", "child__authority", "how")
    return {child: (council, how if how in exceptions else OWN_WAY) for child, council, how in told}


def how_heard_at(asked: Mapping[UUID, Hearing]) -> dict[UUID, str]:
    """Key -> how the child was last heard then (a code of the dictionary), or "" where nothing was recorded by then.

    One question to the database, and no word of a child is opened. Raw: suppress before printing.
    """
    said: dict[UUID, list[_Said]] = defaultdict(list)
    rows = RecordedWish.objects.filter(
        child_id__in={each.child for each in asked.values()}, stage__in={each.stage for each in asked.values()}
    ).order_by("said_on", "recorded_at", "id")
    columns = ("child_id", "id", "stage", "how", "said_on", "recorded_at", "corrects_id")
    for child, key, stage, how, said_on, at, corrects in rows.values_list(*columns):
        said[child].append(_Said(key, stage, how, said_on, at, corrects))
    return {key: _last(said[each.child], each) for key, each in asked.items()}


def _last(said: list[_Said], asked: Hearing) -> str:
    found = heard(
        [each for each in said if each.recorded_at <= asked.until], asked.stage,
        since=asked.since or datetime.min.replace(tzinfo=UTC), since_on=asked.since_on, emergency=True,
    )  # fmt: skip
    return found[-1].how if found else ""
