"""Every read of what is kept about a child (D2 and above) is exactly one look, and there is no look without a read.

The rule of the house, held to on every address, by every role that may open it, on page and API alike:
- An answer that says anything of a child writes one look at that child, and a list one at each child whom it shows.
- An answer that says nothing of a child writes none: a refusal, a missing page, a way onward (the page it leads to
  writes its own), a form that begins empty.
- A young person reading their own record leaves no look: nobody looked.
- HEAD is written as the GET whose answer it asks about. Nothing of a child is kept by a browser, so there is no 304.

What an answer shows is not asked of the software: each invented child has a word of their own in every field
(read_world.py), and the body is searched for it.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from read_world import ReadWorld, read_world, undone
from test_urls_permissions import OURS, Address
from url_samples import World, sample_for

from carecommons.people.may import may_at_all
from carecommons.people.models import Look
from carecommons.people.roles import Person, Role
from walk_world import KENT, NO_ROUND

pytestmark = pytest.mark.django_db  # each test's own transaction lies inside that of the world, which all share

# Addresses that say something of a child and leave no look, each with its reason.
D6 = "a private message is between the young person and their advocate: nobody else is told, not even that it was read"
# Answers in words of the house's own: they tell of a child in a fixed sentence, in which no field's word stands.
FIXED: dict[tuple[str, Role | None], str] = {
    ("children.api:read_comparison", None): "levels of two days side by side, in words that the house makes of them",
    ("children.api:read_course", None): "levels, day by day",
    ("decisions.api:read_disagreements", None): "an empty list: this child has said no to nothing",
    ("children.api:read_secure", None): "that no approval of a secure home is recorded",
    ("children.api:read_carried", None): "an empty list: nobody has written for the next home",
    ("decisions.api:ending", Role.ADVOCATE): "what comes as the young person grows up, in words of the house",
    ("children.api:read_siblings", None): "an empty list, or the ids of brothers and sisters alone",
    ("matching.api:asked", None): "an empty list: this child has asked no home anything",
    ("decisions.api:approval", None): "what the approval of a choice owes, under the id of the choice",
    ("decisions.api:choices", None): "homes, under the id of the search",
    ("decisions.api:read_stay", None): "that nothing of a stay can be ended or taken back",
    ("matching.api:refer", None): "the search that was opened, under the id of the child that was sent",
    ("matching.api:tried_before", None): "what was tried, or that nothing was",
    ("matching.api:relatives", None): "an empty list: nobody of this child’s family was looked at",
    ("matching.api:told", None): "the profile without a name, as a home would read it",
    ("matching.api:would_read", None): "the history without a name, as a home would read it under terms",
    ("matching.api:log", None): "rounds, and what homes answered, under the id of the search",
    ("matching.api:invite", None): "the same, with the round that was opened",
    ("matching.api:call_off", None): "the same, with what was taken back",
    ("matching.api:answer", None): "the same, with the answer to a question",
    ("matching.api:write_down", None): "the same, with what a home said by telephone",
    ("matching.api:look", None): "homes, under the id of the search",
    ("decisions.api:read_placements", None): "an empty list: this child has moved nowhere",
    ("decisions:bring", Role.ADVOCATE): "what is to come along, and a form",
    ("matching:detail", None): "what a home on the shortlist reads: no name, and no word of the child’s own",
    ("matching.api:detail", None): "the same for a program",
    ("matching:before", None): "a home, under the id of the search",
    ("matching:own_order", None): "the names of homes, and a form",
    ("matching:own_visit", Role.ADVOCATE): "a home that was visited, and a form, under the ids of child and visit",
    ("matching.api:visits", None): "visits, or that there is none",
    ("matching.api:own_visits", None): "visits, or that there is none",
    ("matching.api:meetings", None): "that no meeting was held",
    ("matching.api:asked_homes", None): "that no home was asked",
    ("matching:meetings", None): "the homes of a list, under the id of the search",
    ("site.api:codes", None): "when codes were made, or that none was",
    ("decisions:ask_review", Role.PARENT): "that a decision was made, and until when to ask",
    ("decisions.api:ask", None): "the review that was asked for, in the words that were sent",
    ("children:own_need", Role.ADVOCATE): "how the adults rated one part of life, as one of five sentences",
    ("decisions:one", Role.PARENT): "that a decision was made, when and by which role",
    ("decisions:opened", Role.PARENT): "the council and the role, each checked against its seal",
    ("decisions.api:one", Role.PARENT): "that a decision was made, when and by which role",
}
NO_LOOK: dict[str, tuple[frozenset[Role], str]] = {
    "children:advocate": (frozenset({Role.ADVOCATE}), D6),
    "children.api:read_messages": (frozenset({Role.ADVOCATE}), D6),
}
# Of whom homes are told all the same, with a look at each: children in whose way to a home they have a part (D2).
THEIR_PART = {
    "matching:detail": "a shortlisted home has accepted the terms",
    "matching.api:detail": "the same for a program",
    "decisions:home_reviews": "a home that was not chosen may ask for a review, by the id of the decision",
    "decisions.api:concerning": "the same for a program",
}
AT_HOME = (Role.FOSTER_CARER, Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE)
ROLES = [role for role in Role if role is not Role.PUBLIC]


class Readers:
    """One person in each role, and a browser and a token for each."""

    def __init__(self, world: ReadWorld, person: Any, client_for: Any, token_for: Any) -> None:
        near = [child for name, child in world.child.items() if name != "far"]
        self.world, self.samples = world, World()
        self.people: dict[Role, Person] = {
            role: person(role, authority=KENT, children=near, provider_id=world.provider, home_ids=[world.homes["aunt"]]
                         if role is Role.FOSTER_CARER else [world.homes["Alder"]])
            for role in ROLES
        }  # fmt: skip
        self.clients: dict[Role, Client] = {role: client_for(who) for role, who in self.people.items()}
        self.headers = {role: {"authorization": f"Bearer {token_for(who)}"} for role, who in self.people.items()}

    def ask(self, role: Role, method: str, url: str, **more: Any) -> tuple[Any, Counter[UUID]]:
        """The answer, and the looks that it wrote: child -> how many."""
        last = Look.objects.order_by("-id").values_list("id", flat=True).first() or 0
        if url.startswith("/api/"):
            more.setdefault("content_type", "application/json")
            answer = Client().generic(method, url, headers=self.headers[role], **more)
        elif method == "POST":
            answer = self.clients[role].post(url, **more)
        else:
            answer = self.clients[role].generic(method, url, **more)
        looked = Look.objects.filter(id__gt=last).values_list("child_id", flat=True)
        return answer, Counter(looked)


@pytest.fixture(scope="module")
def readers(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Readers]:
    """Made once: every reading below is undone when it has been counted."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        from django.conf import settings

        patched.setattr(settings, "HOME", tmp_path_factory.mktemp("home"), raising=False)
        for place in (
            "children.views.meeting", "children.api", "matching.views.meetings", "decisions.views.notices",
            "decisions.api.starting",
        ):  # fmt: skip
            # A PDF is packed: what it is drawn from is searched instead of the drawing.
            patched.setattr(import_module(f"carecommons.{place}"), "make_pdf", lambda paper, **_: repr(paper).encode())
        with undone():
            import conftest

            made = read_world()
            person = conftest.person.__wrapped__(None)
            yield Readers(made, person, conftest.client_for.__wrapped__(None), conftest.token_for.__wrapped__(None))


