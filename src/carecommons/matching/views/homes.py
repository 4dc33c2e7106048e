"""The homes that were found for a child: all of them, some side by side, and one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.needs import DOMAINS, FLAGS
from carecommons.children.queries import wishes
from carecommons.children.wishes import standing
from carecommons.common.errors import Faulty, NotFound, NotNow, ReasonMissing
from carecommons.constitution.queries import criteria, whole
from carecommons.people.doors import Request, door
from carecommons.people.may import may

from .. import actions, queries, showing
from ..forms import WishForm
from ..shortlist import PassedHome, Shortlist, ShownHome
from ..showing import card_of
from .about import about, opened, uuid_of

HOMES_A_PAGE = 100
HOMES_A_GATE = 50
SIDE_BY_SIDE = 4  # what fits beside one another on a screen


@dataclass(frozen=True, slots=True)
class Stopped:
    """The homes that stopped first at one gate. counted: as the list was frozen; more: those not on this page."""

    gate: int
    counted: int
    page: Page[PassedHome]
    homes: list[tuple[PassedHome, str]]
    more: int


@door("matching.see_shortlist")
@require_safe
def shortlist(request: Request, search_id: UUID) -> HttpResponse:
    """Every home that was looked at, in the published order, each with its reason."""
    now = datetime.now(UTC)
    found, listed, child = opened(request, search_id, now)
    if listed is None:
        return redirect("matching:search", search_id)
    cards_max = whole("shortlist_cards_max", timezone.localdate(now))
    cards = (*listed.appropriate, *listed.compromises, *listed.waiting)[:cards_max]
    gate_words = _gate_words(listed)
    gate = _gate_asked(request)
    recorded = standing(wishes(child.id))
    not_asked = queries.why_not_asked(found.id)
    said = [wish for wish in recorded if not wish.unsaid]
    preference = queries.preference_of(found.id)
    subject = queries.subject_of(found)
    context = {
        **about(found, child, now), "listed": listed, "domains": DOMAINS,
        "ask_child": queries.child_to_ask(found), "line": queries.line_of(found, now),
        "may_record": bool(may(request.person, "children.write_wishes", subject)),
        "may_needs": bool(may(request.person, "children.write_needs", subject)),
        "flags": [FLAGS.get(code, code) for code in listed.flags], "levels": listed.levels,
        "groups": [
            (group, [card_of(home, gate_words, preference, wishes=recorded, not_asked=not_asked)
                     for home in group.homes])
            for group in showing.groups_of(cards)
        ], "preference": preference,
        "matrix": cards, "folded": listed.shown[len(cards):] if len(cards) < len(listed.shown) else (),
        "wishes": said, "pull": showing.pull(listed),
        "family": showing.family_among(listed.shown), "gate_words": gate_words, "gate": gate,
        "stopped": _stopped(request, listed, gate), "whole": request.GET.get("all") == "1",
        "criteria": criteria(listed.criteria_version), "unknown_needs": _unknown_needs(listed),
        "may_propose": bool(may(request.person, "decisions.propose", subject))
        and found.state == "shortlisted",
        "may_invite": found.state == "shortlisted" and bool(may(request.person, "matching.invite_homes", subject)),
        "may_look": found.state == "shortlisted"
        and bool(may(request.person, "matching.make_shortlist", subject)),
    }  # fmt: skip
    return render(request, "matching/shortlist.html", context)


@door("matching.see_shortlist")
@require_safe
def compare(request: Request, search_id: UUID) -> HttpResponse:
    """Two or more homes of the list side by side (?home=, once for each), in the published order."""
    now = datetime.now(UTC)
    found, listed, child = opened(request, search_id, now)
    if listed is None:
        return redirect("matching:search", search_id)
    asked = {uuid_of(each) for each in request.GET.getlist("home")}
    ticked = tuple(home for home in listed.shown if home.home_id in asked)
    homes, left_out = ticked[:SIDE_BY_SIDE], ticked[SIDE_BY_SIDE:]
    preference = queries.preference_of(found.id)
    rows = showing.rows_side_by_side(homes, listed.levels, preference) if len(homes) > 1 else ()
    context = {**about(found, child, now), "homes": homes, "left_out": left_out, "rows": rows}
    return render(request, "matching/compare.html", context)


@door("matching.see_shortlist")
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: Request, search_id: UUID, home_id: UUID) -> HttpResponse:
    """One home of the list for this child, and what it answers to the child's wishes."""
    now = datetime.now(UTC)
    found, listed, child = opened(request, search_id, now)
    shown = listed.home(home_id) if listed else None
    if listed is None or shown is None:
        raise NotFound()
    subject = queries.subject_of(found)
    may_answer = found.state == "shortlisted" and bool(may(request.person, "matching.answer_wish", subject))
    asked = [reply for reply in queries.asked_of_homes(found.id) if reply.home_id == home_id]
    wished = [(test.code, test.name) for test in shown.wishes]
    forms = _wish_forms(request, wished) if may_answer else []
    replies = _wish_forms(request, [(str(reply.wish_id), reply.asked) for reply in asked]) if may_answer else []
    shut: list[WishForm | None] = [None] * len(asked)
    if request.method == "POST":
        done = _answer_wishes(request, search_id, shown, [*forms, *replies], now)
        if done is not None:
            return done
    context = {
        **about(found, child, now), "listed": listed, "forms": forms,
        "card": card_of(
            shown, _gate_words(listed), queries.preference_of(found.id), wishes=standing(wishes(child.id)),
            not_asked=queries.why_not_asked(found.id),
        ),
        "replies": list(zip(asked, [form for _, form in replies] or shut, strict=True)),
        "domains": list(zip(DOMAINS, listed.levels, shown.answers, shown.supports, strict=True)),
        "bound": [form for _, form in (*forms, *replies) if form.is_bound],
    }  # fmt: skip
    return render(request, "matching/home.html", context, status=422 if context["bound"] else 200)


