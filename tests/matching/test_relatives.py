"""Relatives and friends before strangers: each looked at by somebody competent, approved for so long and no longer."""

import json
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import Faulty, NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.constitution.parameters import whole
from carecommons.matching.actions import (
    answer_ladder,
    approve_for_a_time,
    close_approval,
    extend_approval,
    make_shortlist,
)
from carecommons.matching.family import (
    LONGER_FACTS,
    NEXT,
    Approved,
    check_full_facts,
    check_next,
    last_day,
    longer,
    newest,
)
from carecommons.matching.models import TemporaryApproval
from carecommons.matching.queries import (
    approval_for_a_time,
    approvals_of,
    approvals_waiting,
    approved_before,
    assessments_of,
    homes_to_approve,
    people_asked,
    shortlist,
)
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.actions import record_terms
from carecommons.provision.full_approval import FULL_DAYS
from carecommons.provision.homes import Standing
from carecommons.provision.models import HomeTerms
from carecommons.provision.queries import home
from carecommons.register.models import Entry
from carecommons.register.queries import openings
from carecommons.site.days import my_day
from matching.searches_made import (
    AT,
    DEVON,
    KENT,
    MANAGER,
    OFFICER,
    TODAY,
    WORKER,
    a_child,
    a_search,
    an_entry,
    assessed,
    homes,
    someone,
    terms,
    wish,
)

pytestmark = pytest.mark.django_db
NOMINATED, DIRECTOR = someone(Role.NOMINATED_OFFICER), someone(Role.DIRECTOR)
BECAUSE = "There is nobody else tonight, and she asks for her aunt."
NOT_DONE = "The panel meets only after the sixteen weeks are over."
GIVEN = "The panel heard of the whole assessment, and she is approved."


def asked_first(day: date = TODAY) -> dict[str, date | None]:
    """What the law asks before an approval is made longer, each on a day."""
    return dict.fromkeys(LONGER_FACTS, day)


def in_full(panel: date | None = TODAY, decided: date | None = TODAY) -> dict[str, date | None]:
    """What makes an approval one in full: the day of the panel and that of the decision."""
    return {"panel_recommended_on": panel, "decided_on": decided}


def full_terms(home_id: UUID, day: date = TODAY) -> None:
    """A full approval from before the days of panel and decision were asked: the register of homes has none."""
    HomeTerms(home_id=home_id, recorded_at=at(day), **asdict(terms(number="CP-7", from_day=day))).save()


@pytest.fixture
def child(founding):
    return a_child()


def aunts(child: UUID) -> UUID:
    (found,) = homes(an_entry("Aunt", None, kind="connected_person", named=frozenset({child}), terms=None))
    return found


def approved(child: UUID, home_id: UUID | None = None, *, from_day: date = TODAY, by=MANAGER) -> UUID:
    return approve_for_a_time(
        assessment_id=assessed(child), home_id=home_id or aunts(child), from_day=from_day, because=BECAUSE, by=by,
        at=AT,
    )  # fmt: skip


def at(day: date) -> datetime:
    return AT + (day - TODAY)


def standing(home_id: UUID, day: date) -> Standing:
    return home(home_id, by=OFFICER, at=at(day)).standing


# ------------------------------------------------------------------ assessments


def test_an_assessment_carries_who_made_it_with_what_training_and_experience(child):
    assessed(child, training="Two days, 2025", experience="Eleven such assessments")
    (found,) = assessments_of(child)
    assert (found.assessor, found.training, found.experience) == (
        "Social worker", "Two days, 2025", "Eleven such assessments",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"training": " "}, "training"), ({"experience": ""}, "experience"), ({"assessor": ""}, "assessor"),
        ({"relation": "stranger"}, "relation"), ({"outcome": "perhaps"}, "outcome"), ({"words": "Fine."}, "words"),
        ({"assessed_on": TODAY + timedelta(days=1)}, "assessed_on"), ({"training": "x" * 201}, "training"),
    ],
)  # fmt: skip
def test_an_assessment_without_one_of_its_parts_is_refused(child, wrong, column):
    told = {"outcome": "viable"} | wrong
    with pytest.raises(Faulty) as refused:
        assessed(child, **told)
    assert [fault.column for fault in refused.value.faults] == [column]
    assert not assessments_of(child)


def test_a_later_look_at_the_same_person_follows_the_earlier_and_both_stay(child):
    first = assessed(child, "find_out")
    second = assessed(child, "viable", follows=first, at=AT + timedelta(hours=1))
    assert [each.id for each in people_asked(child)] == [second]
    assert len(assessments_of(child)) == 2
    with pytest.raises(NotNow) as refused:
        assessed(child, "not_viable", follows=first, at=AT + timedelta(hours=2))
    assert refused.value.code == "already_corrected"
    with pytest.raises(NotFound):
        assessed(a_child(reference="C-7K5QA"), follows=second)


