"""Notice and end on pages and for programs: each role that may, one that may not, and what stands on each day."""

from datetime import timedelta

import pytest
import time_machine

from carecommons.children.queries import carried
from carecommons.decisions import actions, queries
from carecommons.decisions.counts import last_period
from carecommons.decisions.ending import BELONGINGS
from carecommons.decisions.models import Decision
from carecommons.decisions.placement import Placed
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.queries import provider_of
from decisions.ended import DAY, NOW, SENTENCE, TODAY, TRIED, WHY, an_end, lived, meeting, notice, reviewed
from decisions.living_made import over
from decisions.test_decision_pages import text
from walk_world import DEVON, KENT, MANAGER, WORKER

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return lived()


@pytest.fixture
def home(client_as, there):
    """Browsers of those who live or work in the home."""

    def sign_in(role=Role.PROVIDER_MANAGER):
        return client_as(role, authority=KENT, provider_id=provider_of(there.home), home_ids=[there.home])

    return sign_in


def typed(on, name):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def filled(**more):
    return {"reason": "CREQB", "words": WHY, "tried": TRIED, **typed(TODAY + 28 * DAY, "ends_on"), **more}


# ------------------------------------------------------------------ notice
@pytest.mark.parametrize("role", [Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE, Role.FOSTER_CARER])
def test_those_of_the_home_see_who_lives_there_and_give_notice(there, home, role):
    manager = home(role)
    ours = manager.get("/placements/ours/").content.decode()
    page = f"/placements/{there.placement}/notice/"
    assert page in ours
    assert "28 days" in text(manager.get(page))
    lacks = manager.post(page, filled(tried=""))
    assert lacks.status_code == 422
    assert "Say what was tried" in text(lacks)
    sent = manager.post(page, filled())
    (found,) = queries.end_notices_of(there.placement)
    assert sent["Location"] == f"/ending/{found.id}/"
    assert WHY in text(manager.get(sent["Location"]))
    assert Look.objects.filter(child_id=there.child, act="decisions.see_own_stays", role=role.value).count() == 1
    assert Look.objects.filter(child_id=there.child, act="decisions.see_notice", role=role.value).count() == 1
    assert f"/ending/{found.id}/" in manager.get("/me/day/").content.decode()


@pytest.mark.parametrize("role", [Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE, Role.FOSTER_CARER])
def test_a_home_reads_on_a_notice_where_to_ask_that_others_look_again(there, home, role):
    found = notice(there)
    client, stay = home(role), queries.placement(there.placement)
    decided = Decision.objects.filter(id=stay.decision_id)
    decided.update(answered_at=NOW - timedelta(days=1))
    direct = f"/reviews/homes/{stay.decision_id}/{stay.home_id}/"
    assert f'href="{direct}"' in client.get(f"/ending/{found}/").content.decode()
    assert client.get(direct).status_code == 200
    decided.update(answered_at=NOW - timedelta(days=400))
    assert f'href="{direct}"' in client.get(f"/ending/{found}/").content.decode(), (
        "the notice itself may be asked about"
    )


def test_nobody_else_is_led_to_the_review_of_a_home(there, client_as):
    found = notice(there)
    page = client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/ending/{found}/")
    assert page.status_code == 200
    assert "/reviews/homes/" not in page.content.decode()


@pytest.mark.parametrize("role", [Role.CHILD, Role.ADVOCATE])
def test_a_young_person_reads_on_a_notice_where_to_ask_that_somebody_new_looks_again(there, client_as, role):
    found = notice(there)
    client, asks = (
        client_as(role, children=[there.child]),
        f"/decisions/{queries.placement(there.placement).decision_id}/review/",
    )
    page = client.get(f"/ending/{found}/no/")
    assert page.status_code == 200
    assert f'href="{asks}"' in page.content.decode()
    form = client.get(asks)
    assert form.status_code == 200
    assert "That I must leave where I live" in text(form)


