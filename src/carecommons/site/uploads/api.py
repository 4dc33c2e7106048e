"""The same two acts for programs: files as multipart form data, the report as JSON, refusals as problem+json."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from carecommons.children.queries import SEE_REPORT, return_report
from carecommons.common.wire import Code, Day
from carecommons.people.doors import Request, door_api

from ..jobs.acts import start
from ..jobs.answers import JobOut, accepted
from ..jobs.kinds import faulty
from . import acts

returns = Router(tags=["returns"])
homes = Router(tags=["homes"])
Year = Annotated[int, Field(ge=1900, le=2199)]


@returns.post("/check", response=dict[str, Any], summary="What a return holds, what was mended, what is wrong")
@door_api(acts.IMPORT_RETURNS)
def check_return(
    request: Request,
    files: File[list[UploadedFile]],
    authority: Form[Code],
    year: Form[Year | None] = None,
    confirmed_ours: Form[bool] = False,
) -> dict[str, Any]:
    """Stores nothing. `accepted` says whether it could be stored; `faults` name file, row, column and remedy.

    `would` says what storing it would change of what is held, or why it would be refused.
    """  # fmt: skip
    return acts.check_return(
        _read(files), authority=authority, year=year, by=request.person, at=timezone.now(),
        confirmed_ours=confirmed_ours,
    )  # fmt: skip


@returns.post("/import", response=dict[str, Any], summary="Store a council's return, all of it or nothing")
@door_api(acts.IMPORT_RETURNS)
def import_return(
    request: Request,
    files: File[list[UploadedFile]],
    authority: Form[Code],
    year: Form[Year | None] = None,
    confirmed_ours: Form[bool] = False,
) -> dict[str, Any]:
    """The same files again change nothing (`unchanged`). Faults refuse the whole: 422 with every one of them.

    confirmed_ours: store it although it looks like another council's return (`return_of_another_council`).
    """  # fmt: skip
    given = _read(files)
    report, stored = acts.store_return(
        given, authority=authority, year=year, by=request.person, at=timezone.now(), confirmed_ours=confirmed_ours
    )
    if stored is None:
        raise faulty("return_faulty", report)
    return stored


@returns.post("/jobs", response={202: JobOut}, summary="Check or store a council's return as a job, without waiting")
@door_api(acts.IMPORT_RETURNS)
def start_return(
    request: Request,
    files: File[list[UploadedFile]],
    authority: Form[Code],
    act: Form[Literal["check", "store"]],
    year: Form[Year | None] = None,
    confirmed_ours: Form[bool] = False,
) -> HttpResponse:
    """Answers 202 at once. `Location` is the job: ask there how far it is and what came of it."""
    asked = {"year": year, "confirmed_ours": confirmed_ours}
    kind, by = f"{act}_return", request.person
    return accepted(
        start(kind=kind, files=_read(files), authority=authority, asked=asked, by=by, at=timezone.now()), by=by
    )


@returns.get("/report", response=dict[str, Any], summary="What to mend in one's own council's newest return, by row")
@door_api(SEE_REPORT)
def report_of_return(request: Request, authority: Code) -> dict[str, Any]:
    """Exact counts and the rows named (file, row, column), for the council's own planners. No child is named."""
    return asdict(return_report(authority=authority, by=request.person))


@homes.post("/check", response=dict[str, Any], summary="What a release of the regulator's list holds")
@door_api(acts.IMPORT_LIST)
def check_list(request: Request, files: File[list[UploadedFile]], as_at: Form[Day | None] = None) -> dict[str, Any]:
    """Stores nothing. `accepted` says whether it could be stored. as_at: the day, where the file does not say it."""
    return acts.check_list(_read(files), as_at=as_at, by=request.person, on=timezone.localdate())


@homes.post("/import", response=dict[str, Any], summary="Store a release of the regulator's list, whole or not at all")
@door_api(acts.IMPORT_LIST)
def import_list(request: Request, files: File[list[UploadedFile]], as_at: Form[Day | None] = None) -> dict[str, Any]:
    """The same list again changes nothing (`unchanged`). Faults refuse the whole: 422 with every one of them."""
    report, stored = acts.store_list(_read(files), as_at=as_at, by=request.person, at=timezone.now())
    if stored is None:
        raise faulty("list_faulty", report)
    return report | {name: value for name, value in stored.items() if name != "words"}


@homes.post("/jobs", response={202: JobOut}, summary="Check or store the regulator's list as a job, without waiting")
@door_api(acts.IMPORT_LIST)
def start_list(
    request: Request,
    files: File[list[UploadedFile]],
    act: Form[Literal["check", "store"]],
    as_at: Form[Day | None] = None,
) -> HttpResponse:
    """Answers 202 at once. `Location` is the job: ask there how far it is and what came of it."""
    asked = {"as_at": as_at.isoformat() if as_at else None}
    kind, by = f"{act}_list", request.person
    return accepted(start(kind=kind, files=_read(files), authority="", asked=asked, by=by, at=timezone.now()), by=by)


def _read(files: list[UploadedFile]) -> acts.Files:
    return [(str(file.name), file.read()) for file in files]
