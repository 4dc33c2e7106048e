"""The young person's own forms: what they say, their story, how they see their needs, and their advocate.

Each is rendered apart from the staff's record: what is not gathered here cannot slip into it. What is typed and not
sent is kept as a draft (drafts.py). The page that these lead from is composed by the site (site/views_own.py), because
it shows homes and decisions too.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.common.errors import Faulty, NotFound, NotNow, Refused
from carecommons.people.doors import Request, door
from carecommons.people.factors import SignedInBy
from carecommons.people.may import check_may
from carecommons.people.queries import has_advocate
from carecommons.people.roles import Role

from .. import actions, queries
from ..doors import begun, open_child, reach_child, sent, signed_in_by
from ..forms import MessageForm, OwnNeedForm, SayForm, TellForm
from ..needs import DOMAINS, Profile
from ..own import Own, newest_of_each, reads_back
from ..plain import HELP_WORDS, OWN_WORDS, PARTS, QUESTIONS, UNKNOWN_WORDS

ASKS = {
    "decision": "Please help me. I want to talk about what was decided.",
    "homes": "Please help me. I want to talk about the homes.",
    "record": "Please help me. I want to talk about what was written about me.",
}


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
    """The child tells their story, or tells it again. It begins with their own words, and never with an adult's."""
    if request.person.role not in (Role.CHILD, Role.ADVOCATE):
        return redirect("children:add_story", child_id)
    at = datetime.now(UTC)

    def save(form: TellForm) -> None:
        actions.write_story(child_id=child_id, authorship="child", by=request.person, at=at, **form.answers)

    return _own_form(request, child_id, TellForm, save, "tell", "children.write_story", at)


@door("children.write_own_view")
@require_safe
def own_needs(request: Request, child_id: UUID) -> HttpResponse:
    """The twelve parts of life: what the young person says, and beside it what the adults wrote."""
    child = open_child(
        person=request.person, child_id=child_id, act="children.write_own_view", purpose="Reading needs with the child",
        at=datetime.now(UTC),
    )  # fmt: skip
    lines = help_lines(queries.profile(child.id), newest_of_each(queries.own_views(child.id)))
    return render(request, "children/own_needs.html", {"child": child, "lines": lines, **whose(request)})


