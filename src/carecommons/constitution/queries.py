"""The rules in force on a given day, as values. A text that no longer matches its seal is refused."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.register.queries import said

from .criteria import Criteria, hash_of, packaged_text, packaged_versions
from .models import NumbersSeal, Publication
from .parameters import packaged_numbers, parameter, parameters, whole
from .reading import read

__all__ = [
    "NumbersSealed", "Published", "check_in_force", "check_numbers", "criteria", "criteria_in_force", "numbers_sealed",
    "parameter", "parameters", "publication", "published", "whole",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """When a version was published, from which day it decides, its seal and its register entry."""

    version: int
    title: str
    text_hash: str
    in_force_from: date
    published_at: datetime
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class NumbersSealed:
    """The newest seal of the policy numbers. whole: row, register and this release still say the same."""

    digest: str
    sealed_at: datetime
    entry_id: UUID
    whole: bool


def numbers_sealed() -> NumbersSealed | None:
    """The newest seal of the numbers; None while none was made."""
    row = NumbersSeal.objects.order_by("-id").first()
    if row is None:
        return None
    same = {row.digest, hash_of(row.text), hash_of(packaged_numbers()), said(row.entry_id).get("digest")}
    return NumbersSealed(row.digest, row.sealed_at, row.entry_id, whole=len(same) == 1)


def check_numbers() -> None:
    """Raise NotNow or Refused unless the numbers of this release are those sealed last: what every decision asks.

    A release that changes a number, or a file that somebody edits, decides nothing until the register has heard of it.
    """
    found = numbers_sealed()
    if found is None:
        raise NotNow(
            "numbers_not_sealed",
            "The policy numbers are not published yet, and nothing may be decided under numbers that nobody can check. "
            "An operator publishes them with: carecommons criteria numbers --publish",
        )
    if not found.whole:
        raise Refused(
            "numbers_changed",
            "The policy numbers are not those that were published last, so nothing can be decided. Put the published "
            "file back; or, when the change is meant, an operator publishes it, for everyone to see, with: "
            "carecommons criteria numbers --publish",
        )


def criteria_in_force(on: date) -> Criteria:
    """The published criteria that decide on the day `on`: the newest whose first day has come.

    Raises NotNow("criteria_not_published") where none is: nothing may be decided under unpublished rules.
    """
    row = Publication.objects.filter(in_force_from__lte=on).order_by("-in_force_from", "-version").first()
    if row is None:
        raise NotNow(
            "criteria_not_published",
            f"No criteria are in force on {on}. Criteria are published before they decide anything: "
            "an operator publishes them, and then this can be done.",
            on=on.isoformat(),
        )
    _check_unedited(row)
    return _opened(row)


def criteria(version: int) -> Criteria:
    """One published version, from the text that was published: an edited file of a release hides no old decision.

    Raises NotFound("criteria_not_published") for any other.
    """
    return _opened(_row(version))


def check_in_force(version: int, on: date) -> None:
    """Raise NotNow unless `version` is published and its first day has come; Refused where it was edited (C1).

    The numbers that it decides by must be those that were sealed: `check_numbers`.
    """
    check_numbers()
    row = _row(version)
    _check_unedited(row)
    if on < row.in_force_from:
        raise NotNow(
            "criteria_not_in_force",
            f"Version {version} of the criteria decides only from {row.in_force_from}. "
            "Use the version in force, or wait for that day.",
            version=version,
        )


def publication(version: int) -> Published:
    """When and under which entry a version was published."""
    return _published(_row(version))


def published() -> tuple[Published, ...]:
    """Every published version, newest first."""
    return tuple(_published(row) for row in Publication.objects.order_by("-version"))


def _row(version: int) -> Publication:
    row = Publication.objects.filter(version=version).first()
    if row is None:
        raise NotFound(
            "criteria_not_published",
            f"Version {version} of the criteria has not been published. Look at the list of versions.",
            version=version,
        )
    return row


def _published(row: Publication) -> Published:
    return Published(
        version=row.version,
        title=read(row.text).title,
        text_hash=row.text_hash,
        in_force_from=row.in_force_from,
        published_at=row.published_at,
        entry_id=row.entry_id,
    )


def _opened(row: Publication) -> Criteria:
    """The criteria in a row, after making sure that the text kept there is the one that was sealed."""
    if hash_of(row.text) != row.text_hash:
        raise _changed(row.version, "the stored text")
    return read(row.text, in_force_from=row.in_force_from)


def _check_unedited(row: Publication) -> None:
    """Raise Refused("criteria_changed") where the row or the packaged text was edited: nothing is decided then."""
    if hash_of(row.text) != row.text_hash:
        raise _changed(row.version, "the stored text")
    if row.version in packaged_versions() and hash_of(packaged_text(row.version)) != row.text_hash:
        raise _changed(row.version, "the file that comes with this release")


def _changed(version: int, edited: str) -> Refused:
    return Refused(
        "criteria_changed",
        f"Version {version} of the criteria was changed after it was published: {edited} no longer "
        "matches its seal in the register. Nothing can be decided until the published text is restored; "
        "a change belongs in a new version.",
        version=version,
    )
