"""The list of children, and opening a record."""

import secrets
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.common.errors import Faulty, NotNow
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.people.may import may_at_all
from carecommons.people.roles import Role

from .. import actions, queries
from ..forms import AddChildForm
from ..reference import draw_reference, read_reference

A_PAGE = 25
DRAWS = 5
WRITTEN = ("needs", "story", "wishes")


@door("children.see_caseload")
@require_safe
def caseload(request: Request) -> HttpResponse:
    """Whose turn it is: the children of one's council, or those one speaks for."""
    at = datetime.now(UTC)
    typed = request.GET.get("reference", "").strip()
    reference = read_reference(typed) if typed else None
    cards = queries.caseload(request.person, timezone.localdate(at), reference=reference or ("" if typed else None))
    page = Paginator(cards, A_PAGE).get_page(request.GET.get("page"))
    for card in page:
        record_look(
            person=request.person,
            child_id=card.id,
            act="children.see_caseload",
            purpose="Reading a list of children",
            at=at,
        )
    context = {
        "page": page, "typed": typed, "understood": reference is not None or not typed, "total": len(cards),
        "urgent": len([card for card in cards if card.urgent]),
        "may_add": bool(may_at_all(request.person, "children.add_child")),
        "speaks_for": request.person.role is Role.ADVOCATE,
        "may_write": [part for part in WRITTEN if may_at_all(request.person, f"children.write_{part}")],
        "beyond": getattr(settings, "CHILDREN_LIST_PARTS", ()),
        "school_only": not may_at_all(request.person, "children.see_record"),
    }  # fmt: skip
    return render(request, "children/caseload.html", context)


@door("children.add_child")
@require_http_methods(["GET", "HEAD", "POST"])
def add_child(request: Request) -> HttpResponse:
    """Open a child's record under a reference drawn at random."""
    at = datetime.now(UTC)
    posted = request.POST if request.method == "POST" else None
    form = AddChildForm(posted, mine=request.person.authorities, on=timezone.localdate(at))
    if request.method == "POST" and form.is_valid():
        try:
            child_id = _open(request, form, at)
        except Faulty as refusal:
            form.refuse(refusal.faults)
        except NotNow as refusal:
            form.add_error("return_key", str(refusal))
        else:
            messages.success(request, "The record is open. Begin with what the child says.")
            return redirect("children:record", child_id)
    return render(request, "children/add.html", {"form": form}, status=422 if form.errors else 200)


def _open(request: Request, form: AddChildForm, at: datetime) -> object:
    """Draw references until one is free: 33 million exist, so a second draw is already rare."""
    for remaining in reversed(range(DRAWS)):
        try:
            return actions.add_child(
                reference=draw_reference(secrets.randbelow), by=request.person, at=at, **form.answers
            )
        except NotNow as refusal:
            if refusal.code != "reference_taken" or not remaining:
                raise
    raise AssertionError("the last draw either returned or raised")
