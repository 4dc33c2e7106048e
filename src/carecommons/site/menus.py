"""Which doors each role finds in its menu: data, in the order of docs/manual; the first is where it lands: for
everybody who signs in the page of what waits today.

An entry shows only when its address exists and the person's role may use it: a room adds its line here and
its address in `urls.py`, and the entry appears.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, resolve, reverse

from carecommons.common.texts import gettext_noop as _
from carecommons.people.may import may_at_all
from carecommons.people.queries import emergencies_of
from carecommons.people.roles import ANYONE, ROLE_NAMES, Person, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One door: its words and the name of its address."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Item:
    """One door as one person sees it on one page."""

    words: str
    url: str
    current: bool


HOME = Entry(_("Home"), "home")
MY_PAGE = Entry(_("My page"), "my_page")
MY_DAY = Entry("My day", "my_page")
CHILDREN = Entry("Children", "children:caseload")
SEARCHES = Entry("Searches", "matching:searches")
HOMES = Entry("Homes", "provision:homes")
MAP = Entry(_("Map of homes"), "provision:map")
DECISIONS = Entry(_("Decisions"), "decisions:list")
# An approver's day begins with what waits for approval; the page is the same.
TO_APPROVE = Entry("To approve", "my_page")
INBOX = Entry("Inbox", "invitations:inbox")
FREE = Entry("Vacancies", "provision:vacancies")
EVIDENCE = Entry("Our evidence", "provision:evidence")
LIVE_HERE = Entry("Who lives here", "decisions:own_stays")
EARLY = Entry("Early ends", "decisions:early_ends")
NEED = Entry("Need", "planning:audit")
RETURNS = Entry("Returns", "returns")
PUBLIC_LIST = Entry("Public list", "public_list")
CRITERIA = Entry(_("Rules"), "constitution:in_force")
REGISTER = Entry(_("Register"), "register:log")
REVIEWS = Entry(_("Reviews"), "decisions:reviews")
DOCKET = Entry("Reviews", "decisions:docket")
EMERGENCIES = Entry("Emergency access", "emergencies")

PUBLIC = (HOME, MAP, CRITERIA, REVIEWS, REGISTER)
OFFICE = (MY_DAY, CHILDREN, SEARCHES, HOMES, MAP, DECISIONS)
APPROVING = (TO_APPROVE, CHILDREN, SEARCHES, HOMES, DECISIONS, DOCKET)
KEEPER = (MY_DAY, INBOX, LIVE_HERE, FREE, Entry("Our homes", "provision:homes"), EVIDENCE)
READER = (MY_DAY, MAP, CRITERIA, REGISTER)

MENUS: dict[Role, tuple[Entry, ...]] = {
    Role.PUBLIC: PUBLIC,
    Role.CHILD: (),  # one page with jumps, no menu
    Role.PARENT: (
        MY_PAGE,
        Entry("What was decided", "decisions:list"),
        Entry("My reviews", "decisions:my_reviews"),
        CRITERIA,
    ),
    Role.SOCIAL_WORKER: (MY_DAY, CHILDREN, SEARCHES, HOMES, DECISIONS),
    Role.PLACEMENT_OFFICER: OFFICE,
    Role.TEAM_MANAGER: APPROVING,
    Role.NOMINATED_OFFICER: APPROVING,
    Role.DIRECTOR: APPROVING,
    Role.REVIEWING_OFFICER: (MY_DAY, CHILDREN, SEARCHES, DECISIONS, DOCKET, EMERGENCIES),
    Role.ADVOCATE: (
        Entry(_("The young people I speak for"), "my_page"),
        Entry(_("Records"), "children:caseload"),
        DECISIONS,
        CRITERIA,
    ),
    Role.VIRTUAL_SCHOOL_HEAD: (MY_DAY, CHILDREN, CRITERIA),
    Role.CLINICIAN: (MY_DAY, CHILDREN, CRITERIA),
    Role.PROVIDER_MANAGER: KEEPER,
    Role.PROVIDER_RESPONSIBLE: KEEPER,
    Role.PROVIDER_FINANCE: READER,
    Role.FOSTER_CARER: (MY_DAY, INBOX, LIVE_HERE, FREE, Entry("Our home", "provision:homes"), CRITERIA),
    Role.INSPECTOR: (MY_DAY, HOMES, MAP, CRITERIA, REGISTER),
    Role.PLANNER: (MY_DAY, NEED, MAP, RETURNS, HOMES, PUBLIC_LIST),
    Role.BANK_OFFICER: READER,
    Role.SEAT_HOLDER: READER,
    Role.ADJUDICATOR: (MY_DAY, Entry("Panels", "decisions:panels"), MAP, CRITERIA, REGISTER),
    Role.AUDITOR: (MY_DAY, REGISTER, HOMES, MAP, EMERGENCIES),
    Role.OPERATOR: (MY_DAY, PUBLIC_LIST, CRITERIA, REGISTER),
}


def menu(person: Person, path: str = "") -> tuple[Item, ...]:
    """The doors that this person finds, the current one marked."""
    found = [(entry.words, _url(entry.address)) for entry in MENUS[person.role] if _may_use(person, entry)]
    path = _url(MY_PAGE.address) or path if path == _url("my_day") else path
    longest = max((url for _, url in found if url and _leads_to(url, path)), key=len, default=None)
    return tuple(Item(words, url, current=url == longest) for words, url in found if url)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame needs: who, in which role, the menu, and whether this is a demonstration."""
    person: Person = getattr(request, "person", ANYONE)
    return {
        "person": person,
        "frame": "own.html" if person.role is Role.CHILD else "marked.html",
        "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else (),
        "role_name": ROLE_NAMES[person.role],
        "posts_held": getattr(request, "posts_held", 0),
        "menu": menu(person, request.path),
        "may_find": bool(may_at_all(person, "site.find_by_reference")),
        "demo": settings.DEMO,
        "emergencies_open": emergencies_of(person, at=datetime.now(UTC)) if person.emergencies else (),
        "council_sign_on": settings.COUNCIL.get("name", ""),
        "may_break_glass": bool(may_at_all(person, "people.break_glass")),
    }


def _may_use(person: Person, entry: Entry) -> bool:
    act = _act_at(entry.address)
    return act is not None and bool(may_at_all(person, act))


def _url(address: str) -> str | None:
    return _known(address, get_urlconf())[0]


def _act_at(address: str) -> str | None:
    return _known(address, get_urlconf())[1]


@cache
def _known(address: str, urlconf: str | None) -> tuple[str | None, str | None]:
    """Where a named address lies and the act that its view states; two Nones where there is none yet."""
    try:
        url = reverse(address, urlconf)
    except NoReverseMatch:
        return None, None
    return url, getattr(resolve(url, urlconf).func, "permission", None)


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
