"""The Open Needs Profile (handbook section 3A; lines A3, B8, B13): twelve parts of life, never one number."""

import ast
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children import changes, drafting, needs
from carecommons.children.needs import DOMAINS, FLAGS, Flag, Outcome, Profile, Strength, profile_faults
from carecommons.children.strata import stratum_of
from children.children_made import AUTISM, DRAMA, TODAY, rating, ratings, strengths

ROOM = Path(needs.__file__).parent
CODES = ["EMO", "ATT", "BEH", "SAF", "HEA", "DEV", "EDU", "IDE", "FAM", "SOC", "IND", "STA"]


def profile(*levels: int | None, **more) -> Profile:
    return Profile(version=1, child_id=uuid4(), assessed_on=TODAY, ratings=ratings(*levels), **more)


def words_of(made: Profile) -> list[str]:
    return [fault.message for fault in profile_faults(made, on=TODAY)]


# ------------------------------------------------------------------ the twelve
def test_the_twelve_parts_of_life_stand_in_the_handbook_s_order_with_plain_names():
    assert [domain.code for domain in DOMAINS] == CODES
    assert [domain.name for domain in DOMAINS] == [
        "Feelings", "Trust in adults", "Behaviour", "Staying safe", "Health", "Learning and talking", "School",
        "Identity", "Family", "Friends", "Self-care", "Settling",
    ]  # fmt: skip


def test_every_part_has_all_five_anchors_and_only_1_and_3_are_the_generic_ones():
    one, three = {domain.anchors[1] for domain in DOMAINS}, {domain.anchors[3] for domain in DOMAINS}
    assert one == {"Occasional; an ordinary carer copes"}
    assert three == {"Daily; a skilled team and external input"}
    for domain in DOMAINS:
        assert sorted(domain.anchors) == [0, 1, 2, 3, 4]
        assert all(domain.anchors.values())
        assert domain.question.endswith("?")
    for level in (2, 4):
        assert len({domain.anchors[level] for domain in DOMAINS}) == len(DOMAINS)


def test_the_anchors_say_what_the_handbook_says():
    anchors = {domain.code: domain.anchors for domain in DOMAINS}
    assert anchors["EMO"][4] == "Self-harm or despair that needs a constant response"
    assert anchors["SAF"][4] == "Repeatedly missing or exploited"
    assert anchors["STA"][2] == "Two unplanned moves in twelve months"
    assert anchors["IND"][4] == "Needs full care"


def test_the_specialist_needs_are_the_handbook_s_each_with_the_capability_that_meets_it():
    codes = "TRA ASD LDD PMLD MED PHY SEN EAT SH PSY HSB FIRE CSE CCE TRAF SUB PAR SEC DOL REM VIO"
    assert list(FLAGS) == [f"SP-{code}" for code in codes.split()]
    assert set(needs.CAPABILITIES) == set(FLAGS)
    assert AUTISM.capability == "SP-ASD"
    assert AUTISM.name == "Autism"


# ------------------------------------------------------------------ unknown
def test_unknown_is_not_zero():
    made = profile(None, 0)
    assert made.levels[:2] == (None, 0)
    assert made.unknown == ("EMO",)
    assert changes.change("EMO", "Feelings", None, 0).direction == "now_known"
    assert changes.change("EMO", "Feelings", 0, None).direction == "not_known_now"
    assert stratum_of(profile(None).levels, (), high_from=3) == "unknown"
    assert stratum_of(profile(0).levels, (), high_from=3) == "G1"


def test_unknown_owes_its_reason_and_a_level_owes_what_was_seen():
    silent = replace(rating("EMO", None), unknown_because=" ")
    unseen = replace(rating("ATT", 2), evidence="")
    made = replace(profile(), ratings=(silent, unseen, *ratings()[2:]))
    assert words_of(made) == [
        "Say why it is not known, and who could tell us.",
        "Say what you have seen, with dates, that makes it this level.",
    ]


# ------------------------------------------------------------------ what is refused, and in which words
def test_a_profile_with_all_twelve_is_accepted():
    assert words_of(profile(4, 3, 2, 1, 0, None, flags=(AUTISM,), strengths=strengths(), outcomes=(DRAMA,))) == []


def test_a_part_left_out_is_named_and_never_taken_for_nought():
    made = replace(profile(), ratings=ratings()[1:])
    assert words_of(made) == ["Feelings: not answered yet."]


def test_a_part_answered_twice_is_named():
    made = replace(profile(), ratings=(*ratings(), rating("EDU", 4)))
    assert words_of(made) == ["School is answered twice. Keep one answer."]


@pytest.mark.parametrize("level", [-1, 5, True, "2", 2.0])
def test_a_level_is_a_whole_number_from_0_to_4(level):
    made = replace(profile(), ratings=(rating("EMO", level), *ratings()[1:]))
    assert [fault.column for fault in profile_faults(made, on=TODAY)] == ["level"]


