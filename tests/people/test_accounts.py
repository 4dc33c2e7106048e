"""Accounts, the posts that they hold, and the one that they act in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.people.actions import end_post, give_post, make_account
from carecommons.people.models import Account, Post
from carecommons.people.queries import accounts, person_for, posts_of
from carecommons.people.roles import Role
from conftest import NOON

pytestmark = pytest.mark.django_db


def test_a_post_carries_what_it_was_given() -> None:
    child, home, provider = uuid4(), uuid4(), uuid4()
    account = make_account(email="Ada@Example.org", name="Ada Ash", at=NOON, by=None)
    post = give_post(
        account_id=account, role=Role.FOSTER_CARER, provider_id=provider, home_ids=[home, home], at=NOON, by=None,
    )  # fmt: skip
    person = person_for(account, post)
    assert person.role is Role.FOSTER_CARER
    assert (person.id, person.name) == (account, "Ada Ash")
    assert (person.home_ids, person.provider_id) == ({home}, provider)
    director = give_post(account_id=account, role=Role.DIRECTOR, authorities=["800", "801", "800"], at=NOON, by=None)
    assert person_for(account, director).authorities == {"800", "801"}
    speaks = give_post(account_id=account, role=Role.ADVOCATE, children=[child], at=NOON, by=None)
    assert person_for(account, speaks).children == {child}


def test_one_address_opens_one_account_however_it_is_written() -> None:
    make_account(email="ada@example.org", name="Ada", at=NOON, by=None)
    with pytest.raises(NotNow, match="exists"):
        make_account(email=" ADA@example.ORG", name="Ada", at=NOON, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email="ADA@example.org", name="Ada", made_at=NOON)


def test_without_a_password_nobody_signs_in() -> None:
    account = Account.objects.get(pk=make_account(email="ada@example.org", name="Ada", at=NOON, by=None))
    assert not account.has_usable_password()


def test_a_password_is_kept_as_argon2_only() -> None:
    pk = make_account(email="ada@example.org", name="Ada", at=NOON, password="three odd words here", by=None)
    assert Account.objects.get(pk=pk).password.startswith("argon2$argon2id$")


def test_public_is_not_a_post() -> None:
    account = make_account(email="ada@example.org", name="Ada", at=NOON, by=None)
    with pytest.raises(Refused, match="member of the public already"):
        give_post(account_id=account, role=Role.PUBLIC, at=NOON, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(account_id=account, role="public", given_at=NOON)


def test_an_ended_post_is_nobody_s_any_more() -> None:
    account = make_account(email="ada@example.org", name="Ada", at=NOON, by=None)
    post = give_post(account_id=account, role=Role.DIRECTOR, authorities=["800"], at=NOON, by=None)
    end_post(post_id=post, at=NOON + timedelta(days=1), by=None)
    assert posts_of(account) == ()
    with pytest.raises(NotFound, match="do not hold this role"):
        person_for(account, post)
    with pytest.raises(NotFound):
        end_post(post_id=post, at=NOON + timedelta(days=2), by=None)


def test_nobody_acts_in_the_post_of_another_or_of_a_closed_account() -> None:
    ada = make_account(email="ada@example.org", name="Ada", at=NOON, by=None)
    ben = make_account(email="ben@example.org", name="Ben", at=NOON, by=None)
    post = give_post(account_id=ada, role=Role.DIRECTOR, authorities=["800"], at=NOON, by=None)
    with pytest.raises(NotFound):
        person_for(ben, post)
    Account.objects.filter(pk=ada).update(is_active=False)
    with pytest.raises(NotFound):
        person_for(ada, post)


def test_the_list_names_every_account_and_its_posts_in_force() -> None:
    ada = make_account(email="ada@example.org", name="Ada", at=NOON, by=None)
    give_post(account_id=ada, role=Role.PLANNER, authorities=["800"], at=NOON, by=None)
    end_post(post_id=give_post(account_id=ada, role=Role.AUDITOR, at=NOON, by=None), at=NOON, by=None)
    (line,) = accounts()
    assert [(post.role, post.authorities) for post in line.posts] == [(Role.PLANNER, ("800",))]


@pytest.fixture
def two_posts(client_for, person) -> Client:
    """A social worker of council 800 who is also a reviewing officer of council 801."""
    worker = person(Role.SOCIAL_WORKER, authority="800", email="two@example.org")
    give_post(
        account_id=worker.id, role=Role.REVIEWING_OFFICER, authorities=["801"], at=NOON + timedelta(hours=1), by=None
    )
    return client_for(worker)


def test_a_person_with_two_posts_says_which_one_before_anything_else(two_posts: Client) -> None:
    answer = two_posts.get("/me/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/role/?next=%2Fme%2F"
    page = two_posts.get("/account/role/").content.decode()
    assert "Which role are you in now?" in page
    assert "social worker, " in page
    assert "independent reviewing officer, " in page


def test_the_chosen_post_is_kept_and_its_reach_alone_counts(two_posts: Client) -> None:
    account = two_posts.person.id  # type: ignore[attr-defined]
    worker, officer = posts_of(account)
    answer = two_posts.post("/account/role/", {"post": str(officer.id), "next": "/criteria/"})
    assert (answer.status_code, answer["Location"]) == (302, "/criteria/")
    asked = two_posts.get("/account/").wsgi_request
    assert asked.person.role is Role.REVIEWING_OFFICER
    assert asked.person.authorities == {"801"}
    two_posts.post("/account/role/", {"post": str(worker.id)})
    asked = two_posts.get("/account/").wsgi_request
    assert asked.person.role is Role.SOCIAL_WORKER
    assert asked.person.authorities == {"800"}


def test_nobody_chooses_a_post_that_is_not_theirs_nor_none(two_posts: Client, person) -> None:
    stranger = person(Role.DIRECTOR, authority="800")
    for tried in (str(posts_of(stranger.id)[0].id), "", "nonsense"):
        answer = two_posts.post("/account/role/", {"post": tried})
        assert answer.status_code == 422
        assert "govuk-error-summary" in answer.content.decode()
    assert two_posts.get("/account/").wsgi_request.person.role is Role.PUBLIC


def test_choosing_a_role_never_leads_out_of_the_house(two_posts: Client) -> None:
    post = posts_of(two_posts.person.id)[0]  # type: ignore[attr-defined]
    answer = two_posts.post("/account/role/", {"post": str(post.id), "next": "https://example.com/"})
    assert answer["Location"] == "/me/"


def test_a_post_that_ends_while_it_is_in_use_stops_at_once(two_posts: Client) -> None:
    _, officer = posts_of(two_posts.person.id)  # type: ignore[attr-defined]
    two_posts.post("/account/role/", {"post": str(officer.id)})
    end_post(post_id=officer.id, at=NOON + timedelta(days=1), by=None)
    assert two_posts.get("/account/").wsgi_request.person.role is Role.SOCIAL_WORKER  # the one that is left
