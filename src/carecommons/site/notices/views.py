"""One's calendar and reminders: the page of them, and the calendar itself, which an address with a key opens."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from carecommons.people.actions import record_look
from carecommons.people.doors import POST_IN_SESSION, Request, behind, door
from carecommons.people.queries import posts_of
from carecommons.people.roles import Person

from . import acts
from .due import events
from .ics import calendar as calendar_file

NAME = "Care Commons: due"
SEE = "decisions.see_living"


@door("site.keep_calendar")
@never_cache
@require_safe
def calendar(request: Request) -> HttpResponse:
    """The addresses of one's calendar, and whether reminders come."""
    return _page(request, datetime.now(UTC))


@door("site.keep_calendar")
@never_cache
@require_POST
def make(request: Request) -> HttpResponse:
    """A new address, shown this once."""
    at = datetime.now(UTC)
    key = acts.make_calendar(post_id=post_now(request), by=request.person, at=at)
    return _page(request, at, made=request.build_absolute_uri(f"/calendar/{key}.ics"))


def _page(request: Request, at: datetime, *, made: str = "") -> HttpResponse:
    context = {
        "made": made, "held": acts.own_calendars(request.person, at=at), "off": acts.reminders_off(request.person),
    }  # fmt: skip
    return render(request, "site/calendar.html", context)


@door("site.keep_calendar")
@require_POST
def stop(request: Request, calendar_id: UUID) -> HttpResponse:
    """Stop one address."""
    acts.stop_calendar(calendar_id=calendar_id, by=request.person, at=datetime.now(UTC))
    messages.success(request, "Stopped. Whatever read that address finds nothing there now.")
    return redirect("calendar")


@door("site.keep_calendar")
@require_POST
def reminders(request: Request) -> HttpResponse:
    """Say yes or no to reminders."""
    wanted = request.POST.get("wanted") == "yes"
    acts.choose_reminders(wanted=wanted, by=request.person, at=datetime.now(UTC))
    messages.success(request, "Reminders come by e-mail." if wanted else "No reminders come any more.")
    return redirect("calendar")


@door("site.read_public")
@sensitive_variables("key")
@require_safe
def feed(request: Request, key: str) -> HttpResponse:
    """The calendar itself. A program fetches it, so the looks that it writes are automatic."""
    at = datetime.now(UTC)
    person = acts.person_of_calendar(key, at=at)
    with behind(person, SEE):
        found = events(person, timezone.localdate(at))
        _look(person, [line.child_id for _, line in found], at)
    answer = HttpResponse(
        calendar_file([event for event, _ in found], name=NAME, at=at), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"], answer["X-Robots-Tag"] = "private, no-store", "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _look(person: Person, children: list[UUID], at: datetime) -> None:
    for child_id in sorted(set(children)):
        record_look(
            person=person, child_id=child_id, act=SEE, purpose="A calendar asked what is due", at=at, automatic=True
        )


def post_now(request: Request) -> UUID:
    """The post that this session is in."""
    assert request.person.id is not None, "the door lets only signed-in persons come this far"
    held = posts_of(request.person.id)
    chosen = request.session.get(POST_IN_SESSION)
    return next((post.id for post in held if str(post.id) == chosen), held[0].id)
