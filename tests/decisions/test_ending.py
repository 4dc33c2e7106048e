"""How a stay ends: one way, with its reasons, and after a review where the council ends it (handbook section 5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.ending import CHANGE_REASONS, EARLY_CODES, End, LedBy, Noticed, check_end, ends_early
from carecommons.decisions.models import PlacementEnd
from carecommons.decisions.placement import Placed
from carecommons.decisions.stays import END_REASONS
from carecommons.people.roles import Role
from carecommons.provision.actions import report_vacancy
from carecommons.provision.models import Resident
from carecommons.register.models import Entry
from decisions.ended import DAY, NOW, REVIEWING, SENTENCE, TODAY, an_end, begin, lived, meeting, notice
from walk_world import DEVON, MANAGER, OFFICER, WORKER, acting, choose, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return lived()


def end(there, *, by=MANAGER, at=NOW, **more):
    return actions.end_placement(child_id=there.child, end=an_end(**more), by=by, at=at)


# ------------------------------------------------------------------ the heart
def test_the_reasons_of_a_move_are_the_returns_own():
    assert {"CARPL", "CREQB", "CREQO", "CLOSE", "LAREQ", "STAND", "CHILD", "OTHER"} <= set(CHANGE_REASONS)
    assert "PLACE" not in CHANGE_REASONS
    assert set(CHANGE_REASONS) >= EARLY_CODES


BEGAN, REVIEWED, ENDED = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 2)
# What the reason of a move settles by itself: planned or not, and who led to it.
SETTLED = {
    "CARPL": (True, None), "CREQB": (False, LedBy.CARER), "CREQO": (False, LedBy.CARER), "CLOSE": (False, None),
    "ALLEG": (False, None), "STAND": (False, None), "APPRR": (False, None), "CUSTOD": (False, None),
    "CHILD": (None, LedBy.CHILD),
}  # fmt: skip


@st.composite
def ends_that_lack_nothing(draw: st.DrawFn) -> End:
    care_ends = draw(st.just("X1") | st.sampled_from(sorted(END_REASONS)))
    change = draw(st.sampled_from(sorted(CHANGE_REASONS))) if care_ends == "X1" else ""
    planned, led_by = SETTLED.get(change, (None, None))
    planned = draw(st.booleans()) if planned is None else planned
    led_by = draw(st.sampled_from(LedBy)) if led_by is None else led_by
    words = SENTENCE if care_ends == "X1" or not planned else draw(st.sampled_from(["", SENTENCE]))
    reviewed, emergency = draw(st.sampled_from([(REVIEWED, ""), (BEGAN, ""), (ENDED, ""), (None, SENTENCE)]))
    return End(ENDED, care_ends, change, planned, led_by, words, reviewed, emergency)


@given(ends_that_lack_nothing())
def test_an_end_that_lacks_nothing_is_recorded_whatever_its_reason(said):
    check_end(said, began=BEGAN, words_min=4)


@given(ends_that_lack_nothing(), st.data())
def test_an_end_that_is_recorded_always_says_who_why_and_after_which_review(said, data):
    """Whatever is taken out of an end, or put wrong in it, that it owes, it is refused for."""
    check_end(said, began=BEGAN, words_min=4)
    spoiled = [(replace(said, care_ends="E99"), "end_reason_unknown")]
    if said.care_ends == "X1":
        spoiled += [(replace(said, change=each), "change_reason_missing") for each in ("", "PLACE")]
        spoiled += [(replace(said, words=each), "end_words_missing") for each in ("", "Gone")]
        planned, led_by = SETTLED.get(said.change, (None, None))
        if planned is not None:
            spoiled.append((replace(said, planned=not planned), "end_codes_disagree"))
        if led_by is not None:
            spoiled.append((replace(said, led_by=LedBy.NOBODY), "end_codes_disagree"))
    else:
        spoiled.append((replace(said, change="OTHER"), "change_reason_not_asked"))
        if not said.planned:
            spoiled.append((replace(said, words=""), "end_words_missing"))
    if said.led_by is LedBy.COUNCIL:
        spoiled.append((replace(said, reviewed_on=None, emergency=""), "review_first"))
        spoiled += [
            (replace(said, reviewed_on=day), "review_day_wrong") for day in (BEGAN - DAY, ENDED + DAY)
        ]  # fmt: skip
    end, code = data.draw(st.sampled_from(spoiled))
    with pytest.raises(Refused) as refusal:
        check_end(end, began=BEGAN, words_min=4)
    assert refusal.value.code == code


def test_only_a_council_that_ends_a_stay_owes_a_review_first():
    for led_by in set(LedBy) - {LedBy.COUNCIL}:
        check_end(End(ENDED, "X1", "OTHER", False, led_by, SENTENCE), began=BEGAN, words_min=4)


@given(days=st.integers(0, 400), within=st.integers(1, 200), change=st.sampled_from(sorted(CHANGE_REASONS)),
       planned=st.booleans(), led_by=st.sampled_from(LedBy))  # fmt: skip
def test_early_notice_is_unplanned_led_by_the_provider_for_a_named_reason_and_soon(
    days, within, change, planned, led_by
):
    began = date(2026, 1, 1)
    found = ends_early(
        began=began, ended_on=began + days * DAY, change=change, planned=planned, led_by=led_by, within_days=within
    )
    assert found is (days <= within and not planned and led_by is LedBy.CARER and change in EARLY_CODES)


# ------------------------------------------------------------------ one way to end
def test_stay_placement_and_notice_end_together_with_their_reasons(there):
    given_notice = notice(there)
    end(there)
    assert queries.placement(there.placement).state is Placed.ENDED
    assert queries.placement(there.placement).ended_on == TODAY
    assert Resident.objects.values_list("to_day", "end_reason").get() == (TODAY, "X1")
    assert queries.end_notice(given_notice).state is Noticed.OVER
    found = queries.end_of(there.placement)
    assert (found.change, found.planned, found.led_by, found.words) == ("CREQB", False, LedBy.CARER, SENTENCE)
    assert Entry.objects.filter(kind="placement_ended").count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"care_ends": "E99"}, "end_reason_unknown"),
        ({"change": ""}, "change_reason_missing"),
        ({"change": "PLACE"}, "change_reason_missing"),
        ({"care_ends": "E4A"}, "change_reason_not_asked"),
        ({"planned": True}, "end_codes_disagree"),
        ({"led_by": LedBy.CHILD}, "end_codes_disagree"),
        ({"words": "Gone"}, "end_words_missing"),
        ({"change": "LAREQ", "led_by": LedBy.COUNCIL}, "review_first"),
        ({"change": "LAREQ", "led_by": LedBy.COUNCIL, "reviewed_on": TODAY + DAY}, "review_day_wrong"),
        ({"change": "LAREQ", "led_by": LedBy.COUNCIL, "reviewed_on": date(2020, 1, 1)}, "review_day_wrong"),
    ],
)
def test_an_end_lacks_nothing_and_nothing_is_changed_where_it_does(there, more, code):
    with pytest.raises(Refused) as refusal:
        end(there, **more)
    assert refusal.value.code == code
    assert queries.placement(there.placement).state is Placed.LIVING
    assert Resident.objects.get().to_day is None
    assert not PlacementEnd.objects.exists()


@pytest.mark.parametrize("by", [WORKER, OFFICER, REVIEWING, acting(Role.TEAM_MANAGER, DEVON)])
def test_only_those_who_approve_for_the_childs_council_end_a_stay(there, by):
    with pytest.raises(NotAllowed):
        end(there, by=by)


def test_an_end_said_again_with_another_day_counts_and_the_first_stays_on_record(there):
    end(there, to_day=TODAY + DAY)
    end(there, to_day=TODAY + 2 * DAY, at=NOW + timedelta(minutes=1))
    assert queries.placement(there.placement).ended_on == TODAY + 2 * DAY
    assert PlacementEnd.objects.count() == 2
    assert queries.end_of(there.placement).to_day == TODAY + 2 * DAY


def test_the_review_that_the_councils_notice_names_comes_first_for_the_end_as_well(there):
    notice(there, by=WORKER, reason="LAREQ", reviewed_on=TODAY - DAY)
    end(there, change="LAREQ", led_by=LedBy.COUNCIL)
    assert queries.end_of(there.placement).reviewed_on == TODAY - DAY
    assert queries.ends_without_review(["886"]) == ()


def test_an_end_in_an_emergency_is_told_to_the_reviewing_officer_until_they_answer(there):
    end(there, change="ALLEG", led_by=LedBy.COUNCIL, emergency="The child told a teacher that they were hit.")
    (waiting,) = queries.ends_without_review(["886"])
    actions.read_emergency_end(end_id=waiting.id, words=SENTENCE, by=REVIEWING, at=NOW)
    assert queries.ends_without_review(["886"]) == ()


def test_early_end_because_the_home_lost_its_registration(there):
    """Nobody waits for a review where the home may not keep a child: the reason says so, and it is read at once."""
    with pytest.raises(ReasonMissing) as refusal:
        end(there, change="CLOSE", led_by=LedBy.COUNCIL)
    assert refusal.value.code == "review_first"
    end(there, change="CLOSE", led_by=LedBy.COUNCIL, emergency="The regulator cancelled its registration this morning.")
    assert len(queries.ends_without_review(["886"])) == 1
    assert queries.end_of(there.placement).planned is False


# ------------------------------------------------------------------ moves
def move(there, *, at=NOW):
    """Another home is chosen for the child and approved; they have not come yet."""
    for home in there.found.homes.values():  # their word of before the first choice has run out
        report_vacancy(home_id=home, free=1, by=acting(Role.PLACEMENT_OFFICER), at=at)
    search = listed(there.child, there.found.homes, at=at)
    searched = "Every agency of the region was asked; none has a place. The home they live in is no choice."
    decision = choose(search, "Birch", search_evidence=searched)
    actions.approve(decision_id=decision, by=MANAGER, at=search.at)
    return next(each for each in queries.placements_of(there.child) if each.decision_id == decision)


def test_a_move_ends_the_earlier_placement_only_when_the_child_has_come(there):
    later = move(there)
    assert queries.placement(there.placement).state is Placed.LIVING
    actions.ended_by_move(child_id=there.child, on=later.from_day, by=WORKER, at=NOW)
    begin(later.id, later.from_day)
    assert queries.placement(there.placement).state is Placed.ENDED
    assert queries.placement(there.placement).ended_on == later.from_day
    assert queries.placement(later.id).state is Placed.LIVING
    assert [each.placement_id for each in queries.ends_unexplained(["886"])] == [there.placement]


def test_what_the_notice_says_explains_the_move(there):
    notice(there)
    later = move(there)
    actions.ended_by_move(child_id=there.child, on=later.from_day, by=WORKER, at=NOW)
    found = queries.end_of(there.placement)
    assert (found.change, found.planned, found.led_by) == ("CREQB", False, LedBy.CARER)
    assert queries.ends_unexplained(["886"]) == ()
    assert queries.notice_now(there.child) is None


def test_why_a_move_ended_it_is_said_afterwards_once(there):
    later = move(there)
    actions.ended_by_move(child_id=there.child, on=later.from_day, by=WORKER, at=NOW)
    why = replace(an_end(), change="CARPL", planned=True, led_by=LedBy.CHILD)
    with pytest.raises(Refused):
        actions.say_why_ended(placement_id=there.placement, end=replace(why, words=""), by=MANAGER, at=NOW)
    at = NOW + timedelta(minutes=1)
    actions.say_why_ended(placement_id=there.placement, end=why, by=MANAGER, at=at)
    assert queries.end_of(there.placement).to_day == later.from_day
    with pytest.raises(NotNow) as again:
        actions.say_why_ended(placement_id=there.placement, end=why, by=MANAGER, at=at + timedelta(minutes=1))
    assert again.value.code == "end_not_open"


def test_complaint_during_move(there):
    """The child says no while a move is planned and it waits: nothing ends where they live, and their notice stands."""
    given_notice = notice(there)
    later = move(there)
    said = actions.disagree(
        decision_id=later.decision_id, words="I do not want to go.", move_should_wait=True, by=there.robin, at=NOW
    )
    actions.answer_disagreement(
        disagreement_id=said,
        words="The move waits until the panel has heard you.",
        move_waits=True,
        by=REVIEWING,
        at=NOW,
    )
    assert later.decision_id in queries.moves_waiting([later.decision_id])
    assert queries.placement(there.placement).state is Placed.LIVING
    meeting(given_notice, outcome="stays", outcome_words="The home takes back its notice.")
    assert actions.withdraw_move(child_id=there.child, reason="The child stays after all.", by=MANAGER, at=NOW)
    assert queries.placement(there.placement).state is Placed.LIVING
    assert Resident.objects.get().to_day is None


def test_a_child_without_a_place_has_nothing_to_end(there):
    end(there)
    with pytest.raises(NotFound):
        end(there)
