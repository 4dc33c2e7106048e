"""Refusals to programs as problem+json (RFC 9457): one shape, whatever refused, and the code that the page shows."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from carecommons.common.errors import Faulty, NotFound, NotNow, Refused
from carecommons.constitution.behind import ground_behind
from carecommons.people.doors import hides

MEDIA = "application/problem+json"
REFERENCE = "/api/v1/"
SAFE_FACTS = (str, int, bool)

# What each status means, and what usually helps: the reference page lists them under #problem-STATUS.
STATUSES: dict[int, tuple[str, str]] = {
    400: ("The request could not be read", "Send JSON as openapi.json describes it, whole and in UTF-8."),
    401: (
        "Sign in first",
        "Send a personal token that is in force: Authorization: Bearer cc_... Make one on your account page.",
    ),
    403: (
        "This is not yours to do",
        "Use a token of a role that may; openapi.json names the roles under each operation.",
    ),
    404: ("There is no such thing, or it is not yours to open", "Check the address and the reference in it."),
    405: ("This cannot be done at this address", "Use one of the methods that the Allow header names."),
    409: ("This cannot be done now", "Read the thing again: it may have changed. Then decide anew."),
    413: ("Too large", "Send less at a time."),
    415: ("Not a kind of text that is read here", "Send the Content-Type that openapi.json names for the operation."),
    422: ("The request cannot be used", "Mend what the detail and the faults name, and send it again."),
    429: ("Too many requests", "Wait before you ask again."),
    500: ("Something broke on our side", "Look whether the act was stored before you do it again."),
    503: ("Not now", "Ask again in a moment."),
}


def is_program(request: HttpRequest) -> bool:
    """Whether this address answers programs, and so every refusal there is problem+json."""
    return request.path.startswith("/api/")


def problem(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal as problem+json: what is out of reach answers exactly like what does not exist.

    type       a page that explains the status
    title      the status in words
    detail     what was refused and why, in a sentence
    code       stable; the page and the command line give the same
    where      the operation that was asked, its parameters as names
    next       what usually helps
    behind     what stands behind it: a law, the nature of things or a choice (handbook E17)
    facts      what the sentence is made of, where it is plain
    faults     only where a file or a body holds several: each with its place
    """
    if hides(refusal):
        refusal = NotFound()
    title, what_next = STATUSES.get(refusal.status, STATUSES[422])
    body: dict[str, Any] = {
        "type": f"{REFERENCE}#problem-{refusal.status}",
        "title": title,
        "status": refusal.status,
        "detail": str(refusal),
        "code": refusal.code,
        "where": where(request),
        "next": what_next,
        "facts": {name: fact for name, fact in refusal.facts.items() if isinstance(fact, SAFE_FACTS)},
    }
    if ground := ground_behind(refusal):
        body["behind"] = ground.as_dict()
    if isinstance(refusal, Faulty):
        body["faults"] = [fault.as_dict() for fault in refusal.faults]
    response = HttpResponse(json.dumps(body), status=refusal.status, content_type=MEDIA)
    response["Cache-Control"] = "no-store"
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Care Commons"'
    return response


def where(request: HttpRequest) -> str:
    """The operation as openapi.json writes it: two addresses of the same kind answer alike. Empty: no such address."""
    match = getattr(request, "resolver_match", None)
    if match is None or not match.route:
        return ""
    steps = match.route.split("/")
    named = ("{" + step.strip("<>").rpartition(":")[2] + "}" if step.startswith("<") else step for step in steps)
    return f"{request.method} /{'/'.join(named)}"


def with_status(refusal: Refused, status: int) -> Refused:
    refusal.status = status
    return refusal


def not_this_method(request: HttpRequest, allowed: str) -> Refused:
    """The address is there, the method is not: a program is told which are."""
    words = f"This address does not take {_plain(request.method)}. It takes: {allowed}."
    if not is_program(request):
        words = _("This page cannot be used in that way.")
    return with_status(Refused("method_not_allowed", words, allowed=allowed), 405)


def too_large(bytes_max: int) -> Refused:
    words = _("Nothing was stored: what you sent is larger than %(megabytes)s MB. Send less at a time.")
    said = words % {"megabytes": bytes_max // 1024 // 1024}
    return with_status(Refused("too_large", said, bytes_max=bytes_max), 413)


def not_read(why: str = "") -> Refused:
    words = _("The request could not be read, so nothing was done.")
    more = why or _("Send it again, whole and in UTF-8.")
    return with_status(Refused("request_not_read", f"{words} {more}"), 400)


def our_fault() -> Refused:
    return with_status(
        Refused(
            "our_fault",
            "Something broke on our side. Your last act may not have been stored: look before you do it again. What "
            "happened has been written down for those who look after this service.",
        ),
        500,
    )


def busy() -> Refused:
    """The database is being written to for so long that whoever waited is told to come back."""
    words = _("We are busy for a moment, so nothing was kept. Wait a minute, then do it again.")
    return with_status(NotNow("database_busy", words), 503)


def _plain(method: str | None) -> str:
    return method if method and method.isascii() and method.isalpha() and len(method) <= 10 else "this method"