def test_another_home_reaches_none_of_it(there, client_as):
    found = notice(there)
    other = client_as(
        Role.PROVIDER_MANAGER, authority=KENT, provider_id=provider_of(there.found.homes["Birch"]),
        home_ids=[there.found.homes["Birch"]],
    )  # fmt: skip
    assert "Nobody lives with you now" in text(other.get("/placements/ours/"))
    for page in (f"/placements/{there.placement}/notice/", f"/ending/{found}/"):
        assert other.get(page).status_code == 404
    assert other.get(f"/api/v1/decisions/ending/{found}").status_code == 404


def test_the_council_gives_notice_on_the_page_of_the_placement_after_a_review(there, client_as):
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    placement = f"/placements/{there.placement}/"
    assert f"{placement}notice/" in worker.get(placement).content.decode()
    lacks = worker.post(f"{placement}notice/", filled(reason="LAREQ"))
    assert lacks.status_code == 422
    assert "reg 14" in text(lacks)
    named = filled(reason="LAREQ", **typed(TODAY - DAY, "reviewed_on"))
    unheld = worker.post(f"{placement}notice/", named)
    assert unheld.status_code == 422
    assert "is on record for this placement. Hold it" in text(unheld)
    reviewed(there, TODAY - DAY)
    sent = worker.post(f"{placement}notice/", named)
    assert sent.status_code == 302
    assert client_as(Role.PLACEMENT_OFFICER, authority=KENT).get(f"{placement}notice/").status_code == 403
    assert client_as(Role.SOCIAL_WORKER, authority=DEVON).get(f"{placement}notice/").status_code == 404


def test_who_must_do_what_after_a_notice_stands_on_each_day(there, client_as):
    found = notice(there)
    page = f"/ending/{found}/"
    for role in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.REVIEWING_OFFICER):
        assert page in client_as(role, authority=KENT).get("/me/day/").content.decode()
    assert "must hear of a notice from a person" in text(client_as(Role.SOCIAL_WORKER, authority=KENT).get("/me/day/"))
    assert page not in client_as(Role.SOCIAL_WORKER, authority=DEVON).get("/me/day/").content.decode()
    meeting(found, outcome="stays")
    assert page not in client_as(Role.SOCIAL_WORKER, authority=KENT).get("/me/day/").content.decode()


def test_a_meeting_is_recorded_on_a_page(there, client_as):
    found = notice(there)
    officer = client_as(Role.REVIEWING_OFFICER, authority=KENT)
    page = f"/ending/{found}/meeting/"
    given = {
        **typed(TODAY, "held_on"), "there": ["carer"], "child_there": "advocate", "outcome": "met",
        "would_change": "Someone awake at night, and a room of their own.",
    }  # fmt: skip
    lacks = officer.post(page, given)
    assert lacks.status_code == 422
    assert "who does what by when" in text(lacks)
    half = officer.post(page, {**given, "what_1": "Find a night worker"})
    assert "Task 1 needs what, who and a day" in text(half)
    task = {"what_1": "Find a night worker", "who_1": "Manager of the home", **typed(TODAY + DAY, "by_1")}
    assert officer.post(page, {**given, **task}).status_code == 302
    assert "Find a night worker" in text(officer.get(f"/ending/{found}/"))
    assert client_as(Role.DIRECTOR, authority=KENT).get(page).status_code == 403


def test_a_notice_is_taken_back_on_the_page_of_the_side_that_gave_it(there, home, client_as):
    found = notice(there)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/ending/{found}/take-back/"
    assert page not in worker.get(f"/ending/{found}/").content.decode()
    refused = worker.post(page, {"words": SENTENCE})
    assert refused.status_code in (403, 422)
    assert home().post(page, {"words": SENTENCE}).status_code == 302
    assert "stays at Alder" in text(worker.get(f"/ending/{found}/"))


