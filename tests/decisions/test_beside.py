"""What stands beside a choice: the child's own order answered, the meeting, and each home that offered told why."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate
from invited import invited
from test_meetings import hold
from test_own_order import rank

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing
from carecommons.decisions import actions, queries
from carecommons.decisions.beside import order_says
from carecommons.matching.queries import preference_of
from carecommons.people.roles import Person, Role
from carecommons.provision.models import Resident
from carecommons.provision.queries import home_subjects
from carecommons.register.actions import integrate
from walk_world import KENT, MANAGER, add_home, choose, search

pytestmark = pytest.mark.django_db
ANSWER = "You put Birch first. Its place is free only in May, and you need a home now."
LETTER = "Another home keeps the school bus, which matters most now. Thank you for offering."


@pytest.fixture
def found():
    return search(Alder={}, Birch={}, Cedar={})


def lives_in(child, home, *, at) -> None:
    Resident.objects.create(home_id=home, resident=child, place=1, recorded_at=at,
                            from_day=localdate(at) - timedelta(days=80))  # fmt: skip


def lacks(found, home="Alder", **more) -> list[str]:
    with pytest.raises(ReasonMissing) as refusal:
        choose(found, home, **more)
    return [lack.code for lack in refusal.value.facts["lacks"]]


class TestTheChildsOwnOrder:
    def test_a_choice_that_is_not_the_childs_first_owes_an_answer_and_the_first_owes_none(self, found) -> None:
        rank(found, Birch="1", Alder="2")
        assert lacks(found) == ["own_order_answer_missing"]
        assert lacks(found, own_order_answer="No.") == ["own_order_answer_too_thin"]
        made = choose(found, "Birch")
        assert queries.decision(made).own_order_answer == ""

    def test_the_order_is_frozen_with_the_choice_and_sealed(self, found) -> None:
        rank(found, Birch="1", Alder="2")
        made = choose(found, own_order_answer=ANSWER)
        actions.approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=1))
        integrate(at=found.at + timedelta(minutes=2))
        decided = queries.decision(made)
        assert [each.name for each in decided.own_order if each.place] == ["Birch", "Alder"]
        assert (decided.own_order_answer, decided.order_words) == (ANSWER, "Number 2 in the child’s own order")
        assert decided.as_sealed is True

    def test_a_new_order_after_the_proposal_stops_the_approval(self, found) -> None:
        made = choose(found)
        rank(found, Birch="1", minutes=1)
        with pytest.raises(NotNow) as refusal:
            actions.approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=2))
        assert refusal.value.code == "child_spoke_since"

    def test_the_order_moves_no_home_on_the_list(self, found) -> None:
        before = [option.home_id for option in queries.sheet(found.id, at=found.at).options]
        rank(found, Cedar="1", Alder="no")
        after = queries.sheet(found.id, at=found.at)
        assert [option.home_id for option in after.options] == before
        assert order_says(preference_of(found.id), found.homes["Alder"]) == "no"
        assert order_says(preference_of(found.id), found.homes["Cedar"]) == "first"
        assert order_says(None, found.homes["Cedar"]) == ""


class TestTheMeeting:
    def test_not_inviting_homes_is_no_way_around_the_meeting(self, found) -> None:
        assert lacks(found, no_meeting="") == ["no_meeting_missing"]
        assert lacks(found, no_meeting="Late.") == ["no_meeting_too_thin"]
        met = hold(found)
        decided = queries.decision(choose(found, no_meeting=""))
        assert (decided.meeting_id, decided.no_meeting) == (met, "")

    def test_nothing_that_can_be_sent_leaves_out_both_the_round_and_why_there_was_none(self, found) -> None:
        hold(found)
        assert lacks(found, no_round="", no_round_words="") == ["no_round_missing", "no_round_words_missing"]
        decided = queries.decision(choose(found))
        assert decided.no_round == "asked_otherwise"
        assert "by telephone" in decided.no_round_words

    def test_a_home_of_family_owes_a_meeting_only_where_other_homes_were_invited(self, found) -> None:
        told = queries.sheet(found.id, at=found.at)
        alder = found.homes["Alder"]
        family = replace(told, shown={**told.shown, alder: replace(told.shown[alder], kind="connected_person")})
        assert queries.meeting_owed(told, alder)
        assert not queries.meeting_owed(family, alder)
        assert queries.meeting_owed(family, found.homes["Birch"])
        invited(found, Birch="offered")
        beside = queries.sheet(found.id, at=found.at).beside
        assert queries.meeting_owed(replace(family, beside=beside), alder)
        assert not queries.meeting_owed(replace(told, emergency=True), alder)

    def test_where_homes_were_invited_the_choice_shows_the_meeting_or_says_why_there_was_none(self, found) -> None:
        invited(found, Alder="offered")
        assert lacks(found, no_meeting="") == ["no_meeting_missing"]
        why = "Her social worker is away, and she moves on Monday."
        made = choose(found, no_meeting=why)
        assert queries.decision(made).no_meeting == why
        actions.withdraw(decision_id=made, by=MANAGER, at=found.at)
        met = hold(found)
        decided = queries.decision(choose(found, no_meeting="Not needed now, there was one."))
        assert (decided.meeting_id, decided.no_meeting) == (met, "")


class TestEveryOfferIsTold:
    def told(self, found, **more):
        invited(found, Alder="offered", Birch="offered", Cedar="declined")
        hold(found)
        made = choose(found, to_homes={found.homes["Birch"]: LETTER}, **more)
        actions.approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=1))
        return made

    def test_c3_each_home_that_offered_and_is_not_chosen_is_owed_words_of_its_own(self, found) -> None:
        invited(found, Alder="offered", Birch="offered", Cedar="declined")
        hold(found)
        assert lacks(found, to_homes={}) == ["to_homes_missing"]

    @pytest.mark.parametrize("words", ["Robin wants the bus to school more.", "She lives near ME14 1XQ in the town.",
                                       "The child C-7K4QX goes to another home."])  # fmt: skip
    def test_a_letter_that_says_who_the_child_is_goes_nowhere(self, found, words) -> None:
        invited(found, Alder="offered", Birch="offered")
        hold(found)
        assert lacks(found, to_homes={found.homes["Birch"]: words}) == ["to_homes_tells_who"]

    @pytest.mark.parametrize("words", ["The child goes to Alder now, which keeps the school bus.",
                                       "Another home, run by invented alder, keeps the school bus.",
                                       "Another home in Medway keeps the school bus she takes.",
                                       "She stays at Dale until there is a place for her."])  # fmt: skip
    def test_a_letter_that_says_where_the_child_goes_or_lives_goes_nowhere(self, found, words) -> None:
        """The chosen home, whoever runs it, a council, and the home where the child lives now."""
        lives_in(found.child, add_home("Dale", at=found.at), at=found.at)
        invited(found, Alder="offered", Birch="offered")
        hold(found)
        assert lacks(found, to_homes={found.homes["Birch"]: words}) == ["to_homes_tells_who"]

    def test_a_letter_may_name_the_home_that_reads_it_and_the_word_for_what_it_needs(self, found) -> None:
        """The home's own name tells it nothing, also where the child lived there before; reading is no council here."""
        lives_in(found.child, found.homes["Birch"], at=found.at)
        invited(found, Alder="offered", Birch="offered")
        hold(found)
        words = "Birch is farther from the school, and help with reading is there. Thank you."
        assert choose(found, to_homes={found.homes["Birch"]: words})

    def test_the_same_words_are_a_letter_again_where_another_home_is_chosen(self, found) -> None:
        invited(found, Alder="offered", Birch="offered", Cedar="offered")
        hold(found)
        letters = {found.homes[name]: LETTER for name in ("Alder", "Cedar")}
        told = {**letters, found.homes["Cedar"]: "We went with Birch, which keeps the school bus for her."}
        assert lacks(found, "Birch", to_homes=told) == ["to_homes_tells_who"]
        assert choose(found, "Birch", to_homes=letters)

    def test_on_approval_the_home_reads_its_letter_and_nobody_elses(self, found) -> None:
        made = self.told(found)
        (letter,) = queries.letters_of(made)
        assert (letter.home_name, letter.words, letter.code) == ("Birch", LETTER, "D-1BIRC")
        assert letter.review_until > localdate(letter.told_at)
        subject = home_subjects([found.homes["Birch"]])[found.homes["Birch"]]
        manager = Person(role=Role.PROVIDER_MANAGER, id=uuid4(), provider_id=subject.provider_id)
        assert [each.id for each in queries.letters_for(manager)] == [letter.id]
        assert queries.letters_for(MANAGER) == ()
        other = Person(role=Role.PROVIDER_MANAGER, id=uuid4(), provider_id=uuid4())
        assert queries.letters_for(other) == ()
        with pytest.raises(NotAllowed):
            actions.read_letter(letter_id=letter.id, by=other, at=found.at)
        read = actions.read_letter(letter_id=letter.id, by=manager, at=found.at + timedelta(minutes=2))
        actions.read_letter(letter_id=letter.id, by=manager, at=found.at + timedelta(days=2))
        assert queries.letter(letter.id).read_at == read.read_at == found.at + timedelta(minutes=2)

    def test_g9_refused_offers_told_are_counted(self, found) -> None:
        self.told(found)
        counted = queries.offers_told([KENT], since=found.at)
        assert (counted.told, counted.read) == (1, 0)
        assert queries.offers_told(["878"], since=found.at).told == 0
        with pytest.raises(NotFound):
            queries.letter(uuid4())

    def test_edge_only_one_response_owes_no_letter_and_the_search_behind_it(self, found) -> None:
        invited(found, Alder="offered", Birch="run_out", Cedar="declined")
        hold(found)
        made = choose(found)
        actions.approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=1))
        assert queries.letters_of(made) == ()
