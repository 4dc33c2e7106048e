"""What every answer carries and every request must keep to, whichever room it is for."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from carecommons.common.errors import Refused
from carecommons.people.doors import refusal_page

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
# A page that asks again by itself says so: it is no sign that somebody is there.
BY_ITSELF = "X-By-Itself"
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
        return HttpResponse(
            f"Nothing was stored: what you sent is larger than {megabytes} MB. Send fewer files at a time.",
            status=413,
            content_type="text/plain; charset=utf-8",
        )


class SessionLimitsMiddleware:
    """Sign out after 15 quiet minutes, and after 12 hours whatever happens: dated parameters, for pages and API alike.

    A form that arrives just after that is not lost: its text is shown again, to be copied after signing in.
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
            logout(request)
            if request.path.startswith("/api/"):
                return self.get_response(request)  # the API answers 401 and its code
            if request.method == "POST":
                return _kept(request)
            messages.info(request, "You were signed out because nothing happened for a while. Sign in again.")
        elif BEGAN not in session or (now - seen >= NOTE_EVERY_SECONDS and BY_ITSELF not in request.headers):
            session[BEGAN], session[SEEN] = began, now
        return self.get_response(request)


class RefusalMiddleware:
    """A refusal inside a view that is not ours (sign-in, for instance) becomes a page like any other."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, Refused) else None


def _kept(request: HttpRequest) -> HttpResponse:
    """Show what was written, so that it can be copied: only to the browser that just sent it."""
    hidden = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code")
    texts = [(name, value) for name, value in request.POST.items() if name not in hidden and str(value).strip()]
    refusal = Refused("signed_out", "You were signed out because nothing happened for a while.")
    return render(request, "people/kept.html", {"texts": texts, "refusal": refusal}, status=401)