def _gate_words(listed: Shortlist) -> dict[int, str]:
    return {gate.number: gate.word for gate in criteria(listed.criteria_version).gates}


def _gate_asked(request: Request) -> int | None:
    """The gate whose homes alone are to be read (?gate=)."""
    asked = request.GET.get("gate", "")
    return int(asked) if asked in ("1", "2", "3", "4", "5") else None


def _stopped(request: Request, listed: Shortlist, gate: int | None) -> list[Stopped]:
    """The homes that stopped, gate by gate: the first of each, or one gate a page at a time, or all (?all=1)."""
    found = []
    for count in listed.counts:
        homes = [each for each in listed.passed_over if each.failed_gate == count.gate]
        if not count.gate or (gate is not None and count.gate != gate):
            continue
        size = max(1, len(homes)) if request.GET.get("all") == "1" else HOMES_A_PAGE if gate else HOMES_A_GATE
        page = Paginator(homes, size).get_page(request.GET.get("page") if gate else 1)
        kinds = [(each, showing.kind_words(each)) for each in page]
        found.append(Stopped(count.gate, count.homes, page, kinds, len(homes) - len(page.object_list)))
    return found


def _unknown_needs(listed: Shortlist) -> list[str]:
    return [domain.name for domain, level in zip(DOMAINS, listed.levels, strict=True) if level is None]


def _wish_forms(request: Request, asked: Sequence[tuple[str, str]]) -> list[tuple[str, WishForm]]:
    """asked: id of a wish and its words. A form each, bound where its answer was sent."""
    return [
        (
            words,
            WishForm(
                request.POST if request.method == "POST" and _sent(request, code) else None,
                prefix=code,
                wish=words,
            ),
        )
        for code, words in asked
    ]


def _sent(request: Request, code: str) -> bool:
    """Whether the form of this wish was sent: a browser sends no answer where none was chosen, but its words' box."""
    return any(f"{code}-{name}" in request.POST for name in ("answer", "words"))


def _answer_wishes(
    request: Request, search_id: UUID, shown: ShownHome, forms: list[tuple[str, WishForm]], now: datetime
) -> HttpResponse | None:
    """Record the wish that was answered; None when something is missing and the page must say so."""
    for _, form in forms:
        if form.is_bound and form.is_valid():
            try:
                actions.answer_wish(
                    referral_id=search_id, home_id=shown.home_id, wish_id=UUID(form.prefix), by=request.person, at=now,
                    **form.cleaned_data,
                )  # fmt: skip
            except (Faulty, ReasonMissing) as refusal:
                form.add_error("words", str(refusal))
                return None
            messages.success(request, "The answer is recorded. The child can read what the home said.")
            return redirect("matching:home", search_id, shown.home_id)
    if not any(form.is_bound for _, form in forms):
        raise NotNow("nothing_to_record", "Nothing was sent to record. Open the home again and answer one wish.")
    return None
