"""`carecommons audit` as people type it: under a token, one document, the refusals of the pages."""

import json

import pytest

from carecommons.cli.main import run
from carecommons.people.roles import Role
from planning.audited import DEVON, three_councils

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(monkeypatch, capsys, person, token_for):
    """said(role, words...) -> exit code, stdout, stderr, under that role's token; no token for None."""
    monkeypatch.setattr("carecommons.cli.audit.django_ready", lambda **_: None)
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)
    three_councils()

    def call(role, *words):
        token = ["--token", token_for(person(role, authority=DEVON))] if role else []
        code = run(["audit", *words, *token])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_json_is_one_document_with_null_for_what_is_withheld(said):
    code, out, _ = said(Role.PLANNER, "--place", f"council:{DEVON}", "--json")
    found = json.loads(out)
    assert code == 0
    assert [place["name"] for place in found["places"]] == ["Devon", "South West", "England"]
    place = next(table for table in found["need"] if table["code"] == "place")
    assert {
        "words": place["rows"][1]["words"], "cells": place["rows"][1]["cells"][:1],
    } == {"words": "Children's home", "cells": [{"value": None, "words": "withheld"}]} | {}  # fmt: skip


def test_people_read_need_before_homes_and_the_two_ledgers_apart(said):
    code, out, _ = said(Role.PLANNER, "--place", "nation")
    assert code == 0
    order = [
        out.index(words) for words in ("GENERAL NEEDS", "SPECIALIST NEEDS", "Where they live", "Homes in the local")
    ]
    assert order == sorted(order)


def test_without_a_token_it_says_how_to_make_one(said):
    code, out, err = said(None)
    assert (code, out) == (3, "")
    assert "token" in err


def test_another_role_is_refused(said):
    assert said(Role.SOCIAL_WORKER)[0] == 3


@pytest.mark.parametrize("words", [("--place", "nowhere"), ("--year", "1999"), ("--place", "region:London")])
def test_an_unknown_place_or_year_is_refused(said, words):
    code, out, err = said(Role.PLANNER, *words)
    assert (code, out) == (3, "")
    assert err


def test_a_year_that_is_no_number_is_wrong_usage(said):
    with pytest.raises(SystemExit) as ended:
        said(Role.PLANNER, "--year", "last")
    assert ended.value.code == 2


# ------------------------------------------------------------------ years, changes, repairs
def test_years_are_told_with_gaps_and_as_one_document(said):
    code, out, _ = said(Role.PLANNER, "years", "--place", f"council:{DEVON}", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["years"] == [2026]
    assert found["counts"][0]["lines"][0]["points"][0]["words"] == "40"
    code, out, _ = said(Role.PLANNER, "years", "--place", "nation")
    assert code == 0
    assert "Children in care on 31 March, England: 125 in 2026." in out


def test_changes_say_that_nothing_came_before(said):
    code, out, _ = said(Role.PLANNER, "changes", "--place", f"council:{DEVON}")
    assert code == 0
    assert "Nothing to compare yet" in out
    assert json.loads(said(Role.PLANNER, "changes", "--json")[1])["first"] is True
    assert said(Role.PLANNER, "changes", "--place", "nation")[0] == 3


def test_repairs_say_what_to_do_and_lead_to_ones_own_rows(said):
    code, out, _ = said(Role.PLANNER, "repairs", "--place", f"council:{DEVON}", "--with", "nation")
    assert code == 0
    assert f"carecommons returns report --authority {DEVON}" in out
    assert "headline" in json.loads(said(Role.PLANNER, "repairs", "--json")[1])
    assert said(Role.SOCIAL_WORKER, "repairs")[0] == 3
