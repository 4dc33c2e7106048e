"""The list of searches, asking for a home, and one search with what it still owes."""

import secrets
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carecommons.children.doors import open_child
from carecommons.children.needs import DOMAINS
from carecommons.children.queries import caseload, profile, story, wishes
from carecommons.children.wishes import standing
from carecommons.common.days import age_on
from carecommons.common.errors import Faulty, NotFound, NotNow, Refused
from carecommons.common.texts import cleaned
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.people.may import check_may, may, may_at_all
from carecommons.provision.actions import add_home
from carecommons.provision.full_approval import CONNECTED
from carecommons.provision.queries import homes_of, stays_of

from .. import actions, queries
from ..forms import FamilyHomeForm, LadderForm, ReferForm, WithdrawForm
from ..invitation.scanning import Find, Part, parts
from ..lottery import SEED_BYTES
from ..prevention import CONSENT_WITHDRAWN, rights_words
from ..referral import WHYS
from ..shortlist import GOING_ON, RUNG_ANSWERS, RUNGS
from .about import about, uuid_of

A_PAGE = 25
# What a search with a list waits for, as the title of its page.
NEXT_TITLES = {
    "invite": "Homes were found: inviting them is next",
    "answering": "Homes were invited and may still answer",
    "read_answers": "The time to answer is over: look at every home again",
    "ask_child": "Homes were found: asking the child is next",
    "choose": "Homes were found: a choice is next",
}
# A refusal that belongs beside one answer of the form.
REFUSED_AT = {
    "wanted_by_past": "wanted_by", "consent_not_theirs": "why", "words_name_the_child": "why_words",
    "words_name_a_price": "why_words", "marked_words_not_read": "read",
}  # fmt: skip


@door("matching.see_referral")
@require_safe
def searches(request: Request) -> HttpResponse:
    """Which child waits for a home, soonest first."""
    now = datetime.now(UTC)
    lines = queries.referrals_seen_by(request.person)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.with_next(list(page.object_list), now)
    for child_id in {line.child_id for line in page}:
        record_look(
            person=request.person, child_id=child_id, act="matching.see_referral",
            purpose="Reading a list of searches", at=now,
        )  # fmt: skip
    context = {
        "page": page, "whys": WHYS, "today": timezone.localdate(now),
        "going_on": GOING_ON, "waiting": sum(line.state in GOING_ON for line in lines),
        "may_refer": bool(may_at_all(request.person, "matching.refer")),
        "may_open_emergency": bool(may_at_all(request.person, "matching.open_emergency")),
    }  # fmt: skip
    return render(request, "matching/searches.html", context)


