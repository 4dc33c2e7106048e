"""What waits for one person today, and the doors of the demonstration: values for the site's own pages.

Composed from what the rooms' queries say; nothing is decided here. An address that does not exist yet, or that
the person may not open, gives no line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from carecommons.children import queries as children
from carecommons.children.caseload import ChildCard
from carecommons.common.days import working_days_between
from carecommons.decisions import queries as decisions
from carecommons.matching import queries as matching
from carecommons.matching.referral import WHYS
from carecommons.people.may import may_at_all
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.queries import DemoSignIn
from carecommons.people.roles import ROLE_NAMES, Person, Role
from carecommons.provision import queries as provision
from carecommons.provision.vacancies import Opening
from carecommons.register import queries as register

SHOWN_MAX = 8
ASKED_MAX = 5
PRESSING = ("now", "first")
NEXT_OF_SEARCH = {
    "open": "Next: ask the family and the child, then look at every home.",
    "shortlisted": "Next: compare the homes that could be right, and choose with reasons.",
    "proposed": "A home is proposed and waits for its approver.",
}

# What a visitor of the demonstration can try in each role.
OFFERS: dict[Role, str] = {
    Role.CHILD: "Your own page: your story, your wishes, who looked, what was decided.",
    Role.ADVOCATE: "The young people you speak for, and what was decided for them.",
    Role.PARENT: "What was decided for your child, and why.",
    Role.SOCIAL_WORKER: "Your children: what each needs, says and wishes; ask for a home for one.",
    Role.PLACEMENT_OFFICER: "Searches, the homes that could be right with every reason, and the register of homes.",
    Role.TEAM_MANAGER: "Choices that wait for your approval.",
    Role.NOMINATED_OFFICER: "Choices outside the council’s area that wait for you.",
    Role.DIRECTOR: "Choices far from home, which only you may approve.",
    Role.REVIEWING_OFFICER: "Each child’s record and who looked at it.",
    Role.VIRTUAL_SCHOOL_HEAD: "What concerns a child’s school, and nothing else of the record. Each look is listed.",
    Role.CLINICIAN: "Children’s records, and the needs that only you can rate.",
    Role.PROVIDER_MANAGER: "Your homes: say which places are free, and show your evidence.",
    Role.PROVIDER_RESPONSIBLE: "All the homes of your organisation.",
    Role.PROVIDER_FINANCE: "The public pages: accounts and statements come later.",
    Role.BANK_OFFICER: "The public pages: the Care Bank comes later, and never sees who chose what.",
    Role.SEAT_HOLDER: "The published rules: motions and votes come later.",
    Role.ADJUDICATOR: "The published rules and the register: hearings come later.",
    Role.FOSTER_CARER: "Your own household, and whether it has a place free.",
    Role.PLANNER: "What children need, and what exists where: counted, never named.",
    Role.AUDITOR: "Read the register with its proofs, and the homes.",
    Role.INSPECTOR: "The register of homes, and what each has shown evidence for.",
    Role.OPERATOR: "Keep the service: accounts, criteria, the register’s health.",
}


@dataclass(frozen=True, slots=True)
class DemoDoor:
    """One sign-in of the demonstration, with what it shows."""

    account_id: UUID
    name: str
    role_words: str
    offer: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `due` is a short word for the margin; `act` is what seeing this line counts as.

    kind: now (a child has nowhere tonight, and nothing else is red), first, soon or plain.
    """

    title: str
    why: str
    address: str
    due: str
    child_id: UUID
    act: str
    due_below: str = ""
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Aside:
    """A quiet list beside the day."""

    title: str
    lines: tuple[str, ...]
    address: str
    link_words: str


@dataclass(frozen=True, slots=True)
class Day:
    """What one person finds after signing in."""

    title: str
    first: Waiting | None
    waiting: tuple[Waiting, ...]
    more: int
    more_address: str
    asides: tuple[Aside, ...]
    # Homes whose free places this person can say, right here; and how many more there are.
    asked: tuple[provision.VacancyAsked, ...] = ()
    asked_more: int = 0

    @property
    def children_named(self) -> tuple[tuple[UUID, str], ...]:
        """Each child whom the page names, with the act that seeing them is."""
        lines = (self.first, *self.waiting) if self.first else self.waiting
        return tuple({line.child_id: (line.child_id, line.act) for line in lines}.values())


