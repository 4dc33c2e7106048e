"""Letters to homes that offered themselves and were not chosen, for machines."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema

from carecommons.common.wire import Page, Paged, Window, cut
from carecommons.people.doors import Request, door_api

from .. import actions, queries
from ..queries import LetterRecord
from .router import router


class LetterOut(Schema):
    """Why a home that offered itself was not chosen. review_until: the last day to ask for a review."""

    id: UUID
    home_name: str
    code: str
    words: str
    told_at: datetime
    read_at: datetime | None
    review_until: date


@router.get("/letters", response=Paged[LetterOut], summary="The letters to one's homes, newest first")
@door_api("decisions.see_letter")
def letters(request: Request, window: Query[Window]) -> Page[LetterRecord]:
    return cut(queries.letters_for(request.person), window)


@router.get("/letters/{letter_id}", response=LetterOut, summary="Why one's home was not chosen")
@door_api("decisions.see_letter")
def letter(request: Request, letter_id: UUID) -> LetterRecord:
    return actions.read_letter(letter_id=letter_id, by=request.person, at=timezone.now())
