"""A child's needs, version by version, and the drafts of one author."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ..models import NeedsDraft, NeedsProfile
from ..needs import Flag, Outcome, Profile, Rating, Strength
from ..packing import unpack

__all__ = ["draft_kept_at", "draft_parts", "levels_of", "profile", "profile_version", "profiles", "profiles_of"]


def profile(child_id: UUID) -> Profile | None:
    """The needs as they were last recorded; None when nobody has recorded any."""
    row = NeedsProfile.objects.filter(child_id=child_id).order_by("-version").first()
    return _profile(row) if row else None


def profile_version(child_id: UUID, version: int) -> Profile | None:
    """One version; None when there is none of that number."""
    row = NeedsProfile.objects.filter(child_id=child_id, version=version).first()
    return _profile(row) if row else None


def profiles(child_id: UUID) -> tuple[Profile, ...]:
    """Every version, newest first."""
    return tuple(_profile(row) for row in NeedsProfile.objects.filter(child_id=child_id).order_by("-version"))


def profiles_of(child_ids: Iterable[UUID]) -> dict[UUID, tuple[Profile, ...]]:
    """Child -> every version, newest first, in one question; a child without one is left out. For rooms that ask."""
    found: dict[UUID, list[Profile]] = defaultdict(list)
    for row in NeedsProfile.objects.filter(child_id__in=set(child_ids)).order_by("-version"):
        found[row.child_id].append(_profile(row))
    return {child: tuple(versions) for child, versions in found.items()}


@dataclass(frozen=True, slots=True)
class LevelsThen:
    """The level of each part of life in one version: code -> level, None unknown."""

    assessed_on: date
    levels: Mapping[str, int | None]


def levels_of(child_ids: Iterable[UUID]) -> dict[UUID, tuple[LevelsThen, ...]]:
    """Child -> the levels of every version, newest first: for lists, which open nothing else of a profile."""
    found: dict[UUID, list[LevelsThen]] = defaultdict(list)
    rows = NeedsProfile.objects.filter(child_id__in=set(child_ids)).order_by("-version")
    for row in rows.only("child", "assessed_on", "ratings"):
        levels = {rating["domain"]: rating["level"] for rating in row.ratings}
        found[row.child_id].append(LevelsThen(row.assessed_on, levels))
    return {child: tuple(versions) for child, versions in found.items()}


def draft_parts(child_id: UUID, author: UUID) -> tuple[int, dict[str, Any]] | None:
    """One author's unfinished profile: (the version it began from, its parts as stored); None when none."""
    row = NeedsDraft.objects.filter(child_id=child_id, author=author).first()
    return (row.begun_from, row.parts) if row else None


def draft_kept_at(child_id: UUID, author: UUID) -> datetime | None:
    """When this author last kept an unfinished profile; None when there is none."""
    row = NeedsDraft.objects.filter(child_id=child_id, author=author).first()
    return row.changed_at if row else None


def _profile(row: NeedsProfile) -> Profile:
    return Profile(
        version=row.version,
        child_id=row.child_id,
        assessed_on=row.assessed_on,
        ratings=unpack(Rating, row.ratings),
        flags=unpack(Flag, row.flags),
        strengths=unpack(Strength, row.strengths),
        matters=tuple(row.matters),
        outcomes=unpack(Outcome, row.outcomes),
        recorded_at=row.recorded_at,
        recorded_by_role=row.recorded_by_role,
    )