def test_the_register_says_that_somebody_was_looked_at_and_not_who(child):
    assessed(child, who="Invented Name")
    entry = Entry.objects.get(kind="viability")
    assert json.loads(entry.public) == {}


def test_a_stranger_to_the_child_records_nothing(child):
    for by in (someone(authority=DEVON), OFFICER, someone(Role.CLINICIAN)):
        with pytest.raises(NotAllowed):
            assessed(child, by=by)


# ------------------------------------------------------------------ the family rung


@pytest.mark.parametrize(
    ("outcomes", "answer", "code"),
    [
        ((), "not_possible", ""), (("not_viable",), "not_possible", ""), (("not_viable",), "nobody", ""),
        (("find_out",), "not_possible", "family_not_found_out"), (("viable",), "nobody", "family_not_found_out"),
        (("viable",), "possible", ""), (("viable", "not_viable"), "possible", ""),
        (("not_viable",), "possible", "nobody_assessed"), (("find_out",), "possible", "nobody_assessed"),
    ],
)  # fmt: skip
def test_the_answer_of_the_rung_follows_from_what_was_found(child, outcomes, answer, code):
    aunts(child)
    for number, outcome in enumerate(outcomes):
        assessed(child, outcome, at=AT + timedelta(minutes=number))
    search = a_search(child)
    answer_ladder(referral_id=search, rung="parents", answer="nobody", reason="None.", by=WORKER, at=AT)
    given = {"referral_id": search, "rung": "connected_person", "answer": answer, "reason": "Asked.", "by": WORKER}
    if not code:
        answer_ladder(at=AT, **given)
        return
    with pytest.raises(NotNow) as refused:
        answer_ladder(at=AT, **given)
    assert refused.value.code == code


# ------------------------------------------------------------------ approval for a time (reg 24 and 25)


def test_it_holds_for_sixteen_weeks_and_then_the_home_stops_at_the_lawful_gate(child):
    aunt = aunts(child)
    assert standing(aunt, TODAY) is Standing.NOT_IN_FORCE
    approval = approval_for_a_time(approved(child, aunt))
    assert approval.to_day == TODAY + timedelta(weeks=16, days=-1)
    assert standing(aunt, TODAY) is Standing.LAWFUL
    assert standing(aunt, approval.to_day) is Standing.LAWFUL
    assert standing(aunt, approval.to_day + timedelta(days=1)) is Standing.NOT_IN_FORCE
    assert approval.has_lapsed(approval.to_day + timedelta(days=1))
    assert not approval.has_lapsed(approval.to_day)


def test_an_approved_relative_can_be_on_the_list_and_a_lapsed_one_stops_at_gate_1(child):
    aunt = aunts(child)
    approval = approval_for_a_time(approved(child, aunt))
    search = a_search(child)
    wish(child)
    for rung, answer in (("parents", "nobody"), ("connected_person", "possible")):
        answer_ladder(referral_id=search, rung=rung, answer=answer, reason="Asked.", by=WORKER, at=AT)
    make_shortlist(referral_id=search, by=OFFICER, at=AT)
    assert shortlist(search).home(aunt)
    after = at(approval.to_day + timedelta(days=1))
    make_shortlist(referral_id=search, by=OFFICER, at=after)
    (stopped,) = [each for each in shortlist(search).passed_over if each.home_id == aunt]
    assert stopped.failed_gate == 1


def test_it_is_made_longer_once_by_eight_weeks_with_a_reason_before_it_runs_out(child):
    aunt = aunts(child)
    approval = approved(child, aunt)
    first = approval_for_a_time(approval).to_day
    with pytest.raises(ReasonMissing):
        extend_approval(approval_id=approval, because="Late.", **asked_first(), by=NOMINATED, at=at(first))
    to_day = extend_approval(approval_id=approval, because=NOT_DONE, **asked_first(), by=NOMINATED, at=at(first))
    assert to_day == first + timedelta(weeks=8)
    assert standing(aunt, first + timedelta(weeks=8)) is Standing.LAWFUL
    assert standing(aunt, first + timedelta(weeks=8, days=1)) is Standing.NOT_IN_FORCE
    with pytest.raises(NotNow, match="no second time") as refused:
        extend_approval(
            approval_id=approval, because=NOT_DONE, **asked_first(), by=DIRECTOR, at=at(first + timedelta(weeks=7))
        )
    assert refused.value.code == "extended_already"


