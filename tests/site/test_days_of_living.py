"""What is due in the life in a home stands on the day of whoever must do it, and of the manager once it is late."""

from datetime import timedelta

import pytest

from carecommons.decisions import actions
from carecommons.people.roles import Role
from carecommons.site.days import my_day
from decisions.living_made import REVIEWER, asked_for_review, lives_there
from decisions.test_living import REACHED
from walk_world import KENT, MANAGER, MEDWAY, OFFICER, WORKER, acting

pytestmark = pytest.mark.django_db
CLINICIAN = acting(Role.CLINICIAN)


@pytest.fixture
def lives():
    return lives_there()


def nouns(who, lives, **later) -> set[str]:
    day = my_day(who, at=lives.at + timedelta(**later), at_most=50)
    return {line.noun[0] for line in day.lines}


def test_each_thing_asks_whoever_must_do_it(lives):
    assert {"visit to make", "health assessment to see to", "placement to look at"} <= nouns(WORKER, lives)
    assert "review to hold" not in nouns(WORKER, lives)
    assert "review to hold" in nouns(REVIEWER, lives)
    assert "visit to make" not in nouns(REVIEWER, lives)
    assert "health assessment to see to" in nouns(CLINICIAN, lives)
    assert not {"visit to make", "review to hold"} & nouns(OFFICER, lives)
    assert "visit to make" not in nouns(acting(Role.SOCIAL_WORKER, MEDWAY), lives)


def test_the_manager_is_asked_once_it_is_late_and_to_look(lives):
    assert {"visit to make", "review to hold", "health assessment to see to"} <= nouns(MANAGER, lives)
    told = {"placement_id": lives.placement, "day": lives.on, "at": lives.at}
    actions.record_visit(alone="yes", said="Nothing.", by=WORKER, **told)
    actions.record_health(by=WORKER, **told)
    asked_for_review(lives)
    actions.record_review(
        took_part="PN1", decided="They stay, and drama goes on every week.", until_18=False, answers=REACHED,
        by=REVIEWER, **told,
    )  # fmt: skip
    assert not {"visit to make", "review to hold", "health assessment to see to"} & nouns(MANAGER, lives)
    assert "visit to make" not in nouns(WORKER, lives)
    assert "visit to make" in nouns(WORKER, lives, days=40)
    assert "visit to make" not in nouns(MANAGER, lives, days=40)
    assert "visit to make" in nouns(MANAGER, lives, days=43)


def test_a_line_leads_to_the_form_on_which_it_is_written_down(lives, client_as):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert f"/placements/{lives.placement}/visit/" in worker.get("/me/").content.decode()


def test_nothing_is_due_before_the_move_or_after_the_end(lives):
    from carecommons.decisions.models import Placement

    Placement.objects.filter(id=lives.placement).update(state="ended", ended_on=lives.on)
    assert not {"visit to make", "placement to look at"} & nouns(WORKER, lives)
