"""An approval that a notice must come before is not offered, and the page says who sends the notice."""

from datetime import UTC, datetime, timedelta

import pytest

from carecommons.decisions import queries
from carecommons.decisions.models import Placement
from carecommons.decisions.notices import owed_first
from carecommons.people.roles import Role
from decisions.test_decision_pages import text
from walk_world import KENT, MEDWAY, choose, choose_tonight, search, tell_before

pytestmark = pytest.mark.django_db
AT = datetime.now(UTC) - timedelta(minutes=30)
SENDERS = ("social worker", "team manager", "placement officer")


@pytest.fixture
def found():
    return search(at=AT, Alder={"authority": MEDWAY}, Birch={})


@pytest.fixture
def decision(found):
    return choose(found)


@pytest.fixture
def nominated(client_as):
    return client_as(Role.NOMINATED_OFFICER, authority=KENT)


def button(decision) -> str:
    return f'action="/decisions/{decision}/approve/"'


def test_the_button_is_withheld_and_whoever_sends_the_notice_is_named(nominated, decision):
    answer = nominated.get(f"/decisions/{decision}/")
    html, said = answer.content.decode(), text(answer)
    assert button(decision) not in html
    assert "A notice comes before the approval" in said
    assert "The council of the area where the home is" in said
    for role in SENDERS:
        assert role in said
    assert f"/decisions/{decision}/notices/area_authority/" not in html, "it is not theirs to open"
    assert "Send it back" in said, "the choice can still be sent back"


def test_once_the_day_is_recorded_the_button_stands_there(nominated, decision):
    tell_before(decision, at=AT + timedelta(minutes=9))
    answer = nominated.get(f"/decisions/{decision}/")
    assert button(decision) in answer.content.decode()
    assert "A notice comes before the approval" not in text(answer)
    ticked = list(queries.facts_owed(decision, at=AT))
    assert nominated.post(f"/decisions/{decision}/approve/", {"satisfied": ticked}).status_code == 302
    assert Placement.objects.filter(decision_id=decision).exists()


def test_a_form_that_was_open_before_is_refused_on_the_page_of_the_choice(nominated, decision):
    ticked = list(queries.facts_owed(decision, at=AT))
    refused = nominated.post(f"/decisions/{decision}/approve/", {"satisfied": ticked})
    assert refused.status_code == 409
    said = text(refused)
    assert "no notice to the council of that area is recorded" in said
    assert "A notice comes before the approval" in said
    assert "The chosen home, as the frozen list shows it" in said
    assert not Placement.objects.filter(decision_id=decision).exists()


def test_inside_the_area_and_in_an_emergency_nothing_comes_first(client_as, nominated, found):
    tonight = choose_tonight(found)
    assert not owed_first(queries.notices_of(tonight, at=datetime.now(UTC)))
    near = search_near()
    manager = client_as(Role.TEAM_MANAGER, authority=KENT)
    answer = manager.get(f"/decisions/{near}/")
    assert button(near) in answer.content.decode()
    assert "A notice comes before the approval" not in text(answer)


def search_near():
    from walk_world import add_child, add_home, listed

    child = add_child(reference="C-9M2WA", at=AT)
    return choose(listed(child, {"Alder": add_home("Cedar", at=AT)}, at=AT))
