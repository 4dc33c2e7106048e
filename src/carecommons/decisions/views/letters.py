"""Letters to homes that offered themselves and were not chosen: read by those who run them."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door

from .. import actions, queries


@door("decisions.see_letter")
@require_safe
def letters(request: Request) -> HttpResponse:
    """Every letter to this person's homes, newest first."""
    return render(request, "decisions/letters.html", {"letters": queries.letters_for(request.person)})


@door("decisions.see_letter")
@require_safe
def letter(request: Request, letter_id: UUID) -> HttpResponse:
    """Why this home was not chosen, and how to ask for a review."""
    found = actions.read_letter(letter_id=letter_id, by=request.person, at=datetime.now(UTC))
    return render(request, "decisions/letter.html", {"letter": found})
