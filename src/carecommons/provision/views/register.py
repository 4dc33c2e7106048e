"""The register of homes: the list, one home, and what is written about it. Vacancies in two clicks."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carecommons.common.errors import Faulty, Refused
from carecommons.common.places import authorities
from carecommons.constitution.childs_rights import child_contract_on
from carecommons.people.doors import Request, door
from carecommons.people.may import check_may, may, may_at_all
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Subject

from .. import actions, queries, showing
from ..capability import ACCESS, DOMAIN_CODES, DOMAIN_NAMES, SPECIALISMS
from ..doors import look_at_named, open_home
from ..forms import ClaimForm, FilterForm, HomeForm, ImpactForm, LevelsForm, VacancyForm
from ..homes import APPROVED_KINDS, KINDS, REGISTERED_KINDS, STAY_WORDS, Standing
from ..queries import HomeRecord
from ..vacancies import Opening
from .parts import agreements, both_sources, council, line_of, listed_owner

__all__ = [
    "able",
    "accept",
    "accept_levels",
    "add",
    "free",
    "home",
    "homes",
    "levels",
    "read",
    "together",
]

A_PAGE = 50
# Where somebody came from to say what is free: they go back there.
BACK = {"list": "provision:homes", "vacancies": "provision:vacancies", "day": "my_page"}


@door("provision.see_homes")
@require_safe
def homes(request: Request) -> HttpResponse:
    """The homes within reach, narrowed by kind, specialism and free places."""
    now = datetime.now(UTC)
    councils = authorities(timezone.localdate(now))
    own = min(request.person.authorities, default="")
    form = FilterForm(request.GET or None, councils=[(code, each.name) for code, each in councils.items()], own=own)
    asked = form.cleaned_data if form.is_valid() else {}
    lines = queries.homes_seen_by(request.person, at=now, around=own, **asked | {"level": int(asked.get("level") or 0)})
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    look_at_named(page, by=request.person, at=now)
    may_keep = bool(may(request.person, "provision.keep_homes", _own(request)))
    context = {
        "page": page, "lines": [line_of(line, councils) for line in page], "form": form, "total": len(lines),
        # Somebody's own homes need no filter by council, kind and nearness.
        "own_homes": PERMISSIONS["provision.see_homes"].reach[request.person.role] is Reach.OWN_PROVIDER
        and len(lines) <= A_PAGE and not request.GET,
        "hours": queries.word_hours(now),
        "may_report": bool(may_at_all(request.person, "provision.report_vacancy")),
        "open": sum(line.opening is Opening.OPEN for line in lines), "asked": any(asked.values()),
        "may_verify": bool(may(request.person, "provision.verify", Subject(authority=_kept_by(request)))),
        "may_add": may_keep and bool(queries.providers_kept_by(request.person)),
    }  # fmt: skip
    return render(request, "provision/homes.html", context)


@door("provision.see_homes")
@require_safe
def home(request: Request, home_id: UUID) -> HttpResponse:
    """One home: what the law, the home and its evidence say, and beside it what the public list says."""
    return _home_page(request, home_id, datetime.now(UTC), None)


@door("provision.report_vacancy")
@require_POST
def free(request: Request, home_id: UUID) -> HttpResponse:
    """How many places are free now; "Still 1 place free" and "Now full" are one button each."""
    now = datetime.now(UTC)
    form = VacancyForm(request.POST)
    if not form.is_valid():
        return _home_page(request, home_id, now, form)
    try:
        actions.report_vacancy(home_id=home_id, by=request.person, at=now, **form.cleaned_data)
    except Refused as refusal:
        if refusal.code != "vacancy_out_of_range":
            raise
        form.add_error("free", str(refusal))
        return _home_page(request, home_id, now, form)
    hours = queries.word_hours(now)
    messages.success(request, f"Thank you. What you said holds for {hours} hours, then we ask again.")
    back = BACK.get(request.POST.get("from", ""))
    return redirect(back) if back else redirect("provision:home", home_id)


@door("provision.keep_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def able(request: Request, home_id: UUID) -> HttpResponse:
    """Claim a specialism, or attach what proves it."""

    def save(given: dict[str, Any], now: datetime) -> str:
        actions.claim_capability(
            home_id=home_id, code=given["code"], specialist=given["specialist"], on=timezone.localdate(now),
            by=request.person, at=now,
        )  # fmt: skip
        if given["kind"]:
            evidence_id = actions.evidence_capability(
                home_id=home_id, code=given["code"], kind=given["kind"], document=given["document"],
                issued_on=given["issued_on"], expires_on=given["expires_on"], by=request.person, at=now,
                file=(given["file"].name, given["file"].read()) if given["file"] else None,
            )  # fmt: skip
            if queries.evidence_has_run_out(evidence_id, on=timezone.localdate(now)):
                return "Kept, but it has run out and counts for nothing. Attach a newer one if there is one."
        return "Recorded."

    title = "What can this home do, and what proves it?"
    return _written(
        request, home_id, title, lambda _: ClaimForm(request.POST or None, request.FILES or None), save, "Recorded."
    )


@door("provision.verify")
@require_POST
def read(request: Request, home_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Say that somebody outside the home has read a document."""
    now = datetime.now(UTC)
    actions.check_evidence_read(evidence_id=evidence_id, on=timezone.localdate(now), by=request.person, at=now)
    messages.success(request, "Recorded: it has been read outside the home, and counts until it runs out.")
    return redirect("provision:home", home_id)


