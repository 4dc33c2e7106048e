"""How a stay ends: one way, with its reasons, and after a review where the council ends it (handbook section 5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.decisions import actions, queries
from carecommons.decisions.ending import (
    CHANGE_REASONS,
    EARLY_CODES,
    End,
    LedBy,
    Noticed,
    Reviews,
    check_end,
    ends_early,
)
from carecommons.decisions.models import CareReview, EndNotice, Placement, PlacementEnd
from carecommons.decisions.placement import Placed
from carecommons.decisions.stays import END_REASONS
from carecommons.people.roles import Role
from carecommons.provision.actions import report_vacancy
from carecommons.provision.models import HomeTerms, Resident
from carecommons.register.models import Entry
from decisions.ended import DAY, NOW, REVIEWING, SENTENCE, TODAY, an_end, begin, lived, meeting, notice, reviewed
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
HELD = Reviews(frozenset({BEGAN - DAY, BEGAN, REVIEWED, ENDED, ENDED + DAY}), ENDED, 90)
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
    check_end(said, HELD, began=BEGAN, words_min=4)


@given(ends_that_lack_nothing(), st.data())
def test_an_end_that_is_recorded_always_says_who_why_and_after_which_review(said, data):
    """Whatever is taken out of an end, or put wrong in it, that it owes, it is refused for."""
    check_end(said, HELD, began=BEGAN, words_min=4)
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
        spoiled.append((replace(said, reviewed_on=REVIEWED + DAY), "review_not_recorded"))
        spoiled += [
            (replace(said, reviewed_on=day), "review_day_wrong") for day in (BEGAN - DAY, ENDED + DAY)
        ]  # fmt: skip
    end, code = data.draw(st.sampled_from(spoiled))
    with pytest.raises(Refused) as refusal:
        check_end(end, HELD, began=BEGAN, words_min=4)
    assert refusal.value.code == code


def test_only_a_council_that_ends_a_stay_owes_a_review_first():
    for led_by in set(LedBy) - {LedBy.COUNCIL}:
        check_end(End(ENDED, "X1", "OTHER", False, led_by, SENTENCE), HELD, began=BEGAN, words_min=4)


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


def test_an_end_that_is_written_down_ahead_stops_no_clock_before_its_day(there):
    def kinds(on):
        return {line.due.kind for line in queries.due_for(WORKER, on) if line.placement_id == there.placement}

    owed, last = kinds(TODAY), TODAY + 10 * DAY
    assert owed
    end(there, to_day=last)
    found = queries.placement(there.placement)
    assert kinds(TODAY) == kinds(last - DAY) == owed
    assert kinds(last) == set()
    assert (found.runs(last - DAY), found.left(last - DAY), found.left(last)) == (True, False, True)
    assert "lives there until" in found.words
    assert queries.life(there.placement, on=TODAY, by=WORKER).due
    assert [each.placement_id for each in queries.growing_up(["886"], on=TODAY)] == [there.placement]
    actions.say_how_it_goes(placement_id=there.placement, feeling="ok", by=there.robin, at=NOW)
    HomeTerms.objects.filter(home_id=there.home).update(cancelled_on=TODAY)
    assert [each.state for each in queries.unlawful_among(["886"], on=TODAY)] == [Placed.LIVING]
    assert queries.unlawful_among(["886"], on=last) == ()


def test_a_move_before_the_end_that_was_written_down_ahead_ends_the_placement_on_the_day_of_the_move(there):
    later = move(there)
    Placement.objects.filter(id=there.placement).update(state=Placed.ENDED, ended_on=later.from_day + 5 * DAY)
    came(later)
    assert queries.placement(there.placement).ended_on == later.from_day


def test_nobody_leaves_before_the_day_on_which_they_really_came(there):
    """Planned for the 1st, they came on the 5th: an end on the 3rd is refused in words."""
    Placement.objects.filter(id=there.placement).update(from_day=TODAY - DAY)
    with pytest.raises(Refused) as refusal:
        end(there, to_day=TODAY - 2 * DAY)
    assert refusal.value.code == "leaves_before_coming"
    assert queries.placement(there.placement).state is Placed.LIVING


def test_the_review_that_the_councils_notice_names_comes_first_for_the_end_as_well(there):
    notice(there, by=WORKER, reason="LAREQ", reviewed_on=reviewed(there, TODAY - DAY))
    end(there, change="LAREQ", led_by=LedBy.COUNCIL)
    assert queries.end_of(there.placement).reviewed_on == TODAY - DAY
    assert queries.ends_without_review(["886"]) == ()


@pytest.mark.parametrize(
    "said",
    [{"change": "CREQB"}, {"change": "OTHER", "led_by": LedBy.NOBODY}, {"change": "CHILD", "led_by": LedBy.CHILD}],
)
def test_where_the_councils_notice_stands_a_review_is_owed_whoever_is_said_to_have_ended_it(there, said):
    given = notice(there, by=WORKER, reason="LAREQ", reviewed_on=reviewed(there, TODAY - DAY))
    EndNotice.objects.filter(id=given).update(reviewed_on=None)  # as a row of before this was asked
    with pytest.raises(ReasonMissing) as refusal:
        end(there, **said)
    assert refusal.value.code == "review_first"
    with pytest.raises(Refused) as refusal:
        end(there, **said, reviewed_on=TODAY - 2 * DAY)
    assert refusal.value.code == "review_not_recorded"
    assert queries.placement(there.placement).state is Placed.LIVING
    end(there, **said, reviewed_on=TODAY - DAY)
    assert queries.end_of(there.placement).reviewed_on == TODAY - DAY


def test_the_review_before_an_end_without_notice_is_on_record_too(there):
    council = {"change": "LAREQ", "led_by": LedBy.COUNCIL}
    with pytest.raises(Refused) as refusal:
        end(there, **council, reviewed_on=TODAY - DAY)
    assert refusal.value.code == "review_not_recorded"
    end(there, **council, reviewed_on=reviewed(there, TODAY - DAY))
    assert queries.end_of(there.placement).reviewed_on == TODAY - DAY


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
    actions.approve(decision_id=decision, reviewed_on=reviewed(there, localdate(at), at=at), by=MANAGER, at=search.at)
    return next(each for each in queries.placements_of(there.child) if each.decision_id == decision)


def test_a_review_that_was_held_in_another_home_is_not_the_one_before_this_end(there):
    reviewed(there, TODAY - DAY)
    CareReview.objects.update(placement=move(there).id)
    with pytest.raises(Refused) as refusal:
        notice(there, by=WORKER, reason="LAREQ", reviewed_on=TODAY - DAY)
    assert refusal.value.code == "review_not_recorded"


def came(later):
    """What the child's coming to the later home does to the earlier one."""
    to = Placement.objects.get(id=later.id)
    actions.ended_by_move(to=to, on=later.from_day, by=WORKER, at=NOW)


