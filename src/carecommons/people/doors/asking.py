"""Who stands before the door: the person of this request, in the role they are in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from carecommons.common.errors import NotAllowed, Refused

from ..factors import needs_second_factor
from ..models import Account
from ..queries import person_of_session
from ..roles import ANYONE, Person, Role
from .entering import is_exempt, proved, signed_in_by

POST_IN_SESSION = "post"


class Request(HttpRequest):
    """A request that has passed the middleware: `person` is who asks, in the role they are in.

    factor_missing: they hold a role that needs a second factor, and none stands behind this session; until one does
    they are a member of the public here. factor_exempt: the same, but this is an invented account of a demonstration.
    """

    person: Person
    posts_held: int
    factor_missing: bool
    factor_exempt: bool


class PersonMiddleware:
    """Set `request.person`: from the session and the chosen post, else a member of the public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.person, request.posts_held = ANYONE, 0
        request.factor_missing = request.factor_exempt = False
        if request.user.is_authenticated:
            person, request.posts_held = person_of_session(
                request.user.pk, request.user.name, request.session.get(POST_IN_SESSION), at=datetime.now(UTC)
            )
            whole = replace(person, signed_in_by=signed_in_by(request))
            request.person = _as_proved(request, request.user, whole)
        return self.get_response(request)


def _as_proved(request: Request, account: Account, person: Person) -> Person:
    """The person, or a member of the public while a second factor is owed and missing."""
    if not needs_second_factor(person.role) or proved(request, account):
        return person
    if is_exempt(account):
        request.factor_exempt = True
        return person
    request.factor_missing = True
    return Person(role=Role.PUBLIC, id=person.id, name=person.name, signed_in_by=person.signed_in_by)


def afresh(view: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """The view on a request whose files are read from their beginning, however often it is done again."""
    if request.method == "POST":
        for _, sent in request.FILES.lists():
            for file in sent:
                file.seek(0)
    return view(request, *args, **kwargs)


def safe_next(request: HttpRequest) -> str:
    """Where ?next= leads, when that is a page of ours; else nothing: nobody is sent elsewhere by a link."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    fine = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if fine else ""


def hides(refusal: Refused) -> bool:
    """Whether this refusal must answer exactly like a missing page."""
    return refusal.status == 404 or (isinstance(refusal, NotAllowed) and refusal.facts.get("out_of_reach") is True)
