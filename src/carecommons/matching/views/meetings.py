"""The matching meeting: writing it down, reading it, and taking it on paper."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.doors import PRINTING, open_child
from carecommons.children.meeting import day
from carecommons.common.errors import Faulty, ReasonMissing
from carecommons.common.papers import Paper, make_pdf
from carecommons.constitution.queries import whole
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import ROLE_NAMES
from carecommons.provision.homes import IMPACT_ANSWERS

from .. import actions, queries
from ..forms import MeetingForm
from ..impact import AGREES
from ..meeting import MeetingRecord
from ..paper import meeting_record_paper
from .about import about, opened


@door("matching.hold_meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: Request, search_id: UUID) -> HttpResponse:
    """Write down a matching meeting: the homes that were ticked (?home=), or the first of the list."""
    now = datetime.now(UTC)
    found = queries.referral(search_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="matching.hold_meeting",
        purpose="Writing down a matching meeting", at=now,
    )  # fmt: skip
    sheet = queries.meeting_sheet(search_id)
    asked = set(request.POST.getlist("home") or request.GET.getlist("home"))
    homes = [home for home in sheet.homes if str(home.home_id) in asked]
    homes = homes or list(sheet.homes[: whole("shortlist_cards_max", timezone.localdate(now))])
    form = MeetingForm(sheet, homes, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.hold_meeting(referral_id=search_id, by=request.person, at=now, **form.said())
        except ReasonMissing as refusal:
            form.say_what_lacks(refusal.facts.get("lacks", ()))  # type: ignore[arg-type]
        except Faulty as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The meeting is written down and sealed. It chooses nothing: a choice is next.")
            return redirect("matching:meeting", made)
    elif request.method == "POST":
        # What the form itself asks for hides nothing of what the record owes: all that is missing is said at once.
        form.say_what_lacks(queries.meeting_lacks(sheet, form.said(), on=timezone.localdate(now)))
    context = {
        **about(found, child, now), "form": form, "sheet": sheet, "impact_words": IMPACT_ANSWERS, "agrees": AGREES,
        "open": found.state == "shortlisted",
        "homes": [
            (home, fields, sheet.impacts[home.home_id],
             sheet.preference.of(home.home_id) if sheet.preference else None)
            for home, fields in form.each_home()
        ],
    }  # fmt: skip
    return render(request, "matching/new_meeting.html", context, status=422 if form.errors else 200)


@door("matching.see_shortlist")
@require_safe
def meetings(request: Request, search_id: UUID) -> HttpResponse:
    """The meetings of a search, and what the child says of the homes, so that one can be held."""
    now = datetime.now(UTC)
    found, listed, child = opened(request, search_id, now)
    if listed is None:
        return redirect("matching:search", search_id)
    context = {
        **about(found, child, now), "listed": listed, "meetings": queries.meetings_of(found.id),
        "preference": queries.preference_of(found.id), "visits": queries.visits_of(found.id),
        "details": queries.details_of(found.id),
        "may_rank": found.state in ("shortlisted", "proposed")
        and bool(may(request.person, "matching.rank_homes", queries.subject_of(found))),
        "may_hold": found.state == "shortlisted"
        and bool(may(request.person, "matching.hold_meeting", queries.subject_of(found))),
    }  # fmt: skip
    return render(request, "matching/meetings.html", context)


@door("matching.see_shortlist")
@require_safe
def meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """One meeting as it was written down."""
    met, paper = _paper(request, meeting_id, "Reading a matching meeting", datetime.now(UTC))
    return render(request, "matching/meeting.html", {"met": met, "paper": paper})


@door("matching.see_shortlist")
@require_safe
def meeting_pdf(request: Request, meeting_id: UUID) -> HttpResponse:
    """The same as a tagged PDF."""
    at = datetime.now(UTC)
    met, paper = _paper(request, meeting_id, PRINTING, at)
    response = HttpResponse(make_pdf(paper, fonts=settings.PAPER_TYPEFACES, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="meeting-{met.referral_reference}.pdf"'
    return response


def _paper(request: Request, meeting_id: UUID, purpose: str, at: datetime) -> tuple[MeetingRecord, Paper]:
    met = queries.meeting(meeting_id)
    child = open_child(
        person=request.person, child_id=met.child_id, act="matching.see_shortlist", purpose=purpose, at=at
    )
    here = timezone.localtime(at)
    paper = meeting_record_paper(
        met, child=child.reference, printed=f"{day(here)}, {here:%H:%M}", role=ROLE_NAMES[request.person.role],
        made_up=settings.DEMO,
    )  # fmt: skip
    return met, paper
