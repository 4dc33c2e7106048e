"""`carecommons placement`: the same acts under a personal token, with the same refusals and exit codes."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.cli.main import run
from carecommons.decisions.queries import placement
from carecommons.people.models import Look
from carecommons.people.roles import Role
from decisions.placements_made import planned
from walk_world import DEVON, KENT, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def move(monkeypatch):
    monkeypatch.setattr("carecommons.cli.placement.django_ready", lambda **_: None)
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)
    return planned(search(at=datetime.now(UTC) - timedelta(minutes=15)))


@pytest.fixture
def said(capsys, person, token_for):
    def call(role, *words, authority=KENT):
        code = run(["placement", *map(str, words), "--token", token_for(person(role, authority=authority))])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_a_plan_is_answered_read_and_a_notice_recorded(move, said):
    answered = ("answer", move, "--item", "school", "--reply", "said", "--words", "The same school.")
    assert said(Role.SOCIAL_WORKER, *answered)[0] == 0
    code, out, _ = said(Role.DIRECTOR, "show", move, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["plan"] == {"school": "The same school."}
    assert "dentist" in found["plan_lacks"]
    day = str(localdate())
    told = ("notice", found["decision_id"], "--kind", "school", "--sent-on", day, "--to", "The head")
    assert said(Role.SOCIAL_WORKER, *told)[0] == 0
    assert f"sent on {day}" in said(Role.SOCIAL_WORKER, "show", move)[1]
    assert Look.objects.filter(child_id=placement(move).child_id, act="decisions.see_placement").exists()


def test_the_refusals_are_those_of_the_pages(move, said):
    code, _, err = said(Role.SOCIAL_WORKER, "begin", move, "--came-on", str(placement(move).from_day))
    assert code == 3
    assert "cannot have come on a day that is still to be" in err
    assert said(Role.SOCIAL_WORKER, "show", move, authority=DEVON)[0] == 3
    assert said(Role.DIRECTOR, "begin", move, "--came-on", "2026-11-20")[0] == 3
