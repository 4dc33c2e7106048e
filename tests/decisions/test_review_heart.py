"""Reviews as rules (handbook C4 and section 7, Adjudication): who asks, in what days, what waits, who never hears."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.days import is_working_day, working_days_between
from carecommons.common.errors import NotAllowed, NotNow, ReasonMissing, Refused
from carecommons.decisions import review
from carecommons.decisions.digest import check_anonymous, check_for_outside, scan
from carecommons.decisions.panel import (
    PANEL_ROLES,
    PART_WORDS,
    Decider,
    Freed,
    Member,
    Part,
    check_may_free,
    check_member,
    check_outside,
    check_panel,
    check_quorum,
    check_said_no_interest,
    free_because,
    may_sit,
)
from carecommons.decisions.placement import Placed
from carecommons.decisions.review import About, AskedAs, Outcome, Redirect, Remedy, Review
from carecommons.people.roles import Role
from carecommons.register import kinds

TODAY = date(2026, 11, 20)
COUNCILS = ("886", "887", "878")


# ------------------------------------------------------------------ states as data
def test_every_state_has_words_and_where_it_leads_and_nothing_follows_an_end():
    assert set(review.NEXT) == set(review.REVIEW_WORDS) == set(Review)
    for state in (Review.FOUND, Review.WITHDRAWN, Review.REDIRECTED):
        assert review.NEXT[state] == ()
        with pytest.raises(NotNow, match="Nothing was changed"):
            review.check_next_step(state, Review.HEARD)


def test_nothing_is_found_that_was_not_heard_and_nothing_heard_that_was_not_acknowledged():
    for state in Review:
        assert (Review.FOUND in review.NEXT[state]) is (state is Review.HEARD)
        assert (Review.HEARD in review.NEXT[state]) is (state is Review.ACKNOWLEDGED)


def test_an_open_review_can_always_be_taken_back_or_sent_on():
    for state in review.OPEN:
        assert {Review.WITHDRAWN, Review.REDIRECTED} <= set(review.NEXT[state])


def test_the_register_knows_the_same_steps_outcomes_and_remedies():
    assert all(kinds.REVIEW_OUTCOME.fits(each.value) for each in Outcome)
    assert all(kinds.REVIEW_REMEDY.fits(each.value) for each in Remedy)
    assert len(kinds.REVIEW_OUTCOME.words.split(",")) == len(Outcome)
    assert len(kinds.REVIEW_REMEDY.words.split(",")) == len(Remedy)
    assert not kinds.REVIEW_OUTCOME.fits("a place name")


# ------------------------------------------------------------------ who may ask, and until when
def test_child_family_home_and_practitioner_may_ask_and_who_decides_for_the_council_may_not():
    assert review.who_asks(Role.CHILD) is review.who_asks(Role.ADVOCATE) is AskedAs.CHILD
    assert review.who_asks(Role.PARENT) is AskedAs.FAMILY
    assert review.who_asks(Role.FOSTER_CARER) is review.who_asks(Role.PROVIDER_MANAGER) is AskedAs.HOME
    assert review.who_asks(Role.VIRTUAL_SCHOOL_HEAD) is AskedAs.PRACTITIONER
    for role in (Role.TEAM_MANAGER, Role.DIRECTOR, Role.PLACEMENT_OFFICER, Role.PUBLIC, Role.PROVIDER_FINANCE):
        with pytest.raises(NotAllowed, match="can decide again"):
            review.who_asks(role)


def test_the_last_day_is_in_time_and_the_next_is_told_what_stays_open():
    review.check_in_time(About.DECISION, on=TODAY, until=TODAY)
    with pytest.raises(NotNow, match="complaints procedure, the Ombudsman and the court stay open"):
        review.check_in_time(About.DECISION, on=TODAY, until=TODAY - timedelta(days=1))
    with pytest.raises(NotNow):
        review.check_in_time(About.DECISION, on=TODAY, until=None)


def test_an_ending_may_be_asked_about_as_long_as_the_placement_is_under_way():
    late = TODAY - timedelta(days=200)
    for state in (Placed.PLANNED, Placed.LIVING):
        review.check_in_time(About.ENDING, on=TODAY, until=late, placed=state)
    for state in (Placed.ENDED, Placed.WITHDRAWN):
        with pytest.raises(NotNow):
            review.check_in_time(About.ENDING, on=TODAY, until=late, placed=state)


def test_the_time_to_ask_runs_from_the_last_day_on_which_it_could_be_known():
    assert review.last_day([TODAY], working_days=20) == date(2026, 12, 18)
    assert review.last_day([TODAY, TODAY + timedelta(days=7), TODAY], working_days=20) == date(2026, 12, 29)


def test_who_had_no_part_is_not_told_the_day_from_which_a_choice_could_be_reckoned():
    until = TODAY - timedelta(days=1)
    for about in About:
        with pytest.raises(NotNow) as told:
            review.check_in_time(about, on=TODAY, until=until, placed=Placed.ENDED)
        assert told.value.facts == ({} if about is About.NOT_INVITED else {"until": until.isoformat()})


# ------------------------------------------------------------------ days
def test_it_is_acknowledged_in_two_working_days_and_found_in_twenty():
    days = review.due_by(date(2026, 11, 20), urgent=False, acknowledge=2, usual=20, soon=5)
    assert days.acknowledge_by == date(2026, 11, 24)
    assert days.finding_by == date(2026, 12, 18)


def test_an_urgent_one_asked_on_christmas_eve_waits_for_no_bank_holiday_that_does_not_count():
    days = review.due_by(date(2026, 12, 24), urgent=True, acknowledge=2, usual=20, soon=5)
    # 25 is Christmas, 26 and 27 a weekend, 28 the day in place of Boxing Day, 1 January a bank holiday.
    assert days.acknowledge_by == date(2026, 12, 30)
    assert days.finding_by == date(2027, 1, 5)


def test_over_easter_the_days_do_not_count():
    # Asked on Thursday 25 March 2027: the 26th is Good Friday, the 29th Easter Monday.
    days = review.due_by(date(2027, 3, 25), urgent=True, acknowledge=2, usual=20, soon=5)
    assert (days.acknowledge_by, days.finding_by) == (date(2027, 3, 31), date(2027, 4, 5))


@given(st.dates(date(2015, 1, 1), date(2027, 10, 1)), st.booleans(), st.integers(0, 5), st.integers(1, 30), st.data())
def test_every_due_day_is_a_working_day_so_many_after(asked, urgent, acknowledge, usual, data):
    soon = data.draw(st.integers(1, 10))
    days = review.due_by(asked, urgent=urgent, acknowledge=acknowledge, usual=usual, soon=soon)
    number = min(soon, usual) if urgent else usual
    assert is_working_day(days.finding_by)
    assert working_days_between(asked, days.finding_by) == number
    assert days.acknowledge_by <= days.finding_by


def test_a_move_that_is_near_or_somebody_unsafe_makes_it_urgent():
    near, far = TODAY + timedelta(days=7), TODAY + timedelta(days=10)
    ask = {"placed": Placed.PLANNED, "on": TODAY, "within": 5}
    assert review.is_urgent(safety=False, from_day=near, **ask)
    assert not review.is_urgent(safety=False, from_day=far, **ask)
    assert review.is_urgent(safety=True, from_day=far, **ask)
    assert not review.is_urgent(safety=False, from_day=near, **{**ask, "placed": Placed.LIVING})
    assert review.is_urgent(safety=False, from_day=TODAY - timedelta(days=3), **ask)


# ------------------------------------------------------------------ the move waits
@given(st.sampled_from(list(AskedAs)), st.sampled_from(["", *Placed]), st.booleans())
def test_only_a_planned_move_that_can_wait_is_held_and_only_for_the_child_or_the_family(asked_as, placed, emergency):
    held = review.starts_frozen(asked_as, placed=placed, emergency=emergency)
    family = asked_as in (AskedAs.CHILD, AskedAs.FAMILY)
    assert held is (placed == Placed.PLANNED and family and not emergency)


@given(
    st.booleans(), st.booleans(), st.sampled_from(["", *Placed]), st.sampled_from(list(Review)),
    st.sampled_from(["", *Redirect]), st.sampled_from(["", *Remedy]),
)  # fmt: skip
def test_what_was_not_held_is_held_by_a_finding_alone_and_what_was_let_go_stays_so(
    frozen, lifted, placed, state, to, remedy
):  # fmt: skip
    holds = review.freezes(
        frozen=frozen, lifted=lifted, placed=placed, state=state, redirected_to=to, remedy=remedy
    )  # fmt: skip
    if placed == Placed.PLANNED and state is Review.FOUND:
        assert holds is (remedy in (Remedy.DECIDE_AGAIN, Remedy.OTHER_HOME)), "whoever asked, whatever was let go"
    elif not frozen or lifted or placed != Placed.PLANNED or state is Review.WITHDRAWN:
        assert not holds
    elif state in review.OPEN:
        assert holds


def test_complaint_during_move_keeps_it_held_and_the_safeguarding_team_does_not():
    at = {"frozen": True, "lifted": False, "placed": Placed.PLANNED, "state": Review.REDIRECTED}
    assert review.freezes(**at, redirected_to=Redirect.COMPLAINT)
    assert review.freezes(**at, redirected_to=Redirect.COURT)
    assert not review.freezes(**at, redirected_to=Redirect.SAFEGUARDING)
    assert not review.freezes(**{**at, "lifted": True}, redirected_to=Redirect.COMPLAINT)


def test_after_a_finding_the_move_goes_on_unless_the_home_itself_is_in_question():
    at = {"frozen": True, "lifted": False, "placed": Placed.PLANNED, "state": Review.FOUND}
    assert not review.freezes(**at, remedy=Remedy.NONE)
    assert not review.freezes(**at, remedy=Remedy.EXPLAIN)
    assert review.freezes(**at, remedy=Remedy.DECIDE_AGAIN)
    assert review.freezes(**at, remedy=Remedy.OTHER_HOME)
    assert not review.freezes(**{**at, "placed": Placed.LIVING}, remedy=Remedy.OTHER_HOME)


def test_a_held_move_is_refused_and_a_free_one_is_not():
    review.check_not_frozen(())
    with pytest.raises(NotNow, match="a manager who did not decide writes why it is not safe to wait") as told:
        review.check_not_frozen({"b", "a"})
    assert told.value.facts["reviews"] == ["a", "b"]
    review.check_move_free(True)
    with pytest.raises(NotNow, match="holds no move"):
        review.check_move_free(False)
    with pytest.raises(NotNow, match="nobody lets this move go on"):
        review.check_move_free(True, Review.FOUND)


@pytest.mark.parametrize("remedy", list(Remedy))
@pytest.mark.parametrize("planned", [True, False])
@pytest.mark.parametrize("again", [True, False])
def test_a_home_that_is_chosen_again_is_put_right_by_an_act_and_by_no_sentence(remedy, planned, again):
    in_question = remedy in (Remedy.DECIDE_AGAIN, Remedy.OTHER_HOME)
    if in_question and planned and not again:
        with pytest.raises(NotNow, match="stands as it was planned"):
            review.check_put_right(remedy, planned=planned, chosen_again=again)
    else:
        review.check_put_right(remedy, planned=planned, chosen_again=again)


@given(st.sampled_from(list(Outcome)), st.sampled_from(list(Remedy)))
def test_what_is_upheld_owes_a_remedy_and_what_is_not_owes_none(outcome, remedy):
    fits = (outcome is Outcome.NOT_UPHELD) == (remedy is Remedy.NONE)
    if fits:
        review.check_remedy(outcome, remedy)
    else:
        with pytest.raises(NotNow):
            review.check_remedy(outcome, remedy)


# ------------------------------------------------------------------ the panel
PEOPLE = [UUID(int=n) for n in range(1, 9)]
members = st.builds(
    Member, account=st.sampled_from(PEOPLE), role=st.sampled_from([*PANEL_ROLES, Role.PARENT, Role.PROVIDER_MANAGER]),
    authorities=st.sets(st.sampled_from(COUNCILS), max_size=2).map(frozenset),
)  # fmt: skip
deciders = st.lists(st.builds(Decider, account=st.sampled_from(PEOPLE), role=st.sampled_from(PANEL_ROLES)), max_size=3)
OWN_TEAM = {Role.SOCIAL_WORKER}


@st.composite
def panels_outside(draw: st.DrawFn) -> dict[str, Any]:
    """Three people who may hear it: built so, from whoever is left once some have decided and some have asked."""
    council = draw(st.sampled_from(COUNCILS))
    people = draw(st.permutations(PEOPLE))
    decided = [Decider(person, draw(st.sampled_from(PANEL_ROLES))) for person in people[3:5]]
    away = sorted(set(COUNCILS) - {council})
    within = [role for role in PANEL_ROLES if role not in OWN_TEAM | {each.role for each in decided}]
    roles = draw(st.lists(st.sampled_from(PANEL_ROLES), min_size=3, max_size=3).filter(lambda held: len(set(held)) > 1))
    outsider = draw(st.integers(0, 2))  # one at least comes from outside, or reviews
    named = []
    for number, role in enumerate(roles):
        inside = number != outsider and role in within and draw(st.booleans())
        named.append(Member(people[number], role, frozenset({council if inside else draw(st.sampled_from(away))})))
    return {"named": named, "deciders": decided, "askers": {*people[5:7]}, "authority": council}


@given(panels_outside())
def test_three_people_from_outside_of_two_roles_may_always_hear_it(panel):
    check_panel(panel.pop("named"), **panel, seats=3)


@given(panels_outside(), st.integers(0, 2), st.data())
def test_nobody_who_decided_or_asked_is_ever_on_a_panel_whoever_is_named(panel, place, data):
    """A panel that was let through is refused as soon as one of its seats goes to somebody who stands inside."""
    named, council, decided = panel.pop("named"), panel["authority"], panel["deciders"]
    check_panel(named, **panel, seats=3)
    one = named[place]
    inside = frozenset({council})
    spoiled, code = data.draw(
        st.sampled_from(
            [
                (replace(one, account=decided[0].account), "panel_decided_it"),
                (replace(one, account=min(panel["askers"])), "panel_asked_for_it"),
                (replace(one, role=Role.PARENT), "panel_role"),
                (replace(one, role=Role.SOCIAL_WORKER, authorities=inside), "panel_social_worker"),
                (replace(one, account=named[place - 1].account), "panel_size"),
                *(
                    (replace(one, role=each.role, authorities=inside), "panel_same_team")
                    for each in decided if each.role is not Role.SOCIAL_WORKER
                ),
            ]
        )
    )  # fmt: skip
    with pytest.raises(Refused) as told:
        check_panel([*named[:place], spoiled, *named[place + 1 :]], **panel, seats=3)
    assert told.value.code == code
    assert code == "panel_size" or not may_sit(spoiled, **panel)


@given(st.lists(members, max_size=5), deciders, st.sets(st.sampled_from(PEOPLE), max_size=2), st.sampled_from(COUNCILS))
def test_a_panel_is_refused_exactly_where_one_of_its_rules_is_broken(named, decided, askers, council):
    roles = {each.role for each in decided}
    holds = (
        len(named) == len({each.account for each in named}) == 3
        and not {each.account for each in named} & ({each.account for each in decided} | askers)
        and {each.role for each in named} <= set(PANEL_ROLES)
        and not any(council in each.authorities and each.role in OWN_TEAM | roles for each in named)
        and len({each.role for each in named}) >= 2
        and any(each.role is Role.REVIEWING_OFFICER or council not in each.authorities for each in named)
    )
    with nullcontext() if holds else pytest.raises(Refused):
        check_panel(named, deciders=decided, askers=askers, authority=council, seats=3)


KENT = frozenset({"886"})
DECIDED = (Decider(PEOPLE[0], Role.SOCIAL_WORKER), Decider(PEOPLE[1], Role.TEAM_MANAGER))
GOOD = (
    Member(PEOPLE[2], Role.REVIEWING_OFFICER, KENT), Member(PEOPLE[3], Role.NOMINATED_OFFICER, KENT),
    Member(PEOPLE[4], Role.CLINICIAN, KENT),
)  # fmt: skip


@pytest.mark.parametrize("part", list(Part))
def test_whoever_had_a_part_reads_in_true_words_which_it_was(part):
    team = (*DECIDED, Decider(PEOPLE[5], Role.CLINICIAN, part))
    named = [GOOD[0], GOOD[1], Member(PEOPLE[5], Role.DIRECTOR)]
    with pytest.raises(NotAllowed) as told:
        check_panel(named, deciders=team, askers=(), authority="886", seats=3)
    assert told.value.code == "panel_decided_it"
    assert [words for words in PART_WORDS.values() if words in str(told.value)] == [PART_WORDS[part]]
    with pytest.raises(NotAllowed, match=f"You {PART_WORDS[part]}") as told:
        check_outside(PEOPLE[5], team)
    assert told.value.code == "own_decision"
    check_outside(PEOPLE[6], team)
    check_outside(None, team)


def test_whoever_had_two_parts_reads_both():
    team = (Decider(PEOPLE[5], Role.CLINICIAN, Part.ENDING), Decider(PEOPLE[5], Role.DIRECTOR))
    with pytest.raises(NotAllowed, match=r"approved or confirmed the choice.*, and gave notice"):
        check_outside(PEOPLE[5], team)


FRIDAY, TUESDAY, WEDNESDAY = date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ({}, None),
        ({"ended": True}, Freed.POST_ENDED),
        ({"ended": True, "spoken": True}, None),
        ({"waited_since": FRIDAY, "on": TUESDAY}, None),
        ({"waited_since": FRIDAY, "on": WEDNESDAY}, Freed.SILENT),
        ({"waited_since": FRIDAY, "on": WEDNESDAY, "spoken": True}, None),
        ({"waited_since": WEDNESDAY, "on": FRIDAY}, None),
    ],
)
def test_a_seat_is_free_when_its_post_has_ended_or_its_member_is_silent_and_no_voice_is_lost(facts, because):
    known = {"ended": False, "waited_since": None, "spoken": False, "on": FRIDAY, "working_days": 2, **facts}
    assert free_because(**known) is because
    if because is None:
        with pytest.raises(NotNow, match="still sits"):
            check_may_free(None, working_days=2)
    else:
        assert check_may_free(because, working_days=2) is because


@pytest.mark.parametrize("state", list(Review))
def test_a_seat_is_filled_freed_and_left_while_the_panel_is_at_work(state):
    if state in (Review.ACKNOWLEDGED, Review.HEARD):
        review.check_may_seat(state)
    else:
        with pytest.raises(NotNow, match="Nothing was changed"):
            review.check_may_seat(state)


@pytest.mark.parametrize("interest", [None, True, False])
def test_nobody_has_a_voice_before_they_have_no_interest(interest):
    with nullcontext() if interest is False else pytest.raises(NotNow, match="Say first"):
        check_said_no_interest(interest)


def assess(*named, askers=frozenset()):
    check_panel(named, deciders=DECIDED, askers=askers, authority="886", seats=3)


def test_three_people_of_two_roles_with_a_reviewing_officer_may_hear_it():
    assess(*GOOD)


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        (Member(PEOPLE[0], Role.DIRECTOR, frozenset({"878"})), "panel_decided_it"),
        (Member(PEOPLE[5], Role.TEAM_MANAGER, KENT), "panel_same_team"),
        (Member(PEOPLE[5], Role.SOCIAL_WORKER, KENT), "panel_social_worker"),
        (Member(PEOPLE[5], Role.PARENT, frozenset()), "panel_role"),
        (Member(PEOPLE[6], Role.DIRECTOR, KENT), "panel_asked_for_it"),
        (GOOD[1], "panel_size"),
    ],
)
def test_who_stands_inside_is_refused_with_the_reason(instead, code):
    with pytest.raises(Refused) as told:
        assess(GOOD[0], GOOD[1], instead, askers={PEOPLE[6]})
    assert told.value.code == code


def test_a_social_worker_or_team_manager_of_another_council_may_hear_it():
    assess(GOOD[0], Member(PEOPLE[5], Role.SOCIAL_WORKER, frozenset({"887"})), GOOD[2])
    assess(GOOD[0], Member(PEOPLE[5], Role.TEAM_MANAGER, frozenset({"887"})), GOOD[2])


def test_one_role_alone_is_no_panel_and_neither_are_three_from_within():
    one = [Member(person, Role.REVIEWING_OFFICER, KENT) for person in PEOPLE[2:5]]
    with pytest.raises(NotAllowed, match="at least two roles"):
        assess(*one)
    within = [Member(PEOPLE[2], Role.DIRECTOR, KENT), *GOOD[1:]]
    with pytest.raises(NotAllowed, match="outside the child’s council"):
        assess(*within)
    assess(within[0], within[1], Member(PEOPLE[5], Role.ADJUDICATOR))
    check_member(Member(PEOPLE[5], Role.ADJUDICATOR), deciders=DECIDED, askers=(), authority="886")


@pytest.mark.parametrize("said", [(), (False, False), (False, False, None), (False, True, False), (False,) * 4])
def test_nothing_is_heard_until_all_three_have_no_interest(said):
    with pytest.raises(NotNow, match="no interest"):
        check_quorum(said, seats=3)


def test_three_who_said_that_they_have_none_are_a_quorum():
    check_quorum((False, False, False), seats=3)


# ------------------------------------------------------------------ the digest
KNOWN = ("Robin", "C-7K4QX", "Alder House", "Invented Person 3")
PLACES = ("Kent", "Medway", "South East")
CLEAN = (
    "A child was not told why another home was passed over. The panel found that reasons were owed, and are now given."
)


def test_a_digest_that_says_nothing_of_who_or_where_is_let_out():
    assert scan(CLEAN, known=KNOWN, places=PLACES) == ()
    check_anonymous(CLEAN, (), read=False)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("what robin asked", "name"), ("the move to Alder was early", "name"), ("a home in Kent", "place"),
        ("on 3 November", "date"), ("on 3/11/2026", "date"), ("last Tuesday", "date"), ("in 2026", "date"),
        ("near ME14 1XQ", "postcode"), ("search R-ABC12", "reference"), ("call 01622 555 123", "telephone"),
        ("write to a@b.org", "mail"), ("a child aged 9", "age"), ("a 9-year-old", "age"),
        ("the school of Saint Anselm", "capital"), ("file 12345", "number"),
    ],
)  # fmt: skip
def test_each_thing_that_could_say_who_or_where_is_found(words, kind):
    text = f"{CLEAN} It concerned {words}."
    found = scan(text, known=KNOWN, places=PLACES)
    assert kind in {each.kind for each in found}
    with pytest.raises(Refused, match="Nothing was published") as told:
        check_anonymous(text, found, read=True)
    assert told.value.code == "digest_locates"


@pytest.mark.parametrize("word", ["Kieran", "Will", "Oak"])
def test_a_word_that_may_be_a_name_at_the_start_of_a_sentence_is_read_by_a_person(word):
    text = f"{CLEAN} {word} lives there now."
    found = scan(text, known=KNOWN, places=PLACES)
    assert [(each.kind, each.words) for each in found] == [("start", word)]
    with pytest.raises(ReasonMissing, match=word) as told:
        check_anonymous(text, found, read=False)
    assert told.value.code == "digest_not_read"
    check_anonymous(text, found, read=True)


def test_a_sentence_that_begins_with_a_word_of_every_day_or_one_written_small_too_asks_nobody():
    assert scan(f"{CLEAN} However, it was late. Apologies are owed. The apologies came.", known=(), places=()) == ()


def test_a_name_that_is_a_word_too_is_a_name_only_with_its_capital():
    assert scan("They will come.", known=("Will",)) == ()
    assert [each.kind for each in scan("They asked Will. Will came.", known=("Will",))] == ["name", "name"]


def test_words_to_the_outside_are_refused_for_who_and_where_and_read_for_the_rest():
    for words in ("the move to Alder House", "a home in Kent", "near ME14 1XQ", "search R-ABC12"):
        with pytest.raises(Refused, match="what was done") as told:
            check_for_outside(words, scan(words, known=KNOWN, places=PLACES), what="what was done", read=True)
        assert told.value.code == "review_words_locate"
    words = "We write to you by 3 November."
    found = scan(words, known=KNOWN, places=PLACES)
    with pytest.raises(ReasonMissing, match="3 November") as told:
        check_for_outside(words, found, what="what was done", read=False)
    assert told.value.code == "review_words_not_read"
    check_for_outside(words, found, what="what was done", read=True)


def test_no_digest_is_no_digest():
    with pytest.raises(ReasonMissing):
        check_anonymous(" ", (), read=True)


@given(st.sampled_from([*KNOWN, *PLACES]), st.sampled_from(["{} it was.", "It was {}.", "so “{}” said", "({})"]))
def test_a_name_or_place_that_is_known_is_found_wherever_it_stands(name, frame):
    assert scan(frame.format(name), known=KNOWN, places=PLACES)