@door("children.write_own_view")
@require_http_methods(["GET", "HEAD", "POST"])
def own_need(request: Request, child_id: UUID, part: str) -> HttpResponse:
    """One part of life: how much help, in the young person's own view and words. It can be changed at any time."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.write_own_view", purpose="Writing for the child", at=at
    )
    if part not in PARTS:
        raise NotFound()
    line = help_lines(queries.profile(child.id), newest_of_each(queries.own_views(child.id)), only=part)[0]
    last = {} if line.own_level is None else {"level": str(line.own_level)}
    if line.own_words:
        last["words"] = line.own_words
    form = OwnNeedForm(
        request.POST if request.method == "POST" else None, initial=last | begun(request, child_id, f"need-{part}", at)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_own_view(child_id=child_id, domain=part, by=request.person, at=at, **form.answers)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        else:
            sent(request, child_id, f"need-{part}")
            said = any(form.cleaned_data.values())
            messages.success(request, _("Thank you. We kept your words.") if said else _("We took your answer back."))
            return redirect("children:own_needs", child_id)
    context = {
        "child": child, "form": form, "line": line, "said": bool(last), "question": QUESTIONS[part],
        "form_name": f"need-{part}", **whose(request),
    }  # fmt: skip
    return render(request, "children/own_need.html", context, status=422 if form.errors else 200)


@door("children.see_messages")
@require_http_methods(["GET", "HEAD", "POST"])
def advocate(request: Request, child_id: UUID) -> HttpResponse:
    """The private thread between the young person and their advocate (D6). It leaves no look: nobody else is told.

    A session that began with a code from a member of staff writes, and reads nothing back.
    """
    at, person = datetime.now(UTC), request.person
    child = queries.find_child(child_id)
    check_may(person, "children.see_messages", child.subject)
    back = person.role is not Role.CHILD or reads_back(signed_in_by(request))
    is_child = person.role is Role.CHILD
    asked = ASKS.get(request.GET.get("about", ""), "")
    initial = ({"words": _(asked)} if asked else {}) | begun(request, child_id, "message", at)
    form = MessageForm(request.POST if request.method == "POST" else None, initial=initial, is_child=is_child)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_message(child_id=child_id, by=person, at=at, **form.cleaned_data)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        else:
            sent(request, child_id, "message")
            messages.success(request, _("Sent. Only the people named on this page can read it."))
            return redirect("children:advocate", child_id)
    context = {
        "child": child, "form": form, "thread": queries.messages(child.id) if back else (), "reads_back": back,
        "by_staff_passkey": signed_in_by(request) == SignedInBy.PASSKEY_STAFF, "form_name": "message",
        "has_advocate": has_advocate(child.id), **whose(request),
    }  # fmt: skip
    return render(request, "children/own_advocate.html", context, status=422 if form.errors else 200)


@door("children.see_shared_messages")
@require_safe
def shared(request: Request, child_id: UUID) -> HttpResponse:
    """What the young person chose to let their reviewing officer read, and nothing else of the thread."""
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_shared_messages",
        purpose="Reading what the child chose to share", at=datetime.now(UTC),
    )  # fmt: skip
    return render(request, "children/shared.html", {"child": child, "thread": queries.messages_shared(child.id)})


class HelpLine:
    """One part of life as the young person reads it: the adults' words, and their own beside them."""

    def __init__(self, code: str, words: str, own: Own | None, told: tuple[int | None, str]) -> None:
        self.code, self.name, self.words, self.own = code, PARTS[code], words, own
        # What they said themselves counts before what an adult wrote down that they said.
        self.own_level, self.own_words = (own.level, own.words) if own else told
        self.own_level_words = OWN_WORDS[self.own_level] if self.own_level is not None else ""
        self.said_at = own.said_at if own else None


def help_lines(profile: Profile | None, own: dict[str, Own], *, only: str = "") -> list[HelpLine]:
    """The twelve parts of life in words that a young person reads, in their fixed order."""
    ratings = {rating.domain: rating for rating in profile.ratings} if profile else {}
    lines = []
    for domain in DOMAINS:
        rating = ratings.get(domain.code)
        words = UNKNOWN_WORDS if rating is None or rating.level is None else HELP_WORDS[rating.level]
        told = (rating.own_level, rating.own_words) if rating else (None, "")
        if only in ("", domain.code):
            lines.append(HelpLine(domain.code, words, own.get(domain.code), told))
    return lines


def whose(request: Request) -> dict[str, bool]:
    """Who reads: the young person, or the advocate at their side."""
    return {"is_child": request.person.role is Role.CHILD}


def _own_form(
    request: Request, child_id: UUID, kind: Any, save: Callable[[Any], None], page: str, act: str, at: datetime
) -> HttpResponse:
    child = reach_child(person=request.person, child_id=child_id, act=act)
    last = queries.story(child.id) if page == "tell" else None
    own = last is not None and last.authorship == "child"
    if own:  # an empty form shows nobody: opening it is no look
        open_child(person=request.person, child_id=child_id, act=act, purpose="Writing for the child", at=at)
    told = {"words": last.words, "strengths": last.strengths, "helps": last.helps} if own and last else {}
    form = kind(request.POST) if request.method == "POST" else kind(initial=told | begun(request, child_id, page, at))
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        except (NotNow, Refused) as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            sent(request, child_id, page)
            messages.success(request, _("Thank you. We kept your words."))
            return redirect("mine", child_id)
    context = {"child": child, "form": form, "form_name": page, **whose(request)}
    return render(request, f"children/{page}.html", context, status=422 if form.errors else 200)
