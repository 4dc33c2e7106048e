"""The matching meeting: what it owes, what it freezes, and what homes and social workers say of living together."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from test_own_order import rank

from carecommons.children.needs import DOMAIN
from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.matching import actions, queries
from carecommons.matching.meeting import ABSENT, HomeSaid
from carecommons.people.roles import Person, Role
from carecommons.provision.impact import both_ways
from carecommons.provision.queries import impacts_about
from carecommons.register.models import Entry
from walk_world import DEVON, OFFICER, TODAY, WORKER, acting, choose, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    return search(Alder={}, Birch={"EMO": 0}, Cedar={})


def said(found, name, place=None, **more) -> HomeSaid:
    facts = {"words": f"{name} was looked at.", "why": "The bus to school.", "needs": {}, **more}
    return HomeSaid(home_id=found.homes[name], place=place, **facts)


def hold(found, *homes, **more):
    facts = {
        "held_on": TODAY, "took_part": ["child", "advocate", "social_worker", "provider_manager"], "by": OFFICER,
        "at": found.at, "homes": homes or (said(found, "Alder", 1), said(found, "Cedar", 2)),
    }  # fmt: skip
    return actions.hold_meeting(referral_id=found.id, **{**facts, **more})


def lacks(found, *homes, **more) -> list[str]:
    with pytest.raises(ReasonMissing) as refusal:
        hold(found, *homes, **more)
    assert refusal.value.code == "meeting_not_complete"
    return [lack.code for lack in refusal.value.facts["lacks"]]


def test_a_meeting_freezes_fit_laws_wishes_and_the_childs_order_of_each_home_it_looked_at(found) -> None:
    rank(found, Alder=("1", "Near nan"))
    made = hold(found, said(found, "Alder", 1), said(found, "Birch", None, needs={"EMO": "A therapist from May"}))
    met = queries.meeting(made)
    alder, birch = met.homes
    assert ("Feelings", "met") in alder.fit
    assert {test.code for test in alder.laws} >= {"near_home", "area"}
    assert (alder.preference, alder.preference_words) == ("Number 1 in the child’s own order", "Near nan")
    assert birch.unmet_said == (("Feelings", "A therapist from May"),)
    assert [home.name for home in met.going_on] == ["Alder"]
    assert [home.name for home in met.not_going_on] == ["Birch"]
    assert met.child_there
    (entry,) = Entry.objects.filter(kind="matching_meeting")
    assert json.loads(entry.public) == {"criteria_version": met.criteria_version}
    assert queries.meetings_of(found.id) == (met,)


def test_without_child_and_advocate_a_lawful_reason_and_their_view_are_owed(found) -> None:
    people = ["social_worker", "placement_officer"]
    assert lacks(found, took_part=people) == ["absent_reason_missing", "absent_words_missing"]
    assert lacks(found, took_part=people, absent="busy", absent_words="x") == ["absent_reason_missing"]
    for reason in ABSENT:
        made = hold(found, took_part=people, absent=reason, absent_words="She drew what she wants.")
        met = queries.meeting(made)
        assert (met.child_there, met.absent_said) == (False, ABSENT[reason])
    with_child = queries.meeting(hold(found, absent="age", absent_words="x"))
    assert (with_child.absent, with_child.absent_words) == ("", "")


def test_a_home_that_leaves_a_need_open_owes_what_would_meet_it(found) -> None:
    assert lacks(found, said(found, "Birch", 1)) == ["need_words_missing"]


def test_words_and_reasons_are_owed_for_each_home_and_places_count_from_one(found) -> None:
    assert lacks(found, said(found, "Alder", 1, words=" "), said(found, "Cedar", None, why="")) == [
        "home_words_missing", "home_why_missing",
    ]  # fmt: skip
    assert lacks(found, said(found, "Alder", 2)) == ["places_not_in_order"]
    assert lacks(found, said(found, "Alder", 1), said(found, "Cedar", 1)) == ["places_not_in_order"]
    assert lacks(found, homes=()) == ["homes_missing"]
    assert lacks(found, took_part=[])[0] == "took_part_missing"
    assert lacks(found, took_part=["child", "operator"]) == ["took_part_missing"]
    assert lacks(found, held_on=TODAY + timedelta(days=1)) == ["held_in_future"]


def test_an_order_that_is_not_the_childs_own_owes_the_child_a_word(found) -> None:
    rank(found, Cedar="1")
    assert lacks(found) == ["child_first_missing"]
    assert hold(found, child_first="Cedar has no place in May. We asked for you.")
    assert hold(found, said(found, "Cedar", 1), said(found, "Alder", 2))
    rank(found, minutes=1, Cedar="1", Alder="no")
    assert lacks(found, said(found, "Cedar", 1), said(found, "Alder", 2)) == ["child_first_missing"]


def test_edge_the_child_says_no_to_every_home_the_meeting_must_answer(found) -> None:
    rank(found, Alder="no", Cedar="no")
    assert lacks(found) == ["child_first_missing"]
    assert hold(found, said(found, "Alder"), said(found, "Cedar")), "a meeting where none goes on follows the child"


def test_edge_only_one_response_one_home_makes_a_meeting(found) -> None:
    met = queries.meeting(hold(found, said(found, "Alder", 1)))
    assert [home.name for home in met.homes] == ["Alder"]


def test_who_may_not_and_when_not(found) -> None:
    for by in (acting(Role.REVIEWING_OFFICER), acting(Role.SOCIAL_WORKER, DEVON)):
        with pytest.raises(NotAllowed):
            hold(found, by=by)
    stranger = HomeSaid(uuid4(), "x", 1, "x", {})
    with pytest.raises(NotFound) as refusal:
        hold(found, stranger)
    assert refusal.value.code == "home_not_on_list"
    choose(found)
    with pytest.raises(NotNow) as refusal:
        hold(found)
    assert refusal.value.code == "meeting_not_now"
    with pytest.raises(NotFound):
        queries.meeting(uuid4())


class TestLivingTogether:
    """Group impact both ways: the home says, the social worker answers, the meeting holds both."""

    def note(self, found, **more) -> None:
        search = queries.referral(found.id)
        facts = {
            "answer": "acceptable", "words": "The two there are calm.", "newcomer": "unknown",
            "newcomer_words": "They are older than this child.", **more,
        }  # fmt: skip
        actions.note_impact_of(
            search=search.reference, home_id=found.homes["Alder"], by=OFFICER, at=found.at, **facts
        )  # fmt: skip

    def test_both_ways_are_kept_and_the_worse_counts(self, found) -> None:
        self.note(found)
        note = impacts_about(found.child, [found.homes["Alder"]])[found.homes["Alder"]]
        assert (note.there, note.newcomer, note.answer) == ("acceptable", "unknown", "unknown")
        assert both_ways("acceptable", "not_acceptable") == "not_acceptable"
        assert both_ways("acceptable", "acceptable") == "acceptable"

    def test_the_second_way_owes_words(self, found) -> None:
        for more in ({"newcomer_words": " "}, {"newcomer": ""}, {"newcomer": "perhaps"}):
            with pytest.raises(Refused) as refusal:
                self.note(found, **more)
            assert refusal.value.code == "impact_not_complete"

    def test_the_social_worker_answers_and_the_meeting_holds_both(self, found) -> None:
        self.note(found)
        actions.answer_impact(
            referral_id=found.id, home_id=found.homes["Alder"], answer="partly", words="She likes older children.",
            by=WORKER, at=found.at,
        )  # fmt: skip
        impact = queries.meeting(hold(found)).homes[0].impact
        assert (impact.there, impact.newcomer, impact.answer) == ("acceptable", "unknown", "partly")
        assert impact.answer_words == "She likes older children."
        assert Entry.objects.filter(kind="impact_answered").count() == 1

    def test_every_refusal_of_the_answer(self, found) -> None:
        facts = {"referral_id": found.id, "home_id": found.homes["Alder"], "answer": "agrees", "words": "Yes."}
        for changes, code in (
            ({"answer": "perhaps"}, "impact_answer_unknown"),
            ({"words": " "}, "impact_answer_words_missing"),
            ({"home_id": uuid4()}, "not_found"),
        ):
            with pytest.raises(Refused) as refusal:
                actions.answer_impact(by=WORKER, at=found.at, **{**facts, **changes})
            assert refusal.value.code == code
        for by in (OFFICER, Person(role=Role.CHILD, id=uuid4(), children=frozenset({found.child}))):
            with pytest.raises(NotAllowed):
                actions.answer_impact(by=by, at=found.at, **facts)


def test_every_part_of_life_that_can_be_open_has_a_name() -> None:
    assert len(DOMAIN) == 12
