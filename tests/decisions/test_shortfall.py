"""What shows that homes were missing: counted from rows whose figures can be worked out by hand. Invented data."""

from datetime import date, timedelta

import pytest

from carecommons.decisions.counts.shortfall import GENERAL, SPECIAL, shortfall
from carecommons.decisions.models import Decision, GapNote
from carecommons.matching.models import Shortlist
from planning.officers_made import DAY, MONDAY, OFFER, Said, council
from walk_world import DEVON, KENT

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 5)
NEEDS, NO_PLACE = Said(False, 4, "needs"), Said(False, 10, "no_place")


@pytest.fixture
def kent():
    return council(KENT)


def searched(kent, number, answers, *, flags=(), levels=1):
    """So many searches, each with one round that ended in June."""
    found = []
    for n in range(number):
        at = MONDAY + n * timedelta(hours=1)
        told = kent.search(kent.child(at), at)
        row = Shortlist.objects.get(pk=told.list)
        row.flags, row.levels = list(flags), [levels] * 12
        row.save()
        found.append(kent.round(told, at + 2 * DAY, answers))
    return found


def compromised(kent, found, *domains, level=1):
    for told in found:
        chosen = kent.choice(told, told.over_at + DAY)
        Decision.objects.filter(pk=chosen).update(compromise=True, level=level)
        for code in domains:
            GapNote.objects.create(
                decision_id=chosen, authority=kent.code, missing=code or "A garden", domain=code, level=level,
                noted_on=MONDAY.date(),
            )  # fmt: skip


def told(ledger, *, on=ON, councils=(DEVON, KENT), code=KENT):
    return shortfall(councils, on=on).councils[code][ledger]


def test_a_search_for_which_nobody_offered_is_counted_in_its_own_ledger_only(kent):
    searched(kent, 15, (NEEDS, NO_PLACE))
    searched(kent, 20, (OFFER, NO_PLACE))
    searched(kent, 10, (NEEDS, None), flags=("SP-ASD",))
    general, special = told(GENERAL).searches, told(SPECIAL).searches
    assert [shown.value for shown in general.parts.values()] == [15, 20]
    assert [shown.value for shown in special.parts.values()] == [10, 0]


def test_the_needs_of_searches_that_found_nobody_are_each_counted_by_itself(kent):
    searched(kent, 20, (NEEDS,), flags=("SP-ASD",))
    searched(kent, 15, (NEEDS,), flags=("SP-ASD", "SP-SH"))
    found = told(SPECIAL).nobody_by_need
    assert (found["SP-ASD"].value, found["SP-SH"].value, found["SP-EAT"].value) == (35, 15, 0)
    assert told(GENERAL).nobody_by_need == {}


def test_invitations_are_counted_by_the_reason_of_the_answer_that_counted_in_the_end(kent):
    searched(kent, 20, (NEEDS, NO_PLACE, None))
    searched(kent, 10, (OFFER, NO_PLACE))
    found = told(GENERAL).declines
    assert (found.parts["needs"].value, found.parts["no_place"].value, found.total.value) == (20, 30, 50)


def test_a_compromise_is_counted_once_and_each_thing_that_was_missing_by_itself(kent):
    compromised(kent, searched(kent, 20, (OFFER,)), "EMO", "")
    compromised(kent, searched(kent, 10, (OFFER,)), "EMO")
    for each in searched(kent, 10, (OFFER,)):
        kent.choice(each, each.over_at + DAY)
    found = told(GENERAL)
    assert [shown.value for shown in found.choices.parts.values()] == [30, 10]
    assert (found.missing["EMO"].value, found.missing[""].value, found.missing["SAF"].value) == (30, 20, 0)


def test_choices_at_a_distance_are_those_beyond_an_adjoining_council(kent):
    compromised(kent, searched(kent, 10, (OFFER,), flags=("SP-SH",)), level=3)
    compromised(kent, searched(kent, 15, (OFFER,), flags=("SP-SH",)), level=2)
    assert [shown.value for shown in told(SPECIAL).far.parts.values()] == [10, 15]


def test_one_to_seven_are_withheld(kent):
    searched(kent, 5, (NEEDS,))
    searched(kent, 20, (OFFER,))
    assert {shown.value for shown in told(GENERAL).searches.parts.values()} <= {None, 20}


def test_only_quarters_that_are_over_count_and_only_for_a_year(kent):
    searched(kent, 20, (NEEDS,))
    assert told(GENERAL, on=date(2025, 6, 20)).searches.total.value == 0
    assert told(GENERAL, on=date(2025, 7, 1)).searches.total.value == 20
    assert told(GENERAL, on=date(2026, 9, 30)).searches.total.value == 0


def test_a_council_without_anything_has_noughts_and_no_council_has_nothing(kent):
    assert told(GENERAL, code=DEVON).searches.total.value == 0
    assert shortfall((), on=ON).councils == {}
