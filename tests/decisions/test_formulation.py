"""A specialist home is chosen only on a current clinical formulation; in an emergency it is owed within days (B10)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children.needs import FLAGS, Flag
from carecommons.common.days import months_after
from carecommons.common.errors import NotNow, ReasonMissing
from carecommons.decisions.actions import approve, propose, propose_tonight
from carecommons.decisions.formulation import owed_formulations
from carecommons.decisions.models import Decision
from carecommons.decisions.queries import formulations_waiting, sheet
from carecommons.matching.actions import make_shortlist, open_emergency
from carecommons.matching.emergency import Said
from carecommons.matching.models import Referral
from carecommons.matching.queries import shortlist
from carecommons.people.roles import Role
from carecommons.site.days import my_day
from matching.searches_made import (
    AT,
    KENT,
    MANAGER,
    OFFICER,
    TODAY,
    WORKER,
    a_child,
    a_provider,
    a_ready_search,
    able,
    an_entry,
    homes,
    someone,
    wish,
)
from walk_world import NO_ROUND, record_needs

pytestmark = pytest.mark.django_db
AUTISM, FIRE = "SP-ASD", "SP-FIRE"
CURRENT, OLD = date(2026, 9, 3), date(2025, 11, 20)
BORN = date(2017, 3, 27)  # too young for Key Stage 4: the manager may approve
LATER = AT + timedelta(minutes=5)


def flag(code=AUTISM, assessed_on=CURRENT, **more):
    return Flag(code, "Formulation, invented.", "Clinical psychologist", assessed_on, **more)


@pytest.fixture
def world(founding):
    """A child with one specialist need, and two homes with evidence for it: one of them exists for it."""
    child = a_child(flags=(AUTISM,), birth_date=BORN)
    provider = a_provider()
    homes(
        an_entry("Alder House", provider, capabilities=(able(AUTISM),)),
        an_entry("Birch", provider, capabilities=(able(AUTISM),)),
    )
    return child


def ready(child, *flags, why="planned_move", **more):
    """The child's needs with these flags, and a list."""
    record_needs(child, flags=flags, by=WORKER, at=AT)
    search = a_ready_search(child, why=why, **more)
    make_shortlist(referral_id=search, by=OFFICER, at=AT)
    wish(child, "I want a quiet room.", stage="before_decision", at=AT + timedelta(minutes=1))
    return search


def chosen(search, at=AT + timedelta(minutes=2)):
    first, *others = shortlist(search).appropriate
    return propose(
        **NO_ROUND, referral_id=search, home_id=first.home_id,
        why_chosen="It meets every need, and is near the school she knows.",
        why_not={other.home_id: f"{other.name} is farther from the school that she knows." for other in others},
        wishes_effect="changed_how", wishes_how="She has a quiet room of her own from the first day.", by=OFFICER,
        at=at,
    )  # fmt: skip


def test_a_current_formulation_lets_the_choice_through(world):
    decision = chosen(ready(world, flag()))
    assert approve(decision_id=decision, by=MANAGER, at=LATER)
    assert Decision.objects.get(id=decision).formulation_by is None


def test_an_old_formulation_refuses_the_choice_at_proposal(world):
    search = ready(world, flag(assessed_on=OLD))
    with pytest.raises(ReasonMissing, match="clinical formulation for Autism") as refused:
        chosen(search)
    assert [lack.code for lack in refused.value.facts["lacks"]] == ["formulation_missing"]
    record_needs(world, flags=(flag(assessed_on=TODAY),), by=WORKER, at=AT + timedelta(minutes=1))
    assert chosen(search)


def test_and_at_approval_where_it_has_become_old_since(world):
    decision = chosen(ready(world, flag()))
    record_needs(world, flags=(flag(assessed_on=OLD),), by=WORKER, at=AT + timedelta(minutes=3))
    with pytest.raises(NotNow) as refused:
        approve(decision_id=decision, by=MANAGER, at=LATER)
    assert refused.value.code == "formulation_not_current"
    assert refused.value.facts["owed"] == [AUTISM]
    assert Decision.objects.get(id=decision).state == "proposed", "nothing was put in force"


def test_a_need_that_has_ended_owes_nothing(world):
    search = ready(world, flag(assessed_on=OLD, ended_on=TODAY - timedelta(days=1)))
    assert approve(decision_id=chosen(search), by=MANAGER, at=LATER)


