"""`carecommons criteria`: whether the numbers are those published, and an operator's publishing of others."""

import json

import pytest

from carecommons.cli.main import run
from carecommons.constitution import actions, parameters, queries
from carecommons.people.roles import Role

pytestmark = pytest.mark.django_db


def test_the_numbers_are_told_with_their_fingerprint(founding, capsys) -> None:
    assert run(["criteria", "numbers", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["digest"] == queries.hash_of(parameters.packaged_numbers())
    assert said["published_now"] is False


def test_changed_numbers_end_three_until_an_operator_publishes_them(
    founding, person, token_for, capsys, monkeypatch
) -> None:
    text = parameters.packaged_numbers().replace('"value":72', '"value":96')
    monkeypatch.setattr(queries, "packaged_numbers", lambda: text)
    monkeypatch.setattr(actions, "packaged_numbers", lambda: text)
    assert run(["criteria", "numbers"]) == 3
    assert "not those that were published last" in capsys.readouterr().err
    planner = token_for(person(Role.PLANNER, authority="800"))
    assert run(["criteria", "numbers", "--publish", "--token", planner]) == 3
    assert run(["criteria", "numbers", "--publish"]) == 3  # no token at all
    operator = token_for(person(Role.OPERATOR))
    capsys.readouterr()
    assert run(["criteria", "numbers", "--publish", "--token", operator, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["published_now"] is True
    assert run(["criteria", "numbers"]) == 0


def test_a_version_is_published_by_an_operator_and_once(person, token_for, capsys) -> None:
    operator = token_for(person(Role.OPERATOR))
    assert run(["criteria", "publish", "1", "--token", operator, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == 1
    assert run(["criteria", "publish", "1", "--token", operator]) == 3
    assert "A published text never changes" in capsys.readouterr().err
    assert run(["criteria", "publish", "9", "--token", operator]) == 3


def test_e17_the_command_says_what_stands_behind_a_refusal_and_each_refusal_says_it_too(capsys) -> None:
    assert run(["criteria", "behind", "parents_first"]) == 0
    assert "This is law: Parents come first" in capsys.readouterr().out
    assert run(["criteria", "behind", "--json"]) == 0
    every = json.loads(capsys.readouterr().out)
    assert {each["kind"] for each in every} == {"law", "physics", "policy choice"}
    assert run(["criteria", "behind", "no_such_code", "--json"]) == 3
    said = capsys.readouterr()
    assert json.loads(said.out)["error"]["behind"]["kind"] == "physics"
    assert "It could not be otherwise" in said.err
