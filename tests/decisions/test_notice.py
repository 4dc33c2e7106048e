"""Notice, the meeting that tries to save a home, and what the child is told and says (handbook section 5, step 12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.days import add_working_days
from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.ending import (
    CLOSED,
    NEXT,
    NOTICE_REASONS,
    NOTICED_WORDS,
    Noticed,
    NoticeGiven,
    Party,
    Reviews,
    Task,
    check_next,
    check_notice,
    first_lawful_day,
)
from carecommons.people.roles import Person, Role
from carecommons.register.models import Entry
from decisions.ended import DAY, NOW, REVIEWING, SENTENCE, TODAY, TRIED, WHY, at_home, lived, meeting, notice, reviewed
from walk_world import DEVON, MANAGER, OFFICER, WORKER, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return lived()


# ------------------------------------------------------------------ the heart
def test_every_state_has_words_and_those_that_are_closed_lead_nowhere():
    assert set(NEXT) == set(Noticed) == set(NOTICED_WORDS)
    assert {state for state, after in NEXT.items() if not after} == set(CLOSED)
    assert all(Noticed.OVER in after for state, after in NEXT.items() if state not in CLOSED)


@pytest.mark.parametrize("state", CLOSED)
def test_a_closed_notice_becomes_nothing_else(state):
    for new in Noticed:
        with pytest.raises(NotNow) as refusal:
            check_next(state, new)
        assert refusal.value.code == "notice_not_so"


@given(days=st.integers(0, 90), notice_days=st.integers(1, 60), party=st.sampled_from(Party))
def test_notice_has_the_same_days_both_ways_and_a_shorter_one_owes_its_reason(days, notice_days, party):
    given_on = date(2026, 3, 2)
    said = NoticeGiven(
        party, "OTHER", WHY, TRIED, given_on, given_on + timedelta(days=days), reviewed_on=date(2026, 2, 27)
    )
    reviews = Reviews(frozenset({date(2026, 2, 27)}), given_on, 28)
    asked = {"began": date(2026, 1, 1), "notice_days": notice_days, "words_min": 4}
    if said.ends_on < first_lawful_day(given_on, notice_days):
        with pytest.raises(ReasonMissing) as refusal:
            check_notice(said, reviews, **asked)
        assert refusal.value.code == "notice_too_short"
        check_notice(replace(said, at_once="A younger child was hurt last night."), reviews, **asked)
    else:
        check_notice(said, reviews, **asked)


# ------------------------------------------------------------------ giving notice
@pytest.mark.parametrize("role", [Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE, Role.FOSTER_CARER])
def test_those_of_the_home_give_notice_with_a_reason_and_what_was_tried(there, role):
    found = queries.end_notice(notice(there, by=at_home(there.home, role)))
    assert (found.party, found.state, found.reason) == (Party.HOME, Noticed.GIVEN, "CREQB")
    assert (found.words, found.tried) == (WHY, TRIED)
    assert found.meet_by == add_working_days(TODAY, 5)
    assert Entry.objects.filter(kind="notice_given").count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": "CARPL"}, "notice_reason_unknown"),
        ({"words": "No."}, "notice_words_missing"),
        ({"tried": ""}, "tried_missing"),
        ({"ends_on": TODAY + 27 * DAY}, "notice_too_short"),
        ({"ends_on": TODAY - DAY}, "notice_day_wrong"),
    ],
)
def test_a_notice_of_the_home_lacks_nothing(there, more, code):
    with pytest.raises(Refused) as refusal:
        notice(there, **more)
    assert refusal.value.code == code
    assert not queries.end_notices_of(there.placement)
    assert not Entry.objects.filter(kind="notice_given").exists()


def test_the_council_gives_notice_after_a_review_or_says_who_is_in_danger(there):
    council = {"by": WORKER, "reason": "LAREQ"}
    with pytest.raises(ReasonMissing, match="reg 14") as refusal:
        notice(there, **council)
    assert refusal.value.code == "review_first"
    with pytest.raises(Refused, match="Check its day"):
        notice(there, **council, reviewed_on=TODAY + DAY)
    found = queries.end_notice(notice(there, **council, reviewed_on=reviewed(there, TODAY - DAY)))
    assert found.party is Party.COUNCIL
    assert not [each for each in queries.notices_open(REVIEWING, at=NOW) if each.emergency]


def test_the_review_that_the_council_names_is_on_record_for_this_child_and_this_placement(there):
    council = {"by": WORKER, "reason": "LAREQ"}
    with pytest.raises(Refused, match="record it on the page of the placement first") as refusal:
        notice(there, **council, reviewed_on=TODAY - DAY)
    assert refusal.value.code == "review_not_recorded"
    reviewed(there, TODAY - 2 * DAY)
    with pytest.raises(Refused) as refusal:
        notice(there, **council, reviewed_on=TODAY - DAY)
    assert refusal.value.code == "review_not_recorded"
    assert not queries.end_notices_of(there.placement)


def test_a_review_of_long_before_did_not_weigh_it():
    there = lived(days=70)
    with pytest.raises(Refused, match="more than 28 days before this") as refusal:
        notice(there, by=WORKER, reason="LAREQ", reviewed_on=reviewed(there, TODAY - 29 * DAY))
    assert refusal.value.code == "review_too_old"
    assert notice(there, by=WORKER, reason="LAREQ", reviewed_on=reviewed(there, TODAY - 28 * DAY))


def test_without_a_review_the_reviewing_officer_reads_of_it_and_answers(there):
    found = notice(there, by=MANAGER, reason="STAND", emergency="The child was hit by an adult in the home.")
    assert not queries.end_notice(found).read
    with pytest.raises(ReasonMissing) as refusal:
        actions.read_emergency_end(notice_id=found, words="Ok", by=REVIEWING, at=NOW)
    assert refusal.value.code == "emergency_answer_missing"
    with pytest.raises(NotAllowed):
        actions.read_emergency_end(notice_id=found, words=SENTENCE, by=WORKER, at=NOW)
    actions.read_emergency_end(notice_id=found, words=SENTENCE, by=REVIEWING, at=NOW)
    assert queries.end_notice(found).read
    assert Entry.objects.filter(kind="emergency_end_read").count() == 1


def test_there_is_one_open_notice_at_a_time(there):
    notice(there)
    with pytest.raises(NotNow) as refusal:
        notice(there, by=WORKER, reason="LAREQ", reviewed_on=reviewed(there, TODAY))
    assert refusal.value.code == "notice_given_already"


def test_nobody_gives_notice_of_a_stay_that_is_only_planned():
    there = lived(days=5)
    from carecommons.decisions.models import Placement

    Placement.objects.update(state="planned")
    with pytest.raises(NotNow) as refusal:
        notice(there, by=MANAGER, reason="LAREQ", reviewed_on=TODAY)
    assert refusal.value.code == "nobody_lives_there_yet"
    with pytest.raises(NotFound):  # the home does not reach a child who is still to come
        notice(there)


@pytest.mark.parametrize(
    "by", [OFFICER, REVIEWING, acting(Role.TEAM_MANAGER, DEVON), acting(Role.SOCIAL_WORKER, DEVON)]
)
def test_nobody_else_gives_notice(there, by):
    with pytest.raises(NotAllowed):
        notice(there, by=by)


def test_a_home_where_the_child_does_not_live_gives_no_notice(there):
    other = Person(role=Role.PROVIDER_MANAGER, id=WORKER.id, provider_id=WORKER.id, home_ids=frozenset({WORKER.id}))
    with pytest.raises(NotAllowed):
        notice(there, by=other)


def test_only_the_side_that_gave_it_takes_it_back(there):
    found = notice(there)
    with pytest.raises(NotAllowed) as refusal:
        actions.take_notice_back(notice_id=found, words=SENTENCE, by=WORKER, at=NOW)
    assert refusal.value.code == "not_your_notice"
    with pytest.raises(ReasonMissing) as missing:
        actions.take_notice_back(notice_id=found, words="", by=there.manager, at=NOW)
    assert missing.value.code == "take_back_words_missing"
    actions.take_notice_back(notice_id=found, words=SENTENCE, by=there.manager, at=NOW)
    assert queries.end_notice(found).state is Noticed.STAYS
    assert queries.notice_now(there.child) is None
    notice(there)  # and may be given again


# ------------------------------------------------------------------ the child
def test_the_child_is_told_by_a_person_and_reads_their_words(there):
    found = notice(there)
    assert not queries.end_notice(found).child_reads(TODAY)
    tell = {"notice_id": found, "by": WORKER, "at": NOW}
    for more, code in (
        ({"words": "Bye", "told_on": TODAY}, "told_words_missing"),
        ({"words": SENTENCE, "told_on": TODAY + DAY}, "notice_day_wrong"),
        ({"words": SENTENCE, "told_on": TODAY - DAY}, "notice_day_wrong"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.tell_of_notice(**tell, **more)
        assert refusal.value.code == code
    actions.tell_of_notice(**tell, words="Your carers say it is too hard at night. We look for ways.", told_on=TODAY)
    assert queries.end_notice(found).child_reads(TODAY)
    with pytest.raises(NotNow) as again:
        actions.tell_of_notice(**tell, words=SENTENCE, told_on=TODAY)
    assert again.value.code == "notice_told_already"


def test_nobody_keeps_a_notice_from_a_child_by_not_telling_them(there):
    found = queries.end_notice(notice(there))
    assert not found.child_reads(found.tell_by)
    assert found.child_reads(found.tell_by + DAY)


def test_the_child_says_no_in_one_word(there):
    found = notice(there)
    with pytest.raises(ReasonMissing) as empty:
        actions.refuse_notice(notice_id=found, words=" ", by=there.robin, at=NOW)
    assert empty.value.code == "no_empty"
    actions.refuse_notice(notice_id=found, words="No", by=there.robin, at=NOW)
    assert [each.words for each in queries.end_notice(found).noes] == ["No"]
    with pytest.raises(NotAllowed):
        actions.refuse_notice(notice_id=found, words="No", by=WORKER, at=NOW)
    meeting(found, outcome="stays")
    with pytest.raises(NotNow) as closed:
        actions.refuse_notice(notice_id=found, words="No", by=there.robin, at=NOW)
    assert closed.value.code == "notice_not_open"


# ------------------------------------------------------------------ the meeting
@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"held_on": TODAY + DAY}, "meeting_day_wrong"),
        ({"held_on": TODAY - DAY}, "meeting_day_wrong"),
        ({"there": []}, "meeting_nobody"),
        ({"there": ["a stranger"]}, "meeting_nobody"),
        ({"child_there": "neither"}, "child_not_there"),
        ({"would_change": "All"}, "change_not_said"),
        ({"outcome": "over"}, "meeting_outcome_unknown"),
        ({"tasks": []}, "tasks_missing"),
        ({"tasks": [Task("Call", "", TODAY)]}, "tasks_missing"),
        ({"tasks": [Task("Call", "School", TODAY - DAY)]}, "tasks_missing"),
    ],
)
def test_the_record_of_a_meeting_lacks_nothing(there, more, code):
    found = notice(there)
    with pytest.raises(Refused) as refusal:
        meeting(found, **more)
    assert refusal.value.code == code
    assert queries.end_notice(found).state is Noticed.GIVEN


def test_a_meeting_without_the_child_says_why_and_how_they_were_heard(there):
    found = notice(there)
    meeting(found, child_there="neither", why_not="Robin would not come; the advocate read out a letter.")
    (held,) = queries.end_notice(found).meetings
    assert held.why_not.startswith("Robin would not come")
    assert held.tasks[0].what == "Find a night worker"


def test_meetings_follow_one_another_until_the_child_stays_or_leaves(there):
    found = notice(there)
    meeting(found)
    meeting(found, outcome="ends", tasks=[])
    assert queries.end_notice(found).state is Noticed.ENDS
    with pytest.raises(NotNow):
        meeting(found, outcome="met")
    meeting(found, outcome="stays", outcome_words="The night worker has come.")
    assert queries.end_notice(found).closed_words == "The night worker has come."
    assert Entry.objects.filter(kind="stabilisation_meeting").count() == 3


@pytest.mark.parametrize("by", [OFFICER, acting(Role.DIRECTOR), acting(Role.SOCIAL_WORKER, DEVON)])
def test_only_those_around_the_child_record_the_meeting(there, by):
    found = notice(there)
    with pytest.raises(NotAllowed):
        meeting(found, by=by)


def test_the_reasons_are_the_returns_own():
    assert set(NOTICE_REASONS[Party.HOME]) <= {"CREQB", "CREQO", "CLOSE", "APPRR", "OTHER"}
    assert "CARPL" in NOTICE_REASONS[Party.COUNCIL]


def test_home_gives_notice_while_a_review_is_asked_for(there):
    """The child's no to the choice still waits for its answer, and the notice is met like any other."""
    decision = queries.placement(there.placement).decision_id
    actions.disagree(decision_id=decision, words="I never wanted this.", by=there.robin, at=NOW)
    found = notice(there)
    assert len(queries.disagreements_waiting(REVIEWING)) == 1
    assert [each.id for each in queries.notices_open(REVIEWING, at=NOW)] == [found]
    meeting(found, outcome="stays")
    assert len(queries.disagreements_waiting(REVIEWING)) == 1
