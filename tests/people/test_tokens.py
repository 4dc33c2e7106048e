"""Personal tokens: shown once, kept as a digest, of one post, and stopped at once when revoked."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest

from carecommons.common.errors import NotAllowed, NotFound, Refused
from carecommons.people.actions import end_post, give_post, make_token, note_token_use, revoke_token
from carecommons.people.models import Account, Token
from carecommons.people.queries import person_of_token, posts_of, tokens_of
from carecommons.people.roles import Role
from carecommons.people.tokens import digest_of, looks_like_token, token_from
from conftest import NOON

LATER = NOON + timedelta(days=1)


def test_a_token_has_a_prefix_that_scanners_find_and_32_bytes_that_nobody_guesses() -> None:
    token = token_from(bytes(range(32)))
    assert token == "cc_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    assert looks_like_token(token)
    assert digest_of(token) == hashlib.sha256(token.encode()).hexdigest()
    assert not looks_like_token(token + "x")
    assert not looks_like_token(token.removeprefix("cc_"))
    with pytest.raises(ValueError, match="32 random bytes"):
        token_from(b"short")


@pytest.fixture
def worker(person):
    return person(Role.SOCIAL_WORKER, authority="800")


def made(worker, **facts) -> str:
    post = posts_of(worker.id)[0]
    return make_token(post_id=post.id, name=facts.pop("name", "script"), at=NOON, by=worker, **facts)


def test_the_token_leads_to_its_owner_in_its_post(worker) -> None:
    assert person_of_token(made(worker), at=LATER) == worker


def test_the_token_itself_is_nowhere_in_the_database(worker) -> None:
    token = made(worker)
    row = Token.objects.get()
    assert row.digest == digest_of(token)
    assert token not in {str(value) for value in vars(row).values()}


def test_unknown_revoked_expired_and_ended_answer_alike(worker, person) -> None:
    messages = set()

    def refused(token: str, at=LATER) -> None:
        with pytest.raises(NotAllowed) as error:
            person_of_token(token, at=at)
        assert error.value.code == "token_not_valid"
        messages.add(str(error.value))

    refused(token_from(b"x" * 32))
    refused("cc_nonsense")
    refused("")
    week = made(worker, days=7)
    person_of_token(week, at=NOON + timedelta(days=6))
    refused(week, at=NOON + timedelta(days=7))
    revoked = made(worker)
    revoke_token(token_id=Token.objects.get(digest=digest_of(revoked)).pk, at=NOON, by=worker)
    refused(revoked)
    director = person(Role.DIRECTOR, authority="800")
    ended = made(director)
    end_post(post_id=posts_of(director.id)[0].id, at=NOON, by=None)
    refused(ended)
    closed = made(worker)
    Account.objects.filter(pk=worker.id).update(is_active=False)
    refused(closed)
    assert len(messages) == 1


def test_nobody_makes_or_revokes_a_token_of_another(worker, person) -> None:
    other = person(Role.DIRECTOR, authority="800")
    with pytest.raises(NotFound):
        make_token(post_id=posts_of(other.id)[0].id, name="x", at=NOON, by=worker)
    with pytest.raises(NotFound):
        make_token(post_id=uuid4(), name="x", at=NOON, by=worker)
    token = made(other)
    with pytest.raises(NotFound):
        revoke_token(token_id=Token.objects.get(digest=digest_of(token)).pk, at=NOON, by=worker)
    assert person_of_token(token, at=LATER) == other


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_token_lasts_no_longer_than_is_published(worker, days: int) -> None:
    with pytest.raises(Refused, match="from 1 to 90 days"):
        made(worker, days=days)
    assert not Token.objects.exists()


def test_its_use_is_noted_at_most_once_an_hour(worker) -> None:
    token = made(worker)
    for minutes, noted in ((0, 0), (59, 0), (61, 61)):
        note_token_use(token=token, at=LATER + timedelta(minutes=minutes))
        assert Token.objects.get().used_at == LATER + timedelta(minutes=noted)


def test_the_page_shows_a_new_token_once_and_revokes_it(client_as) -> None:
    client = client_as(Role.PLANNER, authority="800")
    post = posts_of(client.person.id)[0]
    page = client.post("/account/tokens/", {"name": "spreadsheet", "post": str(post.id), "days": "30"})
    token = next(
        word for word in page.content.decode().replace("<", " ").replace(">", " ").split() if looks_like_token(word)
    )
    (line,) = tokens_of(client.person.id, at=NOON)
    assert (line.name, line.role_name, line.in_force) == ("spreadsheet", "planner", True)
    again = client.get("/account/tokens/")
    assert token not in again.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.post(f"/account/tokens/{line.id}/revoke/").status_code == 302
    (line,) = tokens_of(client.person.id, at=NOON)
    assert not line.in_force


def test_a_token_without_a_name_or_role_is_asked_for_again(client_as) -> None:
    client = client_as(Role.PLANNER, authority="800")
    page = client.post("/account/tokens/", {"name": "", "post": "", "days": "30"})
    assert page.status_code == 422
    assert "govuk-error-summary" in page.content.decode()
    assert not Token.objects.exists()


def test_a_young_person_is_offered_no_token_and_makes_none(client_as) -> None:
    client = client_as(Role.CHILD, children=[uuid4()])
    assert "personal token" not in client.get("/account/").content.decode()
    assert client.get("/account/tokens/").status_code == 403
    post = posts_of(client.person.id)[0]
    sent = {"name": "x", "post": str(post.id), "days": "30"}
    assert client.post("/account/tokens/", sent).status_code == 403
    with pytest.raises(NotAllowed, match="A young person may not make a personal token"):
        make_token(post_id=post.id, name="x", at=NOON, by=client.person)
    assert not Token.objects.exists()


def test_nor_by_acting_in_another_role_of_theirs(client_as) -> None:
    client = client_as(Role.PLANNER, authority="800")
    assert "personal token" in client.get("/account/").content.decode()
    planning = posts_of(client.person.id)[0]
    own = give_post(account_id=client.person.id, role=Role.CHILD, children=[uuid4()], at=NOON, by=None)
    with pytest.raises(NotAllowed):
        make_token(post_id=own, name="x", at=NOON, by=client.person)
    client.post("/account/role/", {"post": str(planning.id)})
    assert str(own) not in client.get("/account/tokens/").content.decode()
    assert client.post("/account/tokens/", {"name": "x", "post": str(own), "days": "30"}).status_code == 422
    assert not Token.objects.exists()
