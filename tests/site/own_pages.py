"""A young person of whom everything is there, every page of theirs, and a language that is plainly none. Invented data.

The pseudo-locale puts what it translates in brackets, with accents and a third more letters: what stands on a page
outside brackets was never marked. Tags and placeholders stay as they are.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any, ClassVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import trans_real

from carecommons.children import actions as children
from carecommons.children import queries as children_queries
from carecommons.children.models import Child
from carecommons.common.errors import Refused
from carecommons.decisions.actions import (
    answer_disagreement,
    approve,
    ask_review,
    ask_review_of_no,
    disagree,
    give_notice,
    tell_of_notice,
)
from carecommons.decisions.models import Placement
from carecommons.decisions.queries import placements_of
from carecommons.matching import actions as matching
from carecommons.people.actions import make_code, record_look
from carecommons.people.doors import refusal_page
from carecommons.people.models import Account
from carecommons.people.roles import Person, Role
from carecommons.provision.models import Resident
from carecommons.register.actions import integrate
from carecommons.site.entering.terms import code_terms
from carecommons.site.views import busy_page, our_fault
from decisions.ended import TRIED, WHY, at_home, begin, meeting
from walk_world import MANAGER, Search, acting, add_home, choose, listed, record_needs, search

REVIEWING = acting(Role.REVIEWING_OFFICER)
PSEUDO, PSEUDO_LEFTWARDS = "qps", "qpr"
KEPT = re.compile(r"(<[^>]+>|%\([a-z_]+\)[sd]|%%|&\w+;)")
ACCENTS = str.maketrans("aeiouyAEIOUcnCN", "áéíóúýÁÉÍÓÚçñÇÑ")
SKIPPED = ("script", "style", "svg", "head")


@dataclass(frozen=True)
class OwnWorld:
    """One young person with a decision in force, and one whose list is open; who they are, and their homes."""

    child: UUID
    decision: UUID
    disagreement: UUID
    reviews: dict[str, UUID]  # who asked -> their review
    waiting: UUID
    home: UUID
    robin: Person
    advocate: Person
    visits: tuple[UUID, ...] = ()
    leaving: UUID | None = None  # the decision of another child, who must leave and has asked for no review yet
    notice: UUID | None = None  # and the notice of that

    @property
    def placement(self) -> UUID:
        """The placement that the decision made."""
        return Placement.objects.get(decision_id=self.decision).id

    @property
    def leaving_child(self) -> UUID:
        """The child of the decision that ends."""
        return Placement.objects.get(decision_id=self.leaving).child_id

    def pages(self, who: str = "robin") -> list[str]:
        """Every page of a young person, with data and without; a review is read by whoever asked for it alone."""
        own = ("mine/", "mine/say/", "mine/tell/", "mine/needs/", "mine/needs/EMO/", "mine/advocate/")
        return [
            *(f"/children/{child}/{page}" for child in (self.child, self.waiting) for page in own),
            f"/looks/{self.child}/", f"/looks/{self.waiting}/",
            f"/decisions/{self.decision}/", f"/decisions/{self.decision}/disagree/",
            f"/searches/mine/{self.waiting}/{self.home}/", f"/searches/mine/{self.waiting}/order/",
            *(f"/searches/mine/{self.waiting}/visits/{visit}/" for visit in self.visits),
            f"/searches/mine/{self.waiting}/{self.home}/", f"/placements/{self.placement}/how/",
            f"/decisions/{self.leaving}/review/", f"/ending/{self.notice}/no/", f"/reviews/{self.reviews[who]}/",
            *(["/reviews/mine/"] if who == "robin" else []),  # an advocate’s own list is of their work
        ]  # fmt: skip

    def around(self) -> list[str]:
        """What stands around their own pages: ways in, their account, help, and refusals that a link can meet."""
        return [
            f"/children/{self.child}/way-in/", f"/children/{self.waiting}/way-in/", "/help/young/", "/account/",
            "/come-in/", "/come-in/done/", "/account/logout/", "/account/password/set/", "/no-such-page/", "/returns/",
        ]  # fmt: skip

    def refused(self) -> list[tuple[str, dict[str, str]]]:
        """Forms sent as they must not be: what is said of them stands on these pages."""
        at = f"/children/{self.child}/mine"
        return [
            (f"{at}/say/", {"words": ""}),
            (f"{at}/say/", {"words": "9" * 9_000}),
            (f"{at}/tell/", {"words": "", "strengths": "", "helps": ""}),
            (f"{at}/needs/EMO/", {"level": "9", "words": ""}),
            (f"{at}/needs/HEA/", {"level": "", "words": ""}),
            (f"{at}/advocate/", {"words": ""}),
            (f"/decisions/{self.decision}/disagree/", {"words": ""}),
            (f"/placements/{self.placement}/how/", {"feeling": "", "words": "9" * 9_000}),
            (f"/decisions/{self.decision}/review/", {"about": "decision", "words": ""}),
            (f"/decisions/{self.leaving}/review/", {"about": "decision", "words": ""}),
            (f"/ending/{self.notice}/no/", {"words": ""}),
            (f"/searches/mine/{self.waiting}/{self.home}/", {"view": "never"}),
            (f"/searches/mine/{self.waiting}/order/", {}),
            (f"/searches/mine/{self.waiting}/order/", {f"place_{self.home.hex}": "9"}),
            (f"/searches/mine/{self.waiting}/visits/{self.visits[-1]}/", {"thought": "", "words": ""}),
            (f"/searches/mine/{self.waiting}/{self.home}/", {"view": "", "words": "", "question": ""}),
        ]


@dataclass(frozen=True)
class Met:
    """One answer that a young person can meet beside their own pages: what it is called, and what it says."""

    name: str
    status: int
    html: str


def met(world: OwnWorld, client_for: Any) -> Iterator[Met]:
    """Every other answer that a young person can meet: ways in, their account, refusals, and the end of a visit."""
    yield from met_signed_in(world, client_for(world.robin))
    yield from met_outside(Client())
    yield from met_refused(world, client_for)


def met_signed_in(world: OwnWorld, browser: Client) -> Iterator[Met]:
    """What stands around their own pages."""
    passkey = Authenticator.objects.create(
        user_id=world.robin.id, type="webauthn", data={"name": "My first passkey", "credential": {}}
    )
    Authenticator.objects.filter(pk=passkey.pk).update(data={
        "name": "«My first passkey»", "set_up_by": "code_staff",
        "credential": {"clientExtensionResults": {"credProps": {"rk": True}}},
    })  # fmt: skip
    just_signed_in(browser)
    wrong = "xx-wrong-address"
    for address in (
        f"/children/{world.child}/way-in/", f"/children/{world.waiting}/way-in/", "/help/young/", "/account/",
        "/come-in/", "/come-in/done/", "/account/logout/", "/account/2fa/webauthn/add/", "/account/2fa/webauthn/",
        f"/account/2fa/webauthn/keys/{passkey.pk}/edit/", f"/account/2fa/webauthn/keys/{passkey.pk}/remove/",
        "/account/2fa/recovery-codes/", "/account/password/set/", f"/children/{world.child}/{wrong}/",
    ):  # fmt: skip
        answer = browser.get(address)
        yield Met(address.replace(wrong, "no-such-page"), answer.status_code, answer.content.decode())
    passkey.delete()
    account = Account.objects.get(pk=world.robin.id)
    account.set_password("three words of invention")
    account.save()
    again = Client()
    yield _said("sign in, wrong password", again.post("/account/login/", {"login": account.email, "password": "no"}))
    again.post("/account/login/", {"login": account.email, "password": "three words of invention"})
    yield _said("change the password", again.get("/account/password/change/"))
    for sent in ({}, {"oldpassword": "no", "password1": "1234", "password2": "12345"}):
        yield _said("change the password, refused", again.post("/account/password/change/", sent))
    again.post("/account/password/change/", {
        "oldpassword": "three words of invention", "password1": "quite other words", "password2": "quite other words",
    })  # fmt: skip
    yield _said("the password is changed", again.get("/account/"))
    just_signed_in(again, at=1)
    yield _said("is it you?", again.get("/account/2fa/webauthn/add/", follow=True))
    yield _said("is it you? refused", again.post("/account/reauthenticate/", {"password": "no"}))


def met_outside(browser: Client) -> Iterator[Met]:
    """The ways in, for somebody who has not signed in."""
    for address in ("/account/login/", "/come-in/", "/help/young/", "/account/password/reset/", "/no-such-page/",
                    "/account/password/reset/done/", "/account/password/reset/key/1-no/",
                    "/account/password/reset/key/done/", "/account/inactive/"):  # fmt: skip
        answer = browser.get(address)
        yield Met(f"outside: {address}", answer.status_code, answer.content.decode())
    for name, address, sent in (
        ("sign in, empty", "/account/login/", {}),
        ("sign in, wrong", "/account/login/", {"login": "robin@example.org", "password": "no"}),
        ("new password, empty", "/account/password/reset/", {}),
        ("new password, no address", "/account/password/reset/", {"email": "none"}),
        ("come in, empty", "/come-in/", {}),
        ("come in, wrong", "/come-in/", {"code": "ABCD-EFGH-2345"}),
    ):
        yield _said(f"outside: {name}", browser.post(address, sent))
    for _ in range(6):
        shut = browser.post("/account/login/", {"login": "robin@example.org", "password": "no"})
    yield _said("outside: too many passwords", shut)
    for _ in range(11):
        shut = browser.post("/come-in/", {"code": "ABCD-EFGH-2345"})
    yield _said("outside: too many codes", shut)


def met_refused(world: OwnWorld, client_for: Any) -> Iterator[Met]:
    """Every kind of refusal, for a young person who has signed in and for one who has not."""
    own = f"/children/{world.child}/mine/"
    for who, browser in (("", client_for(world.robin, raise_request_exception=False)), ("outside: ", Client())):
        yield _said(f"{who}403", browser.get("/returns/") if not who else browser.post("/returns/"))
        yield _said(f"{who}404", browser.get("/children/00000000-0000-4000-8000-000000000000/mine/"))
        yield _said(f"{who}405", browser.delete(own if not who else "/come-in/"))
        yield _said(f"{who}400", browser.post(f"{own}say/" if not who else "/come-in/", {"words": "9" * 2_200_000}))
        yield _said(f"{who}413", browser.post("/come-in/", {}, CONTENT_LENGTH=str(10**9)))
    strict = client_for(world.robin, enforce_csrf_checks=True)
    yield _said("403, open for too long", strict.post(f"{own}say/", {"words": "Hi"}))
    yield _said("outside: 403, open for too long", Client(enforce_csrf_checks=True).post("/come-in/", {"code": "x"}))
    request = RequestFactory().get(own)
    request.person = world.robin  # type: ignore[attr-defined]
    request.user = Account.objects.get(pk=world.robin.id)
    for status in (409, 422, 429):
        refusal = Refused("too_many", "Invented.")
        refusal.status = status
        yield _said(str(status), refusal_page(request, refusal))
    yield _said("500", our_fault(request))
    yield _said("503", busy_page(request))
    yield _said("429 from sign-in", render(RequestFactory().get("/account/login/"), "429.html", status=429))
    browser = client_for(world.robin)
    grow_old(browser)
    yield _said("signed out, words kept", browser.post(f"{own}say/", {"words": "«I was typing.»"}))
    browser = client_for(world.robin)
    grow_old(browser)
    yield _said("signed out, words shown", browser.post("/account/language/", {"words": "«I was typing.»"}))
    browser = client_for(world.robin)
    grow_old(browser)
    yield _said("signed out, then sign in", browser.get(own, follow=True))


def just_signed_in(browser: Client, at: float | None = None) -> None:
    """This browser has shown who it is just now (or at `at`, seconds): it may change how its owner signs in."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() if at is None else at}]
    session.save()