def _wrong(
    readers: Readers, address: Address, role: Role, asked: str, answer: tuple[int, bytes], looked: Counter[UUID]
) -> str:
    """What is wrong between what the answer shows and what was written; empty where nothing is."""
    status, body = answer
    shown = readers.world.shown_in(body, asked)
    without, _ = NO_LOOK.get(address.name, (frozenset(), ""))
    if role is Role.CHILD or role in without:
        owed: set[UUID] = set()
    elif role in AT_HOME:
        owed = shown - {readers.world.child["asked"]}  # for whom the home they live in or run is approved
    else:
        owed = shown
    if looked == Counter(owed) or (
        FIXED.keys() & {(address.name, role), (address.name, None)}
        and status in (200, 201, 422)
        and not Counter(owed) - looked
        and [*(looked - Counter(owed)).values()] in ([], [1])
    ):
        return ""
    names = {child: name for name, child in readers.world.child.items()}
    told = {names.get(child, str(child)): times for child, times in looked.items()}
    return f"{status}: shows {sorted(names.get(each, str(each)) for each in owed)}, looks {told}"


def _values(readers: Readers, address: Address) -> Iterator[dict[str, Any]]:
    found = []
    for name in address.parameters:
        of_world = {**readers.world.values, **MORE.get(address.name, {}), **readers.world.only.get(address.name, {})}
        found.append(of_world.get(name) or [sample_for(address.name, name).make(readers.samples, KENT)])
    for values in product(*found):
        yield dict(zip(address.parameters, values, strict=True))


