"""Rating a child's needs: a list of parts, one question a page, a check with the child, then a new version."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carecommons.common.errors import NotFound
from carecommons.constitution.parameters import whole
from carecommons.people.doors import Request, door
from carecommons.people.roles import ROLE_NAMES, Person, Role

from .. import actions, drafting, queries
from ..changes import change, course
from ..changes import compare as compared
from ..doors import open_child
from ..drafting import OTHER_PARTS, Parts
from ..meeting import day
from ..needs import DOMAIN, DOMAINS, OUTCOMES_AT_MOST, Flag, Profile
from ..queries import ChildRecord
from ..story import opening
from .parts import ANSWERS
from .record import named

PART_WORDS: dict[str, tuple[str, str]] = {
    "matters": ("What matters to me", "Three things, in the child’s words"),
    "strengths": ("Strengths", "What goes well in each part of life"),
    "specialist": ("Specialist needs", "Categories of their own, each with its formulation"),
    "outcomes": ("Outcomes sought", f"Up to {OUTCOMES_AT_MOST}, with the child"),
    "assessment": ("About this assessment", "When, and what training and experience you bring"),
}
STATES = {
    "done": ("Done", ""), "before": ("From before", "plain"), "empty": ("Not started", "plain"),
    "unknown": ("Unknown", "unknown"),
}  # fmt: skip


@door("children.write_needs")
@require_safe
def needs(request: Request, child_id: UUID) -> HttpResponse:
    """The list of parts, and how far each is."""
    child, parts, begun_from, context = _opened(request, child_id, "Writing down needs")
    story = queries.story(child.id)
    groups = [
        ("1. The child first", [_row(parts, "matters"), _row(parts, "strengths")]),
        ("2. Twelve parts of life", [_row(parts, domain.code) for domain in DOMAINS]),
        ("3. Before it can be used", [_row(parts, name) for name in ("specialist", "outcomes", "assessment")]),
    ]
    return render(request, "children/needs.html", {
        **context, "groups": groups, "story": story, "answered": drafting.answered(parts),
        "all_parts": len(DOMAINS) + len(OTHER_PARTS), "begun": bool(parts["done"]), "version": begun_from + 1,
        "kept_at": queries.draft_kept_at(child.id, request.person.id) if request.person.id else None,
    })  # fmt: skip


@door("children.write_needs")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Request, child_id: UUID, part: str) -> HttpResponse:
    """One question: answered, kept, and on to the next."""
    at = datetime.now(UTC)
    if part not in DOMAIN and part not in OTHER_PARTS:
        raise NotFound()
    child, parts, begun_from, context = _opened(request, child_id, "Writing down needs")
    answer = ANSWERS["domain" if part in DOMAIN else part](
        part, parts, request.POST if request.method == "POST" else None
    )
    if answer.changed is not None:
        actions.keep_draft(child_id=child.id, begun_from=begun_from, parts=answer.changed, by=request.person, at=at)
        if answer.stay:
            asked = "?from=check" if _checking(request) else ""
            return redirect(f"{reverse('children:needs_part', args=[child.id, part])}{asked}")
        return _next(request, child.id, part)
    context |= {
        "part": part,
        "due": _due(drafting.flags_in(parts), at),
        **answer.context,
        **_beside(child, parts, part),
    }
    context["checking"] = _checking(request)
    return render(request, answer.template, context, status=422 if answer.refused else 200)


@door("children.write_needs")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, child_id: UUID) -> HttpResponse:
    """All answers on one page, to read with the child; confirming them makes a new version."""
    at = datetime.now(UTC)
    child, parts, begun_from, context = _opened(request, child_id, "Checking needs with the child")
    on = timezone.localdate(at)
    faults = drafting.draft_faults(parts, child_id=child.id, rater=_rater(request.person), on=on)
    profile = drafting.to_profile(parts, child_id=child.id, rater=_rater(request.person), on=on)
    last = queries.profile(child.id)
    if request.method == "POST" and not faults:
        seen = request.POST.get("after", "")
        version = actions.record_needs(
            child_id=child.id, ratings=profile.ratings, flags=profile.flags, strengths=profile.strengths,
            matters=profile.matters, outcomes=profile.outcomes, assessed_on=profile.assessed_on,
            after=int(seen) if seen.isdecimal() and len(seen) < 8 else -1, by=request.person, at=at,
        )  # fmt: skip
        messages.success(request, f"The needs are recorded as version {version}. Earlier versions stay as they were.")
        return redirect("children:record", child.id)
    context |= {
        "faults": faults, "profile": profile, "rows": _rows(profile, last), "last": last,
        "overtaken": last is not None and last.version != begun_from, "after": last.version if last else 0,
        "names": PART_WORDS, "assessed": _assessed(parts), "due": _due(profile.flags, at),
    }  # fmt: skip
    return render(request, "children/check.html", context, status=422 if request.method == "POST" else 200)


@door("children.write_needs")
@require_POST
def discard(request: Request, child_id: UUID) -> HttpResponse:
    """Let one's own draft go."""
    child = _opened(request, child_id, "Letting a draft go")[0]
    actions.discard_draft(child_id=child.id, by=request.person)
    messages.success(request, "Your draft is gone. What was recorded is as it was.")
    return redirect("children:record", child.id)


