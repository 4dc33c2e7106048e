"""What the demonstration tells of lives in progress, and that whoever it is for finds it. Invented data throughout."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from carecommons.common import boundaries, postcodes
from carecommons.common.days import is_working_day

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo-journey")]  # one demonstration for the whole file
WORLD = ("--children", "400", "--authorities", "2", "--seed", "1")
SEEN = Path(__file__).with_name("demo_seen.py")

# role -> what this journey puts on their day, as it is counted there
WAITS = {
    "social_worker": {
        "visit to make", "placement to look at", "notice to act on", "note for the next home to read",
        "question of a home", "health assessment to see to", "approval that runs out",
    },
    "team_manager": {
        "choice to approve", "visit to make", "placement to look at", "notice to act on", "approval that runs out",
    },
    "placement_officer": {"question of a home"},
    "nominated_officer": {"approval that runs out", "review to see to"},
    "director": {"approval that runs out", "review to see to"},
    "reviewing_officer": {"review to hold", "notice to act on", "review to see to"},
    "advocate": {"decision that can still be looked at again"},
    "parent": {"decision that can still be looked at again"},
    "virtual_school_head": {"review to hear"},
    "clinician": {"review to hear", "health assessment to see to"},
    "provider_manager": {"notice to act on", "letter to read", "invitation to answer"},
    "provider_responsible": {"notice to act on", "invitation to answer"},  # the manager has read the letter by then
    "foster_carer": {"shortlist to answer"},
}  # fmt: skip
# role -> what is not on their day, since they can do nothing about it
NOT_THEIRS = {"placement_officer": {"approval that runs out"}, "reviewing_officer": {"approval that runs out"}}
# role -> page -> words that stand on it
READS = {
    "provider_manager": {
        "invitations:inbox": ("Declined",), "decisions:own_stays": ("since",), "matching:details": ("accepted",),
    },
    "foster_carer": {"decisions:own_stays": ("since",), "decisions:letters": ("to your homes",)},
    "child": {"home": ("How is it going?", "The move waits."), "decisions:placement": ("I say:",)},
    "advocate": {"decisions:placement": ()},
    "planner": {"decisions:life_counts": (), "decisions:early_ends": ()},
    "auditor": {"decisions:reviews": ("Upheld in part",)},
    "operator": {"decisions:reviews": ("Upheld in part",)},
    "inspector": {"decisions:reviews": ("Upheld in part",)},
}  # fmt: skip


def _environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CARECOMMONS_", "DATABASE_URL", "DJANGO_"))}
    return kept | {"CARECOMMONS_HOME": str(home), "CARECOMMONS_PROFILE": "demo"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, dict]:
    """(the figures of a demonstration, what those who sign in to it find)."""
    home = tmp_path_factory.mktemp("journey")
    ready = Path(__file__).resolve().parents[2] / "var"
    for name in (postcodes.NAME, boundaries.NAME):
        if (ready / name).exists():
            shutil.copy(ready / name, home / name)
    build = [sys.executable, "-m", "carecommons.cli.main", "demo", "--no-serve", "--json", *WORLD]
    made = subprocess.run(build, capture_output=True, text=True, check=False, env=_environment(home))
    assert made.returncode == 0, made.stderr
    seen = subprocess.run(
        [sys.executable, str(SEEN)], capture_output=True, text=True, check=False, env=_environment(home)
    )
    assert seen.returncode == 0, seen.stderr
    return json.loads(made.stdout), json.loads(seen.stdout)


def test_it_reports_every_thing_that_it_tells_of_lives_in_progress(told):
    made, _ = told
    assert not [name for name, number in made["journey"].items() if number < 1]
    assert made["journey"]["notices"] >= 3
    assert made["journey"]["eighteen_choices"] == 2
    assert made["placements_begun"] >= made["journey"]["placements"]


def test_both_sides_gave_notice_and_stays_began_ended_and_are_to_come(told):
    _, seen = told
    assert {party for party, _ in seen["notices"]} == {"home", "council"}
    assert {"living", "ended", "planned"} <= set(seen["placements"])
    assert {"asked", "acknowledged", "found"} <= set(seen["reviews"])


@pytest.mark.parametrize("role", WAITS)
def test_each_role_finds_on_its_day_what_is_theirs_to_do(told, role):
    _, seen = told
    assert WAITS[role] <= set(seen[role]["waits"])
    assert not NOT_THEIRS.get(role, set()) & set(seen[role]["waits"])


def test_every_page_that_a_day_leads_to_opens_for_its_reader(told):
    _, seen = told
    answers = {(role, noun): status for role in seen if role in WAITS for noun, status in seen[role]["pages"].items()}
    assert answers
    assert {pair: status for pair, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("role", READS)
def test_the_pages_of_each_role_hold_what_is_told(told, role):
    _, seen = told
    for page, words in READS[role].items():
        text = seen[role]["named"][page]
        assert not text.startswith("answered"), (page, text)
        assert [each for each in words if each not in text] == [], page


def test_everybody_who_signs_in_has_a_page_to_begin_on(told):
    made, seen = told
    roles = [role for role in seen if isinstance(seen[role], dict)]
    assert len(roles) == len(made["sign_ins"])
    assert {role: seen[role]["home"] for role in roles if seen[role]["home"] != 200} == {}


def test_what_is_past_happened_on_working_days_and_nothing_is_written_ahead(told):
    _, seen = told
    assert seen["ahead"] == []
    assert seen["days"]
    assert [day for day in seen["days"] if not is_working_day(date.fromisoformat(day))] == []
    assert max(seen["days"]) <= date.today().isoformat()
