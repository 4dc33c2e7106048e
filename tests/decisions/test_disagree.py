"""A child says no to a decision, and is answered in words (handbook C4): who may, who reads it, what is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing
from carecommons.decisions import actions, queries
from carecommons.decisions.models import Disagreement, DisagreementAnswer
from carecommons.people.models import Look
from carecommons.people.permissions import PERMISSIONS
from carecommons.people.roles import Person, Role
from carecommons.register.actions import integrate
from carecommons.register.models import Entry
from decisions.test_decision_pages import text
from walk_world import KENT, MANAGER, MEDWAY, NOMINATED, choose, search

pytestmark = pytest.mark.django_db
EARLIER = datetime.now(UTC) - timedelta(minutes=30)
NO = "It is too far from my brother."
ANSWER = "We looked at the bus times again and asked your brother too."


@pytest.fixture
def found():
    return search(at=EARLIER)


@pytest.fixture
def decision(found):
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return queries.decision(decision_id)


@pytest.fixture
def robin(client_as, decision):
    return client_as(Role.CHILD, children=[decision.child_id])


def say_no(decision, child=None, **more):
    by = child or Person(role=Role.CHILD, id=uuid4(), children=frozenset({decision.child_id}))
    return actions.disagree(decision_id=decision.id, **{"words": NO, "by": by, "at": datetime.now(UTC), **more})


# ------------------------------------------------------------------ saying no
def test_the_child_says_no_word_for_word_and_it_stands_in_the_register(robin, decision):
    page = f"/decisions/{decision.id}/disagree/"
    assert "They must answer you in 20 working days, or 5 if it cannot wait." in text(robin.get(page))
    sent = robin.post(page, {"words": NO, "wants": "Birch", "move_should_wait": "on", "wants_advocate": "on"})
    assert sent["Location"] == f"/decisions/{decision.id}/"
    (kept,) = queries.disagreements(decision.id)
    assert (kept.words, kept.wants, kept.move_should_wait, kept.wants_advocate) == (NO, "Birch", True, True)
    assert kept.said_by_role is Role.CHILD
    entry = Entry.objects.get(kind="disagreement")
    assert entry.public == "{}"
    said = text(robin.get(f"/decisions/{decision.id}/"))
    assert NO in said
    assert "Nobody has answered yet." in said
    assert NO in text(robin.get(f"/children/{decision.child_id}/mine/"))


def test_the_button_stands_right_below_the_decision_as_strong_as_any(robin, decision):
    html = robin.get(f"/children/{decision.child_id}/mine/").content.decode()
    assert html.index('id="decided"') < html.index('id="no"') < html.index('id="story"')
    button = f'<a class="govuk-button" href="/decisions/{decision.id}/disagree/"'
    assert button in html
    assert "You may not have to move while they look." in html


def test_other_ways_are_named_and_their_numbers_are_parameters(robin, decision):
    said = text(robin.get(f"/decisions/{decision.id}/disagree/"))
    for words in ("Make a complaint to the council.", "Ombudsman", "someone outside the council"):
        assert words in said


def test_one_word_is_enough_and_none_is_too_few(robin, decision):
    page = f"/decisions/{decision.id}/disagree/"
    refused = robin.post(page, {"words": " "})
    assert refused.status_code == 422
    assert "Say what is not right. One word is enough." in text(refused)
    with pytest.raises(ReasonMissing, match="One word is enough"):
        say_no(decision, words="")
    assert robin.post(page, {"words": "No"}).status_code == 302


def test_nothing_can_be_disagreed_with_before_it_is_decided(found, client_as):
    waiting = queries.decision(choose(found))
    with pytest.raises(NotNow, match="Nothing has been decided yet"):
        say_no(waiting)
    robin = client_as(Role.CHILD, children=[waiting.child_id])
    assert robin.get(f"/decisions/{waiting.id}/disagree/").status_code == 404
    with pytest.raises(NotFound):
        actions.disagree(decision_id=uuid4(), words=NO, by=robin.person, at=EARLIER)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CHILD, Role.ADVOCATE, Role.PUBLIC)])
def test_nobody_else_says_no_in_the_child_s_place(client_as, decision, role):
    someone = client_as(role, authority=KENT, children=[decision.child_id])
    assert someone.post(f"/decisions/{decision.id}/disagree/", {"words": NO}).status_code == 403
    with pytest.raises(NotAllowed):
        say_no(decision, someone.person)
    assert not Disagreement.objects.exists()


def test_an_advocate_says_it_for_the_child_and_that_is_written_down(client_as, decision):
    advocate = client_as(Role.ADVOCATE, children=[decision.child_id])
    advocate.get(f"/decisions/{decision.id}/disagree/")
    advocate.post(f"/decisions/{decision.id}/disagree/", {"words": NO})
    assert queries.disagreements(decision.id)[0].said_by_role is Role.ADVOCATE
    assert Look.objects.filter(child_id=decision.child_id, act="decisions.disagree", role="advocate").count() == 1


# ------------------------------------------------------------------ reading and answering
def test_those_who_may_answer_read_it_and_those_who_proposed_it_do_not():
    readers = set(PERMISSIONS["decisions.see_disagreements"].reach)
    answerers = set(PERMISSIONS["decisions.answer_disagreement"].reach)
    assert answerers == {Role.REVIEWING_OFFICER, Role.TEAM_MANAGER, Role.NOMINATED_OFFICER, Role.DIRECTOR}
    assert readers - answerers == {Role.CHILD, Role.ADVOCATE}


@pytest.mark.parametrize(
    ("role", "reads"),
    [(Role.REVIEWING_OFFICER, True), (Role.TEAM_MANAGER, True), (Role.DIRECTOR, True), (Role.SOCIAL_WORKER, False),
     (Role.PLACEMENT_OFFICER, False)],
)  # fmt: skip
def test_the_page_of_the_decision_shows_it_to_those_who_may_read_it(client_as, decision, role, reads):
    say_no(decision)
    reader = client_as(role, authority=KENT)
    assert (NO in text(reader.get(f"/decisions/{decision.id}/"))) is reads
    assert (reader.get(f"/api/v1/decisions/{decision.id}/disagreements").status_code == 200) is reads


def test_a_parent_is_not_told_of_it(client_as, decision):
    say_no(decision)
    parent = client_as(Role.PARENT, children=[decision.child_id])
    assert NO not in parent.get(f"/decisions/{decision.id}/").content.decode()
    assert parent.get(f"/api/v1/decisions/{decision.id}/disagreements").status_code == 403


def test_it_waits_on_the_day_of_those_who_may_answer_and_is_answered_in_words(client_as, robin, decision):
    said_no = say_no(decision)
    reviewing = client_as(Role.REVIEWING_OFFICER, authority=KENT)
    page = f"/disagreements/{said_no}/answer/"
    assert page in reviewing.get("/me/day/").content.decode()
    assert page in reviewing.get(f"/decisions/{decision.id}/").content.decode()
    assert NO in text(reviewing.get(page))
    thin = reviewing.post(page, {"words": "No."})
    assert thin.status_code == 422
    assert "Answer the child in a sentence or more" in text(thin)
    reviewing.post(page, {"words": ANSWER, "move_waits": "on"})
    assert page not in reviewing.get("/me/day/").content.decode()
    said = text(robin.get(f"/decisions/{decision.id}/"))
    assert ANSWER in said
    assert "The move waits." in said
    assert Entry.objects.filter(kind="disagreement_answered").count() == 1


def test_nobody_of_another_council_reads_or_answers_it(client_as, decision):
    said_no = say_no(decision)
    far = client_as(Role.REVIEWING_OFFICER, authority=MEDWAY)
    assert far.get(f"/disagreements/{said_no}/answer/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.answer_disagreement(
            disagreement_id=said_no, words=ANSWER, move_waits=False, by=far.person, at=datetime.now(UTC)
        )
    assert not queries.disagreements_waiting(far.person)


@pytest.fixture
def deciders(found, person):
    """A manager who proposed and a manager who approved: a decision of two people who may both answer a child."""
    proposer, approver = (person(Role.TEAM_MANAGER, authority=KENT) for _ in range(2))
    decision_id = choose(found, by=proposer)
    actions.approve(decision_id=decision_id, by=approver, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return queries.decision(decision_id), proposer, approver


@pytest.mark.parametrize("which", ["proposer", "approver"])
@pytest.mark.parametrize("later", [Role.TEAM_MANAGER, Role.REVIEWING_OFFICER, Role.DIRECTOR])
def test_whoever_decided_does_not_answer_in_whatever_role_they_come(deciders, which, later):
    decision, *both = deciders
    said_no = say_no(decision)
    one = replace(both[which == "approver"], role=later)
    with pytest.raises(NotAllowed, match="somebody else must look again") as refusal:
        actions.answer_disagreement(
            disagreement_id=said_no, words=ANSWER, move_waits=True, by=one, at=datetime.now(UTC)
        )
    assert refusal.value.code == "own_decision"
    assert not DisagreementAnswer.objects.exists()
    assert not Entry.objects.filter(kind="disagreement_answered").exists()
    assert not queries.disagreements_waiting(one)


@pytest.mark.parametrize("which", ["proposer", "approver"])
def test_page_and_program_refuse_them_and_lead_them_nowhere(deciders, which, client, client_for, token_for):
    decision, *both = deciders
    said_no = say_no(decision)
    one = both[which == "approver"]
    browser, page = client_for(one), f"/disagreements/{said_no}/answer/"
    for answer in (browser.get(page), browser.post(page, {"words": ANSWER})):
        assert answer.status_code == 403
        assert "somebody else must look again and answer the child" in text(answer)
        assert NO not in text(answer)
    assert not Look.objects.filter(act="decisions.answer_disagreement").exists(), "a refusal shows nobody"
    assert page not in browser.get("/me/day/").content.decode()
    shown = browser.get(f"/decisions/{decision.id}/")
    assert page not in shown.content.decode()
    assert "You proposed or approved this decision, so somebody else looks again and answers." in text(shown)
    sent = client.post(
        f"/api/v1/decisions/disagreements/{said_no}/answers", {"words": ANSWER, "move_waits": True},
        content_type="application/json", headers={"Authorization": f"Bearer {token_for(one)}"},
    )  # fmt: skip
    assert (sent.status_code, sent.json()["code"]) == (403, "own_decision")
    assert not DisagreementAnswer.objects.exists()


def test_a_manager_who_did_not_decide_answers_it(deciders, client_as):
    decision, *_ = deciders
    said_no = say_no(decision)
    third = client_as(Role.TEAM_MANAGER, authority=KENT)
    page = f"/disagreements/{said_no}/answer/"
    assert page in third.get("/me/day/").content.decode()
    assert third.post(page, {"words": ANSWER, "move_waits": "on"})["Location"] == f"/decisions/{decision.id}/"
    assert queries.disagreement(said_no).answers[0].words == ANSWER


def test_what_was_said_and_answered_is_never_changed(decision):
    said_no = say_no(decision)
    actions.answer_disagreement(
        disagreement_id=said_no, words=ANSWER, move_waits=False, by=NOMINATED, at=datetime.now(UTC)
    )
    for row in (Disagreement.objects.get(), DisagreementAnswer.objects.get()):
        with pytest.raises(AssertionError, match="stands as it was"):
            row.save()
        with pytest.raises(AssertionError):
            row.delete()


def test_the_same_for_programs(client, client_as, token_for, decision):
    robin = client_as(Role.CHILD, children=[decision.child_id])
    key = {"Authorization": f"Bearer {token_for(robin.person)}"}
    at = f"/api/v1/decisions/{decision.id}/disagreements"
    sent = client.post(at, {"words": NO}, content_type="application/json", headers=key)
    assert (sent.status_code, sent.json()["words"]) == (201, NO)
    empty = client.post(at, {"words": " "}, content_type="application/json", headers=key)
    assert (empty.status_code, empty.json()["code"]) == (422, "disagreement_empty")
    manager = client_as(Role.TEAM_MANAGER, authority=KENT)
    answers = f"/api/v1/decisions/disagreements/{sent.json()['id']}/answers"
    told = {"words": ANSWER, "move_waits": True}
    theirs = {"Authorization": f"Bearer {token_for(manager.person)}"}
    answered = client.post(answers, told, content_type="application/json", headers=theirs)
    assert (answered.status_code, answered.json()["answers"][0]["words"]) == (201, ANSWER)
    assert client.post(answers, told, content_type="application/json", headers=key).status_code == 403
