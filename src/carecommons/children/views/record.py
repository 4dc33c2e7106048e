"""The record of one child, as those who work with the child read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.common.days import age_band, age_on
from carecommons.common.places import authority
from carecommons.constitution.parameters import listed, whole
from carecommons.people.actions import write_held_looks
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.queries import LookLine, looks_at
from carecommons.people.roles import ROLE_NAMES, Role

from .. import queries
from ..changes import change, compare
from ..doors import open_child
from ..drawings import draw_around, draw_courses, group_key
from ..forms import ReasonForm
from ..nearness import Bands
from ..needs import DOMAINS, Profile
from ..over_time import over_time
from ..own import Own, newest_of_each
from ..plain import OWN_WORDS
from ..queries import ChildRecord
from ..story import Story, opening, own_words
from ..wishes import STAGES, Wish, standing

LOOKS_SHOWN_DAYS = 7
LINES = 8


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One part of life as the page draws it."""

    name: str
    level: int | None
    before: int | None
    own: int | None
    words: str
    aloud: str
    moved: str
    confidence: str
    competence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, newest first."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of one role for one purpose on one day; `at` is the last of them."""

    role_name: str
    purpose: str
    at: datetime
    automatic: bool
    times: int


@door("children.see_record")
@require_safe
def record(request: Request, child_id: UUID) -> HttpResponse:
    """The child: their own words first, strengths before needs, people and places, changes, who looked."""
    if request.person.role in (Role.CHILD, Role.ADVOCATE):
        return redirect("mine", child_id)
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_record", purpose="Reading the record", at=at
    )
    on = timezone.localdate(at)
    versions = queries.profiles(child.id)
    stories, wishes = queries.stories(child.id), queries.wishes(child.id)
    profile, previous = (*versions[:2], None, None)[:2]
    story = stories[0] if stories else None
    own = newest_of_each(queries.own_views(child.id))
    return render(request, "children/record.html", {
        **named(child, timezone.localdate(at)),
        "own_words": own_words(story, profile.matters if profile else (), wishes),
        "story": story, "profile": profile, "previous": previous,
        "strengths": _strengths(profile), "needs": need_lines(profile, previous, own), "raters": _raters(profile),
        "own_said": _own_said(own),
        "flags": [flag for flag in profile.flags if flag.active(on)] if profile else (),
        "due": profile.formulations_due(on, months=whole("formulation_months", on)) if profile else (),
        **_drawn(versions, queries.around(child.id, near_miles=whole("near_home_miles", on)), child.id),
        "changed": compare(previous, profile) if profile and previous else None,
        "draft_kept_at": queries.draft_kept_at(child.id, request.person.id) if request.person.id else None,
        "wishes": standing(wishes)[:3],
        "lines": _lines(versions, stories, wishes), "looks": _looks(request, child, at),
        "may": _may(request, child), "role": ROLE_NAMES[request.person.role],
        "beyond": getattr(settings, "CHILD_RECORD_PARTS", ()),
    })  # fmt: skip


@door("children.see_protected")
@require_http_methods(["GET", "HEAD", "POST"])
def protected(request: Request, child_id: UUID) -> HttpResponse:
    """Addresses and places to avoid: class D4, shown once, after a reason that the child can read."""
    at = datetime.now(UTC)
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm()
    reason = form.cleaned_data["reason"] if form.is_bound and form.is_valid() else ""
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_protected" if reason else "children.see_record",
        purpose=reason or "Asking to see addresses", at=at,
    )  # fmt: skip
    shown = {"whereabouts": queries.whereabouts(child.id), "avoided": _avoided(child, at)} if reason else {}
    context = {**named(child, timezone.localdate(at)), "form": form, "reason": reason, **shown}
    return render(request, "children/protected.html", context, status=422 if form.errors else 200)


def named(child: ChildRecord, on: date) -> dict[str, object]:
    """What the line above each title of a child's pages says."""
    return {
        "child": child, "age_band": age_band(age_on(child.birth_date, on), listed("age_bands", on)),
        "council": authority(child.authority, on).name, "on": on,
    }  # fmt: skip


def gathered(looks: Sequence[LookLine]) -> tuple[Looks, ...]:
    """Looks, newest first, with those of one role, purpose and day as one line. None is left out."""
    found: dict[tuple[object, ...], Looks] = {}
    for look in looks:
        key = (look.role, look.purpose, timezone.localdate(look.at), look.automatic)
        held = found.get(key)
        if held is None:
            found[key] = Looks(look.role_name, look.purpose, look.at, look.automatic, times=1)
        else:
            found[key] = replace(held, times=held.times + 1)
    return tuple(found.values())