def test_a_placement_that_began_on_the_very_day_of_the_next_ends_as_well(there):
    later = move(there)
    Placement.objects.filter(id=there.placement).update(from_day=later.from_day)
    came(later)
    assert queries.placement(there.placement).state is Placed.ENDED
    assert queries.placement(later.id).state is Placed.PLANNED  # whoever begins says so; nothing ends it here


def test_a_move_ends_the_earlier_placement_only_when_the_child_has_come(there):
    later = move(there)
    assert queries.placement(there.placement).state is Placed.LIVING
    came(later)
    begin(later.id, later.from_day)
    assert queries.placement(there.placement).state is Placed.ENDED
    assert queries.placement(there.placement).ended_on == later.from_day
    assert queries.placement(later.id).state is Placed.LIVING
    assert [each.placement_id for each in queries.ends_unexplained(["886"])] == [there.placement]


def test_what_the_notice_says_explains_the_move(there):
    notice(there)
    later = move(there)
    came(later)
    found = queries.end_of(there.placement)
    assert (found.change, found.planned, found.led_by) == ("CREQB", False, LedBy.CARER)
    assert queries.ends_unexplained(["886"]) == ()
    assert queries.notice_now(there.child) is None


def test_why_a_move_ended_it_is_said_afterwards_once(there):
    later = move(there)
    came(later)
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
