"""The pages and operations of a review: each reader's own, who may and who may not, and everybody's day."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from carecommons.decisions import actions, queries
from carecommons.decisions.models import Review, ReviewDigest
from carecommons.decisions.review import About
from carecommons.decisions.review import Review as State
from carecommons.people.actions import end_post
from carecommons.people.models import Look
from carecommons.people.queries import posts_of
from carecommons.people.roles import Role
from carecommons.register.actions import integrate
from decisions.living_made import over
from decisions.test_decision_pages import text
from decisions.test_review_acts import CHILD_WORDS, DIGEST, HEARD, NO, PARTY_WORDS, WORDS
from walk_world import DEVON, KENT, MANAGER, MEDWAY, acting, choose, search

pytestmark = pytest.mark.django_db
EARLIER = datetime.now(UTC) - timedelta(minutes=30)


@pytest.fixture
def decision(db):
    found = search(at=EARLIER)
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return queries.decision(decision_id)


@pytest.fixture
def robin(client_as, decision):
    return client_as(Role.CHILD, children=[decision.child_id])


@pytest.fixture
def officer(client_as):
    return client_as(Role.REVIEWING_OFFICER, authority=KENT)


@pytest.fixture
def asked(decision, robin):
    return actions.ask_review(decision_id=decision.id, words=NO, by=robin.person, at=datetime.now(UTC))


def post_id(client) -> str:
    return str(posts_of(client.person.id)[0].id)


# ------------------------------------------------------------------ the child
def test_a_child_asks_from_their_letter_and_reads_how_it_goes(robin, decision):
    letter = robin.get(f"/decisions/{decision.id}/").content.decode()
    assert f'href="/decisions/{decision.id}/review/"' in letter
    page = f"/decisions/{decision.id}/review/"
    assert "Three people look at it. They did not choose the home." in text(robin.get(page))
    refused = robin.post(page, {"about": "decision", "words": " "})
    assert refused.status_code == 422
    sent = robin.post(page, {"about": "decision", "words": NO, "wants": "Birch"})
    (kept,) = queries.reviews_of_decision(decision.id)
    assert sent["Location"] == f"/reviews/{kept.id}/"
    said = text(robin.get(sent["Location"]))
    assert "Someone must write to you by" in said
    assert "The move waits." in said
    assert NO in said
    assert NO in text(robin.get("/reviews/mine/"))
    assert not Look.objects.filter(child_id=decision.child_id, role="child").exists()


def test_a_no_that_is_not_settled_becomes_a_review_with_one_press(robin, decision):
    no = actions.disagree(decision_id=decision.id, words=NO, by=robin.person, at=datetime.now(UTC))
    button = f'action="/disagreements/{no}/review/"'
    for page in (f"/decisions/{decision.id}/", f"/children/{decision.child_id}/mine/"):
        assert button in robin.get(page).content.decode()
    sent = robin.post(f"/disagreements/{no}/review/")
    (kept,) = queries.reviews_of_decision(decision.id)
    assert (sent["Location"], kept.words) == (f"/reviews/{kept.id}/", NO)
    html = robin.get(f"/decisions/{decision.id}/").content.decode()
    assert button not in html
    assert f'href="/reviews/{kept.id}/"' in html
    assert robin.post(f"/disagreements/{no}/review/").status_code == 409


def test_the_child_withdraws_the_review_on_their_page(robin, decision, asked):
    assert "You do not have to say why." in text(robin.get(f"/reviews/{asked}/"))
    robin.post(f"/reviews/{asked}/withdraw/")
    assert queries.review(asked).state is State.WITHDRAWN
    assert "You took it back." in text(robin.get(f"/reviews/{asked}/"))


def test_an_advocate_asks_in_the_same_form_and_that_is_a_look(client_as, decision):
    advocate = client_as(Role.ADVOCATE, children=[decision.child_id])
    page = f"/decisions/{decision.id}/review/"
    advocate.get(page)
    assert Look.objects.filter(child_id=decision.child_id, act="decisions.ask_review", role="advocate").count() == 1
    sent = advocate.post(page, {"about": "decision", "words": NO, "safety": "on"})
    kept = queries.reviews_of_decision(decision.id)[0]
    assert (kept.urgent, kept.safety) == (True, True)
    assert text(advocate.get(sent["Location"]))


def test_a_review_that_runs_is_led_to_and_no_second_form_takes_words_that_reach_nobody(robin, decision, asked):
    page, running = f"/decisions/{decision.id}/review/", f'href="/reviews/{asked}/"'
    letter = robin.get(f"/decisions/{decision.id}/").content.decode()
    assert running in letter
    assert f'href="{page}"' not in letter
    assert robin.get(page)["Location"] == f"/reviews/{asked}/", "nothing is left to ask about before they live there"
    assert "You can say more when the three people talk with you." in text(robin.get(f"/reviews/{asked}/"))
    again = robin.post(page, {"about": "decision", "words": "I thought of something new."})
    assert again.status_code == 422
    assert "I thought of something new." in text(again)
    assert running in again.content.decode()
    actions.ask_review(
        decision_id=decision.id, words="I must not leave.", about=About.ENDING, by=robin.person, at=datetime.now(UTC)
    )
    assert robin.get(page).status_code == 302
    robin.post(f"/reviews/{asked}/withdraw/")
    assert 'value="decision"' in robin.get(page).content.decode()
    assert f'href="{page}"' in robin.get(f"/decisions/{decision.id}/").content.decode()


@pytest.mark.parametrize("role", [Role.PARENT, Role.REVIEWING_OFFICER, Role.ADVOCATE])
def test_every_asker_is_led_to_the_review_that_runs(client_as, decision, role):
    who = client_as(role, authority=KENT, children=[decision.child_id])
    page = f"/decisions/{decision.id}/review/"
    (there,) = {who.post(page, {"about": "decision", "words": "The school was not asked."})["Location"]}
    assert who.get(page)["Location"] == there
    assert f'href="{there}"' in who.get(f"/decisions/{decision.id}/").content.decode()
    other = client_as(role, authority=KENT, children=[decision.child_id])
    assert f'href="{there}"' not in other.get(page).content.decode(), "another person asks for themselves"


# ------------------------------------------------------------------ the family, practitioners, homes
def test_a_parent_asks_on_their_page_and_never_reads_where_the_child_lives(client_as, decision):
    parent = client_as(Role.PARENT, children=[decision.child_id])
    assert "Ask for a review" in text(parent.get(f"/decisions/{decision.id}/"))
    page = f"/decisions/{decision.id}/review/"
    assert "the planned move waits from now" in text(parent.get(page))
    sent = parent.post(page, {"about": "decision", "words": "Nobody asked me about her school."})
    for address in (page, sent["Location"], "/reviews/mine/"):
        said = text(parent.get(address))
        assert decision.home_name not in said
        assert decision.child_reference not in said
    assert queries.reviews_of_decision(decision.id)[0].holds


@pytest.mark.parametrize("role", [Role.VIRTUAL_SCHOOL_HEAD, Role.CLINICIAN, Role.REVIEWING_OFFICER])
def test_a_practitioner_asks_and_reads_their_own(client_as, decision, role):
    someone = client_as(role, authority=KENT)
    page = f"/decisions/{decision.id}/review/"
    sent = someone.post(page, {"about": "decision", "words": "The school was not asked."})
    assert "You have an answer by" in text(someone.get(sent["Location"])) or "acknowledged by" in text(
        someone.get(sent["Location"])
    )
    other = client_as(role, authority=KENT)
    assert other.get(sent["Location"]).status_code == 404
    assert client_as(role, authority=DEVON).get(page).status_code in (403, 404)


@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.DIRECTOR, Role.PLACEMENT_OFFICER, Role.PLANNER])
def test_who_decides_for_the_council_asks_for_no_review(client_as, decision, role):
    assert client_as(role, authority=KENT).get(f"/decisions/{decision.id}/review/").status_code == 403


def test_review_asked_by_a_provider_that_was_not_chosen_on_their_door(client_as, decision):
    birch = decision.passed_over[0].home_id
    carer = client_as(Role.FOSTER_CARER, home_ids=[birch])
    said = text(carer.get("/reviews/homes/"))
    assert "Another home was chosen" in said
    assert decision.child_reference not in said
    page = f"/reviews/homes/{decision.id}/{birch}/"
    assert carer.get(page).status_code == 200
    sent = carer.post(page, {"about": "decision", "words": "We offered and were told nothing."})
    read = text(carer.get(sent["Location"]))
    assert "for Birch" in read
    assert decision.child_reference not in read
    assert "Birch" not in text(client_as(Role.FOSTER_CARER).get("/reviews/homes/"))
    assert carer.get(f"/reviews/homes/{decision.id}/{decision.home_id}/").status_code == 404
    assert carer.get(f"/reviews/homes/{uuid4()}/{birch}/").status_code == 404


def test_a_home_that_was_not_asked_gives_the_public_number(client_as, decision):
    from walk_world import add_home

    larch = add_home("Larch", at=EARLIER)
    carer = client_as(Role.FOSTER_CARER, home_ids=[larch])
    given = {"home_id": str(larch), "words": "We had a place."}
    wrong = carer.post("/reviews/homes/", {**given, "entry_number": 999_999})
    assert wrong.status_code == 422
    sent = carer.post("/reviews/homes/", {**given, "entry_number": decision.entry_number})
    assert "That a home was not asked" in text(carer.get(sent["Location"]))


# ------------------------------------------------------------------ the whole way through the pages
def test_a_review_goes_its_whole_way_through_the_pages(client_as, robin, officer, decision, asked):
    day = officer.get("/me/day/").content.decode()
    run = f"/reviews/{asked}/run/"
    assert run in day
    assert run in officer.get("/reviews/council/").content.decode()
    assert run in officer.get(f"/decisions/{decision.id}/").content.decode()
    assert NO in text(officer.get(run))
    assert officer.post(run, {"act": "acknowledge", "words": "Ok"}).status_code == 422
    officer.post(run, {"act": "acknowledge", "words": WORDS})
    assert WORDS in text(robin.get(f"/reviews/{asked}/"))

    members = [
        client_as(Role.REVIEWING_OFFICER, authority=KENT), client_as(Role.NOMINATED_OFFICER, authority=KENT),
        client_as(Role.CLINICIAN, authority=MEDWAY),
    ]  # fmt: skip
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    html = officer.get(run).content.decode()
    assert all(post_id(each) in html for each in members)
    assert post_id(worker) not in html
    posts = [post_id(each) for each in members]
    assert officer.post(run, {"act": "panel", "posts": posts[:2]}).status_code == 422
    officer.post(run, {"act": "panel", "posts": posts})

    page = f"/reviews/{asked}/panel/"
    for each in members:
        assert page in each.get("/me/day/").content.decode()
        assert "do you have an interest" in text(each.get(page))
        for address in (page, "/reviews/panels/"):
            read = text(each.get(address))
            assert [word for word in (decision.child_reference, decision.home_name, NO) if word in read] == []
        each.post(page, {"act": "interest", "interest": "no"})
    looks = Look.objects.filter(child_id=decision.child_id, act="decisions.sit_on_panel")
    assert not looks.exists(), "nothing of the child was shown yet"
    assert officer.get(page).status_code == 404
    heard = text(members[0].get(page))
    assert "Hear it" in heard
    assert decision.home_name in heard
    assert looks.count() == 1
    members[0].post(page, {"act": "hear", "how": "came", "words": HEARD})
    finding = {
        "act": "finding", "outcome": "partly", "remedy": "explain",
        "duty_words": "Explain it in a letter to the child.",
        "words_child": CHILD_WORDS, "words_parties": PARTY_WORDS, "digest": DIGEST,
    }  # fmt: skip
    assert members[0].post(page, {**finding, "remedy": "none"}).status_code == 422
    assert members[0].post(page, finding).status_code == 302
    assert "You have done your part for now" in text(members[0].get(page))
    members[1].post(page, {"act": "voice", "agrees": "yes"})
    assert members[2].post(page, {"act": "voice", "agrees": "no"}).status_code == 422
    members[2].post(page, {"act": "voice", "agrees": "no", "words": "It goes too far."})

    read = text(robin.get(f"/reviews/{asked}/"))
    assert "you were right about a part of it" in read
    assert CHILD_WORDS in read
    assert PARTY_WORDS not in read
    assert "Put it right" in text(officer.get("/me/day/"))
    officer.post(run, {"act": "remedied", "words": "The letter was written and read with the child."})
    assert "The letter was written" in text(robin.get(f"/reviews/{asked}/"))
    refused = officer.post(run, {"act": "digest", "text": "Robin was right about Kent."})
    assert refused.status_code == 422
    assert "These words could say who or where" in text(refused)
    officer.post(run, {"act": "digest", "text": DIGEST})
    assert DIGEST in text(Client().get("/reviews/"))
    with time_machine.travel(over(timezone.localdate())):
        assert "withheld" in text(Client().get("/reviews/"))
    assert run not in officer.get("/me/day/").content.decode()


def test_whoever_decided_runs_and_reads_none_of_it(client_as, person, client_for, robin, decision, asked):
    manager = client_as(Role.TEAM_MANAGER, authority=KENT)
    from carecommons.decisions.models import Decision

    Decision.objects.filter(id=decision.id).update(answered_by=manager.person.id)
    assert manager.get(f"/reviews/{asked}/run/").status_code == 403
    assert str(asked) not in manager.get("/reviews/council/").content.decode()
    assert str(asked) not in manager.get("/me/day/").content.decode()


def test_a_manager_lets_a_held_move_go_and_a_reviewing_officer_is_not_offered_it(client_as, officer, robin, asked):
    director = client_as(Role.DIRECTOR, authority=KENT)
    run = f"/reviews/{asked}/run/"
    assert "Let the move go on" in text(director.get(run))
    assert "Let the move go on" not in text(officer.get(run))
    officer.post(run, {"act": "let_go", "words": "The carer is ill and cannot go on."})
    assert queries.review(asked).holds
    director.post(run, {"act": "let_go", "words": "The carer is ill and cannot go on."})
    assert not queries.review(asked).holds
    assert "The carer is ill and cannot go on." in text(robin.get(f"/reviews/{asked}/"))


def test_what_goes_on_elsewhere_says_where(officer, robin, asked):
    officer.post(f"/reviews/{asked}/run/", {"act": "redirect", "to": "complaint", "words": WORDS})
    said = text(robin.get(f"/reviews/{asked}/"))
    assert "Someone else must look at this." in said
    assert "The move waits." in said


def test_people_of_one_name_and_role_are_told_apart_by_their_council(client_as, officer, asked):
    there = client_as(Role.NOMINATED_OFFICER, authority=MEDWAY)
    here = client_as(Role.NOMINATED_OFFICER, authority=KENT)
    officer.post(f"/reviews/{asked}/run/", {"act": "acknowledge", "words": WORDS})
    shown = text(officer.get(f"/reviews/{asked}/run/"))
    assert f"{there.person.name}, nominated officer of Medway, from outside the council" in shown
    assert f"{here.person.name}, nominated officer of Kent" in shown
    told = {str(each.post_id): each.councils for each in queries.sitters_for(asked, on=timezone.localdate())}
    assert (told[post_id(there)], told[post_id(here)]) == (("Medway",), ("Kent",))


def test_a_member_who_has_an_interest_leaves_and_reads_no_more(client_as, officer, asked):
    officer.post(f"/reviews/{asked}/run/", {"act": "acknowledge", "words": WORDS})
    members = [
        client_as(Role.REVIEWING_OFFICER, authority=KENT), client_as(Role.NOMINATED_OFFICER, authority=KENT),
        client_as(Role.ADJUDICATOR),
    ]  # fmt: skip
    officer.post(f"/reviews/{asked}/run/", {"act": "panel", "posts": [post_id(each) for each in members]})
    page = f"/reviews/{asked}/panel/"
    sent = members[2].post(page, {"act": "interest", "interest": "yes", "words": "I know the family."})
    assert sent["Location"] == "/reviews/panels/"
    assert members[2].get(page).status_code == 404
    assert "Name the panel" in text(officer.get("/me/day/"))


def test_a_member_who_reads_that_they_know_somebody_leaves_from_the_page(client_as, officer, asked, decision):
    officer.post(f"/reviews/{asked}/run/", {"act": "acknowledge", "words": WORDS})
    members = [
        client_as(Role.REVIEWING_OFFICER, authority=KENT), client_as(Role.CLINICIAN, authority=MEDWAY),
        client_as(Role.ADJUDICATOR),
    ]  # fmt: skip
    officer.post(f"/reviews/{asked}/run/", {"act": "panel", "posts": [post_id(each) for each in members]})
    page = f"/reviews/{asked}/panel/"
    assert "Leave the panel" not in text(members[1].get(page))
    members[1].post(page, {"act": "interest", "interest": "no"})
    assert "Leave the panel" in text(members[1].get(page))
    assert members[1].post(page, {"act": "leave", "words": ""}).status_code == 422
    assert members[1].post(page, {"act": "leave", "words": "I treat a child there."})["Location"] == "/reviews/panels/"
    assert members[1].get(page).status_code == 404


def test_a_seat_is_made_free_on_the_page_by_a_program_and_the_day_says_so(client_as, token_for, officer, asked):
    run = f"/reviews/{asked}/run/"
    officer.post(run, {"act": "acknowledge", "words": WORDS})
    members = [
        client_as(Role.REVIEWING_OFFICER, authority=KENT), client_as(Role.CLINICIAN, authority=MEDWAY),
        client_as(Role.ADJUDICATOR),
    ]  # fmt: skip
    officer.post(run, {"act": "panel", "posts": [post_id(each) for each in members]})
    seats = {each.account: str(each.id) for each in queries.review(asked).seats}
    first, second = (seats[each.person.id] for each in members[:2])
    assert "Make the seat free" not in text(officer.get(run))
    assert "Fill a seat of the panel" not in text(officer.get("/me/day/"))
    assert officer.post(run, {"act": "free_seat", "seat_id": first}).status_code == 200, "nothing of it is offered"
    for each in members[:2]:
        end_post(post_id=posts_of(each.person.id)[0].id, at=datetime.now(UTC), by=None)
    assert "Fill a seat of the panel" in text(officer.get("/me/day/"))
    assert "no longer holds the post in which they were named" in text(officer.get(run))
    assert officer.post(run, {"act": "free_seat", "seat_id": seats[members[2].person.id]}).status_code == 422
    assert officer.post(run, {"act": "free_seat", "seat_id": first}).status_code == 302
    headers = {"authorization": f"Bearer {token_for(officer.person)}"}

    def program(seat_id):
        return Client().post(
            f"/api/v1/reviews/{asked}/free-seat", data={"seat_id": seat_id}, content_type="application/json",
            headers=headers,
        )  # fmt: skip

    refused = program(seats[members[2].person.id])
    assert (refused.status_code, refused.json()["code"]) == (409, "seat_not_free")
    assert [each["left"] for each in program(second).json()["seats"]].count(True) == 2
    assert program(second).status_code == 404
    read = text(officer.get(run))
    assert "left: the seat was made free" in read
    assert "Name the panel" in text(officer.get("/me/day/"))


def test_a_young_person_reads_until_when_they_may_ask_about_having_to_leave(robin, decision):
    page = f"/decisions/{decision.id}/review/"
    assert "You had to leave?" not in text(robin.get(page))
    manager = acting(Role.TEAM_MANAGER)
    actions.withdraw_move(child_id=decision.child_id, reason="She stays.", by=manager, at=datetime.now(UTC))
    assert "You had to leave?" in text(robin.get(page))


# ------------------------------------------------------------------ everybody
def test_everybody_reads_the_rights_with_their_days(db):
    said = text(Client().get("/reviews/rights/"))
    for words in (
        "within 20 working days", "acknowledged within 2 working days", "25 working days, 65 at most",
        "ask for a panel within 20 working days; it meets within 30, reports within 5", "Ombudsman", "A court",
    ):  # fmt: skip
        assert words in said
    assert "No finding has been published yet" in text(Client().get("/reviews/"))


# ------------------------------------------------------------------ the same for machines
def test_the_same_way_for_a_program(client_as, token_for, robin, officer, decision):
    def api(client, method, path, **body):
        headers = {"authorization": f"Bearer {token_for(client.person)}"}
        call = getattr(Client(), method)
        if method == "get":
            return call(f"/api/v1/reviews/{path}", headers=headers)
        return call(f"/api/v1/reviews/{path}", data=body, content_type="application/json", headers=headers)

    advocate = client_as(Role.ADVOCATE, children=[decision.child_id])
    made = api(advocate, "post", "", decision_id=str(decision.id), words=NO)
    assert made.status_code == 201
    review_id = made.json()["id"]
    assert made.json()["holds"] is True
    assert api(advocate, "get", "").json()["total"] == 1
    assert api(officer, "get", "docket").json()["items"][0]["child_reference"] == decision.child_reference
    assert api(officer, "post", f"{review_id}/acknowledge", words=WORDS).json()["state"] == "acknowledged"
    members = [
        client_as(Role.REVIEWING_OFFICER, authority=KENT), client_as(Role.NOMINATED_OFFICER, authority=KENT),
        client_as(Role.CLINICIAN, authority=KENT),
    ]  # fmt: skip
    offered = {each["post_id"] for each in api(officer, "get", f"{review_id}/sitters").json()["items"]}
    posts = [post_id(each) for each in members]
    assert set(posts) <= offered
    assert all(each["councils"] for each in api(officer, "get", f"{review_id}/sitters").json()["items"])
    assert len(api(officer, "post", f"{review_id}/panel", posts=posts).json()["seats"]) == 3
    first = api(members[0], "get", f"{review_id}/paper").json()
    assert (first["call"]["owes"], first["review"], first["why_chosen"]) == ("interest", None, None)
    for each in members:
        assert api(each, "post", f"{review_id}/interest", interest=False).status_code == 204
    assert api(members[0], "get", f"{review_id}/paper").json()["home_name"] == decision.home_name
    assert api(members[1], "get", "panels").json()["total"] == 1
    assert api(officer, "get", f"{review_id}/paper").status_code == 404
    heard = api(members[0], "post", f"{review_id}/hearing", how="advocate", words=HEARD)
    assert heard.json()["review"]["state"] == "heard"
    api(
        members[0], "post", f"{review_id}/finding", outcome="upheld", remedy="decide_again", words_child=CHILD_WORDS,
        words_parties=PARTY_WORDS, duty_words="Decide again with the bus times.", digest=DIGEST,
    )  # fmt: skip
    for each in members[1:]:
        assert api(each, "post", f"{review_id}/voice", agrees=True).status_code == 200
    read = api(advocate, "get", review_id).json()
    assert (read["outcome"], read["told"], read["holds"]) == ("upheld", CHILD_WORDS, True)
    done = {"words": "It was decided again with the bus times."}
    refused = api(officer, "post", f"{review_id}/remedied", **done)
    assert (refused.status_code, refused.json()["code"]) == (409, "move_still_planned")
    director = client_as(Role.DIRECTOR, authority=KENT)
    refused = api(director, "post", f"{review_id}/let-go", words="It is not safe to wait any more.")
    assert (refused.status_code, refused.json()["code"]) == (409, "panel_holds")
    actions.withdraw_move(child_id=decision.child_id, reason="As was found.", by=director.person, at=datetime.now(UTC))
    assert api(officer, "post", f"{review_id}/remedied", **done).json()["holds"] is False
    closed = api(members[2], "get", f"{review_id}/paper").json()
    assert (closed["review"], closed["home_name"], closed["call"]["state"]) == (None, None, "found")
    assert decision.child_reference not in str(api(members[2], "get", "panels").json())
    assert api(officer, "post", f"{review_id}/digest", text=DIGEST).json()["published"] == DIGEST
    assert Client().get("/api/v1/reviews/digests").json()["items"][0]["text"] == DIGEST
    ways = Client().get("/api/v1/reviews/rights").json()["items"]
    assert {each["code"] for each in ways} >= {"review", "complaint", "court"}
    assert api(advocate, "post", f"{review_id}/withdraw").json()["code"] == "review_not_so"
    assert ReviewDigest.objects.count() == Review.objects.count() == 1


def test_a_program_asks_for_a_home(client_as, token_for, decision):
    birch = decision.passed_over[0].home_id
    carer = client_as(Role.FOSTER_CARER, home_ids=[birch])
    headers = {"authorization": f"Bearer {token_for(carer.person)}"}
    (line,) = Client().get("/api/v1/reviews/homes", headers=headers).json()["items"]
    assert line["chosen"] is False
    body = {"home_id": str(birch), "decision_id": line["decision_id"], "words": "We were told nothing."}
    made = Client().post("/api/v1/reviews/homes", data=body, content_type="application/json", headers=headers)
    assert made.status_code == 201
    assert decision.child_reference not in made.content.decode()


def test_a_program_makes_a_review_of_a_no_and_sends_one_on(client_as, token_for, officer, robin, decision):
    advocate = client_as(Role.ADVOCATE, children=[decision.child_id])
    no = actions.disagree(decision_id=decision.id, words=NO, by=robin.person, at=datetime.now(UTC))
    headers = {"authorization": f"Bearer {token_for(advocate.person)}"}
    made = Client().post(f"/api/v1/reviews/of-no/{no}", headers=headers)
    assert made.status_code == 201
    review_id = made.json()["id"]
    runs = {"authorization": f"Bearer {token_for(officer.person)}"}
    call = {"content_type": "application/json", "headers": runs}
    body = {"to": "court", "words": "Only a court can change the order; your advocate helps."}
    sent = Client().post(f"/api/v1/reviews/{review_id}/redirect", data=body, **call)
    assert sent.json()["redirected_to"] == "court"
    director = client_as(Role.DIRECTOR, authority=KENT)
    call["headers"] = {"authorization": f"Bearer {token_for(director.person)}"}
    let = Client().post(f"/api/v1/reviews/{review_id}/let-go", data={"words": "The carer here cannot go on."}, **call)
    assert let.json()["holds"] is False