@pytest.mark.parametrize("name", LONGER_FACTS)
@pytest.mark.parametrize("day", [None, TODAY - timedelta(days=1), TODAY + timedelta(days=31)])
def test_it_is_not_made_longer_before_each_thing_that_the_law_asks_was_done(child, name, day):
    """Reg 25: still the most appropriate home, the fostering panel asked, the reviewing officer told."""
    approval = approved(child)
    before = approval_for_a_time(approval)
    with pytest.raises(Faulty, match="reg 25") as refused:
        extend_approval(approval_id=approval, because=NOT_DONE, **{**asked_first(), name: day}, by=NOMINATED,
                        at=AT + timedelta(days=30))  # fmt: skip
    assert refused.value.code == "longer_not_complete"
    assert [fault.column for fault in refused.value.faults] == [name]
    assert approval_for_a_time(approval) == before


def test_everything_that_is_missing_is_said_at_once_and_what_was_done_is_kept_with_its_days(child):
    approval = approved(child)
    with pytest.raises(Faulty) as refused:
        extend_approval(approval_id=approval, because=NOT_DONE, **dict.fromkeys(LONGER_FACTS), by=NOMINATED, at=AT)
    assert [fault.column for fault in refused.value.faults] == list(LONGER_FACTS)
    days = {name: TODAY + timedelta(days=number) for number, name in enumerate(LONGER_FACTS)}
    extend_approval(approval_id=approval, because=NOT_DONE, **days, by=NOMINATED, at=AT + timedelta(days=9))
    found = approval_for_a_time(approval)
    assert {name: getattr(found, name) for name in LONGER_FACTS} == days
    assert json.loads(Entry.objects.get(kind="approval_longer").public) == {}


def test_the_database_keeps_the_three_days_together(child):
    approval = approved(child)
    with pytest.raises(IntegrityError), transaction.atomic():
        TemporaryApproval.objects.filter(id=approval).update(panel_asked_on=TODAY)


def test_whoever_assessed_somebody_neither_approves_them_nor_makes_it_longer(child):
    aunt = aunts(child)
    first = assessed(child, "find_out", by=MANAGER)
    second = assessed(child, "viable", follows=first, at=AT + timedelta(hours=1))
    given = {"assessment_id": second, "home_id": aunt, "from_day": TODAY, "because": BECAUSE, "at": AT}
    with pytest.raises(NotAllowed, match="somebody else must approve") as refused:
        approve_for_a_time(by=MANAGER, **given)
    assert refused.value.code == "own_assessment"
    assert approvals_of(child) == ()
    approval = approve_for_a_time(by=NOMINATED, **given)
    # Whoever looked may hold another post later: it is the person who is asked for, not the role.
    later = replace(NOMINATED, id=MANAGER.id)
    with pytest.raises(NotAllowed) as longer_refused:
        extend_approval(approval_id=approval, because=NOT_DONE, **asked_first(), by=later, at=AT)
    assert longer_refused.value.code == "own_assessment"
    assert extend_approval(approval_id=approval, because=NOT_DONE, **asked_first(), by=NOMINATED, at=AT)


def test_another_persons_assessment_keeps_nobody_from_approving(child):
    assessed(child, "not_viable", relation="grandparent", by=MANAGER)
    assert approved(child, by=MANAGER)


def test_what_has_run_out_is_not_made_longer_and_not_begun_again(child):
    aunt = aunts(child)
    approval = approved(child, aunt)
    late = at(approval_for_a_time(approval).to_day + timedelta(days=1))
    with pytest.raises(NotNow) as refused:
        extend_approval(approval_id=approval, because=NOT_DONE, **asked_first(), by=NOMINATED, at=late)
    assert refused.value.code == "approval_lapsed"
    with pytest.raises(NotNow) as again:
        approve_for_a_time(
            assessment_id=assessments_of(child)[0].id, home_id=aunt, from_day=late.date(), because=BECAUSE,
            by=MANAGER, at=late,
        )  # fmt: skip
    assert again.value.code == "approved_already"


def test_a_full_approval_ends_it_and_the_home_goes_on(child):
    aunt = aunts(child)
    approval = approved(child, aunt)
    with pytest.raises(NotNow, match="not in the register of homes yet"):
        close_approval(approval_id=approval, in_full=True, because=NOT_DONE, **in_full(), by=MANAGER, at=AT)
    later = AT + timedelta(days=60)
    full_terms(aunt, localdate(later))
    days = in_full(localdate(later) - timedelta(days=5), localdate(later))
    close_approval(approval_id=approval, in_full=True, because=GIVEN, **days, by=MANAGER, at=later)
    found = approval_for_a_time(approval)
    assert found.state is Approved.IN_FULL
    assert {name: getattr(found, name) for name in FULL_DAYS} == days
    assert standing(aunt, TODAY + timedelta(weeks=40)) is Standing.LAWFUL
    with pytest.raises(NotNow) as refused:
        extend_approval(approval_id=approval, because=NOT_DONE, **asked_first(), by=NOMINATED, at=later)
    assert refused.value.code == "approval_over"


