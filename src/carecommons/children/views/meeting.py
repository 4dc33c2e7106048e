"""The paper for a meeting, as a page for print and as a PDF; needs over time on a page of their own."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.common.papers import Paper, make_pdf
from carecommons.people.doors import Request, door
from carecommons.people.roles import ROLE_NAMES, Role

from .. import queries
from ..doors import PRINTING, open_child
from ..drawings import draw_courses
from ..meeting import day, meeting_paper
from ..over_time import over_time
from ..queries import ChildRecord
from .record import named


@door("children.see_record")
@require_safe
def meeting(request: Request, child_id: UUID) -> HttpResponse:
    """The paper as a page, to be printed by the browser or taken as a PDF."""
    if request.person.role in (Role.CHILD, Role.ADVOCATE):
        return redirect("mine", child_id)
    at = datetime.now(UTC)
    child, paper = _paper(request, child_id, at)
    return render(request, "children/meeting.html", {"child": child, "paper": paper})


@door("children.see_record")
@require_safe
def meeting_pdf(request: Request, child_id: UUID) -> HttpResponse:
    """The same paper as a tagged PDF, made here."""
    if request.person.role in (Role.CHILD, Role.ADVOCATE):
        return redirect("mine", child_id)
    at = datetime.now(UTC)
    child, paper = _paper(request, child_id, at)
    response = HttpResponse(make_pdf(paper, fonts=settings.PAPER_TYPEFACES, at=at), content_type="application/pdf")
    # The name of the file holds the reference that the paper is about, and nothing else of the child.
    response["Content-Disposition"] = f'attachment; filename="needs-{child.reference}.pdf"'
    return response


@door("children.see_record")
@require_safe
def course_of_needs(request: Request, child_id: UUID) -> HttpResponse:
    """All versions as twelve small drawings, with specialist needs and moves."""
    if request.person.role in (Role.CHILD, Role.ADVOCATE):
        return redirect("mine", child_id)
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_record", purpose="Reading needs over time", at=at
    )
    found = over_time(queries.profiles(child.id), queries.moves(child.id))
    context = {**named(child, timezone.localdate(at)), "found": found, "drawn": draw_courses(found) if found else None}
    return render(request, "children/over_time.html", context)


def _paper(request: Request, child_id: UUID, at: datetime) -> tuple[ChildRecord, Paper]:
    """The child and the paper; one look, named for what it is."""
    child = open_child(person=request.person, child_id=child_id, act="children.see_record", purpose=PRINTING, at=at)
    here = timezone.localtime(at)
    paper = meeting_paper(
        queries.facts_for_meeting(child, timezone.localdate(at)), printed=f"{day(here)}, {here:%H:%M}",
        role=ROLE_NAMES[request.person.role], made_up=settings.DEMO,
    )  # fmt: skip
    return child, paper
