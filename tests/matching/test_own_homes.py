"""The homes that a child could live in, as the child reads them, and what they say of each (handbook A2, A6)."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from carecommons.children.queries import wishes
from carecommons.common.errors import Faulty, NotFound, NotNow
from carecommons.decisions.actions import approve
from carecommons.matching import actions, queries
from carecommons.matching.childs import kept_words
from carecommons.people.models import Look
from carecommons.people.roles import Role
from decisions.test_decision_pages import text
from walk_world import MANAGER, add_child, choose, search

pytestmark = pytest.mark.django_db
EARLIER = datetime.now(UTC) - timedelta(minutes=30)


@pytest.fixture
def found():
    return search(at=EARLIER, Zebra={}, Alder={}, Birch={"EMO": 0})


@pytest.fixture
def robin(client_as, found):
    return client_as(Role.CHILD, children=[found.child])


def test_the_suitable_homes_stand_by_name_with_nothing_of_the_trade(robin, found):
    html = robin.get(f"/children/{found.child}/mine/").content.decode()
    section = html[html.index('id="homes"') : html.index('id="looked"')]
    assert section.index("Alder") < section.index("Zebra")
    assert "Birch" not in section  # it leaves a need unmet: never offered to the child as a home to like
    plain = text(robin.get(f"/children/{found.child}/mine/"))
    assert "They stand by name. None is first." in plain
    for word in ("£", "H-", "tie", "rank", "gate", "score", "ME14", "placement", "level"):
        assert not re.search(rf"\b{re.escape(word)}", re.sub(r"<[^>]+>", " ", section)), word
    assert "A foster family. No other young person lives here now." in plain


def test_there_are_no_homes_before_there_is_a_list(client_as, founding):
    child = add_child(at=EARLIER)
    robin = client_as(Role.CHILD, children=[child])
    assert 'id="homes"' not in robin.get(f"/children/{child}/mine/").content.decode()
    assert queries.homes_for_child(child).state == "none"
    assert robin.get(f"/searches/mine/{child}/{uuid4()}/").status_code == 404


def test_what_the_child_says_of_a_home_is_a_wish_that_the_officer_reads_before_choosing(robin, client_as, found):
    page = f"/searches/mine/{found.child}/{found.homes['Alder']}/"
    assert "Your social worker asks them" in text(robin.get(page))
    sent = robin.post(page, {"view": "like", "words": "It is near Nan.", "question": "Can I cook?"})
    assert sent["Location"] == f"/children/{found.child}/mine/"
    kept = wishes(found.child)[0]
    assert kept.words == "Alder: I like this home. It is near Nan. My question: Can I cook?"
    assert (kept.stage, kept.how, kept.recorded_by_role) == ("before_decision", "written", "child")
    assert kept.words in text(robin.get(f"/children/{found.child}/mine/"))
    officer = client_as(Role.PLACEMENT_OFFICER, authority="886")
    assert kept.words in text(officer.get(f"/decisions/new/{found.id}/"))


def test_nothing_at_all_is_no_answer(robin, found):
    page = f"/searches/mine/{found.child}/{found.homes['Alder']}/"
    refused = robin.post(page, {})
    assert refused.status_code == 422
    assert "Choose an answer, or write some words." in text(refused)
    assert "Choose one of the answers in the list." in text(robin.post(page, {"view": "love"}))
    with pytest.raises(Faulty) as faults:
        kept_words(name="Alder", view="love", words="x" * 2_001, question="")
    assert [fault.code for fault in faults.value.faults] == ["not_in_list", "too_long"]


def test_a_home_that_is_not_suitable_or_not_on_the_list_is_no_home_here(robin, found):
    for home in (found.homes["Birch"], uuid4()):
        assert robin.get(f"/searches/mine/{found.child}/{home}/").status_code == 404
        with pytest.raises(NotFound):
            actions.say_of_home(child_id=found.child, home_id=home, view="like", by=robin.person, at=EARLIER)


def test_when_a_home_was_chosen_nothing_is_left_to_like(robin, found):
    approve(decision_id=choose(found, home="Alder"), by=MANAGER, at=found.at + timedelta(minutes=1))
    page = f"/searches/mine/{found.child}/{found.homes['Zebra']}/"
    assert "You can still say that you do not agree." in text(robin.get(page))
    assert robin.post(page, {"view": "like"}).status_code == 422
    with pytest.raises(NotNow):
        actions.say_of_home(
            child_id=found.child, home_id=found.homes["Zebra"], view="like", by=robin.person, at=datetime.now(UTC)
        )
    assert "Chosen" in text(robin.get(f"/children/{found.child}/mine/"))


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.PARENT, Role.PLACEMENT_OFFICER, Role.FOSTER_CARER])
def test_nobody_else_reads_or_answers_in_the_child_s_place(client_as, found, role):
    someone = client_as(role, authority="886", children=[found.child])
    page = f"/searches/mine/{found.child}/{found.homes['Alder']}/"
    assert someone.get(page).status_code == someone.post(page, {"view": "like"}).status_code == 403


def test_the_advocate_reads_the_same_and_leaves_a_look(client_as, found):
    advocate = client_as(Role.ADVOCATE, children=[found.child])
    page = f"/searches/mine/{found.child}/{found.homes['Alder']}/"
    advocate.get(page)
    assert Look.objects.filter(child_id=found.child, act="matching.see_own_homes", role="advocate").count() == 1
    advocate.post(page, {"view": "not"})
    assert wishes(found.child)[0].how == "advocate"


def test_the_same_for_programs(client, client_as, token_for, found):
    robin = client_as(Role.CHILD, children=[found.child])
    key = {"Authorization": f"Bearer {token_for(robin.person)}"}
    at = f"/api/v1/matching/mine/{found.child}"
    told = client.get(at, headers=key).json()
    assert [home["name"] for home in told["homes"]] == ["Alder", "Zebra"]
    assert set(told["homes"][0]) == {"id", "name", "kind_words", "living", "miles", "good", "asked", "said"}
    sent = client.post(f"{at}/{found.homes['Alder']}", {"view": "unsure"}, content_type="application/json", headers=key)
    assert (sent.status_code, sent.json()["homes"][0]["said"][0]["words"]) == (201, "Alder: I do not know yet.")
    wrong = client.post(f"{at}/{found.homes['Alder']}", {}, content_type="application/json", headers=key)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "home_view_not_complete")
