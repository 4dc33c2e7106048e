"""The door before a page: it sends strangers to sign in, and says why when it refuses."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from carecommons.common.again import again
from carecommons.common.errors import NotAllowed, NotFound, Refused

from ..actions import held_looks, write_held_looks
from ..may import may_at_all
from ..roles import Role
from .asking import Request, afresh, hides
from .behind import behind

View = TypeVar("View", bound=Callable[..., Any])
ONWARD, REFUSED = 300, 400


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
            if not answer and request.factor_missing:
                return _to_second_step(request)
            if not answer and person.role is Role.PUBLIC and request.posts_held > 1:
                return _to_choose_role(request)
            try:
                if not answer:
                    raise NotAllowed("not_allowed", answer.reason, act=act)
                with behind(person, act):
                    response = again(functools.partial(_answered, view, request, *args, **kwargs))
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


def _answered(view: View, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view's answer, with its looks written: none for a way onward, which shows nobody."""
    with held_looks():
        response: HttpResponse = afresh(view, request, *args, **kwargs)
        if not ONWARD <= response.status_code < REFUSED:
            write_held_looks()
    return response


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page that says what was refused, why, whose rule it is and what next; a young person reads it in their words.

    What is missing and what is out of reach answer a young person alike too.
    """
    person = getattr(request, "person", None)
    if person is not None and person.role is Role.CHILD:
        shown = NotFound() if hides(refusal) else refusal
        response = render(request, "people/own_refused.html", {"refusal": shown}, status=shown.status)
    elif hides(refusal):
        response = render(request, "people/not_found.html", status=404)
    else:
        context = {
            "refusal": refusal, "code": refusal.code, "faults": getattr(refusal, "faults", ()),
            "came_from": came_from(request), "log_of": refusal.facts.get("log_of"),
        }  # fmt: skip
        response = render(request, "people/refused.html", context, status=refusal.status)
    add_never_cache_headers(response)
    return response


def came_from(request: HttpRequest) -> str:
    """The page of ours on which a form was sent, as a path; "" for a page that was only opened, or where none is known.

    Browsers name it to their own site alone (`SECURE_REFERRER_POLICY`); what comes from elsewhere is not linked.
    """
    told = urlsplit(request.headers.get("Referer", ""))
    ours = request.method == "POST" and told.netloc == request.get_host() and told.path.startswith("/")
    if not ours or told.path.startswith("//"):
        return ""
    return f"{told.path}?{told.query}" if told.query else told.path


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:  # a script would follow the way onward, and print the page it leads to
        words = _("You were signed out because nothing happened for a while.")
        told = HttpResponse(words, status=401, content_type="text/plain; charset=utf-8")
        if request.method == "GET":
            told["HX-Redirect"] = reverse("account_login")  # a page that only asks by itself has no words to lose
        return told
    if request.method == "POST":
        return HttpResponseRedirect(reverse("account_login"))
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


def _to_second_step(request: Request) -> HttpResponse:
    """Whoever owes a second factor is told why, and how to set one up; then they come back to where they were."""
    query = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(f"{reverse('people:second_step')}?{urlencode(query)}")


def _to_choose_role(request: HttpRequest) -> HttpResponse:
    query = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(f"{reverse('people:choose_role')}?{urlencode(query)}")