PARTS = ["EMO", "matters", "strengths", "specialist", "outcomes", "assessment"]
# More values than the world itself has for a parameter of one address.
MORE: dict[str, dict[str, list[Any]]] = {
    "children:needs_part": {"part": PARTS},
    "children:own_need": {"part": ["EMO", "SOC"]},
    "constitution:version": {"number": [1]},
}


def _each_child(query: str) -> Callable[[ReadWorld], list[str]]:
    return lambda world: [query.format(child) for child in world.child.values()]


def _each_reference(query: str) -> Callable[[ReadWorld], list[str]]:
    """Every reference of the world, as it is written on paper: children, searches, homes; one that nothing has."""

    def make(world: ReadWorld) -> list[str]:
        marks = [mark for marks in world.marks.values() for mark in marks]
        return [query.format(mark) for mark in [*marks, "C-00000", "1"] if re.fullmatch(r"[CRH]-\w{5,8}|\d", mark)]

    return make


# What stands behind the question mark, beside nothing at all.
QUERIES: dict[str, Callable[[ReadWorld], list[str]]] = {
    "find": _each_reference("?reference={}"),
    "site.api:find": _each_reference("?reference={}"),
    "children:caseload": _each_reference("?reference={}"),
    "children.api:read_caseload": _each_reference("?reference={}"),
    "matching:new": _each_child("?child={}"),
    "matching:emergency": _each_child("?child={}"),
    "children:compare": lambda world: ["?earlier=1&later=2", "?earlier=7&later=9"],
    "children.api:read_comparison": lambda world: ["?earlier=1&later=2", "?earlier=7&later=9"],
    "children:advocate": lambda world: ["?about=homes"],
    "matching:compare": lambda world: ["?" + "&".join(f"home={each}" for each in world.values["listed"])],
    "matching:shortlist": lambda world: ["?all=1"],
    "register.api:consistency": lambda world: ["?old=1&new=3"],
    "site.api:report_of_return": lambda world: [f"?authority={KENT}"],
    "provision.api:owner": lambda world: ["?name=Invented"],
    "mine": lambda world: ["?homes=all"],
    "provision:homes": lambda world: ["?words=Aunt", "?words=Alder", "?kind=connected_person"],
    "provision.api:homes": lambda world: ["?words=Aunt", "?words=Alder"],
}

