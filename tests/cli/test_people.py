"""`carecommons people`, and who is asking on the command line."""

import argparse
import json
from datetime import UTC, datetime

import pytest

from carecommons.cli.asker import VARIABLE, add_token, asker
from carecommons.cli.main import run
from carecommons.common.errors import NotAllowed
from carecommons.people.actions import end_post
from carecommons.people.models import Account
from carecommons.people.queries import person_of_token, posts_of
from carecommons.people.roles import Role
from conftest import give_factor

pytestmark = pytest.mark.django_db
ADD = ["people", "add", "--email", "ada@example.org", "--name", "Ada Ash", "--role", "social_worker"]


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carecommons.cli.people.django_ready", lambda *, migrate=False: None)
    monkeypatch.delenv(VARIABLE, raising=False)


def said(capsys: pytest.CaptureFixture[str]) -> dict:
    return json.loads(capsys.readouterr().out)


def test_an_operator_opens_an_account_gives_a_role_and_makes_a_token(capsys) -> None:
    assert run([*ADD, "--authority", "800", "--authority", "801", "--json"]) == 0
    assert said(capsys)["opened"] is True
    assert run(["people", "token", "--email", "ada@example.org", "--post", "social_worker", "--json"]) == 3
    assert said(capsys)["error"]["code"] == "second_factor_needed"
    give_factor(Account.objects.get().pk)
    assert run(["people", "token", "--email", "ADA@example.org", "--post", "social_worker", "--json"]) == 0
    made = said(capsys)
    person = person_of_token(made["token"], at=datetime.now(UTC))
    assert (person.role, person.name, person.authorities) == (Role.SOCIAL_WORKER, "Ada Ash", {"800", "801"})


def test_a_second_role_goes_to_the_same_account(capsys) -> None:
    run([*ADD, "--authority", "800"])
    capsys.readouterr()
    assert (
        run(["people", "add", "--email", "ada@example.org", "--role", "planner", "--authority", "800", "--json"]) == 0
    )
    assert said(capsys)["opened"] is False
    account = Account.objects.get()
    assert [post.role for post in posts_of(account.pk)] == [Role.SOCIAL_WORKER, Role.PLANNER]


def test_the_token_alone_stands_on_stdout_for_scripts(capsys) -> None:
    run([*ADD, "--authority", "800"])
    give_factor(Account.objects.get().pk)
    capsys.readouterr()
    run(["people", "token", "--email", "ada@example.org", "--post", "social_worker"])
    heard = capsys.readouterr()
    assert heard.out.startswith("cc_")
    assert len(heard.out.split()) == 1
    assert "Copy it now" in heard.err


def test_the_list_shows_who_holds_what_and_never_a_token(capsys) -> None:
    run([*ADD, "--authority", "800"])
    run(["people", "token", "--email", "ada@example.org", "--post", "social_worker"])
    token = capsys.readouterr().out.splitlines()[-1]
    run(["people", "list"])
    heard = capsys.readouterr().out
    assert heard == "ada@example.org  social_worker 800\n"
    run(["people", "list", "--json"])
    heard = capsys.readouterr().out
    assert json.loads(heard)[0]["posts"][0]["authorities"] == ["800"]
    assert token not in heard


def test_an_ended_role_takes_its_tokens_along(capsys) -> None:
    run([*ADD, "--authority", "800"])
    give_factor(Account.objects.get().pk)
    capsys.readouterr()
    run(["people", "token", "--email", "ada@example.org", "--post", "social_worker", "--json"])
    token = said(capsys)["token"]
    assert run(["people", "end", "--email", "ada@example.org", "--post", "social_worker"]) == 0
    with pytest.raises(NotAllowed):
        person_of_token(token, at=datetime.now(UTC))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["people", "add", "--email", "a@example.org", "--role", "planner", "--authority", "999"], "authority_unknown"),
        (["people", "token", "--email", "nobody@example.org", "--post", "planner"], "account_not_found"),
        (["people", "token", "--email", "ada@example.org", "--post", "planner"], "post_not_found"),
        (["people", "end", "--email", "ada@example.org", "--post", "planner"], "post_not_found"),
        (["people", "token", "--email", "ada@example.org", "--post", "social_worker", "--days", "0"], "token_days"),
    ],
)
def test_a_refusal_says_why_ends_3_and_stores_nothing(capsys, words: list[str], code: str) -> None:
    run([*ADD, "--authority", "800"])
    before = (Account.objects.count(), len(posts_of(Account.objects.get().pk)))
    capsys.readouterr()
    assert run([*words, "--json"]) == 3
    error = said(capsys)["error"]
    assert error["code"] == code
    assert error["message"]
    assert (Account.objects.count(), len(posts_of(Account.objects.get().pk))) == before


