"""The paper for a meeting: the child first, one look each time, by the same permission as the record (A2, A3, A5)."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import override_settings

from carecommons.children import actions, models, queries
from carecommons.children.meeting import meeting_paper
from carecommons.people.models import Look
from carecommons.people.roles import Role
from children.children_made import AT, DEVON, DRAMA, KENT, TODAY, add_child, ratings, record_needs
from children.test_pages import main_of, text_of

pytestmark = pytest.mark.django_db
PAPERS = ("needs/meeting/", "needs/meeting.pdf")
OPENED = (*PAPERS, "needs/over-time/")
IN_API = ("needs/meeting/", "needs/meeting.pdf", "needs/over-time/")


@pytest.fixture
def worker(person):
    return person(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def browser(client_for, worker):
    return client_for(worker)


@pytest.fixture
def child_id(worker):
    made = add_child(by=worker, return_key="K1")
    told = {"child_id": made, "by": worker, "at": AT}
    earlier = TODAY - timedelta(days=150)
    first = [replace(each, rated_on=earlier) for each in ratings(4, 3, 2, 1, 0, 2, 2, 1, 2, 0, 0, None)]
    record_needs(made, by=worker, ratings=first, assessed_on=earlier, flags=())
    rated = [replace(each, own_level=1, own_words="I cope.") if each.domain == "EMO" else each for each in
             ratings(3, 3, 2, 1, 0, 2, 2, 1, 2, 0, 0, None)]  # fmt: skip
    record_needs(made, by=worker, ratings=rated, outcomes=(replace(DRAMA, review_on=date(2025, 11, 21)),))
    actions.write_story(words="I am good at voices.", strengths="Laughs", helps="Tell me", authorship="child", **told)
    actions.record_wish(stage="review", words="I want to stay near Nan.", how="said", said_on=TODAY, **told)
    actions.add_connection(kind="place_to_avoid", name="The old flat", authority=DEVON, **told)
    return made


def test_the_child_comes_first_then_strengths_then_needs_and_open_questions_last(browser, child_id):
    said = text_of(browser.get(f"/children/{child_id}/needs/meeting/"))
    order = [
        "In the child’s own words", "Seeing my brother every week", "I am good at voices.", "I want to stay near Nan.",
        "What goes well", "Keeps two close friends", "What I need, in twelve parts of life", "What has changed since",
        "What should be different", "Goes to drama club", "Specialist needs", "Clinical psychologist, 3 September 2025",
        "People and places", "Open questions", "is unknown. New to us; the school could tell.",
    ]  # fmt: skip
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_it_says_the_measured_change_and_what_child_and_rater_see_differently(browser, child_id):
    said = text_of(browser.get(f"/children/{child_id}/needs/meeting/"))
    assert "Since 23 June 2025: Of twelve parts of life, one needs less help" in said
    assert "Feelings: Was 4, now 3: needs less help." in said
    assert "Feelings: the child says 1, the rater says 3." in said
    assert "“Goes to drama club every Thursday” was to be looked at again on 21 November 2025." in said
    assert "Autism: a professional should look at the basis again." in said


def test_its_foot_says_what_which_version_when_and_by_which_role_and_that_it_is_invented(browser, child_id):
    with override_settings(DEMO=True):
        said = text_of(browser.get(f"/children/{child_id}/needs/meeting/"))
    assert re.search(
        r"Needs of C-9M2RD, for a meeting\. Profile version 2\. Printed \d+ \w+ \d{4}, \d\d:\d\d by a social worker\. "
        r"Invented data\.", said,
    )  # fmt: skip
    with override_settings(DEMO=False):
        assert "Invented data" not in text_of(browser.get(f"/children/{child_id}/needs/meeting/"))


def test_the_pdf_is_a_tagged_file_named_by_the_reference_alone(browser, child_id):
    response = browser.get(f"/children/{child_id}/needs/meeting.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="needs-C-9M2RD.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in response.content
    assert b"/Lang(en-GB)" in response.content
    assert len(response.content) < 300_000


def test_hostile_words_from_the_record_reach_the_paper_as_words(browser, worker, child_id):
    evil = '#import "x": * $x$ *b* <script>alert(1)</script> \u202e' + "ض" * 500
    actions.write_story(
        child_id=child_id, words=evil, strengths=evil, helps=evil, authorship="child", by=worker, at=AT
    )  # fmt: skip
    assert browser.get(f"/children/{child_id}/needs/meeting.pdf").content.startswith(b"%PDF")
    body = main_of(browser.get(f"/children/{child_id}/needs/meeting/"))
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body


@pytest.mark.parametrize("page", OPENED)
def test_no_address_and_no_place_to_avoid_is_on_it(browser, child_id, page):
    for hidden in (b"The old flat", b"ME14", b"1XQ"):
        assert hidden not in browser.get(f"/children/{child_id}/{page}").content


@pytest.mark.parametrize("page", OPENED)
def test_each_opening_is_exactly_one_look_named_for_what_it_is(browser, worker, child_id, page):
    browser.get(f"/children/{child_id}/{page}")
    look = Look.objects.get(child_id=child_id)
    purpose = "Reading needs over time" if page == "needs/over-time/" else "Printing for a meeting"
    assert (look.account_id, look.act, look.purpose) == (worker.id, "children.see_record", purpose)


@pytest.mark.parametrize("page", OPENED)
@pytest.mark.parametrize(
    ("role", "authority", "status"),
    [(Role.REVIEWING_OFFICER, KENT, 200), (Role.CLINICIAN, KENT, 200), (Role.PLANNER, KENT, 403),
     (Role.VIRTUAL_SCHOOL_HEAD, KENT, 403), (Role.SOCIAL_WORKER, DEVON, 404)],
)  # fmt: skip
def test_who_may_see_the_record_may_have_it_and_nobody_else(client_as, child_id, page, role, authority, status):
    assert client_as(role, authority=authority).get(f"/children/{child_id}/{page}").status_code == status
    assert Look.objects.filter(child_id=child_id).count() == (1 if status == 200 else 0)


@pytest.mark.parametrize("page", OPENED)
def test_the_child_is_led_to_their_own_page_and_the_public_to_the_door(client_as, client, child_id, page):
    child = client_as(Role.CHILD, children=[child_id])
    assert child.get(f"/children/{child_id}/{page}")["Location"] == f"/children/{child_id}/mine/"
    assert client.get(f"/children/{child_id}/{page}").status_code in (302, 403)
    assert not Look.objects.filter(child_id=child_id).exists()


@pytest.mark.parametrize("page", IN_API)
def test_the_api_gives_the_same_and_writes_one_look(client_for, token_for, worker, child_id, page):
    answer = client_for(worker).get(
        f"/api/v1/children/{child_id}/{page}", headers={"authorization": f"Bearer {token_for(worker)}"}
    )
    assert answer.status_code == 200
    assert Look.objects.filter(child_id=child_id).count() == 1
    if page == "needs/meeting.pdf":
        assert answer.content.startswith(b"%PDF")
    elif page == "needs/over-time/":
        assert answer.json()["courses"][0]["points"] == [
            {"on": "2025-06-23", "version": 1, "level": 4, "own": None},
            {"on": "2025-11-20", "version": 2, "level": 3, "own": 1},
        ]
    else:
        assert answer.json()["sections"][0]["heading"] == "In the child’s own words"


def test_a_child_of_whom_nothing_is_recorded_has_a_paper_that_says_so(browser, worker):
    bare = add_child(by=worker, reference="C-8M3RD", home_postcode="")
    said = text_of(browser.get(f"/children/{bare}/needs/meeting/"))
    assert "Nobody has written down the child’s own words yet." in said
    assert "Needs have not been rated yet: all twelve parts of life are unknown." in said
    assert browser.get(f"/children/{bare}/needs/meeting.pdf").content.startswith(b"%PDF")
    assert "Needs have not been rated yet" in text_of(browser.get(f"/children/{bare}/needs/over-time/"))


def test_moves_that_the_return_knows_stand_beside_the_courses_and_others_do_not(browser, child_id, monkeypatch):
    days = [
        (date(2023, 5, 2), 1, "U4", 1), (date(2023, 8, 2), 1, "T1", 1), (date(2025, 8, 1), 1, "K2", 2),
        (date(2025, 9, 1), 1, "K2", 2), (date(2025, 10, 1), 2, "Z1", 3),
    ]  # fmt: skip
    stays = tuple(queries.ReturnedStay(on, None, place, "C2", "", "", "", turn, home) for on, turn, place, home in days)
    asked = []

    def known(authority: str, key: str) -> tuple[queries.ReturnedStay, ...]:
        asked.append((authority, key))
        return stays

    monkeypatch.setattr("carecommons.children.queries.nearby.stays_in_returns", known)
    assert [(mark.on, mark.words) for mark in queries.moves(child_id)] == [
        (date(2023, 5, 2), "Came into care: foster care with another carer"),
        (date(2025, 8, 1), "Moved: children's home"),
        (date(2025, 10, 1), "Came into care: a home of another kind"),
    ]
    assert asked == [(KENT, "K1")]
    said = text_of(browser.get(f"/children/{child_id}/needs/over-time/"))
    assert "1 August 2025 Moved: children&#x27;s home" in said or "1 August 2025 Moved: children's home" in said
    assert "Came into care: foster care" not in said


def test_a_child_whom_no_return_knows_has_no_moves(worker):
    assert queries.moves(add_child(by=worker, reference="C-8M3RD")) == ()


def test_the_paper_holds_no_total_of_levels(child_id):
    facts = queries.facts_for_meeting(queries.find_child(child_id), TODAY)
    paper = meeting_paper(facts, printed="today", role="social worker", made_up=False)
    said = str(paper).lower()
    known = [each.level for each in facts.profile.ratings if each.level is not None]
    assert f"{sum(known)} of" not in said
    assert not re.search(r"\b(total|score|average|points)\b", said)


# ------------------------------------------------------------------ rating, with last time and the child beside
def test_the_question_shows_last_time_what_goes_well_and_the_childs_own_levels_in_their_words(browser, child_id):
    response = browser.get(f"/children/{child_id}/needs/EMO/")
    said, body = text_of(response), main_of(response)
    assert "Last time, 20 November 2025: level 3. Seen on three days in October." in said
    assert "The child said 1: “I cope.”" in said
    assert "1 – “I need a bit of help now and then”" in said
    assert "What goes well here? Nothing is written down yet" in said
    assert body.index("cc-before-asking") < body.index('name="level"') < body.index('name="own_level"')
    assert "What goes well here: Keeps two close friends" in text_of(browser.get(f"/children/{child_id}/needs/SOC/"))


def test_changing_one_answer_from_the_check_leads_back_to_it(browser, worker, child_id):
    address = f"/children/{child_id}/needs/"
    assert f'href="{address}EMO/?from=check"' in main_of(browser.get(f"{address}check/"))
    shown = main_of(browser.get(f"{address}EMO/?from=check"))
    assert "Save and go back to checking" in shown
    assert 'name="list"' not in shown
    answer = {"level": "2", "evidence": "Seen.", "confidence": "high"}
    assert browser.post(f"{address}EMO/?from=check", answer)["Location"] == f"{address}check/#EMO"
    refused = browser.post(f"{address}EMO/?from=check", {"level": ""})
    assert refused.status_code == 422
    assert "Save and go back to checking" in main_of(refused)


def test_a_draft_is_gone_on_with_and_the_record_says_so_to_its_author_alone(browser, client_as, child_id):
    browser.post(f"/children/{child_id}/needs/EMO/", {"level": "2", "evidence": "Seen.", "confidence": "high"})
    assert models.NeedsDraft.objects.count() == 1
    assert "You go on with what you wrote: last kept" in text_of(browser.get(f"/children/{child_id}/needs/"))
    assert "Go on with the needs that you began" in text_of(browser.get(f"/children/{child_id}/"))
    other = client_as(Role.TEAM_MANAGER, authority=KENT)
    assert "Go on with the needs that you began" not in text_of(other.get(f"/children/{child_id}/"))


def test_the_comparison_shows_what_changed_before_all_twelve(browser, child_id):
    body = main_of(browser.get(f"/children/{child_id}/needs/compare/"))
    first, rest = body.split("All twelve parts of life", 1)
    assert "Of twelve parts of life, one needs less help" in first
    assert "Was 4, now 3: needs less help." in first
    assert first.count('<ul class="cc-levels">') == 1
    assert "Health" in rest
    assert rest.count("cc-lv-text") == 12
