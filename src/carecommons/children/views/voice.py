"""What the child says and holds dear: story, wishes, people and places. Each page lists; each form adds."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.common.errors import Faulty, NotFound, NotNow
from carecommons.constitution.parameters import whole
from carecommons.people.doors import Request, door, safe_next
from carecommons.people.may import may
from carecommons.people.roles import Role

from .. import actions, queries
from ..connections import AVOID
from ..doors import open_child
from ..drawings import draw_around, group_key
from ..forms import AvoidForm, ConnectionForm, RecordForm, StoryForm, WishForm
from ..queries import ChildRecord
from ..wishes import HOWS, STAGES, Wish
from .record import named

ACTS = {"story": "children.write_story", "wishes": "children.write_wishes", "connections": "children.write_connections"}
FORMS = {"story": "add_story", "wishes": "add_wish", "connections": "add_connection"}


@door("children.see_record")
@require_safe
def story(request: Request, child_id: UUID) -> HttpResponse:
    """The story with every earlier version."""
    return _listed(
        request, child_id, "story", "Reading the story", lambda child: {"stories": queries.stories(child.id)}
    )


@door("children.write_story")
@require_http_methods(["GET", "HEAD", "POST"])
def add_story(request: Request, child_id: UUID) -> HttpResponse:
    """Write the next version of the story."""

    def save(answers: dict[str, Any], by: Any, at: datetime) -> None:
        actions.write_story(child_id=child_id, by=by, at=at, **answers)

    def begin(child: ChildRecord) -> dict[str, Any]:
        last = queries.story(child.id)
        return {"words": last.words, "strengths": last.strengths, "helps": last.helps} if last else {}

    return _added(request, child_id, "story", StoryForm, save, "The story is kept. Earlier versions stay.", begin)


@door("children.see_record")
@require_safe
def wishes(request: Request, child_id: UUID) -> HttpResponse:
    """What the child wishes and feels, newest first."""

    def gather(child: ChildRecord) -> dict[str, Any]:
        said = queries.wishes(child.id)
        corrected = {wish.corrects for wish in said}
        return {"wishes": [(wish, STAGES[wish.stage], HOWS[wish.how], wish.id in corrected) for wish in said]}

    return _listed(request, child_id, "wishes", "Reading wishes and feelings", gather)


@door("children.write_wishes")
@require_http_methods(["GET", "HEAD", "POST"])
def add_wish(request: Request, child_id: UUID) -> HttpResponse:
    """Record what the child says now, or put right an earlier record of it (?corrects=)."""
    corrects = _uuid(request.GET.get("corrects"))

    def save(answers: dict[str, Any], by: Any, at: datetime) -> None:
        actions.record_wish(child_id=child_id, corrects=corrects, by=by, at=at, **answers)

    def begin(child: ChildRecord) -> dict[str, Any]:
        if corrects is None:
            stage = request.GET.get("stage", "")
            return {"stage": stage if stage in STAGES else "", "said_on": timezone.localdate()}
        wish: Wish | None = next((wish for wish in queries.wishes(child.id) if wish.id == corrects), None)
        if wish is None:
            raise NotFound()
        return {
            "stage": wish.stage, "words": wish.words, "how": wish.how, "said_on": wish.said_on,
            "observed_by": wish.observed_by,
        }  # fmt: skip

    return _added(
        request,
        child_id,
        "wishes",
        WishForm,
        save,
        "What the child says is kept.",
        begin,
        correcting=corrects is not None,
    )


@door("children.see_record")
@require_safe
def connections(request: Request, child_id: UUID) -> HttpResponse:
    """The people and places that matter, without addresses."""

    def gather(child: ChildRecord) -> dict[str, Any]:
        bands = queries.around(child.id, near_miles=whole("near_home_miles", timezone.localdate()))
        return {"bands": bands, "drawn": draw_around(bands), "key": group_key()}

    return _listed(request, child_id, "connections", "Reading people and places", gather)


@door("children.write_connections")
@require_http_methods(["GET", "HEAD", "POST"])
def add_connection(request: Request, child_id: UUID) -> HttpResponse:
    """Record someone or somewhere that matters, or put an earlier record right (?corrects=)."""
    corrects = _uuid(request.GET.get("corrects"))

    def save(answers: dict[str, Any], by: Any, at: datetime) -> None:
        ended = "ended" in request.POST
        actions.add_connection(child_id=child_id, corrects=corrects, ended=ended, by=by, at=at, **answers)

    def begin(child: ChildRecord) -> dict[str, Any]:
        if corrects is None:
            return {"keep": True}
        held = next((each for each in queries.connections(child.id) if each.id == corrects), None)
        if held is None:
            raise NotFound()
        return {"kind": held.kind, "name": held.name, "how_often": held.how_often, "keep": held.keep, "note": held.note}

    return _added(
        request, child_id, "connections", ConnectionForm, save, "It is kept.", begin, correcting=corrects is not None
    )


@door("children.write_connections")
@require_http_methods(["GET", "HEAD", "POST"])
def add_avoided(request: Request, child_id: UUID) -> HttpResponse:
    """Record where the child must not live."""

    def save(answers: dict[str, Any], by: Any, at: datetime) -> None:
        actions.add_connection(child_id=child_id, kind=AVOID, by=by, at=at, **answers)

    def form(*args: Any, **kwargs: Any) -> AvoidForm:
        return AvoidForm(*args, on=timezone.localdate(), **kwargs)

    return _added(
        request,
        child_id,
        "connections",
        form,
        save,
        "It is kept, for named people only.",
        lambda _: {},
        template="add_avoid",
    )


def _listed(
    request: Request, child_id: UUID, part: str, purpose: str, gather: Callable[[ChildRecord], dict[str, Any]]
) -> HttpResponse:
    if request.person.role in (Role.CHILD, Role.ADVOCATE):
        return redirect("mine", child_id)
    at = datetime.now(UTC)
    child = open_child(person=request.person, child_id=child_id, act="children.see_record", purpose=purpose, at=at)
    context = {
        **named(child, timezone.localdate(at)), **gather(child),
        "may_write": bool(may(request.person, ACTS[part], child.subject)),
        "may_see_protected": bool(may(request.person, "children.see_protected", child.subject)),
    }  # fmt: skip
    return render(request, f"children/{part}.html", context)


def _added(
    request: Request,
    child_id: UUID,
    part: str,
    make_form: Callable[..., RecordForm],
    save: Callable[[dict[str, Any], Any, datetime], None],
    kept: str,
    begin: Callable[[ChildRecord], dict[str, Any]],
    *,
    correcting: bool = False,
    template: str = "",
) -> HttpResponse:
    """A form that adds to one part of the record, then shows that part."""
    at = datetime.now(UTC)
    child = open_child(person=request.person, child_id=child_id, act=ACTS[part], purpose="Writing in the record", at=at)
    form = make_form(request.POST) if request.method == "POST" else make_form(initial=begin(child))
    if request.method == "POST" and form.is_valid():
        try:
            save(form.answers, request.person, at)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, kept)
            return redirect(safe_next(request) or reverse(f"children:{part}", args=[child_id]))
    context = {**named(child, timezone.localdate(at)), "form": form, "part": part, "correcting": correcting}
    return render(request, f"children/{template or FORMS[part]}.html", context, status=422 if form.errors else 200)


def _uuid(typed: str | None) -> UUID | None:
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        raise NotFound() from None