@door("provision.verify")
@require_POST
def accept(request: Request, home_id: UUID) -> HttpResponse:
    """Say that the council has looked at what a provider wrote of a home."""
    now = datetime.now(UTC)
    actions.accept_home(home_id=home_id, on=timezone.localdate(now), by=request.person, at=now)
    messages.success(
        request, "Accepted. From today searches look at this home, as far as the law lets it take a child."
    )
    return redirect("provision:home", home_id)


@door("provision.verify")
@require_POST
def accept_levels(request: Request, home_id: UUID) -> HttpResponse:
    """Say that the council has checked what the home says it can meet: those words, and no later ones."""
    now = datetime.now(UTC)
    try:
        said_at = datetime.fromisoformat(request.POST.get("said_at", ""))
    except ValueError:
        raise Refused("said_at_missing", "Say which levels you have checked: open the home and press again.") from None
    actions.accept_levels(home_id=home_id, said_at=said_at, on=timezone.localdate(now), by=request.person, at=now)
    messages.success(request, "Recorded: these levels have been checked, and searches count them.")
    return redirect("provision:home", home_id)


@door("provision.keep_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def levels(request: Request, home_id: UUID) -> HttpResponse:
    """What the home can meet in each part of life, alone and with support."""

    def begin(found: HomeRecord) -> LevelsForm:
        return LevelsForm(request.POST or None, names=DOMAIN_NAMES, initial=LevelsForm.begin(found.answers))

    def save(given: dict[str, Any], now: datetime) -> None:
        form = begin(queries.home(home_id, by=request.person, at=now))
        form.is_valid()
        actions.record_levels(home_id=home_id, levels=form.answers(), basis=given["basis"], by=request.person, at=now)

    return _written(request, home_id, "What can this home meet?", begin, save, "Recorded. Earlier answers are kept.")


@door("provision.keep_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: Request, home_id: UUID) -> HttpResponse:
    """What a newcomer would mean for the children who live there."""

    def save(given: dict[str, Any], now: datetime) -> None:
        actions.note_impact(home_id=home_id, by=request.person, at=now, **given)

    title = "Who lives there, and would a newcomer be right with them?"
    return _written(request, home_id, title, lambda _: ImpactForm(request.POST or None), save, "Recorded.")


@door("provision.keep_homes")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """Enter a home in the register."""
    now = datetime.now(UTC)
    kept_by = _kept_by(request)
    form = HomeForm(
        request.POST or None, providers=queries.providers_kept_by(request.person), on=timezone.localdate(now),
        officer=bool(may(request.person, "provision.verify", Subject(authority=kept_by))),
    )  # fmt: skip
    if form.is_valid():
        try:
            home_id = actions.add_home(entry=form.entry(kept_by=kept_by), by=request.person, at=now)
        except Faulty as refusal:
            for fault in refusal.faults:
                form.add_error(fault.column if fault.column in form.fields else None, fault.message)
        else:
            messages.success(request, "The home is in the register. Say next what it can meet and what is free.")
            return redirect("provision:home", home_id)
    return render(request, "provision/add.html", {"form": form}, status=422 if form.errors else 200)


# ---------------------------------------------------------------- what the pages are made of


def _written(
    request: Request, home_id: UUID, title: str, make: Callable[[HomeRecord], django_forms.Form],
    save: Callable[[dict[str, Any], datetime], str | None], done: str,
) -> HttpResponse:  # fmt: skip
    """A page with one form about a home: shown, refused with its words, or saved. save: may say what was done."""
    now = datetime.now(UTC)
    found = open_home(home_id, by=request.person, at=now)
    check_may(request.person, "provision.keep_homes", _subject(found))
    form = make(found)
    if request.method == "POST" and form.is_valid():
        try:
            said = save(form.cleaned_data, now)
        except Refused as refusal:
            if refusal.status != 422 and refusal.code != "documents_full":
                raise
            form.add_error(
                "file" if refusal.code.startswith("document") and "file" in form.fields else None, str(refusal)
            )
        else:
            messages.success(request, said or done)
            return redirect("provision:home", home_id)
    context = {"home": found, "form": form, "title": title}
    return render(request, "provision/written.html", context, status=422 if form.errors else 200)


def _home_page(request: Request, home_id: UUID, now: datetime, typed: VacancyForm | None) -> HttpResponse:
    found = open_home(home_id, by=request.person, at=now)
    on = timezone.localdate(now)
    subject = _subject(found)
    councils = authorities(on)
    context = {
        "home": found, "kind": KINDS[found.kind], "council": council(found.authority, councils),
        "standing": showing.STANDING_WORDS[found.standing], "lawful": found.standing is Standing.LAWFUL,
        "free_words": showing.free_words(found.opening, found.free, found.said_at),
        "answers": list(zip(DOMAIN_NAMES, DOMAIN_CODES, found.answers, strict=True)),
        "capabilities": [
            (line, SPECIALISMS[line.code], *showing.PROOF_WORDS[line.proof]) for line in found.capabilities
        ],
        "access": [ACCESS[word] for word in found.access or ()],
        "impact": showing.IMPACT_WORDS[found.impact], "beside": both_sources(found, councils),
        "today": on, "files": queries.documents_of(home_id),
        "vacancy": typed or VacancyForm(initial={"free": found.free}), "typed": typed,
        "may_report": bool(may(request.person, "provision.report_vacancy", subject)), "hours": queries.word_hours(now),
        "household": found.kind in APPROVED_KINDS, "earlier": [each for each in found.terms if each != found.binding],
        "in_england": found.authority in councils,
        "range_of_needs": [
            SPECIALISMS.get(code, code) for code in (found.binding.range_of_needs if found.binding else ())
        ],
        "agreements": agreements(found, request.person, councils), "listed_owner": listed_owner(found),
        "child_contract": child_contract_on(on),
        "may_open": bool(may(request.person, "provision.see_evidence", subject)),
        "may_keep": bool(may(request.person, "provision.keep_homes", subject)),
        "family_of": found.named if found.kind == "connected_person"
        and may(request.person, "matching.see_relatives", Subject(authority=found.kept_by)) else (),
        "may_verify": bool(may(request.person, "provision.verify", Subject(authority=found.kept_by))),
        "has_terms": found.kind in APPROVED_KINDS | REGISTERED_KINDS and found.closed_on is None,
        "full_days": queries.full_approval_days(home_id, found.binding.number)
        if found.kind == "connected_person" and found.binding else {},
        "stays": [STAY_WORDS.get(code, code) for code in (found.binding.stays if found.binding else ())],
    }  # fmt: skip
    return render(request, "provision/home.html", context, status=422 if typed is not None else 200)


def _subject(found: HomeRecord) -> Subject:
    return Subject(authority=found.kept_by, provider_id=found.provider_id, home_id=found.id)


def _own(request: Request) -> Subject:
    """Somebody's own corner of the register: their council's, or their provider's."""
    return Subject(authority=_kept_by(request), provider_id=request.person.provider_id)


def _kept_by(request: Request) -> str:
    """The council whose register a new home enters: one's own, or the one that keeps one's provider."""
    if request.person.authorities:
        return min(request.person.authorities)
    return queries.keeper_of(request.person.provider_id) if request.person.provider_id else ""
