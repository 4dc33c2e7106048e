"""What the record of each child within a person's reach asks for on a day: read in a few questions for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from carecommons.common.days import age_on
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person

from ..models import Child, KnownConnection, NeedsDraft, NeedsProfile, RecordedWish, WrittenStory
from ..needs import Flag, Outcome
from ..packing import unpack
from ..wishes import Wish
from .caseload import within

__all__ = ["ChildToday", "children_today", "schools_to_keep", "wishes_of"]


@dataclass(frozen=True, slots=True)
class ChildToday:
    """One child as the day's list needs them. levels: part of life -> level, None unknown; empty without a profile.

    added_on: the day on which the record was opened here.
    """

    id: UUID
    reference: str
    age: int
    birth_date: date
    looked_after_since: date | None
    added_on: date
    assessed_on: date | None
    levels: Mapping[str, int | None]
    flags: tuple[Flag, ...]
    outcomes: tuple[Outcome, ...]
    has_draft: bool
    has_story: bool
    asked: bool

    @property
    def unknown(self) -> tuple[str, ...]:
        """The parts of life that nobody has been able to rate yet."""
        return tuple(code for code, level in self.levels.items() if level is None)


def children_today(person: Person, on: date) -> tuple[ChildToday, ...]:
    """The children whom the person may list, by reference (which is random)."""
    if not may_at_all(person, "children.see_caseload"):
        return ()
    rows = list(
        Child.objects.filter(within(person))
        .only("pk", "reference", "birth_date", "looked_after_since", "added_at")
        .order_by("reference")
    )
    ids = [row.pk for row in rows]
    newest = NeedsProfile.objects.filter(child=OuterRef("child")).order_by("-version").values("version")[:1]
    found = NeedsProfile.objects.filter(child__in=ids, version=Subquery(newest))
    profiles = {row.child_id: row for row in found.only("child", "assessed_on", "ratings", "flags", "outcomes")}
    drafts = set(
        NeedsDraft.objects.filter(child__in=ids, author=person.id or UUID(int=0)).values_list("child", flat=True)
    )
    told = set(WrittenStory.objects.filter(child__in=ids).values_list("child", flat=True))
    wished = RecordedWish.objects.filter(child__in=ids, stage="before_shortlist", corrected_by=None)
    asked = set(wished.values_list("child", flat=True))
    return tuple(
        ChildToday(
            id=row.pk, reference=row.reference, age=age_on(row.birth_date, on), birth_date=row.birth_date,
            looked_after_since=row.looked_after_since, added_on=timezone.localdate(row.added_at),
            assessed_on=profile.assessed_on if profile else None,
            levels={rating["domain"]: rating["level"] for rating in profile.ratings} if profile else {},
            flags=unpack(Flag, profile.flags) if profile else (),
            outcomes=unpack(Outcome, profile.outcomes) if profile else (),
            has_draft=row.pk in drafts, has_story=row.pk in told, asked=row.pk in asked,
        )
        for row, profile in ((row, profiles.get(row.pk)) for row in rows)
    )  # fmt: skip


def wishes_of(ids: Iterable[UUID]) -> dict[UUID, tuple[Wish, ...]]:
    """Everything that each of these children has said, newest first. The caller has asked who may see it."""
    said: dict[UUID, list[Wish]] = defaultdict(list)
    rows = sorted(RecordedWish.objects.filter(child_id__in=set(ids)), key=lambda row: (row.stage, row.words))
    for row in sorted(rows, key=lambda row: (row.said_on, row.recorded_at), reverse=True):
        said[row.child_id].append(
            Wish(
                row.pk, row.stage, row.words, row.how, row.said_on, row.recorded_at, row.recorded_by_role,
                row.corrects_id, row.observed_by,
            )
        )  # fmt: skip
    return {child: tuple(wishes) for child, wishes in said.items()}


def schools_to_keep(ids: Iterable[UUID]) -> dict[UUID, str]:
    """child -> the name of the school that is recorded as one to keep, for those who have one."""
    rows = KnownConnection.objects.filter(
        child_id__in=set(ids), kind="school", keep=True, corrected_by=None, ended=False
    )
    return {row.child_id: row.name for row in rows.order_by("recorded_at", "pk")}
