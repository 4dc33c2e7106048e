"""What every answer carries and every request must keep to, whichever room it is for."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from carecommons.common.errors import Refused
from carecommons.people.doors import PersonMiddleware, Request, refusal_page
from carecommons.people.roles import ANYONE

from .entering.kept import KeptWords, keep_own_words, own_words_unsigned
from .entering.terms import session_seconds
from .problems import MEDIA, is_program, not_this_method, problem, too_large

Answer = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "microphone",
        "geolocation",
        "payment",
        "usb",
        "midi",
        "browsing-topics",
        "display-capture",
    )
)
BEGAN, SEEN = "began_at", "seen_at"
# A page that asks again by itself says so: it is no sign that somebody is there.
BY_ITSELF = "X-By-Itself"
NOTE_EVERY_SECONDS = 60


class HeadersMiddleware:
    """Headers that Django has no setting for.

    What a program is told under somebody's name is kept nowhere on its way: shown again, it would leave no look.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith("/api/") and getattr(request, "person", ANYONE).id is not None:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class UploadLimitMiddleware:
    """Refuse a body that is too large before a byte of it is read: nothing that stands before this one reads it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdigit() and int(said) <= settings.REQUEST_BODY_MAX_BYTES:
            return self.get_response(request)
        refusal = too_large(settings.REQUEST_BODY_MAX_BYTES)
        if is_program(request):
            return problem(request, refusal)
        return PersonMiddleware(lambda asked: refusal_page(asked, refusal))(cast(Request, request))


class SessionLimitsMiddleware:
    """Sign out after 15 quiet minutes, and after 12 hours whatever happens: dated parameters, for pages and API alike.

    A form that arrives just after that is not lost: its text is shown again, to be copied after signing in. What a
    young person wrote is kept as their draft instead: it comes back when they do, and no passer-by reads it. What they
    send after that, from a page that was still open, is shown to be copied. A script is told in one sentence.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            kept = own_words_unsigned(request) if request.method == "POST" else None
            return self.get_response(request) if kept is None else _kept(request, kept)
        at = datetime.now(UTC)
        now = int(at.timestamp())
        idle_max, whole_max = session_seconds(at)
        session = request.session
        began, seen = session.get(BEGAN, now), session.get(SEEN, now)
        if now - seen > idle_max or now - began > whole_max:
            kept = keep_own_words(request, at) if request.method == "POST" else None
            logout(request)
            if request.path.startswith("/api/"):
                return self.get_response(request)  # the API answers 401 and its code
            if request.method == "POST":
                return _kept(request, kept)
            messages.info(request, _("You were signed out because nothing happened for a while. Sign in again."))
        elif BEGAN not in session or (now - seen >= NOTE_EVERY_SECONDS and BY_ITSELF not in request.headers):
            session[BEGAN], session[SEEN] = began, now
        return self.get_response(request)


class LanguageMiddleware:
    """Speak the language that this person chose, wherever they sign in; else what their browser asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen and chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)


class RefusalMiddleware:
    """A refusal inside a view that is not ours (sign-in, for instance) becomes a page like any other.

    So does a method that an address does not take; to a program both are problem+json.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or "Allow" not in response or response.headers.get("Content-Type") == MEDIA:
            return response
        allowed = ", ".join(sorted(each.strip() for each in response["Allow"].split(",")))
        refusal = not_this_method(request, allowed)
        told = problem(request, refusal) if is_program(request) else refusal_page(request, refusal)
        told["Allow"] = allowed
        return told

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return problem(request, exception) if is_program(request) else refusal_page(request, exception)


def _kept(request: HttpRequest, kept: KeptWords | None) -> HttpResponse:
    """Show what was written, so that it can be copied: only to the browser that just sent it."""
    if "HX-Request" in request.headers:
        return _told_in_a_sentence(kept)
    hidden = ("csrfmiddlewaretoken", "keep", "leave", "password", "oldpassword", "password1", "password2", "code")
    texts = [(name, value) for name, value in request.POST.items() if name not in hidden and str(value).strip()]
    if kept is not None:
        own = {"texts": () if kept.in_draft else texts, "in_draft": kept.in_draft, "again": kept.again}
        return render(request, "people/own_kept.html", own, status=401)
    refusal = Refused("signed_out", _("You were signed out because nothing happened for a while."))
    return render(request, "people/kept.html", {"texts": texts, "refusal": refusal}, status=401)


def _told_in_a_sentence(kept: KeptWords | None) -> HttpResponse:
    if kept is None:
        words = _("You were signed out because nothing happened for a while.")
    elif kept.in_draft:
        words = _("You were signed out. Your words are safe up to here. Come in again to go on.")
    else:
        words = _(
            "You were signed out. We cannot keep what you type now. Press the button to see your words and copy them."
        )
    return HttpResponse(words, status=401, content_type="text/plain; charset=utf-8")
