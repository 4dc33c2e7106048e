"""What an address of the audit asks for, and the way to every neighbouring page of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from carecommons.common.errors import NotFound
from carecommons.people.doors import Request

from .. import queries
from ..audit import Place

PAGES = (
    ("planning:audit", "The year"),
    ("planning:trends", "Over the years"),
    ("planning:forecast", "What comes"),
    ("planning:changes", "What changed"),
    ("planning:repairs", "How good the data are"),
    ("planning:sufficiency", "As local as possible"),
    ("planning:specialist", "As specialist as necessary"),
)
KINDS = (("council", "Councils"), ("group", "Declared groups"), ("region", "Regions"), ("nation", "The country"))


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the audit, for the same place."""

    words: str
    url: str
    current: bool


def place(request: Request) -> str | None:
    return request.GET.get("place") or None


def other(request: Request) -> str | None:
    return request.GET.get("with") or None


def year(request: Request) -> int | None:
    asked = request.GET.get("year", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        raise NotFound("year_unknown", "A collection year has four digits, such as 2026.")
    return int(asked)


def answered(request: Request, template: str, ask: Callable[[], dict[str, Any]]) -> HttpResponse:
    """The page, or what to do where there is nothing to count or no such place or year."""
    try:
        context = ask()
    except queries.NoReturns as none:
        return render(request, "planning/none.html", {"why": none})
    except NotFound as unknown:
        # Places and years are public knowledge: saying which are unknown hides nothing and helps.
        return render(request, "planning/none.html", {"why": unknown, "elsewhere": True}, status=404)
    return render(request, template, context)


def chosen(
    address: str, here: Place, beside: Place | None, choices: Sequence[Place], at_year: int | None = None
) -> dict[str, Any]:
    """What the form and the ways of every page need: choices by level, tabs, and the levels above."""
    kept = {"place": here.code} | ({"with": beside.code} if beside else {})
    kept |= {"year": str(at_year)} if at_year else {}
    return {
        "groups": [(words, [each for each in choices if each.kind == kind]) for kind, words in KINDS],
        "tabs": [Tab(words, f"{reverse(name)}?{urlencode(kept)}", name == address) for name, words in PAGES],
        "chosen": here,
        "beside": beside,
    }


def way_up(address: str, places: Sequence[Place], beside: Place | None, here: str) -> list[tuple[str, str]]:
    """Breadcrumbs: the audit, each level above the place with the widest first, and the page itself (`here`)."""
    above = [each for each in places[1:] if each != beside]
    steps = [(each.name, f"{reverse(address)}?{urlencode({'place': each.code})}") for each in reversed(above)]
    return [("Need", reverse("planning:audit")), *steps, (places[0].name, here)]
