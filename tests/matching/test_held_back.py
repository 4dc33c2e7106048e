"""What a list must not say, and when it must not be made: places to avoid, other families, old words."""

from datetime import timedelta
from uuid import uuid4

import pytest

from carecommons.children.actions import add_connection
from carecommons.children.connections import AVOID
from carecommons.common.errors import NotNow
from carecommons.matching.actions import make_shortlist
from carecommons.matching.freeze import ANOTHER_CHILDS
from carecommons.matching.models import Shortlist
from carecommons.matching.queries import referral, shortlist, steps_of
from carecommons.matching.reasons import Reason
from carecommons.provision.actions import note_impact, report_vacancy, take_place
from matching.searches_made import (
    AT,
    MANAGER,
    OFFICER,
    TODAY,
    WORKER,
    a_child,
    a_provider,
    a_ready_search,
    an_entry,
    homes,
    terms,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def listed(child_id, *, at=AT):
    referral_id = a_ready_search(child_id)
    make_shortlist(referral_id=referral_id, by=OFFICER, at=at)
    return shortlist(referral_id)


def test_no_list_is_made_while_a_place_to_avoid_cannot_be_found(founding):
    homes(an_entry("Alder", a_provider()))
    child_id = a_child()
    add_connection(
        child_id=child_id, kind=AVOID, name="Where someone lives", postcode="ZZ1 1ZZ", miles=10, by=WORKER, at=AT
    )
    referral_id = a_ready_search(child_id)
    with pytest.raises(NotNow, match="nobody can say where it is") as refusal:
        make_shortlist(referral_id=referral_id, by=OFFICER, at=AT)
    assert refusal.value.code == "avoid_place_not_known"
    assert "ZZ1" not in str(refusal.value)
    assert not Shortlist.objects.exists()
    assert "avoid" in {step.code for step in steps_of(referral(referral_id), on=TODAY)}


def test_another_childs_family_is_counted_and_not_named(founding):
    named = frozenset({uuid4()})
    (aunt,) = homes(
        an_entry("Aunt of another", None, kind="connected_person", named=named, terms=terms(age_max=3)),
    )
    found = listed(a_child())
    (passed,) = found.passed_over
    assert (passed.home_id, passed.name, passed.reference, passed.authority) == (aunt, ANOTHER_CHILDS, "", "")
    assert passed.reason == "Approved for another child by name"
    assert "Aunt of another" not in str(Shortlist.objects.get().passed_over)


def test_ones_own_family_is_named_even_where_it_is_stopped(founding):
    child_id = a_child()
    homes(an_entry("My aunt", None, kind="connected_person", named=frozenset({child_id}), terms=terms(age_max=3)))
    assert [(home.name, home.reason) for home in listed(child_id).passed_over] == [
        ("My aunt", "Approved for ages 0 to 3")
    ]


@pytest.mark.parametrize(("days", "suitable"), [(0, True), (28, True), (29, False)])
def test_what_a_home_said_of_a_newcomer_holds_for_a_time(founding, days, suitable):
    said = AT - timedelta(days=days)
    before = said - timedelta(hours=1)
    (alder,) = homes(an_entry("Alder", a_provider(), places=2, free=2), at=before)
    take_place(home_id=alder, resident=uuid4(), from_day=before.date(), by=MANAGER, at=before)
    note_impact(home_id=alder, answer="acceptable", words="Quiet evenings.", by=OFFICER, at=said)
    report_vacancy(home_id=alder, free=1, by=OFFICER, at=AT)
    (home,) = listed(a_child()).shown
    assert home.appropriate is suitable
    if not suitable:
        assert (home.reason_code, home.place_words, home.impact) == (
            Reason.IMPACT_NOT_KNOWN, "Waiting for one answer", "unknown",
        )  # fmt: skip
