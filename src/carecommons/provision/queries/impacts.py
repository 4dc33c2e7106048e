"""What homes say of one child and those who live there, both ways. For rooms that have asked who may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from carecommons.provision.impact import BothWays
from carecommons.provision.models import GroupImpact, HomeLevels

__all__ = ["LastWritten", "impact_words", "impacts_about", "last_written"]


def impacts_about(child_id: UUID, homes: Iterable[UUID]) -> dict[UUID, BothWays]:
    """home -> its newest word of this child."""
    rows = GroupImpact.objects.filter(about=child_id, home_id__in=set(homes)).order_by("recorded_at", "id")
    return {
        row.home_id: BothWays(
            row.answer, row.there, row.words, row.newcomer, row.newcomer_words, row.recorded_at
        )
        for row in rows
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LastWritten:
    """When the record of a home was last written. None: never.

    levels: what it can meet; about: of living together with one child; harm: of its newest words of living together,
    of that child and of any newcomer, the later that says it would not be right.
    """

    levels: datetime | None = None
    about: datetime | None = None
    harm: datetime | None = None


def last_written(homes: Iterable[UUID], *, about: UUID) -> dict[UUID, LastWritten]:
    """home -> when its record was last written, of itself and of one child, for every home that is asked about."""
    wanted = set(homes)
    levels = HomeLevels.objects.filter(home_id__in=wanted).values_list("home_id")
    said = dict(levels.annotate(at=Max("recorded_at")).values_list("home_id", "at"))
    newest: dict[UUID, dict[bool, GroupImpact]] = {home: {} for home in wanted}
    notes = GroupImpact.objects.filter(home_id__in=wanted).order_by("recorded_at", "id")
    for note in notes:
        if note.about in (None, about):
            newest[note.home_id][note.about is not None] = note
    return {
        home: LastWritten(
            said.get(home),
            found[True].recorded_at if True in found else None,
            max((each.recorded_at for each in found.values() if each.answer == "not_acceptable"), default=None),
        )
        for home, found in newest.items()
    }  # fmt: skip


def impact_words(note: GroupImpact) -> str:
    """The words of a note: on those who live there, then on the newcomer, where the two were said apart."""
    if not note.newcomer:
        return note.words
    return f"For those who live there: {note.words.rstrip('.')}. For the child: {note.newcomer_words}"
