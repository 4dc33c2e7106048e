"""The site's own pages: the start page, one's day, and the pages of plain words."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from carecommons.people.actions import give_post, make_account
from carecommons.people.roles import Role
from carecommons.site import pages
from carecommons.site.pages import Waiting, demo_doors, my_day, rules

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/about/", "/privacy/", "/accessibility/"])
def test_the_pages_of_plain_words_are_open_to_everybody(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.count(b"<h1") == 1
    assert b"It is not a government website" in answer.content


@pytest.mark.django_db
def test_the_start_page_offers_each_demonstration_role_by_one_click_and_only_there(client: Client) -> None:
    account = make_account(email="sw@demo.example", name="Invented Officer", is_demo=True, at=AT, by=None)
    give_post(account_id=account, role=Role.SOCIAL_WORKER, authorities=["886"], at=AT, by=None)
    html = client.get("/").content.decode()
    assert f'action="/account/try/{account}/"' in html
    assert "> as Invented Officer, social worker<" in html
    assert pages.OFFERS[Role.SOCIAL_WORKER] in html


@pytest.mark.django_db
def test_outside_a_demonstration_no_account_is_offered(client: Client) -> None:
    account = make_account(email="sw@example.org", name="Somebody", at=AT, by=None)
    give_post(account_id=account, role=Role.SOCIAL_WORKER, authorities=["886"], at=AT, by=None)
    html = client.get("/").content.decode()
    assert "Try it" not in html
    assert "Somebody" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.PUBLIC, Role.CHILD)])
def test_every_role_has_a_day_or_is_led_to_its_own_door(client_as: Any, role: Role) -> None:
    client = client_as(role, authority="886")
    answer = client.get("/me/")
    assert answer.status_code in (200, 302)
    if answer.status_code == 200:
        assert answer.content.count(b"<h1") == 1
        assert b"Nothing is waiting for you" in answer.content


@pytest.mark.django_db
def test_a_day_without_anything_says_so_and_offers_the_doors(client_as: Any) -> None:
    html = client_as(Role.SOCIAL_WORKER, authority="886").get("/me/").content.decode()
    assert "All is done for now" in html
    assert 'href="/children/"' in html


@pytest.mark.django_db
def test_a_child_without_a_needs_profile_waits_for_the_social_worker_of_that_council_only(person: Any) -> None:
    from children.children_made import add_child

    own, other = person(Role.SOCIAL_WORKER, authority="886"), person(Role.SOCIAL_WORKER, authority="800")
    reader = person(Role.REVIEWING_OFFICER, authority="886")
    add_child(by=own)
    (line,) = my_day(own, at=AT).waiting
    assert line.why == "Begin the needs profile."
    assert "Robin" not in line.title
    assert "Robin" not in line.why
    assert my_day(other, at=AT).waiting == ()
    assert my_day(reader, at=AT).waiting == (), "a reviewing officer reads, and begins no profile"


@pytest.mark.django_db
def test_reading_what_waits_is_a_look_that_the_child_can_read(person: Any, client_for: Any) -> None:
    from carecommons.people.queries import looks_at
    from children.children_made import add_child

    worker = person(Role.SOCIAL_WORKER, authority="886")
    child_id = add_child(by=worker)
    client_for(worker).get("/me/")
    (look,) = looks_at(child_id)
    assert (look.role, look.act, look.purpose) == ("social_worker", "children.see_caseload", "Reading what waits today")


@pytest.mark.django_db
def test_an_approver_who_begins_elsewhere_still_has_a_day(client_as: Any) -> None:
    client = client_as(Role.TEAM_MANAGER, authority="886")
    assert client.get("/me/")["Location"] == "/decisions/"
    assert 'href="/me/day/"' in client.get("/decisions/").content.decode()
    assert b"Nothing is waiting for you" in client.get("/me/day/").content


def test_the_title_says_what_presses() -> None:
    def some(*kinds: str) -> list[Waiting]:
        return [Waiting("t", "w", "/", "d", uuid4(), "children.see_caseload", kind=kind) for kind in kinds]

    assert pages._title([]) == "Nothing is waiting for you"
    assert pages._title(some("soon")) == "Nothing is urgent today; one thing waits"
    assert pages._title(some("soon", "plain")) == "Nothing is urgent today; 2 things wait"
    assert pages._title(some("now")) == "One thing comes first today"
    assert pages._title(some("now", "first", "soon")) == "2 things come first today. Everything else can wait"


def test_the_table_of_who_may_see_what_is_the_table_that_decides() -> None:
    shown = {rule.what: rule.who for rule in rules(("D3",))}
    assert "social worker (own council)" in shown["see a child's record"]
    assert "young person (self, or a child they speak for)" in shown["see a child's record"]
    assert not any("member of the public" in who for whos in shown.values() for who in whos)


def test_a_demonstration_door_says_what_can_be_tried_in_each_role() -> None:
    from carecommons.people.queries import DemoSignIn

    (one,) = demo_doors((DemoSignIn(uuid4(), "Invented", "a@demo.example", ("planner", "auditor")),))
    assert one.role_words == "planner and auditor"
    assert one.offer == f"{pages.OFFERS[Role.PLANNER]} {pages.OFFERS[Role.AUDITOR]}"
