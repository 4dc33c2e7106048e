"""The door before an API operation: a personal token, or a session that proves its page."""

import functools
import inspect
import typing
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from carecommons.common.again import again
from carecommons.common.errors import NotAllowed, Refused

from ..actions import held_looks, note_token_use, write_held_looks
from ..may import may_at_all
from ..queries import person_of_token
from ..roles import Person, Role
from .asking import Request, afresh
from .behind import behind

View = TypeVar("View", bound=Callable[..., Any])


def door_api(act: str) -> Callable[[View], View]:
    """State an API operation's permission; stands directly below @router.get and its like.

    The caller is known by personal token or by session, and is turned away before what they sent is read.
    """

    def decorate(operation: View) -> View:
        assert not hasattr(operation, "_ninja_operation"), "put @door_api below @router.get, not above it"

        @functools.wraps(operation)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> Any:
            with behind(request.person, act):
                answer = again(functools.partial(_answered, operation, request, *args, **kwargs))
            # The framework would read a pair as (status, answer): a list of two things is a list.
            return list(answer) if isinstance(answer, tuple) else answer

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
        contribute_operation_callback(guarded, functools.partial(_stand_guard, act))
        return guarded  # type: ignore[return-value]

    return decorate


def _answered(operation: View, request: Request, *args: Any, **kwargs: Any) -> Any:
    """What the operation answers, with its looks written; a refusal writes none."""
    with held_looks():
        answer = afresh(operation, request, *args, **kwargs)
        write_held_looks()
    return answer


def _stand_guard(act: str, operation: Operation) -> None:
    operation.auth_callbacks = [PersonalToken(act, _questions(operation))]


def _questions(operation: Operation) -> frozenset[str]:
    """The names of the query parameters that the operation takes."""
    models: list[Any] = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return frozenset(name for model in models for name in model.__ninja_flatten_map__)


class PersonalToken:
    """Who asks, whether their role may, and whether our own page asked: before anything else is read."""

    openapi_security_schema: ClassVar[dict[str, str]] = {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal token: cc_...",
    }

    def __init__(self, act: str, questions: frozenset[str] = frozenset()) -> None:
        self.act, self.questions = act, questions

    def __call__(self, request: Request) -> Person:
        by_token = _know_bearer(request)
        answer = may_at_all(request.person, self.act)
        if not answer:
            raise _turned_away(request, self.act, answer.reason)
        if not by_token:
            _check_from_our_page(request)
        if not set(request.GET) <= self.questions:
            # A filter that is spelt wrongly and left out would answer with more than was asked for.
            takes = ", ".join(sorted(self.questions)) or "none"
            raise Refused(
                "question_not_known", f"The address asks what this operation does not take. It takes: {takes}."
            )
        return request.person


def _know_bearer(request: Request) -> bool:
    """Set `request.person` from a personal token, if one was sent; a token that is not in force refuses all."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return False
    if scheme.lower() != "bearer":
        raise _sign_in_needed()
    now = datetime.now(UTC)
    try:
        request.person, request.posts_held = person_of_token(token.strip(), at=now), 1
        request.factor_missing = request.factor_exempt = False
    except NotAllowed as refusal:
        refusal.status = 401
        raise
    note_token_use(token=token.strip(), at=now)
    return True


def from_our_page(request: HttpRequest) -> bool:
    """Whether a request that changes something proves with its CSRF token that our own page sent it."""
    return _Csrf(lambda _: HttpResponse()).why(request) is None


def _check_from_our_page(request: HttpRequest) -> None:
    """A session that changes something must prove with its CSRF token that our own page asked."""
    if request.method in ("GET", "HEAD", "OPTIONS", "TRACE") or from_our_page(request):
        return
    raise NotAllowed(
        "csrf_failed",
        "This request changes something, but did not prove that it comes from our own page. "
        "Send the X-CSRFToken header, or use a personal token.",
    )


def _turned_away(request: Request, act: str, reason: str) -> NotAllowed:
    if request.person.id is None:
        return _sign_in_needed()
    if request.factor_missing:
        return NotAllowed(
            "second_factor_needed",
            "Your role reaches what is kept about children, so a password alone is not enough. Sign in on the pages, "
            "set up a second step there, and ask again.",
            act=act,
        )
    if request.person.role is Role.PUBLIC and request.posts_held > 1:
        return NotAllowed(
            "role_not_chosen",
            "You hold several roles and have not said which you are in now. Choose one on your account page, or "
            "send a personal token, which belongs to one role.",
            act=act,
        )
    return NotAllowed("not_allowed", reason, act=act)


class _Csrf(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason

    def why(self, request: HttpRequest) -> str | None:
        """Why the request is not proved to come from our page; None when it is."""
        request.csrf_processing_done = False  # type: ignore[attr-defined]
        self.process_request(request)
        return self.process_view(request, HttpResponse, (), {})  # type: ignore[return-value]


def _sign_in_needed() -> NotAllowed:
    refusal = NotAllowed(
        "sign_in_needed",
        "This needs somebody who has signed in. Send a personal token: Authorization: Bearer cc_... "
        "Make one on your account page.",
    )
    refusal.status = 401
    return refusal