def grow_old(browser: Client) -> None:
    """The visit of this browser began, and was last heard of, long ago."""
    session = browser.session
    session["began_at"] = session["seen_at"] = 1
    session.save()


def _said(name: str, answer: Any) -> Met:
    return Met(name, answer.status_code, answer.content.decode())


def own_world(person: Any, *, words: Any = lambda text: text) -> OwnWorld:
    """`words` writes what people typed: a test may mark it, so as to tell it from what the software says."""
    at = datetime.now(UTC) - timedelta(hours=3)
    found = search(at=at)
    waiting = children.add_child(
        reference="C-9M2WA", known_as=words("Sam"), birth_date=datetime(2014, 5, 1).date(), sex="M", authority="886",
        home_postcode="ME14 1XQ", by=person(Role.SOCIAL_WORKER, authority="886"), at=at,
    )  # fmt: skip
    worker = person(Role.SOCIAL_WORKER, authority="886")
    record_needs(waiting, at=at)
    homes = {"Cedar": add_home(words("Cedar"), at=at)}
    found_waiting = listed(waiting, homes, at=at, asked=False, by=worker)
    leaving, leaves, notice = _leaving(worker, words, at=at)
    robin = person(Role.CHILD, children=[found.child, waiting, leaving])
    advocate = person(Role.ADVOCATE, children=[found.child, waiting, leaving])
    decision = choose(
        found, at=found.at, why_chosen=words("Alder meets every need and is near the school."),
        wishes_how=words("Weekly time with their brother is written into the plan."),
    )  # fmt: skip
    approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    told = {"child_id": found.child, "at": at + timedelta(minutes=20)}
    children.write_story(
        words=words("I draw maps."), strengths=words("Maps"), helps=words("Plans"), authorship="child", by=robin, **told
    )
    children.say_own_view(domain="EMO", level=3, words=words("Nights are hard."), by=robin, **told)
    for how, said in (("shown", "Points at the garden."), ("advocate", "Robin wants time.")):
        children.record_wish(stage="any_time", words=words(said), how=how, said_on=localdate(at), by=worker, **told)
    children.record_wish(stage="review", words=words("No."), how="not_said", said_on=localdate(at), by=worker, **told)
    children.add_connection(kind="sibling", name=words("Ash"), how_often=words("weekly"), by=worker, **told)
    children.send_message(words=words("Can you come?"), with_reviewing=True, by=robin, **told)
    children.send_message(words=words("Yes, on Friday."), by=advocate, **told)
    said_no = disagree(
        decision_id=decision, words=words("It is too far."), wants=words("Birch"), by=robin, at=told["at"]
    )
    answer_disagreement(
        disagreement_id=said_no, words=words("We looked again and the bus is there each day."), move_waits=True,
        by=REVIEWING, at=told["at"],
    )  # fmt: skip
    review = ask_review_of_no(disagreement_id=said_no, by=robin, at=told["at"])
    theirs = ask_review(decision_id=decision, words=words("I know nobody there."), by=advocate, at=told["at"])
    for act in ("children.see_record", "children.see_protected", "nothing.known"):
        record_look(person=worker, child_id=found.child, act=act, purpose=words("To check."), at=told["at"])
    record_look(
        person=worker, child_id=found.child, act="matching.make_shortlist", purpose=words("To look."), at=told["at"],
        automatic=True,
    )  # fmt: skip
    subject = children_queries.find_child(found.child).subject
    for hours in (2, 1):
        make_code(
            subject=subject,
            known_as="Robin",
            terms=code_terms(at),
            by=worker,
            at=datetime.now(UTC) - timedelta(hours=hours),
        )
    make_code(subject=subject, known_as="Robin", terms=code_terms(at), by=worker, at=datetime.now(UTC))
    Account.objects.filter(pk=worker.id).update(name=words("Worker"))
    row = Child.objects.get(pk=found.child)
    row.known_as = words("Robin")
    Child.save_base(row, force_update=True)
    visits = _visits(found_waiting, homes["Cedar"], waiting, robin, worker, words)
    reviews = {"robin": review, "advocate": theirs}
    return OwnWorld(
        found.child, decision, said_no, reviews, waiting, homes["Cedar"], robin, advocate, visits, leaves, notice
    )