@pytest.mark.parametrize("given", [{}, {"panel_recommended_on": TODAY - timedelta(days=3)}])
def test_the_days_that_the_register_of_homes_was_told_are_found_and_no_others_count(child, given):
    aunt = aunts(child)
    approval = approve_for_a_time(
        assessment_id=assessed(child, assessed_on=TODAY - timedelta(days=9)), home_id=aunt, from_day=TODAY,
        because=BECAUSE, by=MANAGER, at=AT,
    )  # fmt: skip
    told = in_full(TODAY - timedelta(days=3), TODAY)
    record_terms(home_id=aunt, terms=terms(number="CP-7", from_day=TODAY), **told, by=OFFICER, at=AT)
    with pytest.raises(Faulty) as refused:
        close_approval(approval_id=approval, in_full=True, because=GIVEN, decided_on=TODAY - timedelta(days=1),
                       by=MANAGER, at=AT)  # fmt: skip
    (fault,) = refused.value.faults
    assert (fault.column, "The register of homes says 20 November 2026" in fault.message) == ("decided_on", True)
    close_approval(approval_id=approval, in_full=True, because=GIVEN, **given, by=MANAGER, at=AT)
    found = approval_for_a_time(approval)
    assert {name: getattr(found, name) for name in FULL_DAYS} == told


def test_a_person_who_was_approved_for_a_time_is_not_approved_so_again_in_another_home(child):
    aunt = aunts(child)
    approved(child, aunt)
    first = assessments_of(child)[0].id
    later = assessed(child, follows=first, at=AT + timedelta(hours=1))
    (other,) = homes(an_entry("Aunt moved", None, kind="connected_person", named=frozenset({child}), terms=None))
    with pytest.raises(NotNow, match="does not let it begin again") as refused:
        approve_for_a_time(assessment_id=later, home_id=other, from_day=TODAY, because=BECAUSE, by=MANAGER, at=AT)
    assert refused.value.code == "approved_already"
    assert [each.id for each in homes_to_approve(child, TODAY)] == [other], "for somebody else"
    assert approved_before(child) == {first, later}


DAY = timedelta(days=1)
#          panel           decided         which of the two is wrong
CASES_OF_DAYS = [
    (None, None, ["panel_recommended_on", "decided_on"]),
    (TODAY, None, ["decided_on"]),
    (None, TODAY, ["panel_recommended_on"]),
    (TODAY, TODAY - DAY, ["decided_on"]),  # decided before the panel spoke
    (TODAY, TODAY + 31 * DAY, ["decided_on"]),  # not yet
    (TODAY + 31 * DAY, TODAY + 31 * DAY, ["panel_recommended_on", "decided_on"]),
    (date(2026, 1, 1), TODAY, ["panel_recommended_on"]),  # before she was assessed
    (date(2026, 1, 1), date(2026, 1, 1), ["panel_recommended_on"]),
]


@pytest.mark.parametrize(("panel", "decided", "wrong"), CASES_OF_DAYS)
def test_nobody_is_approved_in_full_before_the_panel_recommended_it_and_it_was_decided(child, panel, decided, wrong):
    """Fostering Services Regulations 2011 reg 25(1)(a) and 27: the panel recommends, then it is decided."""
    aunt = aunts(child)
    approval = approved(child, aunt)
    full_terms(aunt)
    before = approval_for_a_time(approval)
    with pytest.raises(Faulty, match=r"reg 25\(1\)\(a\) and 27") as refused:
        close_approval(approval_id=approval, in_full=True, because=GIVEN, **in_full(panel, decided), by=MANAGER,
                       at=AT + 30 * DAY)  # fmt: skip
    assert refused.value.code == "full_not_complete"
    assert [fault.column for fault in refused.value.faults] == wrong
    assert approval_for_a_time(approval) == before
    assert not Entry.objects.filter(kind="approval_closed").exists()


def test_the_panel_may_have_spoken_before_the_approval_for_a_time_began(child):
    aunt, assessment = aunts(child), assessed(child)
    approval = approve_for_a_time(
        assessment_id=assessment, home_id=aunt, from_day=TODAY + DAY, because=BECAUSE, by=MANAGER, at=AT
    )
    full_terms(aunt)
    close_approval(approval_id=approval, in_full=True, because=GIVEN, **in_full(), by=MANAGER, at=AT)
    assert approval_for_a_time(approval).panel_recommended_on < approval_for_a_time(approval).from_day
    entry = Entry.objects.get(kind="approval_closed")
    assert json.loads(entry.public) == {}
    assert {name: openings(entry.id)[name].value for name in FULL_DAYS} == dict.fromkeys(FULL_DAYS, f"{TODAY}")


