"""What homes say of one child and those who live there, both ways. For rooms that have asked who may."""

from collections.abc import Iterable
from uuid import UUID

from carecommons.provision.impact import BothWays
from carecommons.provision.models import GroupImpact

__all__ = ["impact_words", "impacts_about"]


def impacts_about(child_id: UUID, homes: Iterable[UUID]) -> dict[UUID, BothWays]:
    """home -> its newest word of this child."""
    rows = GroupImpact.objects.filter(about=child_id, home_id__in=set(homes)).order_by("recorded_at", "id")
    return {
        row.home_id: BothWays(
            row.answer, row.there, row.words, row.newcomer, row.newcomer_words, row.recorded_at
        )
        for row in rows
    }  # fmt: skip


def impact_words(note: GroupImpact) -> str:
    """The words of a note: on those who live there, then on the newcomer, where the two were said apart."""
    if not note.newcomer:
        return note.words
    return f"For those who live there: {note.words.rstrip('.')}. For the child: {note.newcomer_words}"
