"""The review before a move is asked for before a choice is sent, and of those who may record it."""

from datetime import timedelta

import pytest

import walk_world
from carecommons.decisions import actions, queries
from carecommons.decisions.models import EndNotice
from carecommons.people.roles import Role
from carecommons.provision.actions import report_vacancy
from carecommons.register.actions import integrate
from carecommons.site.days import all_waiting
from decisions.ended import DAY, NOW, REVIEWING, TODAY, lived, notice, reviewed
from decisions.test_before_move import SUPPORTED, approve, next_home, older  # noqa: F401 a fixture
from decisions.test_decision_pages import text
from walk_world import KENT, MEDWAY, NOMINATED, OFFICER, WORKER, add_home, tell_before, wish

pytestmark = pytest.mark.django_db
EARLY = NOW - timedelta(hours=2)
COMES_FIRST, SENT_BACK = "A review comes before this move", "Why the last choice was sent back"
BACK = "Ask the family again whether the school run can work for them."
NEWEST = "I want to go to the family."


@pytest.fixture
def there():
    return lived()


def on_list(there, *, at=EARLY, **homes):
    """A list for a child who lives somewhere, from which nobody has chosen yet."""
    found = {**there.found.homes, **{name: add_home(name, at=at, **facts) for name, facts in homes.items()}}
    for home in found.values():
        report_vacancy(home_id=home, free=1, by=OFFICER, at=at)
    return walk_world.listed(there.child, found, at=at)


# ------------------------------------------------------------------ on the page that chooses
def test_whoever_chooses_reads_of_the_review_before_they_send_and_who_records_it(client_as, there):
    chooser, page = client_as(Role.PLACEMENT_OFFICER, authority=KENT), f"/decisions/new/{on_list(there).id}/"
    said = text(chooser.get(page))
    assert COMES_FIRST in said
    assert "Care Planning Regulations 2010 reg 14" in said
    assert f"The child lives at Alder now, since {there_since(there)}" in said
    assert "No review there from the last 28 days is on record" in said
    assert "Ask for the review before you send a choice." in said
    assert "recorded by an independent reviewing officer" in said
    day = reviewed(there, TODAY)
    said = text(chooser.get(page))
    assert f"Reviews on record there that may have weighed it: {day:%-d %B %Y}" in said
    assert "Ask for the review before you send a choice." not in said


def there_since(there):
    return f"{queries.placement(there.placement).from_day:%-d %B %Y}"


def test_under_the_homes_own_notice_the_note_is_there_only_for_the_homes_that_section_22d_names(client_as, older):  # noqa: F811
    notice(older, at=EARLY)
    chooser = client_as(Role.PLACEMENT_OFFICER, authority=KENT)
    found = on_list(older, **SUPPORTED)
    said = text(chooser.get(f"/decisions/new/{found.id}/"))
    assert "s22D). That is so for: Cedar." in said
    assert "reg 14" not in said.split("Which home?")[0]


def test_where_nothing_would_end_no_review_is_asked_for(client_as):
    found = walk_world.search(at=EARLY)
    assert COMES_FIRST not in text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/decisions/new/{found.id}/"))


# ------------------------------------------------------------------ on the page that approves
def test_no_button_approves_where_it_could_only_be_refused_and_the_page_says_what_comes_first(client_as, there):
    decision = next_home(there, at=EARLY)
    manager, page = client_as(Role.TEAM_MANAGER, authority=KENT), f"/decisions/{decision}/"
    html = manager.get(page).content.decode()
    assert "First the review, then the approval." in html
    asked = html.index("<details")
    assert asked < html.index("Approve: Birch") < html.index("</details>", asked)  # only for somebody in danger
    reviewed(there, TODAY)
    html = manager.get(page).content.decode()
    assert "First the review, then the approval." not in html
    assert "Approve: Birch" in html
    wish(there.child, "review", at=NOW, words=NEWEST)
    html = manager.get(page).content.decode()
    assert "Approve: Birch" not in html
    assert "This choice cannot be approved as it stands" in html
    assert "Send it back" in html
    posted = manager.post(page + "approve/", {"reviewed_on": TODAY.isoformat()})
    assert posted.status_code == 409


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.PLACEMENT_OFFICER, Role.TEAM_MANAGER, Role.NOMINATED_OFFICER,
                                  Role.REVIEWING_OFFICER])  # fmt: skip
def test_the_link_that_records_a_review_stands_only_where_it_opens(client_as, there, role):
    decision = next_home(there, at=EARLY)
    reader, records = client_as(role, authority=KENT), f"/placements/{there.placement}/review/"
    html = reader.get(f"/decisions/{decision}/").content.decode()
    assert COMES_FIRST in html
    assert (records in html) is (reader.get(records).status_code == 200) is (role is Role.REVIEWING_OFFICER)
    assert ("recorded by an independent reviewing officer" in text(reader.get(f"/decisions/{decision}/"))) is (
        role is not Role.REVIEWING_OFFICER
    )
    assert reader.get(f"/placements/{there.placement}/").status_code == 200


