"""Help: the page of the manual that was written for the reader's role, and every other page for whoever asks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door
from carecommons.people.roles import Role

from .helping import YOUNG, help_page, page_of, role_pages, subjects


@door("site.read_public")
@require_safe
def help_here(request: Request) -> HttpResponse:
    """The reader's own page; everybody who has not signed in reads the public's."""
    return _show(request, page_of(request.person.role))


@door("site.read_public")
@require_safe
def help_all(request: Request) -> HttpResponse:
    """Every page of the manual: by role, then by subject."""
    return render(request, "site/help_all.html", {"roles": role_pages(), "subjects": subjects()})


@door("site.read_public")
@require_safe
def help_one(request: Request, name: str) -> HttpResponse:
    """One page of the manual."""
    return _show(request, name)


def _show(request: Request, name: str) -> HttpResponse:
    own = name == YOUNG and request.person.role is Role.CHILD
    return render(request, "site/help_own.html" if own else "site/help.html", {"page": help_page(name)})
