"""Pages of plain words: what this is, who may see what, and how usable it is for everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carecommons.people.doors import Request, door

from .pages import rules


@door("site.read_public")
@require_safe
def about(request: Request) -> HttpResponse:
    """What the commons is, and the rules it keeps."""
    return render(request, "site/about.html")


@door("site.read_public")
@require_safe
def privacy(request: Request) -> HttpResponse:
    """Who may see what, generated from the table that decides."""
    return render(request, "site/privacy.html", {"child_rules": rules(("D2", "D3", "D4", "D5", "D6"))})


@door("site.read_public")
@require_safe
def accessibility(request: Request) -> HttpResponse:
    """What has been tested, and what has not."""
    return render(request, "site/accessibility.html")