# Addresses that nobody here can open, each with its reason.
NO_COUNCIL = "no council's own sign-on is set up here (test_council_sign_on.py)"
NOT_OPENED: dict[str, str] = {
    "calendar_feed": "it opens to its own key alone; the one look of each child is counted in test_notices.py",
    **dict.fromkeys(
        ("invitations:ask", "invitations:offer", "invitations:decline"),
        "an answer is posted there; whoever opens it is led to the invitation, which is opened here",
    ),
    "planning.api:public_forecast": "no public statistic is stored here, and none names a child",
    "council_sign_in": NO_COUNCIL,
    "council_callback": NO_COUNCIL,
    **dict.fromkeys(
        ("provision:owner", "provision.api:owner", "provision.api:owners", "provision.api:map_of_homes"),
        "the public list is not read in here, and it names no child",
    ),
    **dict.fromkeys(
        ("decisions:panel", "decisions.api:paper"),
        "it opens to those who sit on the panel alone; their look is counted in tests/decisions/test_review_pages.py",
    ),
    **dict.fromkeys(
        ("decisions:home_plan", "decisions:our_yes", "decisions.api:read_plan_at_home"),
        "no child is to come to these readers’ homes; each look is counted in tests/decisions/test_plan_at_home.py",
    ),
    **dict.fromkeys(
        ("job", "job_progress", "site.api:one"),
        "no job stands here: it opens to its starter alone, and names rows of files, never a child (test_jobs.py)",
    ),
    **dict.fromkeys(
        (
            "planning.api:audit",
            "planning.api:trends",
            "planning.api:changes",
            "planning.api:repairs",
            "planning.api:sufficiency",
            "planning.api:specialist",
            "planning.api:forecast",
        ),
        "no return is read in here; what is counted from one names no child (tests/planning)",
    ),
}

GETS = [address for address in OURS if "GET" in address.methods]
POSTS = [address for address in OURS if "POST" in address.methods]


def _asked(readers: Readers, address: Address) -> Iterator[tuple[Role, str]]:
    """Each role that may, with each thing that there is; one role that may not, with one thing."""
    queries = ["", *QUERIES.get(address.name, lambda _: [])(readers.world)]
    refused = 0
    for role, who in readers.people.items():
        allowed = bool(may_at_all(who, str(address.act)))
        refused += not allowed
        if allowed or refused == 1:
            for values, query in product(list(_values(readers, address)), queries):
                yield role, address.at(values) + query


NO_CHILD = (
    *AT_HOME, Role.PROVIDER_FINANCE, Role.PLANNER, Role.INSPECTOR, Role.BANK_OFFICER, Role.SEAT_HOLDER,
    Role.ADJUDICATOR, Role.OPERATOR,
)  # fmt: skip


@pytest.mark.parametrize("address", GETS, ids=lambda address: address.name)
def test_every_answer_writes_one_look_for_each_child_it_shows(address: Address, readers: Readers) -> None:
    """Each reading is asked once, and everything that must hold of it is held to there: asking is what takes long.

    Whoever has no child to care for is told of none: a foster carer reads of the home they live in, which is approved
    by name for one child, and of nobody else. The first reading is asked in two more ways: whether it is there
    (HEAD), and whether it has changed.
    """
    wrong: list[str] = []
    opened: set[int] = set()
    first_reader: Role | None = _first_reader(readers, address)
    for role, url in _asked(readers, address):
        with undone():
            answer, looked = readers.ask(role, "GET", url)
            opened.add(answer.status_code)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        faults = [_wrong(readers, address, role, url, (answer.status_code, body), looked)]
        if answer.status_code >= 500:
            faults.append(str(answer.status_code))
        if role in NO_CHILD:
            faults.append(_told_of_somebody(readers, address, role, url, body, looked))
        if role is first_reader:
            first_reader = None
            faults += [_asked_whether_it_is_there(readers, role, url, answer, looked)]
            faults += [_asked_whether_it_changed(readers, role, url, answer, looked)]
        wrong += [f"{role} {url} {fault}" for fault in faults if fault]
    assert not wrong, "\n".join(wrong)
    if 405 in opened:  # an address to which things are sent: no answer shows anything
        assert opened <= {403, 405}
    else:
        assert (200 in opened) is (address.name not in NOT_OPENED), f"nobody opened it: {sorted(opened)}"


def _first_reader(readers: Readers, address: Address) -> Role:
    return next(role for role in (Role.SOCIAL_WORKER, *ROLES) if may_at_all(readers.people[role], str(address.act)))


def _told_of_somebody(
    readers: Readers, address: Address, role: Role, url: str, body: bytes, looked: Counter[UUID]
) -> str:
    told = readers.world.shown_in(body, url)
    theirs = {readers.world.child["asked"]} if role is Role.FOSTER_CARER else set()
    if role in AT_HOME and address.name in THEIR_PART:
        return "" if told <= theirs | set(looked) else f"is told of {told - theirs} without a look"
    return "" if told <= theirs and not looked else f"is told of {told - theirs or dict(looked)}"


