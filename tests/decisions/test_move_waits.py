"""The move waits: everybody who may read the decision is told, and no page still names the day as if it held."""

from datetime import UTC, datetime, timedelta

import pytest

from carecommons.decisions import actions, queries
from carecommons.people.roles import Person, Role
from carecommons.register.actions import integrate
from carecommons.site.days import my_day
from decisions.test_decision_pages import text
from walk_world import KENT, MANAGER, NOMINATED, choose, search

pytestmark = pytest.mark.django_db
NO, ANSWER = "It is too far from my brother.", "We looked at the bus times again and asked your brother too."
STAFF = [Role.SOCIAL_WORKER, Role.PLACEMENT_OFFICER, Role.TEAM_MANAGER, Role.REVIEWING_OFFICER]


@pytest.fixture
def decision(db):
    found = search(at=datetime.now(UTC) - timedelta(minutes=30))
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return queries.decision(decision_id)


@pytest.fixture
def child(client_as, decision) -> Person:
    return client_as(Role.CHILD, children=[decision.child_id])


def answered(decision, child, *, waits, **more):
    at = datetime.now(UTC)
    no = actions.disagree(decision_id=decision.id, words=NO, by=child.person, at=at, **more)
    actions.answer_disagreement(disagreement_id=no, words=ANSWER, move_waits=waits, by=NOMINATED, at=at)
    return no


@pytest.mark.parametrize("role", STAFF)
def test_whoever_may_read_the_decision_reads_that_the_move_is_on_hold(client_as, decision, child, role):
    staff, page = client_as(role, authority=KENT), f"/decisions/{decision.id}/"
    assert "The move is on hold" not in text(staff.get(page))
    answered(decision, child, waits=True)
    said = text(staff.get(page))
    assert "The move is on hold" in said
    assert "will live at" not in said
    assert "The plan for living there stands before the move" not in said
    assert (NO in said) is (role in (Role.TEAM_MANAGER, Role.REVIEWING_OFFICER))
    assert "the move waits" in text(staff.get("/decisions/"))


def test_a_parent_reads_that_it_waits_and_not_what_was_said(client_as, decision, child):
    answered(decision, child, waits=True)
    said = text(client_as(Role.PARENT, children=[decision.child_id]).get(f"/decisions/{decision.id}/"))
    assert "The move waits for now" in said
    assert "The move is planned for" not in said
    assert NO not in said


def test_an_unanswered_no_that_wants_the_move_to_wait_is_said_on_the_pages_of_both(client_as, decision, child):
    no = actions.disagree(
        decision_id=decision.id, words=NO, move_should_wait=True, by=child.person, at=datetime.now(UTC)
    )
    said = text(child.get(f"/decisions/{decision.id}/"))
    assert "The move waits. Someone looks at it again. You do not move yet." in said
    assert "Nobody has answered yet." in said
    officer = client_as(Role.NOMINATED_OFFICER, authority=KENT)
    page = text(officer.get(f"/decisions/{decision.id}/"))
    assert "The move is on hold" in page
    assert "The move does not begin before somebody has." in page
    assert "It waits until you answer" in text(officer.get(f"/disagreements/{no}/answer/"))
    at = datetime.now(UTC)
    actions.answer_disagreement(disagreement_id=no, words=ANSWER, move_waits=False, by=NOMINATED, at=at)
    assert "The move waits." not in text(child.get(f"/decisions/{decision.id}/"))
    assert "It waits until you answer" not in text(officer.get(f"/disagreements/{no}/answer/"))


@pytest.mark.parametrize("page", ["/decisions/{0.id}/", "/children/{0.child_id}/mine/"])
def test_the_child_reads_that_the_move_waits_in_place_of_the_day(decision, child, page):
    assert "You will live at" in text(child.get(page.format(decision)))
    answered(decision, child, waits=True, move_should_wait=True, wants_advocate=True)
    said = text(child.get(page.format(decision)))
    assert "You will live at" not in said
    assert "The move waits. Someone looks at it again. You do not move yet." in said
    assert "You ticked: the move should wait. You ticked: my advocate should help me." in said
    assert "Who answered: A boss at the council who says yes or no." in said


def test_what_was_not_ticked_is_not_said(decision, child):
    answered(decision, child, waits=False)
    said = text(child.get(f"/decisions/{decision.id}/"))
    assert "You ticked" not in said
    assert "The move waits." not in said
    assert "You will live at" in said


