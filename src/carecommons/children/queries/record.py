"""A child's record, story, wishes and connections, as values. The caller has asked who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carecommons.common.errors import NotFound
from carecommons.people.roles import Subject

from ..connections import AvoidedPlace, Connection, Whereabouts
from ..models import Child, KnownConnection, PlaceToAvoid, RecordedWish, SiblingLink, WrittenStory
from ..story import Story
from ..wishes import Wish
from .places import places_of

__all__ = [
    "ChildRecord", "avoid_not_known_of", "avoided_places", "child_ids_in", "children_named", "connections",
    "find_child", "siblings", "stories", "story", "whereabouts", "wishes",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChildRecord:
    """Who a child is: class D3, the postcode D4."""

    id: UUID
    reference: str
    known_as: str
    birth_date: date
    sex: str
    authority: str
    home_postcode: str
    legal_status: str
    looked_after_since: date | None
    unaccompanied: bool
    return_key: str | None
    access_needs: tuple[str, ...]
    languages: tuple[str, ...]
    faiths: tuple[str, ...]
    added_at: datetime

    @property
    def subject(self) -> Subject:
        """The child as the policy asks about them."""
        return Subject(authority=self.authority, child_id=self.id)


def find_child(reference_or_id: str | UUID) -> ChildRecord:
    """The child with this id or reference. Raises NotFound, as for a child that is not the asker's."""
    key = str(reference_or_id).strip()
    try:
        row = Child.objects.filter(pk=UUID(key)).first()
    except ValueError:
        row = Child.objects.filter(reference=key.upper()).first()
    if row is None:
        raise NotFound()
    return _child_record(row)


def children_named(ids: Iterable[UUID]) -> dict[UUID, ChildRecord]:
    """These children by id, in one question to the database; an id that nobody has is left out."""
    return {row.pk: _child_record(row) for row in Child.objects.filter(pk__in=set(ids))}


def child_ids_in(councils: Iterable[str]) -> frozenset[UUID]:
    """The ids of every child on record of some councils."""
    return frozenset(Child.objects.filter(authority__in=sorted(set(councils))).values_list("pk", flat=True))


def _child_record(row: Child) -> ChildRecord:
    return ChildRecord(
        id=row.pk, reference=row.reference, known_as=row.known_as, birth_date=row.birth_date, sex=row.sex,
        authority=row.authority, home_postcode=row.home_postcode, legal_status=row.legal_status,
        looked_after_since=row.looked_after_since, unaccompanied=row.unaccompanied, return_key=row.return_key,
        access_needs=tuple(row.access_needs), languages=tuple(row.languages), faiths=tuple(row.faiths),
        added_at=row.added_at,
    )  # fmt: skip


def stories(child_id: UUID) -> tuple[Story, ...]:
    """Every version of the child's story, newest first."""
    rows = WrittenStory.objects.filter(child_id=child_id).order_by("-version")
    return tuple(
        Story(
            row.version, row.words, row.strengths, row.helps, row.authorship, row.not_agreed_because,
            row.written_at, row.written_by_role,
        )
        for row in rows
    )  # fmt: skip


def story(child_id: UUID) -> Story | None:
    """The story as it is told now."""
    return next(iter(stories(child_id)), None)


def wishes(child_id: UUID) -> tuple[Wish, ...]:
    """Everything that the child has said, newest first; a corrected wish stays, beside its correction."""
    rows = sorted(RecordedWish.objects.filter(child_id=child_id), key=lambda row: (row.stage, row.words))
    rows.sort(key=lambda row: (row.said_on, row.recorded_at), reverse=True)
    return tuple(
        Wish(
            row.pk,
            row.stage,
            row.words,
            row.how,
            row.said_on,
            row.recorded_at,
            row.recorded_by_role,
            row.corrects_id,
            row.observed_by,
        )
        for row in rows
    )


def connections(child_id: UUID) -> tuple[Connection, ...]:
    """The people and places that matter now: those to keep first, then as they were recorded. No postcodes."""
    rows = sorted(_standing_connections(child_id), key=lambda row: (not row.keep, row.recorded_at, row.kind, row.name))
    return tuple(
        Connection(
            row.pk,
            row.kind,
            row.name,
            row.keep,
            row.how_often,
            row.note,
            row.recorded_at,
            row.recorded_by_role,
        )
        for row in rows
    )


def whereabouts(child_id: UUID) -> tuple[Whereabouts, ...]:
    """Postcodes of the child's home and connections: class D4, for named people with a reason each time."""
    home = Child.objects.only("home_postcode").get(pk=child_id).home_postcode
    found = [Whereabouts("The child’s own home", home)] if home else []
    rows = sorted(
        _standing_connections(child_id).exclude(postcode=""), key=lambda row: (row.recorded_at, row.kind, row.name)
    )
    return (*found, *(Whereabouts(row.name, row.postcode) for row in rows))


def avoided_places(child_id: UUID) -> tuple[AvoidedPlace, ...]:
    """Where the child must not live: class D4, for named people with a reason each time."""
    rows = sorted(
        PlaceToAvoid.objects.filter(child_id=child_id, corrected_by=None, ended=False),
        key=lambda row: (row.recorded_at, row.name, row.authority, row.postcode),
    )
    return tuple(AvoidedPlace(row.pk, row.name, row.authority, row.postcode, row.miles) for row in rows)


def avoid_not_known_of(child_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of many children with a place to avoid of which nobody can say where it is. For rooms that have asked."""
    rows = list(PlaceToAvoid.objects.filter(child_id__in=set(child_ids), corrected_by=None, ended=False))
    where = places_of([row.postcode for row in rows])
    return frozenset(row.child_id for row in rows if not row.authority and not where.get(row.postcode))


def siblings(child_id: UUID) -> tuple[tuple[UUID, bool], ...]:
    """Brothers and sisters in care, each with whether they should live together, as last recorded."""
    latest: dict[UUID, bool] = {}
    for row in SiblingLink.objects.filter(child_id=child_id).order_by("recorded_at", "pk"):
        latest[row.sibling_id] = row.together
    return tuple(sorted(latest.items(), key=lambda pair: str(pair[0])))


def _standing_connections(child_id: UUID):  # type: ignore[no-untyped-def]
    return KnownConnection.objects.filter(child_id=child_id, corrected_by=None, ended=False)
