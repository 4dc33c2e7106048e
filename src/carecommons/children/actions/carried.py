"""What the next home must know: said by the child and those who lived with them, answered by the social worker."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from carecommons.common.errors import NotFound, ReasonMissing
from carecommons.common.texts import gettext_noop as _
from carecommons.common.texts import kept
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject

from ..models import CarriedAnswer, CarriedNote, Child

__all__ = ["answer_carried", "tell_next_home"]


@transaction.atomic
def tell_next_home(
    *,
    child_id: UUID,
    placement: UUID,
    words: str,
    home_id: UUID | None = None,
    provider_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> UUID:
    """Keep a note for a child's next home. home_id, provider_id: where the child lived, for those of that home.

    Raises ReasonMissing("note_empty").
    """
    child = Child.objects.filter(pk=child_id).first()
    if child is None:
        raise NotFound()
    subject = Subject(authority=child.authority, child_id=child.pk, home_id=home_id, provider_id=provider_id)
    check_may(by, "children.tell_next_home", subject)
    words = kept(words, what="What the next home must know")
    if not words:
        raise ReasonMissing("note_empty", _("Write what the next home must know. One word is enough."))
    row = CarriedNote(
        child=child, authority=child.authority, placement=placement, words=words, said_at=at, said_by=by.id,
        said_by_role=by.role.value,
    )  # fmt: skip
    row.save(force_insert=True)
    return row.pk


@transaction.atomic
def answer_carried(*, note_id: UUID, accepted: bool, words: str = "", by: Person, at: datetime) -> UUID:
    """Take a note into what the next home reads, put in these words where there are any; or leave it out, and say why.

    Raises ReasonMissing("left_out_why").
    """
    note = CarriedNote.objects.filter(id=note_id).first()
    if note is None:
        raise NotFound()
    check_may(by, "children.answer_carried", Subject(authority=note.authority, child_id=note.child_id))
    words = kept(words, what="The answer")
    if not accepted and not words:
        raise ReasonMissing("left_out_why", "Say why this is left out. Whoever wrote it may read it.")
    row = CarriedAnswer(
        note=note, child_id=note.child_id, authority=note.authority, accepted=accepted, words=words, answered_at=at,
        answered_by=by.id, answered_by_role=by.role.value,
    )  # fmt: skip
    row.save(force_insert=True)
    return row.pk