# ------------------------------------------------------------------ the child
def test_the_child_reads_of_it_once_somebody_has_told_them_and_says_no(there, client_as):
    found = notice(there)
    robin = client_as(Role.CHILD, children=[there.child])
    mine, page = f"/children/{there.child}/mine/", f"/ending/{found}/no/"
    assert page not in robin.get(mine).content.decode()
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    told = "Your carers find the nights too hard. We look for ways to help."
    assert worker.post(f"/ending/{found}/tell/", {**typed(TODAY, "told_on"), "words": told}).status_code == 302
    assert page in robin.get(mine).content.decode()
    said = text(robin.get(page))
    assert told in said
    assert "This is not your fault." in said
    assert WHY not in said
    assert robin.post(page, {"words": ""}).status_code == 422
    assert robin.post(page, {"words": "I want to stay."}).status_code == 302
    assert "I want to stay." in text(worker.get(f"/ending/{found}/"))
    assert "The child said no." in text(client_as(Role.REVIEWING_OFFICER, authority=KENT).get("/me/day/"))
    assert not Look.objects.filter(child_id=there.child, role="child").exists()


def test_an_advocate_says_no_for_the_child_and_a_parent_does_not(there, client_as):
    found = notice(there)
    page = f"/ending/{found}/no/"
    assert client_as(Role.ADVOCATE, children=[there.child]).post(page, {"words": "No"}).status_code == 302
    assert queries.end_notice(found).noes[0].said_by_role is Role.ADVOCATE
    assert client_as(Role.PARENT, children=[there.child]).get(page).status_code == 403


# ------------------------------------------------------------------ ends
def test_a_stay_is_ended_on_one_page_with_all_its_reasons(there, client_as):
    manager = client_as(Role.TEAM_MANAGER, authority=KENT)
    page = f"/children/{there.child}/stay/"
    given = {"act": "leave", **typed(TODAY, "to_day"), "care_ends": "X1", "change": "LAREQ", "planned": "no",
             "led_by": "council", "words": SENTENCE}  # fmt: skip
    lacks = manager.post(page, given)
    assert lacks.status_code == 422
    assert "reg 14" in text(lacks)
    assert manager.post(page, {**given, "emergency": SENTENCE}).status_code == 302
    assert queries.placement(there.placement).state is Placed.ENDED
    officer = client_as(Role.REVIEWING_OFFICER, authority=KENT)
    end = queries.end_of(there.placement)
    assert f"/ends/{end.id}/read/" in officer.get("/me/day/").content.decode()
    assert officer.post(f"/ends/{end.id}/read/", {"words": SENTENCE}).status_code == 302
    assert f"/ends/{end.id}/read/" not in officer.get("/me/day/").content.decode()


def test_programs_end_a_stay_with_the_same_refusals(there, client_as):
    manager = client_as(Role.TEAM_MANAGER, authority=KENT)
    where, kind = f"/api/v1/decisions/children/{there.child}/stay/end", "application/json"
    body = {"to_day": str(TODAY), "care_ends": "X1", "change": "CREQB", "planned": False, "led_by": "nobody knows"}
    assert manager.post(where, body, kind).json()["code"] == "led_by_unknown"
    assert manager.post(where, {**body, "led_by": "carer"}, kind).json()["code"] == "end_words_missing"
    assert manager.post(where, {**body, "led_by": "carer", "words": SENTENCE}, kind).status_code == 204
    told = manager.get(f"/api/v1/decisions/placements/{there.placement}/ending").json()
    assert told["end"]["change"] == "CREQB"
    assert [each["code"] for each in told["coming"]][-1] == "staying_ends"


def test_what_is_owed_to_a_child_who_left_stands_on_the_social_workers_day(there, client_as, home):
    actions.end_placement(child_id=there.child, end=an_end(), by=MANAGER, at=NOW)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert "ask how it was and whether their things went along" in text(worker.get("/me/day/"))
    things = f"/placements/{there.placement}/belongings/"
    assert home().post(things, {"there": [*BELONGINGS]}).status_code == 302
    assert "left: ask how it was" in text(worker.get("/me/day/"))
    assert worker.post(f"/placements/{there.placement}/asked/", {"words": SENTENCE}).status_code == 302
    assert "ask how it was" not in text(worker.get("/me/day/"))