def test_a_later_answer_lets_the_move_go_on(decision, child):
    no = answered(decision, child, waits=True)
    assert queries.decision(decision.id).move_waits
    later = datetime.now(UTC) + timedelta(minutes=1)
    actions.answer_disagreement(disagreement_id=no, words=ANSWER, move_waits=False, by=NOMINATED, at=later)
    assert not queries.decision(decision.id).move_waits


@pytest.fixture
def placement(decision):
    return queries.placement_of(decision.id).id


def test_the_child_reads_that_the_move_waits_on_the_page_of_what_happens_next_too(decision, child, placement):
    page = f"/placements/{placement}/"
    assert "You will live at" in text(child.get(page))
    answered(decision, child, waits=True)
    said = text(child.get(page))
    assert "The move waits. Someone looks at it again. You do not move yet." in said
    assert "You will live at" not in said


@pytest.mark.parametrize("role", STAFF)
def test_no_working_page_of_the_placement_names_the_day_as_if_it_held(client_as, decision, child, placement, role):
    staff, page = client_as(role, authority=KENT), f"/placements/{placement}/"
    before = text(staff.get(page))
    assert "comes to live at" in before
    assert "Say that the child came" in before
    answered(decision, child, waits=True)
    said = text(staff.get(page))
    assert f"The move of {decision.child_reference} to {decision.home_name} waits" in said
    assert "The move is on hold" in said
    assert "comes to live at" not in said
    assert "Say that the child came" not in said
    assert "parts of the plan for living there" not in said.partition("What is owed next")[2].partition("The plan")[0]


def test_nobody_is_asked_whether_the_child_came_while_the_move_waits(client_as, decision, child, placement):
    worker, page = client_as(Role.SOCIAL_WORKER, authority=KENT), f"/placements/{placement}/begin/"
    assert "Record that the child came" in text(worker.get(page))
    no = answered(decision, child, waits=True)
    said = text(worker.get(page))
    assert "The move is on hold" in said
    assert "Record that the child came" not in said
    later = datetime.now(UTC) + timedelta(minutes=1)
    actions.answer_disagreement(disagreement_id=no, words=ANSWER, move_waits=False, by=NOMINATED, at=later)
    assert "Record that the child came" in text(worker.get(page))
    assert "comes to live at" in text(worker.get(f"/placements/{placement}/"))


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.PLACEMENT_OFFICER, Role.TEAM_MANAGER])
def test_the_day_says_that_the_move_waits_and_owes_nothing_by_its_day(person, decision, child, role):
    officer, now = person(role, authority=KENT), datetime.now(UTC)

    def said():
        return [f"{line.title} {line.why}" for line in my_day(officer, at=now, at_most=99).lines]

    assert any("They come to" in words for words in said())
    answered(decision, child, waits=True)
    about = [words for words in said() if decision.home_name in words]
    assert [words for words in about if f"the move to {decision.home_name} waits" in words]
    assert not [words for words in said() if "They come to" in words or "say when they have come" in words]


def test_the_page_of_where_the_child_lives_does_not_name_the_day_either(client_as, decision, child):
    officer, page = client_as(Role.TEAM_MANAGER, authority=KENT), f"/children/{decision.child_id}/stay/"
    assert "(planned)" in text(officer.get(page))
    answered(decision, child, waits=True)
    said = text(officer.get(page))
    assert "the move waits, and the day of" in said
    assert "(planned)" not in said


def test_a_move_that_a_review_holds_waits_on_the_same_pages(client_as, decision, child, placement):
    at = datetime.now(UTC)
    actions.ask_review(decision_id=decision.id, words=NO, wants="Near my brother.", by=child.person, at=at)
    assert queries.placement(placement).move_waits
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert "The move is on hold" in text(worker.get(f"/placements/{placement}/"))
    assert "You will live at" not in text(child.get(f"/placements/{placement}/"))


def test_the_same_for_programs(client, client_as, token_for, decision, child):
    answered(decision, child, waits=True)
    key = {"Authorization": f"Bearer {token_for(client_as(Role.SOCIAL_WORKER, authority=KENT).person)}"}
    assert client.get(f"/api/v1/decisions/{decision.id}", headers=key).json()["move_waits"] is True
    (line,) = client.get("/api/v1/decisions/", headers=key).json()["items"]
    assert line["move_waits"] is True
    placement = queries.placement_of(decision.id)
    assert client.get(f"/api/v1/decisions/placements/{placement.id}", headers=key).json()["move_waits"] is True
    (line,) = client.get(f"/api/v1/decisions/children/{decision.child_id}/placements", headers=key).json()["items"]
    assert (line["move_waits"], line["state"]) == (True, "planned")