def _leaving(worker: Person, words: Any, *, at: datetime) -> tuple[UUID, UUID, UUID]:
    """A child whose home gave notice, and for whom a meeting found no way to stay: child, decision, notice."""
    child = children.add_child(
        reference="C-4H7TB", known_as=words("Kit"), birth_date=datetime(2013, 5, 1).date(), sex="M", authority="886",
        home_postcode="ME14 1XQ", by=worker, at=at,
    )  # fmt: skip
    record_needs(child, at=at)
    found = listed(child, {"Alder": add_home(words("Rowan"), at=at)}, at=at, by=worker)
    decision = choose(found, at=found.at, why_chosen=words("Rowan meets every need and is near the school."))
    approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    (placement,) = placements_of(child)
    begin(placement.id, placement.from_day)
    now = datetime.now(UTC)
    for rows in (Placement.objects.filter(id=placement.id), Resident.objects.filter(resident=child)):
        rows.update(from_day=localdate(at))  # two weeks earlier than was planned
    notice = give_notice(
        placement_id=placement.id, reason="CREQB", words=WHY, tried=TRIED, by=at_home(placement.home_id),
        ends_on=(now + timedelta(days=28)).date(), at=now - timedelta(minutes=9),
    )  # fmt: skip
    told = words("Your home says that it cannot go on. We talk about it with you.")
    tell_of_notice(notice_id=notice, words=told, told_on=localdate(now), by=worker, at=now - timedelta(minutes=8))
    meeting(notice, outcome="ends", at=now - timedelta(minutes=7))
    return child, decision, notice


