"""Pages to check and store files: the statutory return, and the regulator's public list of homes."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carecommons.children.queries import kept_tables
from carecommons.children.returns.labels import TABLES as RETURN_TABLES
from carecommons.common.errors import NotAllowed, NotFound, Refused
from carecommons.common.places import authorities
from carecommons.people.doors import Request, door
from carecommons.provision.queries import releases

from . import acts
from .forms import ListFiles, ReturnFiles
from .told import Told, told_list, told_refusal, told_return

STORE = "store"


@door(acts.IMPORT_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def returns(request: Request) -> HttpResponse:
    """The returns that are held for one's own councils, and a form to check and store another."""
    now = timezone.now()
    known = authorities(timezone.localdate(now))
    councils = [(code, known[code].name) for code in sorted(request.person.authorities) if code in known]
    told = None
    form = ReturnFiles(councils=councils)
    if request.method == "POST":
        form = ReturnFiles(request.POST, request.FILES, councils=councils)
        if form.is_valid():
            told = _return_told(request, form.cleaned_data)
            form = ReturnFiles(initial={"authority": form.cleaned_data["authority"]}, councils=councils)
    held = [{"code": code, "name": name, "years": _years_held(code)} for code, name in councils]
    context = {"form": form, "told": told, "held": held, "councils": councils}
    return render(request, "site/returns.html", context, status=_status(told, form))


@door(acts.IMPORT_LIST)
@require_http_methods(["GET", "HEAD", "POST"])
def public_list(request: Request) -> HttpResponse:
    """The releases that are held of the regulator's list, and a form to check and store another."""
    told = None
    form = ListFiles()
    if request.method == "POST":
        form = ListFiles(request.POST, request.FILES)
        if form.is_valid():
            told = _list_told(request, form.cleaned_data)
            form = ListFiles()
    context = {"form": form, "told": told, "releases": releases()}
    return render(request, "site/public_list.html", context, status=_status(told, form))


def _return_told(request: Request, asked: dict[str, Any]) -> Told:
    now = timezone.now()
    files = [(file.name, file.read()) for file in asked["sent"]]
    whose = {"authority": asked["authority"], "year": asked["year"], "by": request.person}
    try:
        if request.POST.get("act") == STORE:
            report, stored = acts.store_return(files, at=now, confirmed_ours=asked["confirmed_ours"], **whose)
            return told_return(report, stored=stored)
        return told_return(acts.check_return(files, on=timezone.localdate(now), **whose))
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return told_refusal(refusal)


def _list_told(request: Request, asked: dict[str, Any]) -> Told:
    files = [(file.name, file.read()) for file in asked["sent"]]
    try:
        if request.POST.get("act") == STORE:
            report, stored = acts.store_list(files, as_at=asked["as_at"], by=request.person, at=timezone.now())
            return told_list(report, stored=stored)
        return told_list(acts.check_list(files, as_at=asked["as_at"], by=request.person, on=timezone.localdate()))
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return told_refusal(refusal)


def _years_held(code: str) -> list[dict[str, Any]]:
    """Each collection year of a council with its tables, newest first."""
    tables = sorted(kept_tables(code), key=lambda table: -table.year)
    return [
        {"year": year, "tables": [(RETURN_TABLES.get(each.name, each.name), each) for each in found]}
        for year, found in groupby(tables, key=lambda table: table.year)
    ]


def _status(told: Told | None, form: ReturnFiles | ListFiles) -> int:
    return 422 if (told is not None and told.refused) or (form.is_bound and form.errors) else 200