@dataclass(frozen=True, slots=True)
class Rule:
    """One act of the published table of permissions, in words."""

    what: str
    who: tuple[str, ...]


def demo_doors(sign_ins: tuple[DemoSignIn, ...]) -> tuple[DemoDoor, ...]:
    """The demonstration's sign-ins in words."""
    by_words = {words: role for role, words in ROLE_NAMES.items()}
    return tuple(
        DemoDoor(
            account_id=each.account_id,
            name=each.name,
            role_words=" and ".join(each.role_names),
            offer=" ".join(OFFERS.get(by_words[words], "") for words in each.role_names if words in by_words).strip(),
        )
        for each in sign_ins
    )


def my_day(person: Person, *, at: datetime) -> Day:
    """What waits for this person now, the most pressing first."""
    found = [*_approvals(person, at), *_searches(person, at), *_children(person, at)]
    found.sort(key=lambda each: PRESSING.index(each.kind) if each.kind in PRESSING else len(PRESSING))
    shown, more = found[:SHOWN_MAX], len(found) - SHOWN_MAX
    first = shown[0] if shown and shown[0].kind in PRESSING else None
    asked = provision.vacancies_asked(person, at=at)
    if person.authorities:
        # An officer keeps a hundred homes: only those whose word has run out belong in the day.
        asked = tuple(each for each in asked if each.wanted)
    return Day(
        asked=asked[:ASKED_MAX],
        asked_more=max(len(asked) - ASKED_MAX, 0),
        title=_title(found) if found else _title_of_keeper(sum(each.wanted for each in asked)),
        first=first,
        waiting=tuple(shown[1:] if first else shown),
        more=max(more, 0),
        more_address=_address("children:caseload") or "",
        asides=tuple(_asides(person, at)),
    )


def rules(classes: tuple[str, ...]) -> tuple[Rule, ...]:
    """The acts that show or change data of these classes, and who may do them, from the table that decides."""
    return tuple(
        Rule(permission.what, tuple(f"{ROLE_NAMES[role]}{_reach(reach)}" for role, reach in permission.reach.items()))
        for permission in PERMISSIONS.values()
        if permission.data_class in classes and len(permission.reach) < len(Role) - 1
    )


def _reach(reach: Reach) -> str:
    return {
        Reach.EVERYWHERE: "",
        Reach.OWN_AUTHORITY: " (own council)",
        Reach.OWN_CHILD: " (self, or a child they speak for)",
        Reach.OWN_PROVIDER: " (own homes)",
    }[reach]


def _title(found: list[Waiting]) -> str:
    pressing = sum(each.kind in PRESSING for each in found)
    others = len(found) - pressing
    if not found:
        return "Nothing is waiting for you"
    if pressing == 0:
        return (
            "Nothing is urgent today; one thing waits"
            if others == 1
            else f"Nothing is urgent today; {others} things wait"
        )
    lead = "One thing comes first today" if pressing == 1 else f"{pressing} things come first today"
    return lead if not others else f"{lead}. Everything else can wait"


def _title_of_keeper(wanted: int) -> str:
    """For those who wait for nothing but to be asked what is free."""
    if not wanted:
        return "Nothing is waiting for you"
    return "Say what is free: one home is asked" if wanted == 1 else f"Say what is free: {wanted:,} homes are asked"


def _approvals(person: Person, at: datetime) -> Iterator[Waiting]:
    on = timezone.localdate(at)
    for line in decisions.waiting_for(person):
        address = _address("decisions:one", line.id)
        if address is None:
            continue
        days = working_days_between(timezone.localdate(line.proposed_at), on)
        yield Waiting(
            title=f"Child {line.child_reference}: a home has been chosen and waits for you",
            why=f"{line.home_name}, from {line.from_day.day} {line.from_day:%B}. "
            f"Chosen by a {ROLE_NAMES[line.proposed_by_role]}."
            + (" Recorded as a compromise: read what was missing." if line.compromise else ""),
            address=address,
            due="Approve",
            child_id=line.child_id,
            act="decisions.see_decision",
            due_below="came today" if days == 0 else f"{days} working day{'s' if days > 1 else ''} old",
            kind="first",
        )