def _visits(found: Search, home: UUID, child: UUID, robin: Person, worker: Person, words: Any) -> tuple[UUID, ...]:
    """The child's order, a visit that could not be, and one after which they said what they thought."""
    at = found.at + timedelta(minutes=5)
    matching.rank_homes(child_id=child, given={home: ("1", words("Near my nan"))}, by=robin, at=at)
    told = {"referral_id": found.id, "home_id": home, "by": worker, "at": at}
    first = matching.arrange_visit(day=localdate(at), with_whom=words("Your nan"), **told)
    matching.visit_not_possible(visit_id=first, words=words("The car broke."), by=worker, at=at)
    second = matching.arrange_visit(day=localdate(at), with_whom=words("Your nan"), **told)
    matching.visit_happened(visit_id=second, day=localdate(at), by=worker, at=at)
    matching.think_of_visit(visit_id=second, thought="liked", words=words("A big garden."), by=robin, at=at)
    return first, second


class Pseudo:
    """A language made of English: `⟦Yóúr stórý ~⟧`."""

    asked: ClassVar[set[str]] = set()  # every string that was asked for, in all tests of this process

    def __init__(self, name: str) -> None:
        self.name = name

    def gettext(self, words: str) -> str:
        self.asked.add(words)
        return pseudo(words) if words else words

    def ngettext(self, one: str, many: str, number: int) -> str:
        self.asked.add(one)
        return pseudo(one if number == 1 else many)

    def language(self) -> str:
        return self.name

    def to_language(self) -> str:
        return self.name