def _asked_whether_it_is_there(readers: Readers, role: Role, url: str, told: Any, written: Counter[UUID]) -> str:
    with undone():
        answer, looked = readers.ask(role, "HEAD", url)
    if not answer.streaming and answer.content:
        return "HEAD: an answer with a body"
    if answer.status_code not in (told.status_code, 405):
        return f"HEAD: {answer.status_code}, and {told.status_code} when it is read"
    return "" if looked in (written, Counter()) else "HEAD is written as the GET, or not answered as far as that"


def _asked_whether_it_changed(readers: Readers, role: Role, url: str, first: Any, written: Counter[UUID]) -> str:
    """No browser is told that it has the page already. What shows nobody may be kept: that is its own affair."""
    if not written:
        return ""
    if {"ETag", "Last-Modified"} & set(first.headers) or "no-store" not in first["Cache-Control"]:
        return "a browser may keep it and ask again by it"
    given = {"HTTP_IF_NONE_MATCH": "*", "HTTP_IF_MODIFIED_SINCE": "Fri, 31 Dec 2199 23:59:59 GMT"}
    with undone():
        again, looked = readers.ask(role, "GET", url, **given)
    same = (again.status_code, looked) == (first.status_code, written)
    return "" if same else f"asked again it answers {again.status_code} and writes {dict(looked)}"


def test_the_walk_is_as_wide_as_the_house(readers: Readers) -> None:
    """Every role, every address that answers, and several children: a walk that shrank would still find no fault."""
    asked = [(role, url) for address in GETS for role, url in _asked(readers, address)]
    print(f"{len(asked):,} readings of {len(GETS)} addresses in {len(readers.people)} roles")
    assert {role for role, _ in asked} == set(ROLES)
    assert len(asked) > 2_000
    for child in readers.world.child.values():
        assert sum(str(child) in url for _, url in asked) > 100


def _sent(readers: Readers, address: Address) -> Iterator[dict[str, Any]]:
    """What is sent: nothing, and what the address takes (SENT), for everything that there is of its kind."""
    yield {}
    if address.name in SENT:
        yield SENT[address.name](readers.world)


