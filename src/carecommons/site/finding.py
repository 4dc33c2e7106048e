"""Search by reference, and by nothing else: there is no search by name, so nobody finds a child by curiosity.

A reference names one thing: C- a child, R- a search, H- a home, a number an entry of the register. What is missing and
what is not the asker's answer alike.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from carecommons.children.queries import find_child
from carecommons.common.errors import NotAllowed, NotFound
from carecommons.matching.queries import see_referral
from carecommons.people.actions import record_look
from carecommons.people.may import may, may_at_all
from carecommons.people.roles import Person
from carecommons.provision.queries import home as open_home
from carecommons.provision.queries import home_id_of
from carecommons.register.queries import public_entry

NOTHING_FOUND = "Nothing of yours has this reference"
WRITTEN = re.compile(r"([CRH])-?([0-9A-Z]{5,8})")
ENTRY_DIGITS_MAX = 15
FAMILY = "provision.see_family_home"  # a home approved by name for a child is read of that child (provision/doors.py)
# The pages on which a child can be opened, in the order in which a role has them, and the act that each states.
CHILD_PAGES = (
    ("children:record", "children.see_record"),
    ("children:schooling", "children.see_schooling"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a thing stands. children, act: whom opening it looks at, for a program that opens it here."""

    kind: str
    address: str
    children: tuple[UUID, ...] = ()
    act: str = ""


def found_by(words: str, *, by: Person, at: datetime) -> Found | None:
    """What has this reference, however it is written, if the person may open it; None for anything else."""
    plain = re.sub(r"[\s,\u2010-\u2015]", lambda dash: "-" if dash[0] > "\u2000" else "", words).upper()
    plain = plain.removeprefix("ENTRY").removeprefix("#")
    if plain.isascii() and plain.isdigit():
        return _entry(plain)
    written = WRITTEN.fullmatch(plain)
    if written is None:
        return None
    reference = f"{written[1]}-{written[2]}"
    try:
        return {"C": _child, "R": _search, "H": _home}[written[1]](reference, by, at)
    except (NotFound, NotAllowed):
        return None


def look_at(found: Found, *, by: Person, at: datetime) -> None:
    """Write the look that opening the thing writes, for a program to which the hit itself tells that it is there."""
    for child_id in found.children:
        record_look(person=by, child_id=child_id, act=found.act, purpose="to find it by its reference", at=at)


def _child(reference: str, by: Person, _at: datetime) -> Found | None:
    child = find_child(reference)
    for page, act in CHILD_PAGES:
        if may(by, act, child.subject):
            return Found("child", reverse(page, args=[child.id]), (child.id,), act)
    return None


def _search(reference: str, by: Person, _at: datetime) -> Found:
    search = see_referral(reference, by=by)
    return Found("search", reverse("matching:search", args=[search.id]), (search.child_id,), "matching.see_referral")


def _home(reference: str, by: Person, at: datetime) -> Found | None:
    home_id = home_id_of(reference) if may_at_all(by, "provision.see_homes") else None
    if home_id is None:
        return None
    opened = open_home(home_id, by=by, at=at)
    named = opened.named if may_at_all(by, FAMILY) else ()
    return Found("home", reverse("provision:home", args=[home_id]), named, FAMILY)


def _entry(digits: str) -> Found | None:
    try:
        number = public_entry(int(digits)).number if len(digits) <= ENTRY_DIGITS_MAX else None
    except NotFound:
        number = None
    return Found("entry", reverse("register:entry", args=[number])) if number is not None else None