@pytest.mark.parametrize("name", FULL_DAYS)
def test_one_that_only_ends_has_no_day_of_a_panel(child, name):
    approval = approved(child)
    with pytest.raises(Faulty, match="for no other end") as refused:
        close_approval(
            approval_id=approval, in_full=False, because=NOT_DONE, **{**in_full(None, None), name: TODAY}, by=MANAGER,
            at=AT,
        )  # fmt: skip
    assert [fault.column for fault in refused.value.faults] == [name]
    assert approval_for_a_time(approval).state is Approved.APPROVED


def test_the_database_keeps_the_two_days_together_in_order_and_of_full_approvals_alone(child):
    row = TemporaryApproval.objects.filter(id=approved(child))
    wrong = (
        {"state": "in_full", "decided_on": TODAY}, {"state": "in_full", "panel_recommended_on": TODAY},
        {"state": "approved", **in_full()}, {"state": "ended", **in_full()},
        {"state": "in_full", **in_full(TODAY, TODAY - DAY)},
    )  # fmt: skip
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**values)
    # One that was approved in full before these days were asked stays as it was.
    assert row.update(state="in_full") == 1
    assert row.update(**in_full()) == 1


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-40, 40), st.integers(-40, 40), st.integers(0, 60))
def test_whatever_days_are_given_the_assessment_comes_first_then_the_panel_then_the_decision(
    assessed_on, to_panel, to_decision, to_today
):
    panel = assessed_on + timedelta(days=to_panel)
    decided, on = panel + timedelta(days=to_decision), assessed_on + timedelta(days=to_today)
    with nullcontext() if assessed_on <= panel <= decided <= on else pytest.raises(Faulty):
        check_full_facts(in_full(panel, decided), in_full=True, assessed_on=assessed_on, on=on)


def test_one_that_is_taken_back_stops_the_home_from_that_day(child):
    aunt = aunts(child)
    approval = approved(child, aunt)
    close_approval(approval_id=approval, in_full=False, because="What was found since makes it unsafe.", by=MANAGER,
                   at=AT)  # fmt: skip
    assert standing(aunt, TODAY) is Standing.CANCELLED
    assert approvals_of(child)[0].closed_on == TODAY


def test_only_a_viable_newest_assessment_and_only_their_own_home_are_approved(child):
    aunt = aunts(child)
    first = assessed(child)
    assessed(child, "not_viable", follows=first, at=AT + timedelta(hours=1))
    with pytest.raises(NotNow) as refused:
        approve_for_a_time(
            assessment_id=first, home_id=aunt, from_day=TODAY, because=BECAUSE, by=MANAGER, at=AT
        )  # fmt: skip
    assert refused.value.code == "nobody_assessed"
    (stranger,) = homes(an_entry("Birch", None, kind="connected_person", terms=None,
                                 named=frozenset({a_child(reference="C-7K5QA")})))  # fmt: skip
    other = a_child(reference="C-7K5QB")
    with pytest.raises(NotNow) as theirs:
        approved(other, stranger)
    assert theirs.value.code == "approval_home_not_theirs"


def test_an_approval_makes_nothing_lawful_that_was_before_it(child):
    with pytest.raises(Refused) as refused:
        approved(child, from_day=TODAY - timedelta(days=1))
    assert refused.value.code == "approval_day_past"
    assert approvals_of(child) == ()


def test_a_home_with_full_terms_needs_no_approval_for_a_time(child):
    (aunt,) = homes(an_entry("Aunt", None, kind="connected_person", named=frozenset({child})))
    with pytest.raises(NotNow) as refused:
        approved(child, aunt)
    assert refused.value.code == "approved_already"


def test_who_approves_and_who_may_make_it_longer(child):
    aunt, found = aunts(child), assessed(child)
    for by in (WORKER, OFFICER, someone(Role.TEAM_MANAGER, DEVON)):
        with pytest.raises(NotAllowed):
            approve_for_a_time(assessment_id=found, home_id=aunt, from_day=TODAY, because=BECAUSE, by=by, at=AT)
    approval = approve_for_a_time(assessment_id=found, home_id=aunt, from_day=TODAY, because=BECAUSE, by=MANAGER, at=AT)
    for by in (WORKER, MANAGER):
        with pytest.raises(NotAllowed):
            extend_approval(approval_id=approval, because=NOT_DONE, **asked_first(), by=by, at=AT)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 400), st.sampled_from(list(Approved)))
