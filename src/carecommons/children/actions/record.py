"""Opening a child's record, and recording the people and places that matter to the child."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import Fault, Faulty, NotAllowed, NotFound, NotNow
from carecommons.common.places import authority as council
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject

from .. import dictionary
from ..connections import AVOID, check_avoided, check_connection, tidy_postcode
from ..models import Child, KnownConnection, PlaceToAvoid, SiblingLink, return_key_index

__all__ = ["add_child", "add_connection", "link_siblings"]


@transaction.atomic
def add_child(
    *,
    reference: str,
    known_as: str,
    birth_date: date,
    sex: str,
    authority: str,
    home_postcode: str = "",
    legal_status: str = "",
    looked_after_since: date | None = None,
    unaccompanied: bool = False,
    return_key: str | None = None,
    access_needs: Sequence[str] = (),
    languages: Sequence[str] = (),
    faiths: Sequence[str] = (),
    by: Person,
    at: datetime,
) -> UUID:
    """Open a child's record; return the child's id.

    Raises Faulty("child_not_complete") with every fault, NotNow("reference_taken") or NotNow("return_key_taken").
    """
    check_may(by, "children.add_child", Subject(authority=authority))
    answers = {
        "reference": reference, "known_as": known_as, "birth_date": birth_date, "sex": sex, "authority": authority,
        "home_postcode": tidy_postcode(home_postcode or ""), "legal_status": legal_status or "",
        "looked_after_since": looked_after_since, "unaccompanied": unaccompanied, "return_key": return_key or None,
        "access_needs": list(access_needs), "languages": list(languages), "faiths": list(faiths),
    }  # fmt: skip
    _check_child(answers, timezone.localdate(at))
    council(authority, timezone.localdate(at))
    if Child.objects.filter(reference=reference).exists():
        raise NotNow("reference_taken", "Another record has this reference. Draw a new one and try again.")
    index = return_key_index(Child, authority, return_key) if return_key else None
    if index and Child.objects.filter(authority=authority, return_key_index=index).exists():
        raise NotNow(
            "return_key_taken",
            "A record of this council has this identifier of the statutory return. Open that record instead.",
        )
    child = Child(**answers, return_key_index=index, added_at=at, added_by=by.id, added_by_role=by.role.value)
    try:
        with transaction.atomic():
            child.save(force_insert=True)
    except IntegrityError:
        raise NotNow("reference_taken", "Another record was opened at the same moment. Try again.") from None
    return child.pk


@transaction.atomic
def link_siblings(*, child_id: UUID, sibling_id: UUID, together: bool, by: Person, at: datetime) -> None:
    """Record that two children in care are brothers or sisters, and whether they should live together."""
    child = child_to_change(child_id=child_id, act="children.write_connections", by=by)
    if child_id == sibling_id:
        raise Faulty("sibling_is_the_same", "A child cannot be their own brother or sister. Check the reference.")
    try:
        child_to_change(child_id=sibling_id, act="children.write_connections", by=by)
    except NotAllowed:
        # Another council's child answers exactly like no child: nobody learns whose record an id opens.
        raise NotFound() from None
    for one, other in ((child.pk, sibling_id), (sibling_id, child.pk)):
        SiblingLink(
            child_id=one, sibling_id=other, together=together,
            recorded_at=at, recorded_by=by.id, recorded_by_role=by.role.value,
        ).save(force_insert=True)  # fmt: skip


@transaction.atomic
def add_connection(
    *,
    child_id: UUID,
    kind: str,
    name: str,
    postcode: str = "",
    keep: bool = True,
    how_often: str = "",
    note: str = "",
    authority: str = "",
    miles: int = 0,
    corrects: UUID | None = None,
    ended: bool = False,
    by: Person,
    at: datetime,
) -> UUID:
    """Record someone or somewhere that matters to a child, or (kind "place_to_avoid") where the child must not live.

    corrects: the row that this takes the place of; ended: it is no longer so. authority, miles: only to avoid.
    """
    child = child_to_change(child_id=child_id, act="children.write_connections", by=by)
    postcode = tidy_postcode(postcode or "")
    row: KnownConnection | PlaceToAvoid
    if kind == AVOID:
        check_avoided(name=name, authority=authority, postcode=postcode, miles=miles)
        if authority:
            council(authority, timezone.localdate(at))
        row = PlaceToAvoid(name=name, authority=authority, postcode=postcode, miles=miles)
    else:
        check_connection(kind=kind, name=name, postcode=postcode, keep=keep, how_often=how_often, note=note)
        row = KnownConnection(kind=kind, name=name, postcode=postcode, keep=keep, how_often=how_often, note=note)
    if corrects is not None:
        _check_corrects(type(row), corrects, child)
    row.child, row.corrects_id, row.ended = child, corrects, ended
    row.recorded_at, row.recorded_by, row.recorded_by_role = at, by.id, by.role.value
    row.save(force_insert=True)
    return row.pk


def child_to_change(*, child_id: UUID, act: str, by: Person) -> Child:
    """The child, if `by` may do `act` to them. Missing and out of reach answer alike (people.doors.hides)."""
    child = Child.objects.filter(pk=child_id).first()
    if child is None:
        # Whose role never may learns that first, whether or not there is such a child.
        check_may(by, act, Subject(child_id=child_id, authority=next(iter(by.authorities), None)))
        raise NotFound()
    check_may(by, act, Subject(authority=child.authority, child_id=child.pk))
    return child


def _check_corrects(kind: type[KnownConnection] | type[PlaceToAvoid], corrects: UUID, child: Child) -> None:
    if not kind.objects.filter(pk=corrects, child=child).exists():
        raise NotFound()
    if kind.objects.filter(corrects_id=corrects).exists():
        raise NotNow("already_corrected", "Someone has corrected this already. Read the correction, then correct that.")


def _check_child(answers: dict[str, object], on: date) -> None:
    found = dictionary.faults("child", answers)
    for name, words in (
        ("birth_date", "Date of birth: this day has not come yet."),
        ("looked_after_since", "Looked after since: this day has not come yet."),
    ):
        day = answers[name]
        if isinstance(day, date) and day > on:
            found.append(Fault("child", 0, name, "in_future", words))
    born, since = answers["birth_date"], answers["looked_after_since"]
    if isinstance(born, date) and isinstance(since, date) and since < born:
        words = "Looked after since: this is before the child was born."
        found.append(Fault("child", 0, "looked_after_since", "before_birth", words))
    if found:
        raise Faulty("child_not_complete", "No record was opened. Put right what is named below.", found)
