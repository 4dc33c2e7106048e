"""What exists and where: the map, a council's page and an owner's. Public as far as the public list goes."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from carecommons.common.atlas import drawing, key_of, steps_of
from carecommons.common.errors import NotFound, Refused
from carecommons.common.places import authorities
from carecommons.people.doors import Request, door
from carecommons.people.may import may

from .. import counts, queries
from .. import map as heart
from ..counts.map import SEE_MAP
from ..forms import MapForm
from ..map import LIST, REGISTER, SORTS, Ask, Atlas
from ..owners import GRADE_WORDS
from ..public_list.words import KIND_NAMES

__all__ = ["council", "map_page", "owner", "owners"]

A_PAGE = 50


@door("site.read_public")
@require_safe
def map_page(request: Request) -> HttpResponse:
    """England twice, as it lies and a tile a council, with the same numbers in a table."""
    now = datetime.now(UTC)
    may_register = bool(may(request.person, SEE_MAP))
    ask = _asked(request)
    form = MapForm(
        request.GET or None, register=ask.of_register,
        councils=[(code, each.name) for code, each in authorities(timezone.localdate(now)).items()],
    )  # fmt: skip
    context: dict[str, Any] = {"form": form, "ask": ask, "may_register": may_register, "sources": _sources(ask)}
    try:
        found = counts.map_of_homes(ask, by=request.person, at=now)
    except NotFound:
        return render(request, "provision/map.html", context)
    except Refused as refusal:
        if refusal.code != "map_question" and refusal.code != "specialism_unknown":
            raise
        form.add_error(None, str(refusal))
        return render(request, "provision/map.html", context | {"wrong": str(refusal)}, status=422)
    return render(request, "provision/map.html", context | _drawn(found))


@door("site.read_public")
@require_safe
def council(request: Request, council: str) -> HttpResponse:
    """The homes in one council's area and around it: the public list, and beside it the register for those who may."""
    found = counts.council_homes(council, by=request.person, at=datetime.now(UTC))
    context = {
        "found": found, "levels": list(heart.LEVEL_WORDS.values()), "here": heart.told(found.here),
        "may_audit": bool(may(request.person, "planning.see_audit")),
        "may_register": bool(may(request.person, SEE_MAP)),
    }  # fmt: skip
    return render(request, "provision/council.html", context)


@door("site.read_public")
@require_safe
def owners(request: Request) -> HttpResponse:
    """Who owns the homes of the public list, those with most places first."""
    words = request.GET.get("words", "")[:100]
    try:
        as_at, lines = queries.release().as_at, queries.owners(words=words)
    except NotFound:
        return render(request, "provision/owners.html", {"words": words})
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    context = {"as_at": as_at, "page": page, "total": len(lines), "words": words}
    return render(request, "provision/owners.html", context)


@door("site.read_public")
@require_safe
def owner(request: Request) -> HttpResponse:
    """All that one registered company runs. The name stands in the question, in any spelling."""
    name = request.GET.get("name", "")[:300]
    try:
        found = queries.owner_of(name)
    except NotFound as unknown:
        # What the public list holds is public: saying that a name is not in it hides nothing and helps.
        return render(request, "provision/no_owner.html", {"name": name, "why": unknown}, status=404)
    lines = [
        {
            "urn": each.urn, "kind": KIND_NAMES.get(each.kind, each.kind), "places": each.places,
            "council": each.authority, "name": each.authority_name or each.region or "not known",
            "grade": GRADE_WORDS.get(each.grade, each.grade),
        }
        for each in found.listings
    ]  # fmt: skip
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "provision/owner.html", {"found": found, "told": heart.told(found.found), "page": page})


# ---------------------------------------------------------------- what the map's page is made of


def _asked(request: Request) -> Ask:
    """The question as it stands in the address; what is left out is as it begins."""
    given = request.GET
    words = {name: given[name].strip()[:40] for name in ("council", "kind", "specialism") if name in given}
    filled = {name: given[name].strip()[:40] for name in ("source", "proof", "shade", "sort") if given.get(name)}
    return Ask(**words, **filled, free=given.get("free") == "1")


def _address(ask: Ask, **changes: Any) -> str:
    """The address that asks this, without what stands at its beginning anyway."""
    plain, wanted = asdict(Ask()), asdict(ask) | changes
    query = {name: "1" if value is True else value for name, value in wanted.items() if value != plain[name]}
    path = reverse("provision:map")
    return f"{path}?{urlencode(query)}" if query else path


def _sources(ask: Ask) -> list[dict[str, Any]]:
    """The two sources as links: each begins with what both of them can answer."""
    words = {LIST: "The regulator’s public list", REGISTER: "The local registers"}
    return [
        {"words": words[source], "url": _address(Ask(source=source, council=ask.council)), "on": ask.source == source}
        for source in words
    ]


def _drawn(found: Atlas) -> dict[str, Any]:
    ask, shown, outlined = found.ask, heart.shown(found), heart.outlined(found)
    figures = [each.figure for each in shown]
    edges = steps_of(figures)
    what, unit = heart.what(ask), heart.SHADES[ask.shade]
    total = heart.told(found.total)
    desc = (
        f"{total} in all. {found.empty_councils} of {len(found.lines)} councils have none. The table has every figure."
    )
    true, tiled = queries.true_england(), queries.tiled_england()
    columns = [name for name in SORTS if (name != "free" or ask.of_register) and (name != "level" or ask.council)]
    return {
        "found": found, "what": what, "unit": unit, "total": total, "levels": heart.levels_table(found),
        "key": key_of(edges, figures, unit), "outlined": outlined,
        "true": true and mark_safe(drawing(true, f"{what}, where they are", desc, shown, outlined)),  # noqa: S308
        "tiled": mark_safe(drawing(tiled, f"{what}, a tile for each council", desc, shown, outlined)),  # noqa: S308
        "columns": [_column(ask, name) for name in columns],
        "rows": [
            {
                "code": line.code, "name": line.name, "from": _address(ask, council=line.code),
                "level": f"{line.level.value}. {heart.LEVEL_SHORT[line.level]}" if line.level else "",
                "cells": heart.cells(line.found, ask),
            }
            for line in found.lines
        ],
        "in_words": heart.levels_in_words(found),
        "chosen": next((line.name for line in found.lines if line.code == ask.council), ""),
    }  # fmt: skip


def _column(ask: Ask, name: str) -> dict[str, Any]:
    """A heading of the table: a link that sorts by it, and how it is sorted now."""
    now = ask.sort.removeprefix("-") == name
    return {
        "words": SORTS[name], "url": _address(heart.turned(ask, name)) + "#councils",
        "sorted": ("descending" if ask.sort.startswith("-") else "ascending") if now else "",
        "number": name in ("homes", "places", "free"),
    }  # fmt: skip