def test_the_rater_s_training_experience_and_confidence_are_owed():
    bare = replace(rating("EMO"), rater="", training="", experience="", confidence="")
    assert words_of(replace(profile(), ratings=(bare, *ratings()[1:]))) == [
        "Say who rated it: their role, and their name if they wish.",
        "Say what training you have had for rating needs. “None yet” is an answer.",
        "Say what experience you have of this work, and how long you have known the child.",
        "Choose how sure you are: low, medium or high.",
    ]


def test_a_specialist_need_without_its_formulation_is_refused():
    bare = Flag("SP-TRA", "", "", date(2025, 1, 1))
    assert words_of(profile(flags=(bare,))) == [
        "Say which clinical formulation or order this rests on.",
        "Say which professional made it.",
    ]


def test_a_specialist_need_stands_once_and_ends_after_it_began():
    ended = replace(AUTISM, ended_on=AUTISM.assessed_on - timedelta(days=1))
    assert words_of(profile(flags=(AUTISM, ended))) == [
        "Autism is there twice. Keep one.",
        "Day that it ended: this is before the day of the formulation.",
    ]


def test_outcomes_are_five_at_most_and_each_owes_measure_owner_and_day():
    assert words_of(profile(outcomes=(DRAMA,) * 6)) == ["Outcomes sought: choose the 5 that matter most now."]
    loose = Outcome("Is happier", "", "", None)  # type: ignore[arg-type]
    assert words_of(profile(outcomes=(loose,))) == [
        "Say how you will know that it has happened.",
        "Say who sees to it.",
        "Enter the day on which you will look at it again.",
    ]


def test_three_things_matter_at_most_each_in_words():
    assert words_of(profile(matters=("a", "b", "c", "d"))) == [
        "What matters to me: write the 3 that matter most, in order."
    ]
    assert words_of(profile(matters=("",))) == ["Write it in the child’s words, or leave the line out."]


def test_a_strength_that_is_there_owes_a_few_words():
    mute = tuple(replace(each, state="present", text="") if each.domain == "EMO" else each for each in strengths())
    assert words_of(profile(strengths=mute)) == ["Say in a few words what goes well."]


def test_a_day_that_has_not_come_is_refused():
    tomorrow = TODAY + timedelta(days=1)
    assert words_of(replace(profile(), assessed_on=tomorrow)) == ["Day of the assessment: this day has not come yet."]
    late = replace(profile(), assessed_on=TODAY - timedelta(days=9))
    assert words_of(late)[0] == "Day rated: this is after the day of the assessment. Use that day or an earlier one."


def test_the_words_of_a_refusal_hold_nothing_that_was_written_about_the_child():
    secret = "Ottilie of Marsh Lane"
    made = profile(
        matters=(secret * 20,), outcomes=(Outcome(secret, "", "", TODAY),), flags=(replace(AUTISM, basis=""),)
    )
    assert words_of(made)
    assert not any(secret in words for words in words_of(made))


# ------------------------------------------------------------------ specialist needs and cohorts
@pytest.mark.parametrize(
    ("levels", "flags", "cohort"),
    [
        ((2,) * 12, (), "G1"),
        ((3, *(0,) * 11), (), "G2"),
        ((None, 3, *(0,) * 10), (), "G2"),
        ((None, *(0,) * 11), (), "unknown"),
        ((0,) * 12, ("SP-ASD",), "S"),
        ((None,) * 12, ("SP-ASD",), "S"),
        ((4,) * 12, (), "G2"),
        ((), (), "unknown"),
    ],
)
def test_a_cohort_is_by_category_and_many_high_levels_never_make_a_specialist_need(levels, flags, cohort):
    assert stratum_of(levels, flags, high_from=3) == cohort


def test_a_specialist_need_that_has_ended_holds_no_longer():
    ended = replace(AUTISM, ended_on=TODAY)
    made = profile(flags=(ended,))
    assert made.active_flags(TODAY) == ()
    assert made.active_flags(TODAY - timedelta(days=1)) == ("SP-ASD",)
    assert stratum_of(made.levels, made.active_flags(TODAY), high_from=3) == "G1"


def test_a_formulation_is_due_to_be_looked_at_again_from_the_day_it_is_so_old_and_still_holds():
    made = profile(flags=(replace(AUTISM, assessed_on=date(2025, 2, 28)),))
    assert made.formulations_due(date(2026, 2, 27), months=12) == ()
    assert made.formulations_due(date(2026, 2, 28), months=12) == ("SP-ASD",)
    assert made.active_flags(date(2030, 1, 1)) == ("SP-ASD",)
    ended = profile(flags=(replace(AUTISM, assessed_on=date(2025, 2, 28), ended_on=date(2025, 6, 1)),))
    assert ended.formulations_due(date(2026, 2, 28), months=12) == ()


