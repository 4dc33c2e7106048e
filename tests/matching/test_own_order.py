"""A child's own order of the homes, their noes, and their visits: beside the law's tests, never traded (A2, A6)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children.queries import wishes
from carecommons.common.errors import Faulty, NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.decisions.actions import approve
from carecommons.matching import actions, queries
from carecommons.matching.preference import Placed, arranged, preference_words, with_answer
from carecommons.matching.visits import NEXT, Visit, check_visit_next
from carecommons.people.roles import Person, Role
from carecommons.register.models import Entry
from walk_world import DEVON, MANAGER, OFFICER, TODAY, WORKER, acting, choose, search

pytestmark = pytest.mark.django_db


def child_of(found) -> Person:
    return Person(role=Role.CHILD, id=uuid4(), name="Robin", children=frozenset({found.child}))


def advocate_of(found) -> Person:
    return Person(role=Role.ADVOCATE, id=uuid4(), name="Invented", children=frozenset({found.child}))


@pytest.fixture
def found():
    return search(Alder={}, Birch={}, Cedar={})


def rank(found, by=None, way="", minutes=0, **said: str | tuple[str, str]) -> UUID:
    given = {found.homes[name]: each if isinstance(each, tuple) else (each, "") for name, each in said.items()}
    return actions.rank_homes(
        child_id=found.child, given=given, way=way, by=by or child_of(found), at=found.at + timedelta(minutes=minutes)
    )


class TestTheOrder:
    def test_a_child_ranks_homes_and_says_no_to_one_and_why(self, found) -> None:
        rank(found, Cedar="1", Alder="2", Birch=("no", "The dog there barks"))
        said = queries.preference_of(found.id)
        assert [each.name for each in said.ranked] == ["Cedar", "Alder"]
        assert [(each.name, each.words) for each in said.noes] == [("Birch", "The dog there barks")]
        assert said.way_words == "The child said it themselves"

    def test_it_is_kept_as_a_wish_before_the_decision_so_that_the_law_counts_it(self, found) -> None:
        rank(found, Cedar="1", Birch=("no", "Too far"))
        newest = wishes(found.child)[0]
        assert (newest.stage, newest.how) == ("before_decision", "written")
        assert newest.words == "The homes in my order: 1. Cedar. I say no to: Birch (Too far)."
        assert Entry.objects.filter(kind="wish_recorded").count() == 3

    def test_a_later_order_counts_and_the_earlier_stays(self, found) -> None:
        rank(found, Cedar="1")
        rank(found, Alder="1", minutes=9)
        assert queries.preference_of(found.id).first.name == "Alder"
        assert queries.preference_of(found.id, until=found.at).first.name == "Cedar"

    def test_holes_in_the_numbers_close(self, found) -> None:
        rank(found, Cedar="1", Alder="3")
        assert [each.place for each in queries.preference_of(found.id).ranked] == [1, 2]

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"Alder": "1", "Birch": "1"}, "same_place"),
            ({"Alder": ""}, "missing"),
            ({"Alder": "9"}, "not_in_list"),
            ({"Alder": "-1"}, "not_in_list"),
            ({"Alder": "²"}, "not_in_list"),
            ({"Alder": ("1", "x" * 2_001)}, "too_long"),
        ],
    )
    def test_what_is_no_order_is_refused_with_every_fault(self, found, said, code) -> None:
        with pytest.raises(Faulty) as refusal:
            rank(found, **said)
        assert refusal.value.code == "preference_not_complete"
        assert [fault.code for fault in refusal.value.faults] == [code]
        assert queries.preference_of(found.id) is None

    def test_a_home_that_is_not_on_the_list_is_refused(self, found) -> None:
        with pytest.raises(Faulty) as refusal:
            actions.rank_homes(child_id=found.child, given={uuid4(): ("1", "")}, by=child_of(found), at=found.at)
        assert refusal.value.faults[0].code == "not_on_list"

    def test_an_officer_and_another_child_may_not_rank(self, found) -> None:
        other = Person(role=Role.CHILD, id=uuid4(), children=frozenset({uuid4()}))
        for by in (OFFICER, other, acting(Role.SOCIAL_WORKER, DEVON)):
            with pytest.raises(NotAllowed):
                rank(found, by=by, way="told", Alder="1")

    def test_after_the_choice_is_in_force_nothing_is_ranked(self, found) -> None:
        approve(decision_id=choose(found), by=MANAGER, at=found.at)
        with pytest.raises(NotNow) as refusal:
            rank(found, Alder="1")
        assert refusal.value.code == "homes_not_open"

    def test_no_on_the_page_of_one_home_takes_it_out_of_the_order_and_like_takes_the_no_back(self, found) -> None:
        rank(found, Cedar="1", Alder="2")
        say = {"child_id": found.child, "home_id": found.homes["Cedar"], "by": child_of(found)}
        actions.say_of_home(view="not", words="It smells", at=found.at + timedelta(minutes=1), **say)
        said = queries.preference_of(found.id)
        assert ([each.name for each in said.ranked], [each.name for each in said.noes]) == (["Alder"], ["Cedar"])
        assert said.of(found.homes["Cedar"]).words == "It smells"
        actions.say_of_home(view="like", at=found.at + timedelta(minutes=2), **say)
        assert queries.preference_of(found.id).noes == ()


def test_edge_the_child_has_no_words_yet_and_ranks_by_pictures_or_their_advocate(found) -> None:
    rank(found, by=advocate_of(found), way="pictures", Birch="1")
    said = queries.preference_of(found.id)
    assert (said.first.name, said.way_words) == ("Birch", "The child showed it, with pictures")
    assert wishes(found.child)[0].how == "shown"
    rank(found, by=advocate_of(found), way="advocate", minutes=5, Alder="1")
    assert queries.preference_of(found.id).way == "advocate"
    rank(found, by=WORKER, way="pictures", minutes=9, Cedar="1")
    assert wishes(found.child)[0].recorded_by_role == "social_worker"
    for by, way in ((advocate_of(found), ""), (advocate_of(found), "own"), (WORKER, "advocate")):
        with pytest.raises(Refused) as refusal:
            rank(found, by=by, way=way, minutes=12, Alder="1")
        assert refusal.value.code == "preference_way_unknown"


def test_edge_the_child_says_no_to_every_home(found) -> None:
    rank(found, Alder="no", Birch="no", Cedar="no")
    said = queries.preference_of(found.id)
    assert said.says_no_to_all(list(found.homes.values()))
    assert said.first is None
    with pytest.raises(ReasonMissing) as refusal:
        choose(found, at=found.at + timedelta(minutes=1))
    assert [lack.field for lack in refusal.value.facts["lacks"]] == ["own_order_answer"]
    answer = "You said no to all three. We cannot leave you where you are, so we chose the one with your bus."
    assert choose(found, at=found.at + timedelta(minutes=1), own_order_answer=answer)


class TestVisits:
    def ask(self, found) -> None:
        actions.say_of_home(
            child_id=found.child, home_id=found.homes["Alder"], visit=True, by=child_of(found), at=found.at
        )  # fmt: skip

    def arrange(self, found, day=TODAY + timedelta(days=2), **more):
        facts = {"with_whom": "Your aunt and your social worker", "by": WORKER, "at": found.at, **more}
        return actions.arrange_visit(referral_id=found.id, home_id=found.homes["Alder"], day=day, **facts)

    def test_a6_a_visit_is_asked_for_arranged_kept_and_what_the_child_thought_is_heard(self, found) -> None:
        self.ask(found)
        (asked,) = queries.visits_of(found.id)
        assert (asked.state, asked.home_name) == (Visit.ASKED, "Alder")
        assert [each.id for each in queries.visits_waiting(WORKER)] == [asked.id]
        assert self.arrange(found) == asked.id
        later = found.at + timedelta(days=3)
        actions.visit_happened(visit_id=asked.id, day=TODAY + timedelta(days=2), by=WORKER, at=later)
        actions.think_of_visit(
            visit_id=asked.id, thought="liked", words="The garden is big.", by=child_of(found), at=later
        )  # fmt: skip
        (visit,) = queries.visits_of_child(found.child)
        assert (visit.state, visit.thought_said, visit.with_whom) == (
            Visit.HAPPENED, "I liked it", "Your aunt and your social worker",
        )  # fmt: skip
        assert wishes(found.child)[0].words == "Alder: I visited. I liked it. The garden is big."
        assert Entry.objects.filter(kind="home_visit").count() == 2

    def test_asking_twice_is_one_visit_and_an_officer_may_arrange_one_that_nobody_asked_for(self, found) -> None:
        self.ask(found)
        self.ask(found)
        assert len(queries.visits_of(found.id)) == 1
        other = actions.arrange_visit(
            referral_id=found.id, home_id=found.homes["Birch"], day=TODAY, with_whom="Your nan", by=OFFICER, at=found.at
        )
        assert queries.visit(other).state is Visit.ARRANGED

    def test_another_day_may_be_arranged(self, found) -> None:
        first = self.arrange(found)
        assert self.arrange(found, TODAY + timedelta(days=5)) == first
        assert queries.visit(first).on == TODAY + timedelta(days=5)

    def test_a_visit_that_cannot_be_says_why_to_the_child(self, found) -> None:
        made = self.arrange(found)
        with pytest.raises(ReasonMissing) as refusal:
            actions.visit_not_possible(visit_id=made, words=" ", by=WORKER, at=found.at)
        assert refusal.value.code == "visit_reason_missing"
        actions.visit_not_possible(visit_id=made, words="The home has the flu.", by=WORKER, at=found.at)
        assert queries.visit(made).why_not == "The home has the flu."

    def test_every_refusal(self, found) -> None:
        for day, whom, code in (
            (TODAY - timedelta(days=1), "Nan", "visit_day_past"),
            (TODAY, " ", "visit_company_missing"),
        ):
            with pytest.raises(Refused) as refusal:
                self.arrange(found, day, with_whom=whom)
            assert refusal.value.code == code
        made = self.arrange(found)
        with pytest.raises(Refused) as refusal:
            actions.visit_happened(visit_id=made, day=TODAY + timedelta(days=2), by=WORKER, at=found.at)
        assert refusal.value.code == "visit_not_yet"
        with pytest.raises(NotNow) as refusal:
            actions.think_of_visit(visit_id=made, thought="liked", by=child_of(found), at=found.at)
        assert refusal.value.code == "visit_not_yet_there"
        actions.visit_happened(visit_id=made, day=TODAY, by=WORKER, at=found.at)
        with pytest.raises(Faulty) as refusal:
            actions.think_of_visit(visit_id=made, by=child_of(found), at=found.at)
        assert refusal.value.code == "visit_thought_not_complete"
        with pytest.raises(NotNow) as refusal:
            actions.visit_happened(visit_id=made, day=TODAY, by=WORKER, at=found.at)
        assert refusal.value.code == "visit_not_so"
        with pytest.raises(NotAllowed):
            self.arrange(found, by=acting(Role.PLACEMENT_OFFICER, DEVON))
        with pytest.raises(NotAllowed):
            self.arrange(found, by=child_of(found))
        for missing in (actions.visit_happened, actions.visit_not_possible, actions.think_of_visit):
            facts = {"day": TODAY} if missing is actions.visit_happened else {"words": "x"}
            with pytest.raises(NotFound):
                missing(visit_id=uuid4(), by=WORKER, at=found.at, **facts)
        with pytest.raises(NotFound):
            queries.visit(uuid4())
        with pytest.raises(NotFound):
            actions.arrange_visit(
                referral_id=found.id, home_id=uuid4(), day=TODAY, with_whom="Nan", by=WORKER, at=found.at
            )

    def test_what_was_there_stays_there(self) -> None:
        for state, after in NEXT.items():
            for new in Visit:
                if new not in after:
                    with pytest.raises(NotNow):
                        check_visit_next(state, new)


HOMES = [UUID(int=number) for number in range(1, 7)]
NAMES = {home: f"Home {number}" for number, home in enumerate(HOMES, start=1)}


@st.composite
def orders(draw: st.DrawFn) -> dict[UUID, str]:
    """Some homes with a number of their own each, some refused, some not spoken of: one answer at least."""
    homes = draw(st.permutations(HOMES))
    number = draw(st.integers(0, len(homes)))
    numbers = draw(st.permutations(range(1, 7)))
    rest = draw(st.lists(st.sampled_from(["", "no"]), min_size=len(homes) - number, max_size=len(homes) - number))
    said = dict(zip(homes, [*map(str, numbers[:number]), *rest], strict=True))
    return said if any(said.values()) else {**said, homes[0]: "no"}


@given(orders(), st.data())
def test_an_order_that_gives_a_number_twice_or_says_nothing_is_refused(said, data) -> None:
    arranged({home: (answer, "") for home, answer in said.items()}, NAMES)
    first, second = data.draw(st.permutations(HOMES))[:2]
    for wrong in ({**said, first: "1", second: "1"}, dict.fromkeys(said, "")):
        with pytest.raises(Faulty):
            arranged({home: (answer, "") for home, answer in wrong.items()}, NAMES)


@given(orders())
def test_an_order_that_is_kept_has_each_place_once_from_one_on_and_no_home_in_it_that_is_refused(said) -> None:
    placed = arranged({home: (answer, "") for home, answer in said.items()}, NAMES)
    places = sorted(each.place for each in placed if each.place is not None)
    assert places == list(range(1, len(places) + 1))
    assert all(each.place is None for each in placed if each.no)
    order = [home for home, answer in sorted(said.items(), key=lambda pair: pair[1]) if answer.isdigit()]
    assert [each.home_id for each in sorted(placed, key=lambda each: each.place or 99) if each.place] == order
    for home in HOMES[:2]:
        now = with_answer(placed, Placed(home, NAMES[home], no=True))
        assert [each.place for each in now if each.home_id == home] == [None]
        places = sorted(each.place for each in now if each.place is not None)
        assert places == list(range(1, len(places) + 1))
        assert NAMES[home] in preference_words(now).partition("I say no to:")[2]
