"""A child at school, as the virtual school head reads it: school matters, and nothing else of the record."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door

from .. import queries
from ..doors import open_child
from .record import named


@door("children.see_schooling")
@require_safe
def schooling(request: Request, child_id: UUID) -> HttpResponse:
    """Schools, and the two parts of life that concern school: now, the time before, and the child's own view."""
    at = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act="children.see_schooling", purpose="Reading school matters", at=at
    )
    context = {**named(child, timezone.localdate(at)), "schooling": queries.schooling(child.id)}
    return render(request, "children/schooling.html", context)
