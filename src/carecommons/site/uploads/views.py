"""Pages to check and store files: the statutory return, and the regulator's public list of homes."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carecommons.children.queries import kept_tables
from carecommons.children.returns.labels import TABLES as RETURN_TABLES
from carecommons.common.places import authorities
from carecommons.people.doors import Request, door
from carecommons.provision.queries import releases

from ..jobs.acts import start
from . import acts
from .forms import ListFiles, ReturnFiles

CHECK, STORE = "check", "store"


@door(acts.IMPORT_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def returns(request: Request) -> HttpResponse:
    """The returns that are held for one's own councils, and a form to check and store another: a job does it."""
    now = timezone.now()
    known = authorities(timezone.localdate(now))
    councils = [(code, known[code].name) for code in sorted(request.person.authorities) if code in known]
    form = ReturnFiles(councils=councils)
    if request.method == "POST":
        form = ReturnFiles(request.POST, request.FILES, councils=councils)
        if form.is_valid():
            asked = {name: form.cleaned_data[name] for name in ("year", "confirmed_ours")}
            return _started(request, "return", form.cleaned_data["sent"], form.cleaned_data["authority"], asked)
    held = [{"code": code, "name": name, "years": _years_held(code)} for code, name in councils]
    context = {"form": form, "held": held, "councils": councils}
    return render(request, "site/returns.html", context, status=_status(form))


@door(acts.IMPORT_LIST)
@require_http_methods(["GET", "HEAD", "POST"])
def public_list(request: Request) -> HttpResponse:
    """The releases that are held of the regulator's list, and a form to check and store another: a job does it."""
    form = ListFiles()
    if request.method == "POST":
        form = ListFiles(request.POST, request.FILES)
        if form.is_valid():
            as_at = form.cleaned_data["as_at"]
            asked = {"as_at": as_at.isoformat() if as_at else None}
            return _started(request, "list", form.cleaned_data["sent"], "", asked)
    context = {"form": form, "releases": releases()}
    return render(request, "site/public_list.html", context, status=_status(form))


def _started(
    request: Request, what: str, sent: Sequence[UploadedFile], authority: str, asked: dict[str, Any]
) -> HttpResponse:
    """To the page of the job that checks, or checks and stores, these files."""
    act = STORE if request.POST.get("act") == STORE else CHECK
    files = [(str(file.name), file.read()) for file in sent]
    job_id = start(
        kind=f"{act}_{what}", files=files, authority=authority, asked=asked, by=request.person, at=timezone.now()
    )
    return redirect("job", job_id)


def _years_held(code: str) -> list[dict[str, Any]]:
    """Each collection year of a council with its tables, newest first."""
    tables = sorted(kept_tables(code), key=lambda table: -table.year)
    return [
        {"year": year, "tables": [(RETURN_TABLES.get(each.name, each.name), each) for each in found]}
        for year, found in groupby(tables, key=lambda table: table.year)
    ]


def _status(form: ReturnFiles | ListFiles) -> int:
    return 422 if form.is_bound and form.errors else 200