def test_an_approver_who_ticks_nothing_reads_all_that_is_owed_at_once_each_on_its_own_line(client_as, there):
    home = {"Cedar": {"authority": MEDWAY}}
    decision = next_home(there, "Cedar", at=EARLY, **home)
    tell_before(decision, at=EARLY)
    officer, page = client_as(Role.NOMINATED_OFFICER, authority=KENT), f"/decisions/{decision}/approve/"
    answer = officer.post(page, {})
    html, said = answer.content.decode(), text(answer)
    assert answer.status_code == 422
    lacking = len(queries.facts_owed(decision, at=NOW))
    assert said.count("Not ticked yet:") == 2 * lacking  # in the list above, and at the boxes
    assert html.count("<br>Not ticked yet:") == lacking - 1
    assert "First the reviewing officer holds the review and records it" in said
    assert "give its day here" not in said
    day = reviewed(there, TODAY)
    said = text(officer.post(page, {"reviewed_on": day.isoformat()}))
    assert "Not ticked yet:" in said
    assert "First the reviewing officer holds" not in said
    assert queries.decision(decision).state == "proposed"


def test_the_rule_of_a_long_term_match_says_plainly_that_the_law_names_no_approver():
    found = queries.sheet(walk_world.search(stay="long_term", at=EARLY).id, at=NOW)
    words = {each.words for each in found.approvals.values()}
    assert all("the law does not say who approves the match" in each for each in words)


# ------------------------------------------------------------------ after a choice was sent back
def test_whoever_chooses_again_reads_first_why_it_came_back_and_what_the_child_said_since(client_as):
    found = walk_world.search(at=EARLY)
    decision = walk_world.choose(found)
    chooser, page = client_as(Role.SOCIAL_WORKER, authority=KENT), f"/decisions/new/{found.id}/"
    wish(found.child, "review", at=NOW - timedelta(minutes=50), words=NEWEST)
    actions.send_back(decision_id=decision, words=BACK, by=NOMINATED, at=NOW - timedelta(minutes=40))
    integrate(at=NOW)
    said = text(chooser.get(page))
    assert said.index(SENT_BACK) < said.index(BACK) < said.index(NEWEST) < said.index("said about these homes")
    assert "The nominated officer" in said
    assert "What the child said last" in said
    assert said.count(NEWEST) == 1
    assert "has not been asked about these homes" not in said


def test_what_the_child_said_since_they_were_asked_stands_first_without_a_choice_too(client_as):
    found = walk_world.search(at=EARLY)
    wish(found.child, "any_time", at=NOW, words=NEWEST)
    said = text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/decisions/new/{found.id}/"))
    assert said.index(NEWEST) < said.index("said about these homes")
    assert SENT_BACK not in said


def test_new_words_about_these_homes_are_not_said_to_be_missing(client_as):
    found = walk_world.search(at=EARLY)
    decision = walk_world.choose(found)
    wish(found.child, "before_decision", at=NOW - timedelta(minutes=50), words=NEWEST)
    actions.withdraw(decision_id=decision, by=WORKER, at=NOW - timedelta(minutes=40))
    said = text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/decisions/new/{found.id}/"))
    assert "has not been asked about these homes" not in said
    assert SENT_BACK not in said
    assert said.count(NEWEST) == 1


# ------------------------------------------------------------------ whose day it stands on
def waited(person=REVIEWING):
    return [each for each in all_waiting(person, at=NOW) if "a review comes before the move" in each.title]


def test_the_reviewing_officer_is_told_of_each_review_that_a_choice_or_a_move_waits_for(there):
    assert not waited()
    decision = next_home(there, at=EARLY)
    (line,) = waited()
    assert line.address == f"/placements/{there.placement}/review/"
    assert line.due_on == queries.decision(decision).from_day
    assert "The choice waits for its approver" in line.why
    assert not waited(WORKER)
    reviewed(there, TODAY)
    assert not waited()


def test_a_move_that_was_approved_and_waits_for_a_review_is_told_too_and_stands_among_what_is_owed_next(
    client_as, there
):
    given = notice(there, at=EARLY)
    placement = approve(next_home(there, at=EARLY), at=EARLY)
    page = client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/placements/{placement}/")
    assert "A review of the child’s case, before this move" not in text(page)
    assert not waited()
    EndNotice.objects.filter(id=given).update(state="stays")  # the home takes it back: now the council ends the stay
    html = client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/placements/{placement}/").content.decode()
    assert '<a class="govuk-link" href="#review-first">A review of the child’s case, before this move</a>' in html
    assert html.index('id="review-first"') < html.index("govuk-summary-list")
    (line,) = waited()
    assert "The move is approved, and" in line.why
    assert not [each for each in queries.reviews_waited_for(frozenset({MEDWAY}), at=NOW)]


def test_nobody_is_told_of_a_review_where_the_home_itself_gave_notice_or_the_choice_came_back(there):
    decision = next_home(there, at=EARLY)
    given = notice(there, at=EARLY)
    assert not waited()
    EndNotice.objects.filter(id=given).update(state="stays")
    assert waited()
    actions.send_back(decision_id=decision, words=BACK, by=NOMINATED, at=EARLY + DAY / 24)
    assert not waited()
