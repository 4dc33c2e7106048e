"""A day as a program reads it."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema

from .values import Aside, Day, Section, Waiting


class WaitingOut(Schema):
    """One thing that waits. kind: overdue, now, soon, later, or plain where no day is set."""

    title: str
    why: str
    address: str
    due_on: date | None
    due: str
    kind: str
    child_id: UUID | None


class SectionOut(Schema):
    title: str
    lines: list[WaitingOut]
    more: int


class AsideOut(Schema):
    title: str
    lines: list[str]


class FreeAskedOut(Schema):
    """One home whose word on free places is asked for."""

    home_id: UUID
    reference: str
    name: str


class DayOut(Schema):
    """What waits for the owner of the token. more: how many wait beyond those that are named; GET /me/waiting names
    all. The first thing of each kind is named before a second of any."""

    title: str
    waiting: list[WaitingOut]
    more: int
    sections: list[SectionOut]
    asides: list[AsideOut]
    free_asked: list[FreeAskedOut]


def day_as_dict(day: Day) -> dict[str, Any]:
    """The same list that the page shows, as plain values."""
    return {
        "title": day.title,
        "waiting": [line_as_dict(line) for line in day.lines],
        "more": day.more,
        "sections": [_section(section) for section in day.sections],
        "asides": [_aside(aside) for aside in day.asides],
        "free_asked": [
            {"home_id": each.id, "reference": each.reference, "name": each.name} for each in day.asked if each.wanted
        ],
    }


def line_as_dict(line: Waiting) -> dict[str, Any]:
    found = asdict(line)
    words = {name: found[name] for name in ("title", "why", "address", "due_on", "kind", "child_id")}
    return {**words, "due": " ".join(part for part in (line.due, line.due_below) if part)}


def _section(section: Section) -> dict[str, Any]:
    return {"title": section.title, "lines": [line_as_dict(line) for line in section.lines], "more": section.more}


def _aside(aside: Aside) -> dict[str, Any]:
    return {"title": aside.title, "lines": list(aside.lines)}