def test_the_clock_never_gives_more_than_sixteen_and_eight_weeks(from_day, after, state):
    """Whatever is asked when: an approval covers at most 24 weeks, and only one that still runs is made longer."""
    weeks, more = whole("connected_person_weeks", from_day), whole("connected_person_more_weeks", from_day)
    to_day, on = last_day(from_day, weeks=weeks), from_day + timedelta(days=after)
    assert (to_day - from_day).days + 1 == 16 * 7
    check_next(Approved.APPROVED, Approved.EXTENDED, to_day=to_day, on=min(on, to_day))
    assert (longer(to_day, weeks=more) - from_day).days + 1 == 24 * 7
    runs = state is Approved.APPROVED and on <= to_day
    with nullcontext() if runs else pytest.raises(NotNow):
        check_next(state, Approved.EXTENDED, to_day=to_day, on=on)


def test_the_states_are_drawn_and_none_follows_itself():
    assert set(NEXT) == set(Approved)
    assert all(state not in after for state, after in NEXT.items())


def of_the_day(person, moment, words):
    return [line for line in my_day(person, at=moment, at_most=99).lines if words in line.title]


def test_it_stands_on_the_day_before_it_runs_out_until_it_is_closed(child):
    approval = approval_for_a_time(approved(child))
    early = at(approval.to_day - timedelta(weeks=5))
    soon, late = at(approval.to_day - timedelta(weeks=2)), at(approval.to_day + timedelta(days=3))
    assert approvals_waiting(WORKER, early.date()) == ()
    assert approvals_waiting(someone(authority=DEVON), soon.date()) == ()
    (line,) = [
        each for each in my_day(NOMINATED, at=soon, at_most=99).lines if "an approval for a time runs" in each.title
    ]
    assert line.due_on == approval.to_day
    assert line.why == "Have the full assessment finished, or make the approval longer, once."
    (hers,) = of_the_day(WORKER, soon, "an approval for a time runs")
    assert hers.why.endswith(" or a nominated officer can make the approval longer, once.")
    for reader in (Role.PLACEMENT_OFFICER, Role.REVIEWING_OFFICER):
        assert approvals_waiting(someone(reader), soon.date()), "they may read it"
        assert of_the_day(someone(reader), soon, "an approval for a time") == [], "and can do nothing about it"
    (over,) = of_the_day(WORKER, late, "an approval for a time ran")
    assert over.kind == "overdue"
    close_approval(approval_id=approval.id, in_full=False, because="Another home was found for her.", by=MANAGER,
                   at=late)  # fmt: skip
    assert approvals_waiting(WORKER, late.date()) == ()


# ------------------------------------------------------------------ pages


@pytest.fixture
def browser(client_as, founding):
    """browser(role, council) -> a client signed in as somebody of that council."""
    return lambda role=Role.SOCIAL_WORKER, authority=KENT: client_as(role, authority=authority)


def test_who_cannot_act_on_an_approval_reads_who_can(child, browser):
    approval_for_a_time(approved(child))
    page = f"/searches/relatives/{child}/"
    reader = browser(Role.REVIEWING_OFFICER).get(page).content.decode()
    assert " or a nominated officer can make it longer, once." in reader
    assert ", a nominated officer or a team manager says how it ended." in reader
    assert "/longer/" not in reader
    nominated = browser(Role.NOMINATED_OFFICER).get(page).content.decode()
    assert "can make it longer, once." not in nominated
    assert "/longer/" in nominated