@door("matching.refer")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Ask for a home for a child (?child=); without one, choose the child."""
    now = datetime.now(UTC)
    child_id = uuid_of(request.GET.get("child"))
    if child_id is None:
        return _choose_child(request, now)
    child = open_child(
        person=request.person, child_id=child_id, act="matching.refer", purpose="To ask for a home", at=now
    )
    going_on = queries.open_search_of(child.id)
    if going_on is not None:
        return redirect("matching:search", going_on)
    form = ReferForm(request.POST if request.method == "POST" else None)
    marked: tuple[Part, ...] = ()
    if form.is_valid():
        try:
            search_id = actions.refer(
                child_id=child.id, lottery_seed=secrets.token_bytes(SEED_BYTES), by=request.person, at=now,
                **form.cleaned_data,
            )  # fmt: skip
        except Refused as refusal:
            if refusal.code not in REFUSED_AT:
                raise
            found = refusal.faults if isinstance(refusal, Faulty) else ()
            if refusal.code == "marked_words_not_read":
                marked = parts(cleaned(form.cleaned_data["why_words"]), cast(tuple[Find, ...], refusal.facts["finds"]))
            form.add_error(REFUSED_AT[refusal.code], " ".join([str(refusal), *(fault.message for fault in found)]))
        else:
            messages.success(request, "The search is open, and its draw is sealed in the public register.")
            return redirect("matching:search", search_id)
    context = {
        "child": child, "form": form, "profile": profile(child.id), "story": story(child.id),
        "marked": marked,
    }  # fmt: skip
    return render(request, "matching/new.html", context, status=422 if form.errors else 200)


@door("matching.see_referral")
@require_safe
def search(request: Request, search_id: UUID) -> HttpResponse:
    """One search: what it still owes before homes are looked at, and the next step."""
    return _search_page(request, search_id, datetime.now(UTC), {})


@door("matching.answer_ladder")
@require_POST
def family(request: Request, search_id: UUID, rung: str) -> HttpResponse:
    """Record what parents, or relatives and friends, answered."""
    if rung not in RUNGS:
        raise NotFound()
    now = datetime.now(UTC)
    form = LadderForm(request.POST, prefix=rung)
    if not form.is_valid():
        return _search_page(request, search_id, now, {rung: form})
    try:
        actions.answer_ladder(referral_id=search_id, rung=rung, by=request.person, at=now, **form.cleaned_data)
    except NotNow as refusal:
        if refusal.code not in ("family_home_missing", "family_not_found_out", "nobody_assessed", "parents_first"):
            raise
        form.add_error("answer", str(refusal))
        return _search_page(request, search_id, now, {rung: form})
    messages.success(request, f"{RUNGS[rung]}: the answer is recorded.")
    return redirect("matching:search", search_id)


@door("provision.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def family_home(request: Request, search_id: UUID, rung: str) -> HttpResponse:
    """Enter the home of parents, or of relatives and friends, for this child by name; then back to the search."""
    if rung not in RUNGS:
        raise NotFound()
    now = datetime.now(UTC)
    found = queries.referral(search_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="provision.verify",
        purpose="To enter the home of family or friends", at=now,
    )  # fmt: skip
    form = FamilyHomeForm(
        request.POST if request.method == "POST" else None, kind=rung, on=timezone.localdate(now),
        initial={"authority": found.authority},
    )  # fmt: skip
    if form.is_valid():
        try:
            home_id = add_home(entry=form.entry(kept_by=found.authority, child=child.id), by=request.person, at=now)
        except Faulty as refusal:
            for fault in refusal.faults:
                form.add_error(fault.column if fault.column in form.fields else None, fault.message)
        else:
            if rung == CONNECTED:
                messages.success(
                    request, "Their home is in the register. Where they are approved in full, record the approval "
                    "here; an approval for a time is given on the page of the child’s relatives."
                )  # fmt: skip
                return redirect("provision:home", home_id)
            messages.success(
                request, "Their home is in the register. Record the answer; say under Homes what it meets."
            )
            return redirect("matching:search", search_id)
    context = {"form": form, "child": child, "search": found, "words": RUNGS[rung]}
    return render(request, "matching/family_home.html", context, status=422 if form.errors else 200)


@door("matching.make_shortlist")
@require_POST
def look(request: Request, search_id: UUID) -> HttpResponse:
    """Look at every home and freeze what is found."""
    actions.make_shortlist(referral_id=search_id, by=request.person, at=datetime.now(UTC))
    if queries.referral(search_id).emergency:
        return redirect("decisions:emergency", search_id)
    return redirect("matching:shortlist", search_id)


@door("matching.refer")
@require_POST
def withdraw(request: Request, search_id: UUID) -> HttpResponse:
    """End the search without a home."""
    now = datetime.now(UTC)
    form = WithdrawForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return _search_page(request, search_id, now, {"withdraw": form})
    actions.withdraw(referral_id=search_id, reason=form.cleaned_data["reason"], by=request.person, at=now)
    messages.success(request, "The search has ended. Everything that was recorded stays.")
    return redirect("matching:search", search_id)


def _choose_child(request: Request, now: datetime) -> HttpResponse:
    cards = caseload(request.person, timezone.localdate(now))
    searching = {line.child_id for line in queries.referrals_seen_by(request.person) if line.state in GOING_ON}
    page = Paginator([card for card in cards if card.id not in searching], A_PAGE).get_page(request.GET.get("page"))
    for card in page:
        record_look(
            person=request.person, child_id=card.id, act="matching.refer", purpose="Choosing whom to find a home for",
            at=now,
        )  # fmt: skip
    return render(request, "matching/choose_child.html", {"page": page})


def _unknown_needs(child_id: UUID) -> list[str]:
    """The parts of life of which nobody knows yet how much help is needed."""
    needs = profile(child_id)
    levels = needs.levels if needs else ()
    return [domain.name for domain, level in zip(DOMAINS, levels, strict=False) if level is None]


def _search_page(request: Request, search_id: UUID, now: datetime, typed: dict[str, Any]) -> HttpResponse:
    found = queries.referral(search_id)
    if found.emergency and not typed:
        check_may(request.person, "matching.see_referral", queries.subject_of(found))
        return redirect("decisions:emergency", found.id)  # with what was said, and what is owed
    child = open_child(
        person=request.person, child_id=found.child_id, act="matching.see_referral", purpose="Reading a search", at=now
    )
    on = timezone.localdate(now)
    steps, line = queries.steps_of(found, on=on), queries.line_of(found, now)
    subject = queries.subject_of(found)
    over = found.state not in GOING_ON
    answers = {each.rung: each for each in found.ladder}
    may_answer = not over and bool(may(request.person, "matching.answer_ladder", subject))
    rungs = [
        (rung, words, answers.get(rung), typed.get(rung) or LadderForm(prefix=rung) if may_answer else None)
        for rung, words in RUNGS.items()
    ]
    context = {
        **about(found, child, now), "steps": steps, "rungs": rungs, "rung_answers": RUNG_ANSWERS, "over": over,
        "ready": line.next == "ready", "next": line.next, "line": line, "state_words": line.next_words,
        "next_title": NEXT_TITLES.get(line.next), "to_ask": queries.child_to_ask(found),
        "may_invite": found.state == "shortlisted" and bool(may(request.person, "matching.invite_homes", subject)),
        "wishes": [wish for wish in standing(wishes(child.id)) if wish.stage == "before_shortlist"],
        "told": queries.prevention_of(found.id), "asked": queries.people_asked(child.id),
        "rights": rights_words(why=found.why, age=age_on(child.birth_date, on)),
        "may_prevent": not over and bool(may(request.person, "matching.record_prevention", subject)),
        "here": reverse("matching:search", args=[found.id]),
        "homeless": [rung for rung in RUNGS if may_answer and not homes_of(child.id, kind=rung)],
        "may_enter": bool(may(request.person, "provision.verify", subject)),
        "may_record": bool(may(request.person, "children.write_wishes", subject)),
        "may_look": not over and bool(may(request.person, "matching.make_shortlist", subject)),
        "withdraw": typed.get("withdraw") or WithdrawForm(prefix="withdraw")
        if found.state in ("open", "shortlisted") and may(request.person, "matching.refer", subject) else None,
        "unknown_needs": _unknown_needs(child.id),
        "frees": found.why == CONSENT_WITHDRAWN and any(stay.planned for stay in stays_of(child.id, on)),
        "typed": list(typed.values()),
    }  # fmt: skip
    return render(request, "matching/search.html", context, status=422 if typed else 200)