LONG = "We looked at the buses again, and asked the school and the brother too."
SENT: dict[str, Callable[[ReadWorld], dict[str, Any]]] = {
    "children:protected": lambda world: {"reason": "Driving to the school today"},
    "decisions:send_back": lambda world: {"words": LONG},
    "decisions:approve": lambda world: {},
    "decisions:withdraw": lambda world: {},
    "decisions:disagree": lambda world: {"words": "No."},
    "decisions:answer": lambda world: {"words": LONG},
    "decisions:ask_review": lambda world: {"about": "decision", "words": LONG},
    "decisions:review_of_no": lambda world: {"of": "no"},
    "decisions:run_review": lambda world: {"act": "acknowledge", "words": LONG},
    "decisions:withdraw_review": lambda world: {"words": LONG},
    "matching:invite": lambda world: {"narrative": "Likes trains."},
    "matching:answer": lambda world: {f"{world.values['question_id'][0]}-answer": "Yes, one nearby."},
    "matching:call_off": lambda world: {"call_off-reason": LONG},
    "matching:write_down": lambda world: {
        "said": "decline", "decline-reason": "carers", "decline-reason_words": LONG,
    },
    "invitations:ask": lambda world: {"ask-words": LONG},
    "invitations:decline": lambda world: {"decline-reason": "carers", "decline-reason_words": LONG},
    "matching.api:answer": lambda world: {"answer": "Yes, one nearby."},
    "matching.api:call_off": lambda world: {"reason": LONG},
    "matching.api:write_down": lambda world: {"offers": False, "reason": "carers", "reason_words": LONG},
    "matching.api:ask": lambda world: {"words": LONG},
    "matching.api:reply": lambda world: {"offers": False, "reason": "carers", "reason_words": LONG},
    "matching:withdraw": lambda world: {"withdraw-reason": LONG},
    "decisions:emergency_review": lambda world: {"review-goes_on": "yes", "review-words": LONG},
    "decisions.api:review": lambda world: {"goes_on": True, "words": LONG},
    "matching:family": lambda world: {"parents-answer": "not_possible", "parents-reason": LONG},
    "children:own_need": lambda world: {"level": "2", "words": ""},
    "children:say": lambda world: {"words": "Please"},
    "break_glass": lambda world: {
        "reference": world.marks[world.child["far"]][1], "category": "missing", "words": LONG,
    },
    "children.api:read_protected": lambda world: {"reason": "Driving to the school today"},
    "children.api:add_wish": lambda world: {
        "words": "Tea", "how": "said", "stage": "any_time", "said_on": f"{world.at:%Y-%m-%d}",
    },
    "children.api:say_own_view": lambda world: {"level": 2, "words": ""},
    "decisions.api:send_back": lambda world: {"words": LONG},
    "decisions.api:approve": lambda world: {},
    "decisions.api:withdraw": lambda world: {},
    "decisions.api:disagree": lambda world: {"words": "No."},
    "decisions.api:answer": lambda world: {"words": LONG, "move_waits": True},
    "decisions.api:ask": lambda world: {
        "decision_id": str(world.values["decision_id"][0]), "words": f"{LONG}",
    },
    "decisions.api:of_no": lambda world: {"of": "no"},
    "decisions.api:acknowledge": lambda world: {"words": LONG},
    "decisions.api:send_on": lambda world: {"to": "complaint", "words": LONG},
    "decisions.api:propose": lambda world: {
        **NO_ROUND, "search_id": str(world.values["search_id"][1]), "home_id": str(world.homes["Birch"]),
        "why_chosen": LONG, "why_not": {str(home): LONG for home in world.values["listed"]},
        "wishes_effect": "changed_how", "wishes_how": LONG, "search_evidence": LONG,
    },
    "matching.api:refer": lambda world: {
        "child_id": str(world.child["decided"]), "why": "planned_move",
        "wanted_by": f"{world.at + timedelta(days=20):%Y-%m-%d}",
    },
    "matching.api:family": lambda world: {"rung": "parents", "answer": "not_possible", "reason": LONG},
    "matching.api:look": lambda world: {},
    "matching.api:wish": lambda world: {
        "home_id": str(world.values["listed"][0]), "wish_id": str(world.wishes["asked"]), "answer": "yes",
        "words": LONG,
    },
    "matching.api:withdraw": lambda world: {"reason": LONG},
    "matching.api:say_of_home": lambda world: {"view": "like"},
    "site.api:judge": lambda world: {"verdict": "justified", "words": LONG},
}  # fmt: skip
# An act that is a look itself: it is written although its answer leads onward, and the page it leads to writes its own.
LOOKS_ITSELF = {"break_glass": "whoever opens a record in an emergency has it open from then on, read or not"}


@pytest.mark.parametrize("address", POSTS, ids=lambda address: address.name)
def test_so_does_every_answer_to_what_is_sent(address: Address, readers: Readers) -> None:
    wrong, done = [], set()
    for role, url in _asked(readers, address):
        for sent in _sent(readers, address):
            with undone():
                more = {"data": json.dumps(sent).encode() if address.is_api else sent}
                answer, looked = readers.ask(role, "POST", url, **more)
                done |= {answer.status_code} if sent else set()
                said = url + json.dumps(sent)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                fault = _wrong(readers, address, role, said, (answer.status_code, body), looked)
                if fault and not (address.name in LOOKS_ITSELF and answer.status_code == 302):
                    wrong.append(f"{role} {url} {fault}")
                if answer.status_code >= 500:
                    wrong.append(f"{role} {url} {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    if address.name in SENT and SENT[address.name](readers.world):
        assert done & {200, 201, 204, 302}, f"what is sent is taken by nobody: {sorted(done)}"