def test_specialist_needs_keep_the_order_of_the_dictionary_whatever_the_order_of_recording():
    both = (Flag("SP-VIO", "x", "y", TODAY), AUTISM)
    assert profile(flags=both).active_flags(TODAY) == ("SP-ASD", "SP-VIO")


# ------------------------------------------------------------------ never one number
class NeverAdded(int):
    """A level that refuses to be put together with another."""

    def _refuse(self, *_):
        raise AssertionError("levels are never added, averaged or multiplied")

    __add__ = __radd__ = __iadd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __divmod__ = __pow__ = __index__ = _refuse


def test_nothing_in_the_room_adds_levels_up():
    made = profile(*(NeverAdded(level % 5) for level in range(12)), strengths=strengths(), flags=(AUTISM,))
    later = profile(*(NeverAdded((level + 1) % 5) for level in range(12)), flags=())
    assert profile_faults(made, on=TODAY) == []
    assert stratum_of(made.levels, (), high_from=3) == "G2"
    assert changes.compare(made, later).headline
    assert changes.course([made, later], "EMO")
    parts = drafting.begin(made)
    assert drafting.answered(parts) == len(DOMAINS) + 2
    assert drafting.to_profile(parts, child_id=made.child_id, rater="x", on=TODAY).levels == made.levels


def of_the_record() -> list[Path]:
    """Every module of the room but the return's and the stays', which count rows and days and hold no levels."""
    theirs = {"counts.py", "flows.py", "returns.py"}
    return [
        path
        for path in sorted(ROOM.rglob("*.py"))
        if not {"returns", "stays"}.intersection(path.parts) and path.name not in theirs
    ]


@pytest.mark.parametrize("path", of_the_record(), ids=lambda path: path.relative_to(ROOM).as_posix())
def test_no_function_of_the_record_sums_or_averages(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            assert name not in {"sum", "fsum", "mean", "fmean", "average", "median", "reduce", "Sum", "Avg"}, (
                node.lineno
            )
    for word in ("total_score", "overall_level", "total_level", "needs_score"):
        assert word not in path.read_text(encoding="utf-8")


def test_a_profile_offers_no_total():
    offered = {name for name in dir(Profile) if not name.startswith("_")}
    assert not {name for name in offered if any(word in name for word in ("total", "score", "sum", "mean", "band"))}
    assert not hasattr(needs, "score")
    assert not hasattr(needs, "total")


# ------------------------------------------------------------------ drafts
LEVEL = st.one_of(st.none(), st.integers(0, 4))


@given(st.lists(LEVEL, min_size=12, max_size=12))
def test_a_draft_that_nobody_changed_is_the_version_that_it_began_from(levels):
    made = profile(*levels, strengths=strengths(), flags=(AUTISM,), outcomes=(DRAMA,), matters=("My school",))
    again = drafting.to_profile(drafting.begin(made), child_id=made.child_id, rater="Someone else", on=TODAY)
    assert (again.ratings, again.strengths, again.flags) == (made.ratings, made.strengths, made.flags)
    assert (again.outcomes, again.matters) == (made.outcomes, made.matters)


def test_only_what_the_author_answered_bears_the_author_and_the_day():
    made = profile(1, 2, strengths=strengths())
    parts = drafting.with_rating(drafting.begin(made), replace(rating("ATT", 3), rater="", training="", experience=""))
    parts = drafting.with_assessment(parts, assessed_on=TODAY, training="None yet", experience="One year")
    again = drafting.to_profile(parts, child_id=made.child_id, rater="Clinician", on=TODAY)
    assert again.rating("ATT").rater == "Clinician"
    assert again.rating("ATT").training == "None yet"
    assert again.rating("EMO").rater == "Social worker"


def test_a_draft_says_which_parts_keep_it_from_being_confirmed():
    blocked = drafting.draft_faults(drafting.begin(None), child_id=uuid4(), rater="x", on=TODAY)
    assert [part for part, _ in blocked] == ["assessment", "strengths", *CODES]
    assert drafting.state_of(drafting.begin(None), "EMO") == "empty"
    made = profile(None, strengths=strengths())
    assert drafting.state_of(drafting.begin(made), "EMO") == "unknown"
    assert drafting.state_of(drafting.begin(made), "ATT") == "before"
    answered = drafting.with_rating(drafting.begin(made), rating("EMO", None))
    assert drafting.state_of(answered, "EMO") == "unknown"
    assert drafting.state_of(answered, "matters") == "empty"
    assert drafting.state_of(answered, "strengths") == "before"


def test_a_strength_is_one_of_three_answers():
    assert needs.strength_faults(Strength("EMO", "huge", "x"))[0].message == (
        "Is there a strength here?: choose one of the answers in the list."
    )
