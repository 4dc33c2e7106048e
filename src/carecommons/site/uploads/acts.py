"""Check, or check and store: the same two acts for pages and programs."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from carecommons.children.actions import compare_returns, import_returns
from carecommons.children.returns.apart import check_uploads, read_uploads
from carecommons.common.places import authority as council
from carecommons.common.steps import Step, quiet
from carecommons.constitution.limits import upload_limits
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.actions import import_public_list
from carecommons.provision.public_list import Reading, summary
from carecommons.provision.public_list.uploads import read_uploads as read_list

if TYPE_CHECKING:
    from carecommons.children.returns.read import Reading as ReturnReading

__all__ = [
    "Files", "check_list", "check_return", "keep_list", "keep_return", "read_public_list", "read_return", "store_list",
    "store_return",
]  # fmt: skip

Files = Sequence[tuple[str, bytes]]
IMPORT_RETURNS = "children.import_returns"
IMPORT_LIST = "provision.import_list"


READING, CHECKING = "Reading the files", "Checking the rows"


def check_return(
    files: Files, *, authority: str, year: int | None, by: Person, at: datetime, confirmed_ours: bool = False,
    step: Step = quiet,
) -> dict[str, Any]:  # fmt: skip
    """The report of a return, and what storing it would do to what is held; nothing is stored."""
    check_may(by, IMPORT_RETURNS, Subject(authority=authority))
    on = timezone.localdate(at)
    council(authority, on)
    reading = read_uploads(files, upload_limits(on), year=year, watch=partial(step, CHECKING))
    if reading.faults:
        return _report_of_faults(files, year=year, on=on, step=step)
    return compare_returns(authority=authority, reading=reading, by=by, at=at, confirmed_ours=confirmed_ours)


def _report_of_faults(files: Files, *, year: int | None, on: date, step: Step) -> dict[str, Any]:
    return check_uploads(files, upload_limits(on), year=year, watch=partial(step, CHECKING))


def read_return(
    files: Files, *, authority: str, year: int | None, by: Person, on: date, step: Step = quiet
) -> "ReturnReading":
    """The tables of a return, ready to be kept; nothing is stored yet."""
    check_may(by, IMPORT_RETURNS, Subject(authority=authority))
    return read_uploads(files, upload_limits(on), year=year, watch=partial(step, READING))


def store_return(
    files: Files, *, authority: str, year: int | None, by: Person, at: datetime, confirmed_ours: bool = False
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The report of a return, and what storing it did; None where faults kept it from being stored."""
    on = timezone.localdate(at)
    reading = read_return(files, authority=authority, year=year, by=by, on=on)
    if reading.faults:
        return _report_of_faults(files, year=year, on=on, step=quiet), None
    return keep_return(reading, authority=authority, by=by, at=at, confirmed_ours=confirmed_ours)


def keep_return(
    reading: "ReturnReading", *, authority: str, by: Person, at: datetime, confirmed_ours: bool, step: Step = quiet
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report of a return that was read without faults, and what storing it did."""
    done = import_returns(
        authority=authority, reading=reading, by=by, at=at, confirmed_ours=confirmed_ours, step=step
    )  # fmt: skip
    return done.document, done.as_dict()


def check_list(files: Files, *, as_at: date | None, by: Person, on: date, step: Step = quiet) -> dict[str, Any]:
    """The report of a public list; nothing is stored."""
    return summary(read_public_list(files, as_at=as_at, by=by, on=on, step=step))


def read_public_list(files: Files, *, as_at: date | None, by: Person, on: date, step: Step = quiet) -> Reading:
    """A public list, ready to be kept; nothing is stored yet."""
    check_may(by, IMPORT_LIST)
    return read_list(files, upload_limits(on), as_at, watch=partial(step, READING))


def store_list(
    files: Files, *, as_at: date | None, by: Person, at: datetime
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The report of a public list, and what storing it did; None where faults kept it from being stored."""
    reading = read_public_list(files, as_at=as_at, by=by, on=timezone.localdate(at))
    return (summary(reading), None) if reading.faults else keep_list(reading, by=by, at=at)


def keep_list(
    reading: Reading, *, by: Person, at: datetime, step: Step = quiet
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report of a public list that was read without faults, and what storing it did."""
    report = summary(reading)
    done = import_public_list(reading=reading, by=by, at=at, step=step)
    words = [f"{done.providers:,} providers as at {done.as_at.day} {done.as_at:%B %Y}."]
    if done.replaced and done.changes is not None:
        words.append(
            f"It replaced a list of the same day: {len(done.changes.added):,} providers came, "
            f"{len(done.changes.removed):,} went, {len(done.changes.changed):,} changed."
        )
    answer = {"unchanged": done.unchanged, "replaced": done.replaced, "words": words}
    return report, answer | {"register_entry": str(done.entry_id) if done.entry_id else None}
