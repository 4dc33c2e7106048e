"""Rating needs on the pages: one question a page, nothing lost, checked with the child, a new version (A3, B13)."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.timezone import localdate

from carecommons.children import models, queries
from carecommons.children.needs import DOMAINS
from carecommons.people.roles import Role
from children.children_made import AUTISM, KENT, add_child, ratings, record_needs
from children.test_pages import main_of, text_of

pytestmark = pytest.mark.django_db
CODES = [domain.code for domain in DOMAINS]
ANSWER = {
    "level": "2",
    "evidence": "Seen in October.",
    "confidence": "medium",
    "own_level": "3",
    "own_words": "It is hard.",
}
ASSESSMENT = {
    "training": "None yet", "experience": "Two years", "assessed_on_day": "18", "assessed_on_month": "11",
    "assessed_on_year": "2025",
}  # fmt: skip
STRENGTHS = {f"state_{code}": "unknown" for code in CODES} | {"state_SOC": "present", "text_SOC": "Keeps two friends"}


@pytest.fixture
def worker(person):
    return person(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def browser(client_for, worker):
    return client_for(worker)


@pytest.fixture
def child_id(worker):
    return add_child(by=worker)


def post(browser, child_id, part, **answers):
    return browser.post(f"/children/{child_id}/needs/{part}/", answers)


def answer_all(browser, child_id):
    for code in CODES:
        assert post(browser, child_id, code, **ANSWER).status_code == 302
    assert post(browser, child_id, "strengths", **STRENGTHS).status_code == 302
    assert post(browser, child_id, "matters", matter_1="My brother", matter_3="My room").status_code == 302
    assert post(browser, child_id, "assessment", **ASSESSMENT).status_code == 302


def test_the_question_shows_the_anchors_as_hints_and_unknown_after_or(browser, child_id):
    body = main_of(browser.get(f"/children/{child_id}/needs/EDU/"))
    said = text_of(browser.get(f"/children/{child_id}/needs/EDU/"))
    assert "School: how much help does this child need to attend and get on?" in body
    assert "For example: Attending and getting on" in said
    assert "For example: No school place, or unable to attend" in said
    assert body.index('value="4"') < body.index("govuk-radios__divider") < body.index('value="unknown"')
    assert said.index("How sure are you?") < said.index("The child’s own view")
    assert "Part 7 of 12" in said


def test_no_level_is_chosen_beforehand(browser, child_id):
    for code in CODES:
        body = main_of(browser.get(f"/children/{child_id}/needs/{code}/")).split('name="own_level"')[0]
        assert "checked" not in body


def test_an_answer_is_kept_and_leads_to_the_next_question_or_back_to_the_list(browser, worker, child_id):
    assert post(browser, child_id, "EMO", **ANSWER)["Location"] == f"/children/{child_id}/needs/ATT/"
    assert post(browser, child_id, "ATT", list="1", **ANSWER)["Location"] == f"/children/{child_id}/needs/"
    assert post(browser, child_id, "STA", **ANSWER)["Location"] == f"/children/{child_id}/needs/"
    _, parts = queries.draft_parts(child_id, worker.id)
    assert sorted(parts["ratings"]) == ["ATT", "EMO", "STA"]
    assert not models.NeedsProfile.objects.exists()
    shown = main_of(browser.get(f"/children/{child_id}/needs/EMO/"))
    assert "Seen in October." in shown
    assert "It is hard." in shown


def test_unknown_owes_its_reason_and_is_shown_as_the_one_thing_unfinished(browser, child_id):
    refused = post(browser, child_id, "EMO", level="unknown", evidence="", confidence="")
    assert refused.status_code == 422
    assert "Say why it is not known, and who could tell us." in text_of(refused)
    assert (
        post(browser, child_id, "EMO", level="unknown", unknown_because="New to us; Nan could tell.").status_code == 302
    )
    listed = main_of(browser.get(f"/children/{child_id}/needs/"))
    assert '<strong class="cc-tag cc-tag--unknown">Unknown</strong>' in listed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"level": ""}, "Choose how much help the child needs, or Unknown."),
        ({"level": "7"}, "Choose one of the answers in the list."),
        ({"evidence": ""}, "Say what you have seen, with dates, that makes it this level."),
        ({"confidence": ""}, "Choose how sure you are: low, medium or high."),
        ({"own_level": "9"}, "Choose one of the answers in the list."),
        ({"own_words": "x" * 1001}, "The child’s own words: use 1,000 characters or fewer; there are 1,001."),
    ],
)
def test_an_answer_that_is_not_complete_is_refused_in_words_and_what_was_typed_stays(browser, child_id, changes, words):
    response = post(browser, child_id, "EMO", **{**ANSWER, **changes})
    assert response.status_code == 422
    assert words in text_of(response)
    if "own_words" not in changes:
        assert "It is hard." in response.content.decode()
    assert not models.NeedsDraft.objects.exists()


def test_the_whole_way_from_nothing_to_a_version(browser, worker, child_id):
    answer_all(browser, child_id)
    assert post(browser, child_id, "outcomes", **{
        "outcome_1-outcome": "Goes to drama club", "outcome_1-measure": "Nine weeks of ten", "outcome_1-owner": "Carer",
        "outcome_1-review_on_day": "1", "outcome_1-review_on_month": "2", "outcome_1-review_on_year": "2090",
    }).status_code == 302  # fmt: skip
    flag = {
        "act": "add", "code": "SP-ASD", "basis": "Formulation: autism", "professional": "Clinical psychologist",
        "assessed_on_day": "3", "assessed_on_month": "9", "assessed_on_year": "2025",
    }  # fmt: skip
    assert post(browser, child_id, "specialist", **flag)["Location"] == f"/children/{child_id}/needs/specialist/"
    assert "Autism is there twice. Keep one." in text_of(post(browser, child_id, "specialist", **flag))
    later = {**flag, "basis": "Formulation anew", "assessed_on_year": "2026", "assessed_on_month": "1"}
    assert post(browser, child_id, "specialist", **later).status_code == 302, "a later formulation takes its place"
    specialist = text_of(browser.get(f"/children/{child_id}/needs/specialist/"))
    assert "Formulation anew" in specialist
    assert "Formulation: autism" not in specialist
    assert post(browser, child_id, "specialist", act="done")["Location"] == f"/children/{child_id}/needs/"
    assert "17 of 17" in text_of(browser.get(f"/children/{child_id}/needs/"))
    check = browser.get(f"/children/{child_id}/needs/check/")
    assert "Is this true? Read it with the child" in text_of(check)
    assert "the child says 3" in text_of(check)
    done = browser.post(f"/children/{child_id}/needs/check/", {"after": "0"})
    assert done["Location"] == f"/children/{child_id}/"
    made = queries.profile(child_id)
    assert (made.version, made.assessed_on, made.levels) == (1, date(2025, 11, 18), (2,) * 12)
    assert made.matters == ("My brother", "My room")
    assert made.rating("EMO").rater == f"Social worker, {worker.name}"
    assert (made.rating("EMO").training, made.rating("EMO").own_level) == ("None yet", 3)
    assert made.flags[0].code == "SP-ASD"
    assert made.outcomes[0].owner == "Carer"
    assert "recorded as version 1" in text_of(browser.get(f"/children/{child_id}/"))


def test_what_is_missing_is_listed_with_a_way_to_each_part_and_is_not_confirmed(browser, child_id):
    post(browser, child_id, "EMO", **ANSWER)
    check = browser.get(f"/children/{child_id}/needs/check/")
    said, body = text_of(check), main_of(check)
    assert "It cannot be confirmed yet: 13 things to answer" in said
    assert "School: not answered yet." in said
    assert f'href="/children/{child_id}/needs/EDU/?from=check"' in body
    assert "Confirm and record" not in said
    refused = browser.post(f"/children/{child_id}/needs/check/", {"after": "0"})
    assert refused.status_code == 422
    assert not models.NeedsProfile.objects.exists()


def test_rating_again_begins_from_the_last_version_and_marks_what_was_answered_anew(browser, worker, child_id):
    record_needs(child_id, by=worker)
    listed = text_of(browser.get(f"/children/{child_id}/needs/"))
    assert "version 2, not yet recorded" in listed
    assert listed.count("From before") >= 12
    post(browser, child_id, "EMO", **ANSWER)
    post(browser, child_id, "assessment", **{**ASSESSMENT, "assessed_on_day": "20"})
    assert "Was 3, now 2: needs less help." in text_of(browser.get(f"/children/{child_id}/needs/check/"))
    browser.post(f"/children/{child_id}/needs/check/", {"after": "1"})
    assert queries.profile(child_id).rating("EMO").rater == f"Social worker, {worker.name}"
    assert queries.profile(child_id).rating("ATT").rater == "Social worker"
    compared = text_of(browser.get(f"/children/{child_id}/needs/compare/"))
    assert "One part of life needs less help, none needs more." in compared


def test_who_was_overtaken_is_told_keeps_their_words_and_may_still_confirm(browser, worker, child_id):
    record_needs(child_id, by=worker, ratings=ratings(1))
    post(browser, child_id, "EMO", **ANSWER)
    post(browser, child_id, "assessment", **{**ASSESSMENT, "assessed_on_day": "20"})
    manager_made = models.NeedsDraft.objects.get()
    record_needs(child_id, by=worker, ratings=ratings(4))
    models.NeedsDraft.objects.create(
        child_id=child_id, author=worker.id, begun_from=1, parts=manager_made.parts, changed_at=manager_made.changed_at
    )
    late = browser.post(f"/children/{child_id}/needs/check/", {"after": "1"})
    assert late.status_code == 409
    assert "What you wrote is kept" in text_of(late)
    assert "Someone else has recorded these needs since you began" in text_of(
        browser.get(f"/children/{child_id}/needs/check/")
    )
    browser.post(f"/children/{child_id}/needs/check/", {"after": "2"})
    assert [made.levels[0] for made in queries.profiles(child_id)] == [2, 4, 1]


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40])
def test_a_confirmation_that_does_not_say_what_it_saw_is_refused(browser, worker, child_id, after):
    answer_all(browser, child_id)
    assert browser.post(f"/children/{child_id}/needs/check/", {"after": after}).status_code == 409


def test_a_draft_is_seen_by_its_author_only_and_can_be_let_go(browser, client_as, child_id):
    post(browser, child_id, "EMO", **ANSWER)
    other = client_as(Role.TEAM_MANAGER, authority=KENT)
    assert "Seen in October." not in other.get(f"/children/{child_id}/needs/EMO/").content.decode()
    assert "Seen in October." not in other.get(f"/children/{child_id}/").content.decode()
    assert other.post(f"/children/{child_id}/needs/discard/").status_code == 302
    assert models.NeedsDraft.objects.count() == 1
    browser.post(f"/children/{child_id}/needs/discard/")
    assert not models.NeedsDraft.objects.exists()
    assert browser.get(f"/children/{child_id}/needs/discard/").status_code == 405


def test_a_specialist_need_ends_with_a_day_or_is_taken_out(browser, worker, child_id):
    record_needs(child_id, by=worker)
    address = f"/children/{child_id}/needs/specialist/"
    refused = browser.post(address, {"act": "end", "code": "SP-ASD"})
    assert "Enter the day that it ended." in text_of(refused)
    day = {"SP-ASD-ended_on_day": "1", "SP-ASD-ended_on_month": "1", "SP-ASD-ended_on_year": "2020"}
    assert "before the day of the formulation" in text_of(
        browser.post(address, {"act": "end", "code": "SP-ASD", **day})
    )
    browser.post(address, {"act": "end", "code": "SP-ASD", **day, "SP-ASD-ended_on_year": "2027"})
    assert "Ended 1 January 2027" in text_of(browser.get(address))
    browser.post(address, {"act": "remove", "code": "SP-ASD"})
    assert queries.draft_parts(child_id, worker.id)[1]["flags"] == []
    assert queries.profile(child_id).flags[0].ended_on is None


def test_strengths_that_are_there_owe_words_each_by_its_part_of_life(browser, child_id):
    refused = post(browser, child_id, "strengths", **{**STRENGTHS, "text_SOC": ""})
    assert "Friends: say in a few words what goes well." in text_of(refused)


def test_outcomes_half_written_are_refused_and_empty_ones_left_out(browser, worker, child_id):
    refused = post(browser, child_id, "outcomes", **{"outcome_2-outcome": "Is happier"})
    assert "Say how you will know that it has happened." in text_of(refused)
    assert "Is happier" in refused.content.decode()
    assert post(browser, child_id, "outcomes").status_code == 302
    assert queries.draft_parts(child_id, worker.id)[1]["outcomes"] == []


@pytest.mark.parametrize("part", ["emo", "SP-ASD", "money", "0"])
def test_a_part_that_is_not_asked_is_not_found(browser, child_id, part):
    assert browser.get(f"/children/{child_id}/needs/{part}/").status_code == 404


def test_the_comparison_answers_for_any_two_versions_and_for_none(browser, worker, child_id):
    address = f"/children/{child_id}/needs/compare/"
    assert "There is nothing to compare yet" in text_of(browser.get(address))
    for level in (4, 3, 1):
        record_needs(child_id, by=worker, ratings=ratings(level))
    assert "Was 3, now 1: needs less help." in text_of(browser.get(address))
    assert "Was 4, now 1: needs less help." in text_of(browser.get(f"{address}?earlier=1&later=3"))
    assert "Was 4, now 1: needs less help." in text_of(browser.get(f"{address}?earlier=3&later=1"))
    assert "Was 3, now 1: needs less help." in text_of(browser.get(f"{address}?earlier=x&later=99"))


@pytest.mark.parametrize("page", ["", "needs/specialist/", "needs/check/"])
def test_an_old_formulation_is_shown_as_due_to_be_looked_at_again(browser, worker, page):
    old, new = add_child(by=worker), add_child(by=worker, reference="C-8M3RD")
    record_needs(old, by=worker)  # its formulation is of September 2025
    record_needs(new, by=worker, flags=(replace(AUTISM, assessed_on=localdate()),))
    assert "due to be looked at again" in text_of(browser.get(f"/children/{old}/{page}")).lower()
    assert "due to be looked at again" not in text_of(browser.get(f"/children/{new}/{page}")).lower()