def test_a_role_that_is_none_is_a_matter_of_usage(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["people", "add", "--email", "a@example.org", "--role", "king"])
    assert ended.value.code == 2


def test_one_role_held_twice_must_be_named_by_its_id(capsys) -> None:
    run([*ADD, "--authority", "800"])
    run([*ADD, "--authority", "801"])
    capsys.readouterr()
    assert run(["people", "token", "--email", "ada@example.org", "--post", "social_worker", "--json"]) == 3
    assert said(capsys)["error"]["code"] == "post_unclear"
    post = posts_of(Account.objects.get().pk)[1]
    give_factor(Account.objects.get().pk)
    assert run(["people", "token", "--email", "ada@example.org", "--post", str(post.id), "--json"]) == 0
    assert person_of_token(said(capsys)["token"], at=datetime.now(UTC)).authorities == {"801"}


def test_a_password_from_stdin_is_weighed_before_it_is_kept(capsys, monkeypatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("password\n"))
    assert run([*ADD, "--authority", "800", "--password", "stdin"]) == 3
    assert not Account.objects.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("three odd words here\n"))
    assert run([*ADD, "--authority", "800", "--password", "stdin"]) == 0
    assert Account.objects.get().check_password("three odd words here")


class TestTheAsker:
    def args(self, *words: str) -> argparse.Namespace:
        parser = argparse.ArgumentParser()
        add_token(parser)
        return parser.parse_args(words)

    def test_is_the_owner_of_the_token(self, person, token_for, monkeypatch) -> None:
        worker, planner = person(Role.SOCIAL_WORKER, authority="800"), person(Role.PLANNER, authority="801")
        monkeypatch.setenv(VARIABLE, token_for(worker))
        assert asker(self.args()) == worker
        assert asker(self.args("--token", token_for(planner))) == planner

    def test_without_a_token_is_told_how_to_make_one(self) -> None:
        with pytest.raises(NotAllowed, match="carecommons people token") as refused:
            asker(self.args())
        assert refused.value.code == "token_needed"

    def test_with_a_token_of_an_ended_role_is_refused(self, person, token_for) -> None:
        worker = person(Role.SOCIAL_WORKER, authority="800")
        token = token_for(worker)
        end_post(post_id=posts_of(worker.id)[0].id, at=datetime.now(UTC), by=None)
        with pytest.raises(NotAllowed, match="not in force"):
            asker(self.args("--token", token))


def test_a_lost_second_factor_is_taken_away_with_a_reason(db, capsys, person) -> None:
    from argparse import Namespace

    import pytest
    from allauth.mfa.models import Authenticator

    from carecommons.cli.people import reset_factor
    from carecommons.common.errors import NotFound, ReasonMissing
    from carecommons.people.models import FactorReset
    from carecommons.people.roles import Role

    person(Role.SOCIAL_WORKER, authority="800", email="ada@example.org")
    asked = {"email": "Ada@example.org", "json": False}
    with pytest.raises(ReasonMissing, match="how you made sure"):
        reset_factor(Namespace(**asked, reason="lost"))
    with pytest.raises(NotFound):
        reset_factor(Namespace(email="nobody@example.org", reason="seen in person today", json=False))
    assert Authenticator.objects.count() == 1
    assert reset_factor(Namespace(**asked, reason="seen in person today")) == 0
    assert "1 second factor taken away" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    assert FactorReset.objects.get().reason == "seen in person today"