def test_the_child_says_how_it_was_on_their_own_page(there, client_as):
    actions.end_placement(child_id=there.child, end=an_end(), by=MANAGER, at=NOW)
    robin = client_as(Role.CHILD, children=[there.child])
    page = f"/placements/{there.placement}/how-it-was/"
    assert page in robin.get(f"/children/{there.child}/mine/").content.decode()
    assert robin.post(page, {}).status_code == 422
    assert robin.post(page, {"good": "The dog.", "next_home": "I need the light on."}).status_code == 302
    assert page not in robin.get(f"/children/{there.child}/mine/").content.decode()
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert "The dog." in text(worker.get(f"/placements/{there.placement}/"))
    assert f"/children/{there.child}/next-home/" in worker.get("/me/day/").content.decode()


def test_the_social_worker_reads_each_note_before_it_goes_on(there, client_as, home):
    assert home(Role.FOSTER_CARER).post(
        f"/placements/{there.placement}/next-home/", {"words": "Mornings are slow."}
    ).status_code == 302  # fmt: skip
    (note,) = carried(there.child)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/children/{there.child}/next-home/"
    assert "Mornings are slow." in text(worker.get(page))
    assert worker.post(page, {"note": note.id, "accepted": "no"}).status_code == 422
    assert worker.post(page, {"note": WORKER.id, "accepted": "yes"}).status_code == 404
    assert worker.post(page, {"note": note.id, "accepted": "yes"}).status_code == 302
    assert carried(there.child)[0].put_as == "Mornings are slow."
    assert client_as(Role.PLACEMENT_OFFICER, authority=KENT).get(page).status_code == 403


# ------------------------------------------------------------------ growing up, and counts
def test_a_birthday_that_changes_what_is_owed_stands_on_the_day_and_is_answered(there, client_as):
    from decisions.test_after_leaving import of_age

    of_age(there, 18)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    page = f"/placements/{there.placement}/eighteen/"
    assert page in worker.get("/me/day/").content.decode()
    shown = text(worker.get(f"/placements/{there.placement}/"))
    assert "The stay does not go on in silence" in shown
    given = {"choice": "staying_put", "wants": "I stay with Ann.", "words": "Both want it, and the plan says so too."}
    assert worker.post(page, {**given, "choice": "staying_close"}).status_code == 422
    assert worker.post(page, given).status_code == 302
    assert page not in worker.get("/me/day/").content.decode()
    robin = client_as(Role.CHILD, children=[there.child])
    assert "You go on living with your carers." in text(robin.get(f"/placements/{there.placement}/"))


def test_planners_read_early_ends_by_provider_and_small_counts_are_withheld(there, client_as):
    actions.end_placement(child_id=there.child, end=an_end(), by=MANAGER, at=NOW)
    assert "Invented Alder" not in text(client_as(Role.PLANNER, authority=KENT).get("/placements/early-ends/"))
    with time_machine.travel(over(TODAY)):
        said = text(client_as(Role.PLANNER, authority=KENT).get("/placements/early-ends/"))
    assert "It is no penalty and no ranking" in said
    assert "Invented Alder" in said
    assert "withheld" in said
    assert last_period(over(TODAY)).words in said
    assert "not shown" in said
    assert client_as(Role.TEAM_MANAGER, authority=KENT).get("/placements/early-ends/").status_code == 403


def test_the_last_day_of_a_home_s_reach_is_a_published_number(there, home):
    left = TODAY - timedelta(days=1)
    actions.end_placement(child_id=there.child, end=an_end(to_day=left), by=MANAGER, at=NOW)
    assert f"/placements/{there.placement}/next-home/" in home().get("/placements/ours/").content.decode()