def _searches(person: Person, at: datetime) -> Iterator[Waiting]:
    if not may_at_all(person, "decisions.propose"):
        return
    on = timezone.localdate(at)
    for line in matching.referrals_seen_by(person):
        address = _address("matching:search", line.id)
        if address is not None and line.state in NEXT_OF_SEARCH:
            days = working_days_between(on, line.wanted_by)
            waits_for_us = line.state != "proposed"
            yield Waiting(
                title=f"Child {line.child_reference} needs a home",
                why=f"{WHYS[line.why]}. {NEXT_OF_SEARCH[line.state]}",
                address=address,
                child_id=line.child_id,
                act="matching.see_referral",
                due="Today" if line.wanted_by <= on else f"{line.wanted_by.day} {line.wanted_by:%b}",
                due_below="or sooner" if line.wanted_by <= on else f"{days} working day{'' if days == 1 else 's'}",
                kind=("now" if line.wanted_by <= on else "soon") if waits_for_us else "plain",
            )


def _children(person: Person, at: datetime) -> Iterator[Waiting]:
    if not may_at_all(person, "children.write_needs"):
        return
    cards = children.caseload(person, timezone.localdate(at))
    for card in (card for card in cards if card.step != "nothing"):
        address = _address("children:record", card.id)
        if address is not None:
            yield _child(card, address)


def _child(card: ChildCard, address: str) -> Waiting:
    return Waiting(
        title=f"Child {card.reference}, aged {card.age}",
        why=f"{card.next_words}.",
        address=address,
        due="Overdue" if card.urgent else "Next",
        child_id=card.id,
        act="children.see_caseload",
        kind="soon" if card.urgent else "plain",
    )


def _asides(person: Person, at: datetime) -> Iterator[Aside]:
    if may_at_all(person, "provision.report_vacancy"):
        yield from _vacancies(person, at)
    yield from _evidence(person, at)
    newest = register.newest()
    if newest.entries:
        entry = newest.entries[0]
        lines = (f"{newest.total:,} acts are sealed; the newest is entry {entry.number:,}.",)
        address = _address("register:log")
        if address is not None:
            yield Aside("The public register", lines, address, "Read it and check it yourself")


def _vacancies(person: Person, at: datetime) -> Iterator[Aside]:
    homes = provision.homes_seen_by(person, at=at)
    address = _address("provision:homes")
    if not homes or address is None:
        return
    open_now = sum(line.opening is Opening.OPEN for line in homes)
    ran_out = sum(line.opening is Opening.RAN_OUT for line in homes)
    never = sum(line.opening is Opening.NEVER_SAID for line in homes)
    lines: tuple[str, ...] = (f"{open_now:,} of {len(homes):,} homes say that they have a place now.",)
    if ran_out:
        lines += (f"{ran_out:,} said so too long ago: their word has run out.",)
    if never:
        lines += (f"{never:,} have never said.",)
    yield Aside("Places reported open", lines, address, "Open the homes")


def _evidence(person: Person, at: datetime) -> Iterator[Aside]:
    due = provision.evidence_due(person, at=at)
    address = _address("provision:evidence")
    if not due or address is None:
        return
    words = {
        "ran_out": ("document has run out", "documents have run out"),
        "runs_out": ("document runs out soon", "documents run out soon"),
        "not_read": ("document waits to be read outside the home", "documents wait to be read outside the home"),
    }
    counted = {state: sum(each.state == state for each in due) for state in words}
    lines = tuple(f"{number:,} {words[state][number > 1]}." for state, number in counted.items() if number)
    yield Aside("Evidence behind specialisms", lines, address, "See each document")


def _address(name: str, *args: object) -> str | None:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None
