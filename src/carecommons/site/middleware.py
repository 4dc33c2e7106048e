"""What every answer carries and every request must keep to, whichever room it is for."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from carecommons.common.errors import Refused
from carecommons.people.doors import refusal_page

from .entering.kept import KeptWords, keep_own_words
from .entering.terms import session_seconds

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
NOTE_EVERY_SECONDS = 60


class HeadersMiddleware:
    """Headers that Django has no setting for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class UploadLimitMiddleware:
    """Refuse a body that is too large before a byte of it is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdigit() and int(said) <= settings.REQUEST_BODY_MAX_BYTES:
            return self.get_response(request)
        megabytes = settings.REQUEST_BODY_MAX_BYTES // 1024 // 1024
        words = _("Nothing was stored: what you sent is larger than %(megabytes)s MB. Send less at a time.")
        return HttpResponse(
            words % {"megabytes": megabytes},
            status=413,
            content_type="text/plain; charset=utf-8",
        )


class SessionLimitsMiddleware:
    """Sign out after 15 quiet minutes, and after 12 hours whatever happens: dated parameters, for pages and API alike.

    A form that arrives just after that is not lost: its text is shown again, to be copied after signing in. What a
    young person wrote is kept as their draft instead: it comes back when they do, and no passer-by reads it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
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
        elif BEGAN not in session or now - seen >= NOTE_EVERY_SECONDS:
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
    """A refusal that is not our views' (sign-in, or a method that a page does not know) becomes a page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content or request.path.startswith("/api/"):
            return response
        refusal = Refused("method_not_known", _("This page cannot be used in that way."))
        refusal.status = 405
        page = refusal_page(request, refusal)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, Refused) else None


def _kept(request: HttpRequest, kept: KeptWords | None) -> HttpResponse:
    """Show what was written, so that it can be copied: only to the browser that just sent it."""
    hidden = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code")
    texts = [(name, value) for name, value in request.POST.items() if name not in hidden and str(value).strip()]
    if kept is not None:
        own = {"texts": () if kept.in_draft else texts, "in_draft": kept.in_draft, "again": kept.again}
        return render(request, "people/own_kept.html", own, status=401)
    refusal = Refused("signed_out", _("You were signed out because nothing happened for a while."))
    return render(request, "people/kept.html", {"texts": texts, "refusal": refusal}, status=401)
