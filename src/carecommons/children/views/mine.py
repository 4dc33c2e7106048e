"""The child's own page: one column, plain words, no codes, no levels. The advocate reads the same page.

It is rendered apart from the staff's record: what is not gathered here cannot slip into it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.common.errors import Faulty, NotNow
from carecommons.people.doors import Request, door
from carecommons.people.queries import looks_at
from carecommons.people.roles import Role

from .. import actions, queries
from ..child_words import HELP_WORDS, UNKNOWN_WORDS
from ..doors import open_child
from ..forms import SayForm, TellForm
from ..needs import DOMAINS, Profile
from ..wishes import standing
from .record import gathered

LOOKS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One part of life, as the child reads it."""

    name: str
    words: str
    own_words: str


@door("children.see_own_page")
@require_safe
def mine(request: Request, child_id: UUID) -> HttpResponse:
    """What I said, what others wrote about me, who matters to me, and who looked."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person,
        child_id=child_id,
        act="children.see_own_page",
        purpose="Reading the page with the child",
        at=at,
    )
    profile = queries.profile(child.id)
    return render(request, "children/mine.html", {
        "child": child, "story": queries.story(child.id), "profile": profile,
        "wishes": standing(queries.wishes(child.id))[:5],
        "strengths": [each.text for each in profile.strengths if each.state != "unknown"] if profile else (),
        "helps": help_lines(profile), "connections": queries.connections(child.id),
        "looks": gathered(looks_at(child.id))[:LOOKS_SHOWN], "is_child": request.person.role is Role.CHILD,
    })  # fmt: skip


@door("children.write_wishes")
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: Request, child_id: UUID) -> HttpResponse:
    """The child says something: kept word for word."""
    if request.person.role not in (Role.CHILD, Role.ADVOCATE):
        return redirect("children:add_wish", child_id)
    at = datetime.now(UTC)
    how = "written" if request.person.role is Role.CHILD else "advocate"

    def save(form: SayForm) -> None:
        actions.record_wish(
            child_id=child_id, stage="any_time", how=how, said_on=timezone.localdate(at), by=request.person, at=at,
            **form.answers,
        )  # fmt: skip

    return _own_form(request, child_id, SayForm, save, "say", "children.write_wishes", at)


@door("children.write_story")
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: Request, child_id: UUID) -> HttpResponse:
    """The child tells their story, or tells it again."""
    if request.person.role not in (Role.CHILD, Role.ADVOCATE):
        return redirect("children:add_story", child_id)
    at = datetime.now(UTC)

    def save(form: TellForm) -> None:
        actions.write_story(child_id=child_id, authorship="child", by=request.person, at=at, **form.answers)

    return _own_form(request, child_id, TellForm, save, "tell", "children.write_story", at)


def help_lines(profile: Profile | None) -> list[HelpLine]:
    """The twelve parts of life in words that a child reads."""
    if profile is None:
        return []
    return [
        HelpLine(domain.name, UNKNOWN_WORDS if rating.level is None else HELP_WORDS[rating.level], rating.own_words)
        for domain, rating in zip(DOMAINS, profile.ratings, strict=True)
    ]


def _own_form(request: Request, child_id: UUID, kind, save, page: str, act: str, at: datetime) -> HttpResponse:  # type: ignore[no-untyped-def]
    child = open_child(person=request.person, child_id=child_id, act=act, purpose="Writing for the child", at=at)
    last = queries.story(child.id) if page == "tell" else None
    begun = {"words": last.words, "strengths": last.strengths, "helps": last.helps} if last else {}
    form = kind(request.POST) if request.method == "POST" else kind(initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. We kept your words.")
            return redirect("children:mine", child_id)
    return render(request, f"children/{page}.html", {"child": child, "form": form}, status=422 if form.errors else 200)