def test_from_asking_to_approving_on_the_pages(child, browser):
    aunt, client = aunts(child), browser()
    page = f"/searches/relatives/{child}/"
    assert "No relative or friend was looked at yet" in client.get(page).content.decode()
    told = {
        "relation": "aunt_or_uncle", "who": "", "outcome": "viable", "words": "Visited twice; she knows her well.",
        "assessor": "Social worker", "training": "", "experience": "Six years", "assessed_on": "2026-11-02",
    }  # fmt: skip
    missing = client.post(f"{page}assess/", told)
    assert missing.status_code == 422
    assert "None yet" in missing.content.decode()
    assert client.post(f"{page}assess/", told | {"training": "None yet"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "An aunt or uncle: could care for the child" in shown
    assert "Training: None yet. Experience: Six years." in shown
    (found,) = assessments_of(child)
    manager = browser(Role.TEAM_MANAGER)
    approve = f"/searches/relatives/assessments/{found.id}/approve/"
    assert client.get(approve).status_code == 403
    given = {"home_id": str(aunt), "from_day": f"{localdate():%Y-%m-%d}", "because": BECAUSE}
    assert manager.post(approve, given).status_code == 302
    (approval,) = approvals_of(child)
    longer_page = f"/searches/relatives/approvals/{approval.id}/longer/"
    assert manager.get(longer_page).status_code == 403
    nominated = browser(Role.NOMINATED_OFFICER)
    lacking = nominated.post(longer_page, {"because": NOT_DONE})
    assert lacking.status_code == 422
    assert set(lacking.context["form"].errors) == set(LONGER_FACTS)
    early = localdate() - timedelta(days=1)
    too_soon = nominated.post(longer_page, {"because": NOT_DONE, **on_pages(early)})
    assert (too_soon.status_code, "before the approval began" in too_soon.content.decode()) == (422, True)
    first = {"because": NOT_DONE, **on_pages(localdate())}
    assert nominated.post(longer_page, first).status_code == 302
    refused = nominated.post(longer_page, first)
    assert refused.status_code == 422
    assert "no second time" in refused.content.decode()
    shown = client.get(page).content.decode()
    assert "made longer once" in shown
    assert "The fostering panel was asked on" in shown


def on_pages(day: date, names=LONGER_FACTS) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": str(number) for name in names for part, number in parts.items()}


def test_the_page_asks_for_the_day_of_the_panel_and_of_the_decision_and_shows_them(child, browser):
    aunt = aunts(child)
    approval, manager = approved(child, aunt), browser(Role.TEAM_MANAGER)
    full_terms(aunt)
    page, close = f"/searches/relatives/{child}/", f"/searches/relatives/approvals/{approval}/close/"
    given = {"how": "in_full", "because": GIVEN}
    lacking = manager.post(close, given)
    assert lacking.status_code == 422
    assert set(lacking.context["form"].errors) == set(FULL_DAYS)
    assert "govuk-error-summary" in lacking.content.decode()
    ahead = manager.post(close, given | on_pages(localdate() + DAY, FULL_DAYS))
    assert (ahead.status_code, "has not come yet" in ahead.content.decode()) == (422, True)
    other = manager.post(close, given | {"how": "ended"} | on_pages(localdate(), FULL_DAYS))
    assert (other.status_code, "Leave it empty" in other.content.decode()) == (422, True)
    assert manager.post(close, given | on_pages(localdate(), FULL_DAYS)).status_code == 302
    shown = manager.get(page).content.decode()
    assert "The fostering panel made its recommendation on" in shown
    assert "Approved in full, decided on" in shown


def test_the_page_takes_back_an_approval_without_any_panel(child, browser):
    approval = approved(child)
    close = f"/searches/relatives/approvals/{approval}/close/"
    given = {"how": "ended", "because": "What was found since makes it unsafe."}
    assert browser(Role.TEAM_MANAGER).post(close, given).status_code == 302
    assert approval_for_a_time(approval).state is Approved.ENDED


def test_the_page_offers_no_approval_to_whoever_assessed(child, browser):
    aunts(child)
    manager = browser(Role.TEAM_MANAGER)
    told = {
        "relation": "aunt_or_uncle", "who": "", "outcome": "viable", "words": "Visited twice; she knows her well.",
        "assessor": "Team manager", "training": "Two days", "experience": "Six years", "assessed_on": "2026-11-02",
    }  # fmt: skip
    page = f"/searches/relatives/{child}/"
    assert manager.post(f"{page}assess/", told).status_code == 302
    (found,) = assessments_of(child)
    link = f"/searches/relatives/assessments/{found.id}/approve/"
    assert link not in manager.get(page).content.decode()
    assert link in browser(Role.NOMINATED_OFFICER).get(page).content.decode()


def test_machines_and_the_command_line_give_the_same_three_days(child, client_as):
    approval = approved(child)
    nominated = client_as(Role.NOMINATED_OFFICER, authority=KENT)
    path = f"/api/v1/matching/relatives/approvals/{approval}/longer"
    first = dict.fromkeys(LONGER_FACTS, f"{TODAY}")
    for left_out in LONGER_FACTS:
        given = {"because": NOT_DONE} | {name: day for name, day in first.items() if name != left_out}
        refused = nominated.post(path, given, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (422, "longer_not_complete")
    if localdate() <= approval_for_a_time(approval).to_day:
        assert nominated.post(path, {"because": NOT_DONE, **first}, content_type="application/json").status_code == 204
        (shown,) = nominated.get(f"/api/v1/matching/relatives/{child}").json()["approvals"]
        assert {name: shown[name] for name in LONGER_FACTS} == first


def test_machines_give_the_day_of_the_panel_and_of_the_decision(child, client_as):
    aunt = aunts(child)
    approval, manager = approved(child, aunt), client_as(Role.TEAM_MANAGER, authority=KENT)
    full_terms(aunt)
    path = f"/api/v1/matching/relatives/approvals/{approval}/close"
    today = f"{localdate()}"
    for left_out in FULL_DAYS:
        given = {"in_full": True, "because": GIVEN} | {name: today for name in FULL_DAYS if name != left_out}
        refused = manager.post(path, given, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (422, "full_not_complete")
    given = {"in_full": True, "because": GIVEN, **dict.fromkeys(FULL_DAYS, today)}
    assert manager.post(path, given, content_type="application/json").status_code == 204
    (shown,) = manager.get(f"/api/v1/matching/relatives/{child}").json()["approvals"]
    assert {name: shown[name] for name in FULL_DAYS} == dict.fromkeys(FULL_DAYS, today)


def test_each_read_of_the_familys_page_is_one_look_and_a_stranger_finds_nothing(child, browser):
    page = f"/searches/relatives/{child}/"
    before = Look.objects.filter(child_id=child).count()
    assert browser().get(page).status_code == 200
    assert Look.objects.filter(child_id=child).count() == before + 1
    assert browser(authority=DEVON).get(page).status_code == 404
    assert browser(Role.CLINICIAN).get(page).status_code == 403


def test_newest_keeps_one_assessment_for_each_person(child):
    a = assessed(child, "find_out")
    b = assessed(child, "viable", follows=a, at=AT + timedelta(minutes=1))
    c = assessed(child, "not_viable", relation="grandparent", at=AT + timedelta(minutes=2))
    assert {each.id for each in newest(assessments_of(child))} == {b, c}


def test_each_error_of_the_close_form_says_what_to_give_and_no_question_stands_in_it(child):
    aunt = aunts(child)
    approval = approved(child, aunt)
    full_terms(aunt)
    for days, words in (
        (in_full(None, None), "Give the day on which the fostering panel recommended"),
        (in_full(TODAY, TODAY - DAY), "19 November 2026 is too early: the panel recommended it on 20 November 2026."),
        (in_full(date(2026, 1, 1), TODAY), "1 January 2026 is too early: they were assessed on 20 November 2026."),
    ):
        with pytest.raises(Faulty) as refused:
            close_approval(approval_id=approval, in_full=True, because=GIVEN, **days, by=MANAGER, at=AT)
        said = " ".join(fault.message for fault in refused.value.faults)
        assert words in said
        assert "?" not in said


def test_an_approval_for_a_time_is_offered_only_where_the_law_allows_it_and_the_page_says_why_not(child, browser):
    page, manager = f"/searches/relatives/{child}/", browser(Role.TEAM_MANAGER)
    found = assessed(child)
    offered = f"/searches/relatives/assessments/{found}/approve/"
    assert offered not in manager.get(page).content.decode()
    assert "Their home is not in the register of homes for this child." in manager.get(page).content.decode()
    aunt = aunts(child)
    assert offered in manager.get(page).content.decode()
    approval = approve_for_a_time(
        assessment_id=found, home_id=aunt, from_day=localdate(), because=BECAUSE, by=NOMINATED, at=datetime.now(UTC)
    )
    for _ in range(2):  # while it holds, and after it ended
        shown = manager.get(page).content.decode()
        assert offered not in shown
        assert "The law allows no second time (Care Planning Regulations 2010 reg 24-25)" in shown
        if approval_for_a_time(approval).under_way:
            close_approval(approval_id=approval, in_full=False, because=NOT_DONE, by=MANAGER, at=datetime.now(UTC))


def test_one_that_ended_in_a_full_approval_says_so_and_gives_no_day_on_which_that_ends(child, browser):
    aunt, manager, today = aunts(child), browser(Role.TEAM_MANAGER), localdate()
    approval = approve_for_a_time(
        assessment_id=assessed(child), home_id=aunt, from_day=today, because=BECAUSE, by=NOMINATED,
        at=datetime.now(UTC),
    )  # fmt: skip
    page, close = f"/searches/relatives/{child}/", f"/searches/relatives/approvals/{approval}/close/"
    asked = manager.get(close).content.decode()
    assert f'href="/homes/{aunt}/"' in asked
    assert "a placement officer records it" in asked
    assert "first gate" not in asked
    assert "A child who lives there is not moved by this" in asked
    assert "(optional)" not in asked
    record_terms(
        home_id=aunt, terms=terms(number="CP-7", from_day=today), **in_full(today, today), by=OFFICER,
        at=datetime.now(UTC),
    )  # fmt: skip
    known = manager.get(close).content.decode()
    assert "panel_recommended_on" not in known
    assert "The register of homes</a> has their full approval: the panel recommended it on" in known
    assert manager.post(close, {"how": "in_full", "because": GIVEN}).status_code == 302
    said = manager.get(page).content.decode().replace("\xa0", " ")
    spoken = f"{today.day} {today:%B %Y}"
    assert ">Approved for a time</h2>" not in said
    assert "Approvals for a time that are over" in said
    assert f"<b>Approved in full, decided on {spoken}.</b>" in said
    assert f"Before that they were approved for a time, from {spoken} to {spoken}." in said
