"""Who stands before the door: the person of this request, in the role they are in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from carecommons.common.errors import NotAllowed, Refused

from ..queries import person_of_session
from ..roles import ANYONE, Person

POST_IN_SESSION = "post"


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
