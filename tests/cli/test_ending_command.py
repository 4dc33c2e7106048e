"""`carecommons ending`: the same acts under a personal token, with the same refusals and exit codes."""

import json

import pytest

from carecommons.cli.main import run
from carecommons.decisions import queries
from carecommons.decisions.placement import Placed
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.queries import provider_of
from decisions.ended import DAY, SENTENCE, TODAY, TRIED, WHY, lived, notice
from walk_world import DEVON, KENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(monkeypatch):
    monkeypatch.setattr("carecommons.cli.ending.django_ready", lambda **_: None)
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)
    return lived()


@pytest.fixture
def said(capsys, person, token_for):
    def call(role, *words, **reach):
        token = ["--token", token_for(person(role, **(reach or {"authority": KENT})))]
        code = run(["ending", *map(str, words), *token])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_a_home_gives_notice_and_reads_it(there, said):
    reach = {"provider_id": provider_of(there.home), "home_ids": [there.home]}
    give = ("give", there.placement, "--reason", "CREQB", "--words", WHY, "--ends-on", TODAY + 28 * DAY)
    assert said(Role.PROVIDER_MANAGER, *give, "--tried", "No", **reach)[0] == 3
    code, out, _ = said(Role.PROVIDER_MANAGER, *give, "--tried", TRIED, "--json", **reach)
    assert code == 0
    made = json.loads(out)["id"]
    assert WHY in said(Role.PROVIDER_MANAGER, "show", made, **reach)[1]
    assert made in said(Role.SOCIAL_WORKER, "list")[1]
    assert made not in said(Role.SOCIAL_WORKER, "list", authority=DEVON)[1]
    assert Look.objects.filter(child_id=there.child, act="decisions.see_notice", role="social_worker").count() == 1


def test_a_meeting_is_read_from_a_file_and_a_bad_file_is_refused(there, said, tmp_path):
    found, path = notice(there), tmp_path / "meeting.json"
    path.write_text('{"held_on": 3}')
    code, _, err = said(Role.REVIEWING_OFFICER, "meeting", found, "--file", path)
    assert (code, "The record was not read" in err) == (3, True)
    path.write_text(
        json.dumps(
            {
                "held_on": str(TODAY), "there": ["carer"], "child_there": "child", "outcome": "met",
                "would_change": "Someone awake at night, and a room of their own.",
                "tasks": [{"what": "Find a night worker", "who": "Manager", "by_day": str(TODAY)}],
            }
        )
    )  # fmt: skip
    assert said(Role.REVIEWING_OFFICER, "meeting", found, "--file", path)[0] == 0
    assert queries.end_notice(found).meetings[0].tasks[0].who == "Manager"


def test_a_stay_ends_with_its_reasons(there, said):
    why = ("--care-ends", "X1", "--change", "CREQB", "--led-by", "carer")
    assert said(Role.TEAM_MANAGER, "end", there.child, "--on", TODAY, *why)[0] == 3
    assert said(Role.TEAM_MANAGER, "end", there.child, "--on", TODAY, *why, "--words", SENTENCE)[0] == 0
    assert queries.placement(there.placement).state is Placed.ENDED
    assert said(Role.CHILD, "was", there.placement, "--good", "The dog.", children=[there.child])[0] == 0
    assert queries.debriefs_of(there.placement)[0].good == "The dog."


def test_early_ends_are_for_planners(said, there):
    assert said(Role.PLANNER, "early", "--json")[0] == 0
    assert said(Role.SOCIAL_WORKER, "early")[0] == 3
