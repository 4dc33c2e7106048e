"""The site's own pages: the start page, one's day, and the pages of plain words."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from carecommons.people.actions import give_post, make_account
from carecommons.people.roles import Role
from carecommons.site import pages
from carecommons.site.pages import demo_doors, rules

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