def pseudo(words: str) -> str:
    """The words with accents, in brackets, a third longer; tags and placeholders untouched."""
    if not re.search(r"[A-Za-z]", KEPT.sub("", words)):
        return words
    told = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in KEPT.split(words))
    return f"⟦{told}{' ~' * (len(words) // 6)}⟧"


@contextmanager
def speaking(settings: Any, language: str) -> Iterator[None]:
    """The software speaks a pseudo-locale until the block ends, whoever asks."""
    held = dict(trans_real._translations)
    settings.LANGUAGES = [(language, "Pseudo")]
    settings.LANGUAGE_CODE = language
    settings.LANGUAGES_BIDI = [PSEUDO_LEFTWARDS]
    trans_real._translations[language] = Pseudo(language)  # type: ignore[assignment]
    trans_real._default = None
    try:
        with translation.override(language):
            yield
    finally:
        trans_real._translations.clear()
        trans_real._translations.update(held)
        trans_real._default = None


class Texts(HTMLParser):
    """What a page says, piece by piece: its text, and the attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self.inside.append(tag)
        told = dict(attrs)
        self.found += [told[name] or "" for name in ("aria-label", "alt", "placeholder") if name in told]
        self.found += [value or "" for name, value in attrs if name.startswith("data-i18n")]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside and data.strip():
            self.found.append(" ".join(data.split()))


def texts_of(html: str) -> list[str]:
    reader = Texts()
    reader.feed(html)
    return reader.found