def test_every_active_need_that_the_home_answers_is_owed_its_own(founding):
    child = a_child(flags=(AUTISM, FIRE), birth_date=BORN)
    homes(*(an_entry(name, a_provider(name), capabilities=(able(AUTISM), able(FIRE))) for name in ("Alder", "Birch")))
    search = ready(child, flag(AUTISM, CURRENT), flag(FIRE, OLD))
    with pytest.raises(ReasonMissing, match=FLAGS[FIRE]) as refused:
        chosen(search)
    assert FLAGS[AUTISM] not in str(refused.value)


def test_a_child_without_a_specialist_need_owes_none_whatever_the_home_can_do(world):
    search = ready(a_child(reference="C-9M2WA", birth_date=BORN))
    assert sheet(search, at=AT).formulations == {}
    assert approve(decision_id=chosen(search), by=MANAGER, at=LATER)


def chosen_tonight(child, *flags):
    """A choice of an emergency, from a child whose needs have these flags."""
    record_needs(child, flags=flags, by=WORKER, at=AT)
    said = Said(cause="carers_life", cannot_wait="Her carer was taken to hospital.", not_asked_because="Asleep.")
    search = open_emergency(child_id=child, said=said, by=WORKER, at=AT)
    make_shortlist(referral_id=search, by=OFFICER, at=AT)
    home = shortlist(search).appropriate[0].home_id
    why = "It is near, and can take her tonight."
    return propose_tonight(search_id=search, home_id=home, why=why, by=OFFICER, at=AT + timedelta(minutes=2))


class TestEmergency:
    def test_a_search_that_only_says_emergency_owes_it_before_the_choice(self, world):
        search = ready(world, flag(assessed_on=OLD))
        Referral.objects.filter(id=search).update(why="emergency", stay="emergency")
        with pytest.raises(ReasonMissing) as refused:
            chosen(search)
        assert [lack.code for lack in refused.value.facts["lacks"]] == ["formulation_missing"]

    def test_it_goes_on_and_the_formulation_is_owed_within_ten_working_days(self, world):
        decision = chosen_tonight(world, flag(assessed_on=OLD))
        assert approve(decision_id=decision, by=MANAGER, at=LATER)
        assert Decision.objects.get(id=decision).formulation_by == date(2026, 12, 4)
        (owed,) = formulations_waiting(WORKER, TODAY)
        assert owed.codes == (AUTISM,)
        assert formulations_waiting(someone(authority="878"), TODAY) == ()
        (line,) = [
            each
            for each in my_day(WORKER, at=LATER, at_most=99).lines
            if "a clinical formulation is owed" in each.title
        ]
        assert line.due_on == date(2026, 12, 4)

    def test_it_is_owed_until_the_professional_has_looked(self, world):
        approve(decision_id=chosen_tonight(world, flag(assessed_on=OLD)), by=MANAGER, at=LATER)
        record_needs(world, flags=(flag(assessed_on=TODAY),), by=WORKER, at=LATER + timedelta(hours=1))
        assert formulations_waiting(WORKER, TODAY) == ()


def test_the_page_of_choosing_names_what_is_owed(world, client_as):
    search = ready(world, flag(assessed_on=OLD))
    client = client_as(Role.PLACEMENT_OFFICER, authority=KENT)
    page = client.get(f"/decisions/new/{search}/").content.decode()
    assert "clinical formulation" in page


CODES = sorted(FLAGS)
FLAG = st.builds(
    lambda code, days, ended: flag(code, TODAY - timedelta(days=days), ended_on=TODAY if ended else None),
    st.sampled_from(CODES), st.integers(0, 900), st.booleans(),
)  # fmt: skip


@given(st.lists(FLAG, max_size=6, unique_by=lambda each: each.code), st.sets(st.sampled_from(CODES)))
def test_what_is_owed_is_exactly_the_active_needs_answered_on_an_old_basis(flags, answered):
    owed = owed_formulations(flags, answered, on=TODAY, months=12)
    assert set(owed) == {
        each.code for each in flags
        if each.code in answered and each.ended_on is None and months_after(each.assessed_on, 12) <= TODAY
    }  # fmt: skip
    assert set(owed_formulations(flags, answered | set(CODES), on=TODAY, months=12)) >= set(owed)