def need_lines(
    profile: Profile | None, previous: Profile | None, own: Mapping[str, Own] | None = None
) -> list[NeedLine]:
    """The twelve, in their order: level now, earlier, the child's own view, and what was seen.

    own: what the child has said on their own page, which counts before what an adult wrote down that they said.
    """
    if profile is None:
        return []
    before = {rating.domain: rating.level for rating in previous.ratings} if previous else {}
    lines = []
    for domain, rating in zip(DOMAINS, profile.ratings, strict=True):
        earlier = before.get(domain.code)
        moved = change(domain.code, domain.name, earlier, rating.level) if previous else None
        said = rating.evidence if rating.level is not None else rating.unknown_because
        said_own = (own or {}).get(domain.code)
        own_level = said_own.level if said_own else rating.own_level
        aloud = "unknown" if rating.level is None else f"level {rating.level} of 4"
        aloud += f", was {earlier}" if moved and moved.direction in ("less", "more") else ""
        aloud += f", child says {own_level}" if own_level is not None else ""
        lines.append(
            NeedLine(
                domain.name, rating.level, earlier if earlier != rating.level else None, own_level,
                opening(said, 110), aloud, moved.words if moved and moved.direction not in ("same", "unknown") else "",
                rating.confidence, rating.competence,
            )
        )  # fmt: skip
    return lines


def _own_said(said: Mapping[str, Own]) -> list[tuple[str, str, str, date]]:
    """What the child said on their own page of parts of life: name, how much help, words, day."""
    return [
        (
            domain.name, "" if own.level is None else OWN_WORDS[own.level], own.words,
            timezone.localdate(own.said_at),
        )
        for domain in DOMAINS
        if (own := said.get(domain.code)) and own.says_something
    ]  # fmt: skip


def _drawn(versions: Sequence[Profile], bands: Bands, child_id: UUID) -> dict[str, object]:
    """The two drawings of the record, with what they are drawn from."""
    found = over_time(versions, queries.moves(child_id))
    return {
        "drawn_courses": draw_courses(found) if found else None, "drawn_around": draw_around(bands), "bands": bands,
        "key": group_key(),
    }  # fmt: skip


def _strengths(profile: Profile | None) -> list[tuple[str, str, str]]:
    names = {domain.code: domain.name for domain in DOMAINS}
    known = [each for each in profile.strengths if each.state != "unknown"] if profile else []
    return [(names[each.domain], each.state, each.text) for each in known]


def _raters(profile: Profile | None) -> list[dict[str, object]]:
    """Who rated which parts of life, with what competence (B13)."""
    names = {domain.code: domain.name for domain in DOMAINS}
    parts: dict[tuple[str, str, str, date], list[str]] = {}
    for rating in profile.ratings if profile else ():
        key = (rating.rater, rating.training, rating.experience, rating.rated_on)
        parts.setdefault(key, []).append(names[rating.domain])
    return [
        {
            "rater": rater, "training": training.rstrip("."), "experience": experience.rstrip("."), "rated_on": on,
            "parts": "all twelve parts of life" if len(rated) == len(DOMAINS) else ", ".join(rated),
        }
        for (rater, training, experience, on), rated in parts.items()
    ]  # fmt: skip


def _lines(versions: tuple[Profile, ...], stories: tuple[Story, ...], wishes: tuple[Wish, ...]) -> list[Line]:
    """What happened lately, newest first."""
    found = [
        Line(timezone.localdate(each.written_at), f"The story was told anew (version {each.version}).")
        for each in stories
    ]
    found += [Line(wish.said_on, f"The child was asked: {STAGES[wish.stage].lower()}.") for wish in wishes]
    for later, earlier in zip(versions, (*versions[1:], None), strict=False):
        words = compare(earlier, later).headline if earlier else "Needs were recorded for the first time."
        found.append(Line(later.assessed_on, words))
    return sorted(found, key=lambda line: line.on, reverse=True)[:LINES]


def _looks(request: Request, child: ChildRecord, at: datetime) -> tuple[Looks, ...] | None:
    """The looks of the last days; None when this role may not see them."""
    if not may(request.person, "people.see_looks", child.subject):
        return None
    write_held_looks()  # this look is one of them
    return gathered([look for look in looks_at(child.id) if look.at >= at - timedelta(days=LOOKS_SHOWN_DAYS)])


def _may(request: Request, child: ChildRecord) -> dict[str, bool]:
    acts = (
        "write_needs",
        "write_story",
        "write_wishes",
        "write_connections",
        "see_protected",
        "see_shared_messages",
        "record_secure_approval",
    )
    known = {act: bool(may(request.person, f"children.{act}", child.subject)) for act in acts}
    return known | {
        "see_relatives": bool(may(request.person, "matching.see_relatives", child.subject)),
        "end_stay": bool(may(request.person, "provision.take_place", child.subject)),
        "see_codes": bool(may(request.person, "people.see_codes", child.subject)),
    }


def _avoided(child: ChildRecord, at: datetime) -> list[tuple[str, str]]:
    on = timezone.localdate(at)
    found = []
    for place in queries.avoided_places(child.id):
        where = (
            authority(place.authority, on).name
            if place.authority
            else f"{place.postcode}, {place.miles} miles around it"
        )
        found.append((place.name, where))
    return found
