"""Pages that belong to no single room: one's own start page, who looked, and what goes wrong."""

import sys
from datetime import UTC, datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carecommons.common.again import is_busy
from carecommons.common.errors import NotAllowed, NotFound
from carecommons.people import queries as people
from carecommons.people.doors import Request, door, refusal_page
from carecommons.people.may import may_at_all
from carecommons.people.roles import Role

from .days.doors import open_day, open_list
from .days.due import next_working_day
from .finding import found_by
from .jobs.acts import SEE_JOBS
from .looked import open_looks
from .menus import menu
from .pages import demo_doors
from .problems import STATUSES, busy, is_program, not_read, problem
from .problems import our_fault as fault_of_ours
from .reference import described, operations

LINES_A_PAGE = 50
PAGE_DIGITS = 7  # longer than any list of days
COME_BACK_SECONDS = 30  # about as long as one large store writes


@door("site.read_public")
@require_safe
def home(request: Request) -> HttpResponse:
    """The start page: what this is, and in the demonstration one sign-in per role."""
    sign_ins = people.demo_sign_ins() if request.person.id is None else ()
    return render(request, "site/home.html", {"demo_doors": demo_doors(sign_ins)})


@door("site.see_my_page")
@require_safe
def my_page(request: Request) -> HttpResponse:
    """After signing in: a young person's own page; for everybody else what waits for them today."""
    return day(request)


@door("site.see_my_page")
@require_safe
def day(request: Request) -> HttpResponse:
    """What waits for this person today. A child who is named on it can read that it was read."""
    now, person = datetime.now(UTC), request.person
    if person.role is Role.CHILD and person.children:
        return redirect("mine", min(person.children))  # one record: no list of work, and no page of staff
    context = {
        "doors": menu(person, request.path), "now": now, "day": open_day(person, at=now),
        "next_working_day": next_working_day(timezone.localdate(now)), "may_see_jobs": may_at_all(person, SEE_JOBS),
    }  # fmt: skip
    return render(request, "site/my_page.html", context)


@door("site.see_my_page")
@require_safe
def my_list(request: Request) -> HttpResponse:
    """Everything that waits for this person, page by page, in the order of their day."""
    now, person = datetime.now(UTC), request.person
    if person.role is Role.CHILD and person.children:
        return redirect("mine", min(person.children))
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) < PAGE_DIGITS else 1
    lines, total = open_list(person, at=now, first=max(number - 1, 0) * LINES_A_PAGE, at_most=LINES_A_PAGE)
    page = Paginator(range(total), LINES_A_PAGE).get_page(number)
    if total and not lines:
        return redirect(f"{request.path}?page={page.number}")  # beyond the last page, perhaps because something is done
    return render(request, "site/my_list.html", {"lines": lines, "page": page, "total": total})


@door("site.find_by_reference")
@require_safe
def find(request: Request) -> HttpResponse:
    """Straight to what has this reference; its page asks again who may, and writes the look."""
    asked = request.GET.get("reference", "").strip()[:40]
    found = found_by(asked, by=request.person, at=datetime.now(UTC)) if asked else None
    if found is not None:
        return redirect(found.address)
    return render(request, "site/find.html", {"asked": asked}, status=404 if asked else 200)


@door("people.see_looks")
@require_safe
def looks(request: Request, child_id: UUID) -> HttpResponse:
    """Who looked at this child's record, in which role, why and when."""
    found = open_looks(child_id, by=request.person, at=datetime.now(UTC))
    if found.own is not None:
        context = {"looks": found.own, "child": found.child, "is_child": request.person.role is Role.CHILD}
        return render(request, "site/looks_own.html", context)
    return render(request, "people/looks.html", {"looks": found.looks})


@door("site.read_public")
@require_safe
def openapi(request: Request) -> HttpResponse:
    """The API's description, OpenAPI 3.1."""
    return JsonResponse(described())


@door("site.read_public")
@require_safe
def api_reference(request: Request) -> HttpResponse:
    """The same description as a page, without scripts."""
    return render(request, "people/api.html", {"groups": operations(described()), "statuses": STATUSES})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Missing and forbidden: one and the same page, or one and the same problem for a program."""
    return problem(request, NotFound()) if is_program(request) else refusal_page(request, NotFound())


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request so broken that no view saw it."""
    if is_program(request):
        return problem(request, not_read())
    refusal = not_read()
    return HttpResponse(f"{refusal} ({refusal.code})", status=400, content_type="text/plain; charset=utf-8")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not prove that it came from our page."""
    refusal = NotAllowed(
        "csrf_failed",
        _(
            "This form was open for too long, or your browser did not send back our cookie. So we cannot be sure that "
            "it came from our own page. Nothing was changed. Go back, load the page again and send it again."
        ),
    )
    return refusal_page(request, refusal)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Something broke on our side. Says so without a database, a session or a template that may be broken.

    Where the database was only busy for too long, nothing broke: 503, and when to come back.
    """
    if is_busy(sys.exc_info()[1]):
        return busy_page(request)
    if is_program(request):
        return problem(request, fault_of_ours())
    head = _("Something broke on our side")
    body = _(
        "It was not you. What you sent may be lost: look before you send it again. We wrote down what happened, for "
        "those who look after these pages. Try again in a few minutes."
    )
    return _bare_page(head, body, 500)


def busy_page(request: HttpRequest) -> HttpResponse:
    """The database was written to for longer than anybody should wait; when to come back."""
    refusal = busy()
    program = is_program(request)
    answer = problem(request, refusal) if program else _bare_page(_("Busy"), str(refusal), refusal.status)
    answer["Retry-After"] = str(COME_BACK_SECONDS)
    return answer


def _bare_page(head: str, body: str, status: int) -> HttpResponse:
    """A page that needs nothing: no database, no session, no template."""
    tonight = _(
        "Does a child need a home or help tonight? Call the council’s emergency duty line. In danger, call 999."
    )
    page = format_html(
        '<!DOCTYPE html><html lang="{}" dir="{}"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><title>{} – Care Commons</title></head><body><main><h1>{}</h1>'
        '<p>{}</p><p>{}</p><p><a href="/">{}</a></p></main></body></html>',
        translation.get_language() or "en-gb", "rtl" if translation.get_language_bidi() else "ltr",
        head, head, body, tonight, _("Go to the start page"),
    )  # fmt: skip
    return HttpResponse(page, status=status)
