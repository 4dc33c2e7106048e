"""The register as everyone may read it. The site puts its door in front of each page (see urls.py)."""

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from carecommons.common.errors import NotFound, NotNow

from . import queries
from .kinds import KINDS
from .proof import CHECKER
from .words import lines, sealed_name


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The list of entries, newest first; or the one entry whose number or fingerprint was asked for."""
    asked, wrong = request.GET.get("find", "").strip(), ""
    if asked:
        try:
            return HttpResponseRedirect(reverse("register:entry", args=[queries.find(asked)]))
        except NotFound as missing:
            wrong = str(missing)
    kind = request.GET.get("kind") if request.GET.get("kind") in KINDS else None
    months = queries.months()
    month = request.GET.get("month") if request.GET.get("month") in months else None
    found = queries.newest(page=_number(request.GET.get("page", "1")), kind=kind, month=month)
    context = {
        "found": found,
        "page": Paginator(range(found.total), queries.PAGE).get_page(found.page),
        "entries": [(entry, KINDS[entry.kind]) for entry in found.entries],
        "kinds": [(code, KINDS[code].name, code == kind) for code in queries.kinds()],
        "months": [(each, each == month) for each in months],
        "narrowed": bool(kind or month),
        "asked": asked,
        "wrong": wrong,
        "seal": _seal(),
    }
    return render(request, "register/log.html", context, status=404 if wrong else 200)


@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry: what it says, and why nobody can have changed it."""
    found, proof = queries.public_entry(number), queries.proof(number)
    context = {
        "entry": found,
        "kind": KINDS[found.kind],
        "lines": lines(found.kind, found.public),
        "sealed": sorted(map(sealed_name, found.commitments)),
        "proof": proof,
        "document": json.dumps(json.loads(proof.leaf), indent=1, ensure_ascii=False),
        "before": number - 1,
        "after": number + 1 if number < proof.size else None,
        "checker": CHECKER,
        "opens": found.kind == "decision",
    }
    return render(request, "register/entry.html", context)


@require_safe
def proof_file(request: HttpRequest, number: int) -> HttpResponse:
    """The proof of one entry, to check anywhere."""
    found = queries.proof(number)
    body = json.dumps(found.as_document(), indent=1, ensure_ascii=False) + "\n"
    return _download(body, "application/json", f"register-entry-{number}-proof.json")


@require_safe
def checker(request: HttpRequest) -> HttpResponse:
    """The small program that checks a proof."""
    return _download(CHECKER, "text/x-python; charset=utf-8", "check.py")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint, as text."""
    response = HttpResponse(queries.checkpoint().text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _seal() -> queries.SignedCheckpoint | None:
    try:
        return queries.checkpoint()
    except NotNow:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _download(body: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
