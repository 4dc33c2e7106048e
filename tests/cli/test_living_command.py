"""`carecommons living`: what is due and how it goes, with a token, and the looks and refusals of the pages."""

import json
from datetime import date
from uuid import uuid4

import pytest
import time_machine

from carecommons.cli.main import run
from carecommons.people.models import Look
from carecommons.people.roles import Role
from decisions.living_made import lives_there, over
from walk_world import KENT, MEDWAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(monkeypatch):
    monkeypatch.setattr("carecommons.cli.living.django_ready", lambda **_: None)
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)
    return lives_there()


@pytest.fixture
def said(capsys, person, token_for):
    def call(role, *words, authority=KENT):
        code = run(["living", *map(str, words), "--token", token_for(person(role, authority=authority))])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_what_is_due_is_one_look_at_each_child(lives, said):
    before = Look.objects.filter(child_id=lives.child).count()
    code, out, _ = said(Role.SOCIAL_WORKER, "due", "--json")
    assert code == 0
    assert {line["kind"] for line in json.loads(out)} == {"visit", "review", "health"}
    assert Look.objects.filter(child_id=lives.child).count() == before + 1
    assert said(Role.SOCIAL_WORKER, "due", authority=MEDWAY)[1] == "Nothing is due.\n"


def test_a_visit_is_written_down_and_shown(lives, said):
    told = ("--day", lives.on, "--alone", "yes", "--said", "The dog sleeps in my room.")
    assert said(Role.SOCIAL_WORKER, "visit", lives.placement, *told)[:2] == (0, "Kept.\n")
    code, out, _ = said(Role.SOCIAL_WORKER, "show", lives.placement, "--json")
    assert code == 0
    assert json.loads(out)["visits"][0]["said"] == "The dog sleeps in my room."
    assert "Goes to drama every week" in said(Role.SOCIAL_WORKER, "show", lives.placement)[1]


def test_a_refusal_is_the_pages(lives, said):
    told = ("--day", lives.on, "--alone", "not_possible", "--said", "Nothing.")
    code, _, err = said(Role.SOCIAL_WORKER, "visit", lives.placement, *told)
    assert code == 3
    assert "not_alone_reason_missing" in err
    assert said(Role.SOCIAL_WORKER, "show", uuid4())[0] == 3
    assert said(Role.SOCIAL_WORKER, "show", lives.placement, authority=MEDWAY)[0] == 3


def test_health_and_time_are_written_down_and_counts_are_the_planners(lives, said):
    day = ("--day", lives.on)
    assert said(Role.SOCIAL_WORKER, "health", lives.placement, *day)[0] == 0
    assert said(Role.PLACEMENT_OFFICER, "time", lives.placement, *day, "--kind", "travel", "--minutes", "90")[0] == 0
    with time_machine.travel(over(date.fromisoformat(str(lives.on)))):
        code, out, _ = said(Role.PLANNER, "counts", "--json")
        told = said(Role.PLANNER, "counts")[1]
    assert code == 0
    assert json.loads(out)["hours"][0]["hours"] is None
    assert "withheld hours of matching" in told
    assert told.startswith("Whole quarters: ")
    assert told.splitlines()[1] == "How it goes, as the children say"
    assert "places held before a move, nights: withheld" in told
    assert said(Role.SOCIAL_WORKER, "counts")[0] == 3
