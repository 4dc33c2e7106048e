"""The doors: who stands before a page or an API operation, and what a refusal looks like.

`@door("room.verb_noun")` above a view and `@door_api("room.verb_noun")` above an API operation state the
permission (a test walks every address). A door turns away roles that never may; the room itself then asks
about the child, council or home. What is out of somebody's reach answers exactly like what does not exist.
"""

import functools
import inspect
import typing
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from carecommons.common.errors import NotAllowed, NotFound, Refused

from .may import may_at_all
from .queries import person_of_session, person_of_token
from .roles import ANYONE, Person, Role

POST_IN_SESSION = "post"
View = TypeVar("View", bound=Callable[..., Any])


class Request(HttpRequest):
    """A request that has passed the middleware: `person` is who asks, in the role they are in."""

    person: Person
    posts_held: int


class PersonMiddleware:
    """Set `request.person`: from the session and the chosen post, else a member of the public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.person, request.posts_held = ANYONE, 0
        if request.user.is_authenticated:
            request.person, request.posts_held = person_of_session(
                request.user.pk, request.user.name, request.session.get(POST_IN_SESSION)
            )
        return self.get_response(request)


def door(act: str, *, signed_in: bool = False) -> Callable[[View], View]:
    """State a page's permission, and turn away persons whose role never may.

    signed_in: the act is everybody's, yet the page needs an account (one's own tokens, for instance).
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            person = request.person
            answer = may_at_all(person, act)
            if person.id is None and (signed_in or not answer):
                return _to_sign_in(request)
            if not answer and person.role is Role.PUBLIC and request.posts_held > 1:
                return _to_choose_role(request)
            try:
                if not answer:
                    raise NotAllowed("not_allowed", answer.reason, act=act)
                response = view(request, *args, **kwargs)
            except Http404:
                return refusal_page(request, NotFound())
            except Refused as refusal:
                return refusal_page(request, refusal)
            if person.id is not None and not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            return response

        guarded.permission = act  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def door_api(act: str) -> Callable[[View], View]:
    """State an API operation's permission; the caller is known by personal token or by session."""

    def decorate(operation: View) -> View:
        @functools.wraps(operation)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> Any:
            _know_caller(request)
            answer = may_at_all(request.person, act)
            if not answer and request.person.id is None:
                raise _sign_in_needed()
            if not answer:
                raise NotAllowed("not_allowed", answer.reason, act=act)
            return operation(request, *args, **kwargs)

        # The framework reads annotations from the signature in this module's names: resolve them in their own.
        hints = typing.get_type_hints(operation, include_extras=True)
        signature = inspect.signature(operation)
        guarded.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[
                parameter.replace(annotation=hints.get(name, parameter.annotation))
                for name, parameter in signature.parameters.items()
            ]
        )
        guarded.permission = act  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def hides(refusal: Refused) -> bool:
    """Whether this refusal must answer exactly like a missing page."""
    return refusal.status == 404 or (isinstance(refusal, NotAllowed) and refusal.facts.get("out_of_reach") is True)


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page that says what was refused, why, whose rule it is and what next."""
    if hides(refusal):
        response = render(request, "people/not_found.html", status=404)
    else:
        context = {"refusal": refusal, "code": refusal.code, "faults": getattr(refusal, "faults", ())}
        response = render(request, "people/refused.html", context, status=refusal.status)
    add_never_cache_headers(response)
    return response


def _know_caller(request: Request) -> None:
    """Set `request.person` from a Bearer token; a session must prove with its CSRF token that it is the page's."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        if scheme.lower() != "bearer":
            raise _sign_in_needed()
        try:
            request.person = person_of_token(token.strip(), at=datetime.now(UTC))
        except NotAllowed as refusal:
            refusal.status = 401
            raise
        return
    if request.method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
        fault = _Csrf(lambda _: HttpResponse()).why(request)
        if fault is not None:
            raise NotAllowed(
                "csrf_failed",
                "This request changes something, but did not prove that it comes from our own page. "
                "Send the X-CSRFToken header, or use a personal token.",
            )


class _Csrf(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason

    def why(self, request: HttpRequest) -> str | None:
        """Why the request is not proved to come from our page; None when it is."""
        request.csrf_processing_done = False  # type: ignore[attr-defined]
        self.process_request(request)
        return self.process_view(request, None, (), {})  # type: ignore[return-value]


def _sign_in_needed() -> NotAllowed:
    refusal = NotAllowed(
        "sign_in_needed",
        "This needs somebody who has signed in. Send a personal token: Authorization: Bearer cc_... "
        "Make one on your account page.",
    )
    refusal.status = 401
    return refusal


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponseRedirect(reverse("account_login"))
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


def _to_choose_role(request: HttpRequest) -> HttpResponse:
    query = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(f"{reverse('people:choose_role')}?{urlencode(query)}")
