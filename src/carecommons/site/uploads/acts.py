"""Check, or check and store: the same two acts for pages and programs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from carecommons.children.actions import import_returns
from carecommons.children.returns.apart import check_uploads, read_uploads
from carecommons.common.places import authority as council
from carecommons.constitution.limits import upload_limits
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.actions import import_public_list
from carecommons.provision.public_list import Reading, summary
from carecommons.provision.public_list.uploads import read_uploads as read_list

__all__ = ["Files", "check_list", "check_return", "store_list", "store_return"]

Files = Sequence[tuple[str, bytes]]
IMPORT_RETURNS = "children.import_returns"
IMPORT_LIST = "provision.import_list"


def check_return(files: Files, *, authority: str, year: int | None, by: Person, on: date) -> dict[str, Any]:
    """The report of a return; nothing is stored."""
    check_may(by, IMPORT_RETURNS, Subject(authority=authority))
    council(authority, on)
    return check_uploads(files, upload_limits(on), year=year)


def store_return(
    files: Files, *, authority: str, year: int | None, by: Person, at: datetime, confirmed_ours: bool = False
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The report of a return, and what storing it did; None where faults kept it from being stored."""
    check_may(by, IMPORT_RETURNS, Subject(authority=authority))
    reading = read_uploads(files, upload_limits(timezone.localdate(at)), year=year)
    if reading.faults:
        return check_return(files, authority=authority, year=year, by=by, on=timezone.localdate(at)), None
    done = import_returns(authority=authority, reading=reading, by=by, at=at, confirmed_ours=confirmed_ours)
    return done.document, done.as_dict()


def check_list(files: Files, *, as_at: date | None, by: Person, on: date) -> dict[str, Any]:
    """The report of a public list; nothing is stored."""
    check_may(by, IMPORT_LIST)
    return summary(read_list(files, upload_limits(on), as_at))


def store_list(
    files: Files, *, as_at: date | None, by: Person, at: datetime
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The report of a public list, and what storing it did; None where faults kept it from being stored."""
    check_may(by, IMPORT_LIST)
    reading: Reading = read_list(files, upload_limits(timezone.localdate(at)), as_at)
    report = summary(reading)
    if reading.faults:
        return report, None
    done = import_public_list(reading=reading, by=by, at=at)
    words = [f"{done.providers:,} providers as at {done.as_at.day} {done.as_at:%B %Y}."]
    if done.replaced and done.changes is not None:
        words.append(
            f"It replaced a list of the same day: {len(done.changes.added):,} providers came, "
            f"{len(done.changes.removed):,} went, {len(done.changes.changed):,} changed."
        )
    answer = {"unchanged": done.unchanged, "replaced": done.replaced, "words": words}
    return report, answer | {"register_entry": str(done.entry_id) if done.entry_id else None}