@door("children.see_record")
@require_safe
def compare(request: Request, child_id: UUID) -> HttpResponse:
    """Two versions side by side: what changed, in words."""
    if request.person.role in (Role.CHILD, Role.ADVOCATE):
        return redirect("mine", child_id)
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_record", purpose="Comparing needs over time", at=at
    )
    versions = queries.profiles(child.id)
    chosen = _chosen(request, versions)
    context = {**named(child, timezone.localdate(at)), "versions": versions}
    if chosen:
        earlier, later = chosen
        context |= {"earlier": earlier, "later": later, "comparison": compared(earlier, later), "seen": _seen(later)}
    return render(request, "children/compare.html", context)


def _opened(request: Request, child_id: UUID, purpose: str) -> tuple[ChildRecord, Parts, int, dict[str, Any]]:
    """The child and the author's draft, begun from the last version when there is none yet."""
    at = datetime.now(UTC)
    child = open_child(person=request.person, child_id=child_id, act="children.write_needs", purpose=purpose, at=at)
    assert request.person.id is not None, "the door lets in only who has signed in"
    held = queries.draft_parts(child.id, request.person.id)
    last = None if held else queries.profile(child.id)
    begun_from, parts = held or (last.version if last else 0, drafting.begin(last))
    return child, parts, begun_from, named(child, timezone.localdate(at))


def _due(flags: Sequence[Flag], at: datetime) -> set[str]:
    """The codes of those whose basis is due to be looked at again."""
    on = timezone.localdate(at)
    months = whole("formulation_months", on)
    return {flag.code for flag in flags if flag.due(on, months=months)}


def _checking(request: Request) -> bool:
    """Whether the author came from the page of all answers, to change one and go back."""
    return request.GET.get("from") == "check"


def _next(request: Request, child_id: UUID, part: str) -> HttpResponse:
    if _checking(request):
        return redirect(f"{reverse('children:needs_check', args=[child_id])}#{part}")
    codes = [domain.code for domain in DOMAINS]
    if "list" not in request.POST and part in codes and part != codes[-1]:
        return redirect("children:needs_part", child_id, codes[codes.index(part) + 1])
    return redirect("children:needs", child_id)


def _row(parts: Parts, name: str) -> dict[str, Any]:
    words, hint = (DOMAIN[name].name, "") if name in DOMAIN else PART_WORDS[name]
    state, kind = STATES[drafting.state_of(parts, name)]
    return {"name": name, "words": words, "hint": hint, "state": state, "kind": kind}


def _beside(child: ChildRecord, parts: Parts, part: str) -> dict[str, Any]:
    """What stands beside a question: where it is among the twelve, what goes well, and what was said last time."""
    if part not in DOMAIN:
        return {}
    number = [domain.code for domain in DOMAINS].index(part) + 1
    versions = queries.profiles(child.id)
    known = (each for each in drafting.strengths_in(parts) if each.domain == part and each.state != "unknown")
    return {
        "number": number, "of": len(DOMAINS), "course": course(versions, part), "strength": next(known, None),
        "last": versions[0].rating(part) if versions else None,
        "last_on": versions[0].assessed_on if versions else None,
    }  # fmt: skip


def _assessed(parts: Parts) -> list[tuple[str, str]]:
    """When it was, and what the author brings, as answered so far."""
    told, when = parts["assessment"], drafting.assessed_on_in(parts)
    return [
        ("Day of the assessment", day(when) if when else ""), ("Training", told.get("training", "")),
        ("Experience", told.get("experience", "")),
    ]  # fmt: skip


def _rows(profile: Profile, last: Profile | None) -> list[dict[str, Any]]:
    """The twelve on the page of all answers, each against the last version."""
    now = {rating.domain: rating for rating in profile.ratings}
    rows = []
    for domain in DOMAINS:
        rating = now.get(domain.code)
        before = last.rating(domain.code).level if last else None
        moved = change(domain.code, domain.name, before, rating.level).words if rating and last else ""
        rows.append({"domain": domain, "rating": rating, "moved": moved})
    return rows


def _chosen(request: Request, versions: tuple[Profile, ...]) -> tuple[Profile, Profile] | None:
    """The two versions asked for (?earlier=1&later=3), else the last two."""
    if len(versions) < 2:
        return None
    by_number = {str(profile.version): profile for profile in versions}
    later = by_number.get(request.GET.get("later", ""), versions[0])
    earlier = by_number.get(request.GET.get("earlier", ""), versions[1])
    if earlier.version > later.version:
        earlier, later = later, earlier
    return earlier, later


def _seen(profile: Profile) -> dict[str, str]:
    """What was seen, or why it is not known, in a sentence a part of life."""
    return {
        each.domain: opening(each.evidence if each.level is not None else each.unknown_because, 140)
        for each in profile.ratings
    }


def _rater(person: Person) -> str:
    role = ROLE_NAMES[person.role].capitalize()
    return f"{role}, {person.name}" if person.name else role
