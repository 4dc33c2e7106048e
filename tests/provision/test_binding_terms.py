"""Which recorded terms bind on a day, and that every reader of the register reads the same ones."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from carecommons.common.errors import NotNow, Refused
from carecommons.people.roles import Role
from carecommons.provision.actions import record_terms, report_vacancy, take_place
from carecommons.provision.binding import terms_on
from carecommons.provision.counts import local_homes
from carecommons.provision.homes import Standing
from carecommons.provision.models import Resident
from carecommons.provision.queries import home, home_cards, homes_for_matching, homes_seen_by
from matching.searches_made import AT, KENT, MANAGER, OFFICER, TODAY, a_provider, an_entry, homes, someone, terms

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AHEAD = TODAY + 30 * DAY


def standing_of(home_id, at=AT):
    found = homes_for_matching(at=at)
    return Standing(int(found.standing[found.ids.index(home_id)]))


# ---------------------------------------------------------------- the rule, on plain values


def test_without_terms_nothing_binds():
    assert terms_on([], TODAY) is None


def test_what_was_recorded_last_counts_among_those_that_have_begun():
    first, second = terms(from_day=date(2020, 1, 1), age_max=17), terms(from_day=date(2019, 5, 1), age_max=9)
    assert terms_on([first, second], TODAY) == second
    assert terms_on([second, first], TODAY) == first


def test_a_renewal_recorded_ahead_waits_for_its_first_day():
    now, renewal = terms(places=2), terms(from_day=AHEAD, places=4)
    assert terms_on([now, renewal], TODAY) == now
    assert terms_on([now, renewal], AHEAD - DAY) == now
    assert terms_on([now, renewal], AHEAD) == renewal
    assert terms_on([renewal], TODAY) == renewal, "nothing has begun: what is to come is not in force yet"


@pytest.mark.parametrize(
    ("bar", "kept"),
    [
        ({"cancelled_on": TODAY}, "cancelled_on"),
        ({"suspended_from": TODAY - DAY, "suspended_to": TODAY + DAY}, "suspended_from"),
        ({"restricted_from": TODAY}, "restricted_from"),
        ({"inadequate_since": TODAY}, "inadequate_since"),
    ],
)
def test_a_bar_under_the_same_number_binds_whatever_its_first_day(bar, kept):
    barred = terms(from_day=AHEAD, number="fa - 1", **bar)
    found = terms_on([terms(), barred], TODAY)
    assert getattr(found, kept) == bar[kept]
    assert found.from_day == terms().from_day, "only the bar is taken over, not what has not begun"
    other = terms(from_day=AHEAD, number="FA-2", **bar)
    assert terms_on([terms(), other], TODAY) == terms(), "another registration's bar is another's"


def test_a_bar_that_is_over_or_has_not_begun_does_not_bind():
    over = terms(from_day=AHEAD, suspended_from=TODAY - 9 * DAY, suspended_to=TODAY - DAY)
    to_come = terms(from_day=AHEAD + DAY, cancelled_on=TODAY + DAY)
    assert terms_on([terms(), over, to_come], TODAY) == terms()
    assert terms_on([terms(), to_come], TODAY + DAY).cancelled_on == TODAY + DAY


def test_a_bar_is_lifted_by_what_is_recorded_after_it():
    barred = terms(cancelled_on=TODAY)
    assert terms_on([terms(), barred, terms()], TODAY) == terms()
    mistaken, mended = terms(from_day=AHEAD, cancelled_on=TODAY), terms(from_day=AHEAD)
    assert terms_on([terms(), mistaken, mended], TODAY) == terms()


# ---------------------------------------------------------------- one rule for every reader


@pytest.fixture
def provider(db):
    return a_provider()


@pytest.mark.django_db
def test_a_cancellation_recorded_with_an_earlier_registration_day_stops_the_home_everywhere(provider):
    (one,) = homes(an_entry("Alder", provider))
    cancelled = terms(from_day=date(2019, 3, 1), cancelled_on=TODAY)
    record_terms(home_id=one, terms=cancelled, by=OFFICER, at=AT + HOUR)
    assert standing_of(one) is Standing.CANCELLED
    assert home(one, by=OFFICER, at=AT).standing is Standing.CANCELLED
    assert [line.standing for line in homes_seen_by(OFFICER, at=AT)] == [Standing.CANCELLED]
    assert home_cards([one], on=TODAY)[one].terms.cancelled_on == TODAY
    assert local_homes(at=AT).held_back == {KENT: 1}


@pytest.mark.django_db
def test_a_renewal_recorded_thirty_days_ahead_leaves_the_home_in_force_today(provider):
    (one,) = homes(an_entry("Alder", provider, places=3, terms=terms(places=3), free=2))
    record_terms(home_id=one, terms=terms(from_day=AHEAD, places=1), by=OFFICER, at=AT + HOUR)
    assert standing_of(one) is Standing.LAWFUL
    found = home(one, by=OFFICER, at=AT)
    assert (found.standing, found.binding.places, [each.places for each in found.terms]) == (Standing.LAWFUL, 3, [1, 3])
    assert home_cards([one], on=TODAY)[one].terms.places == 3
    assert home_cards([one], on=AHEAD)[one].terms.places == 1
    assert local_homes(at=AT).by_kind["foster_household"][KENT].places == 3
    report_vacancy(home_id=one, free=3, by=OFFICER, at=AT + HOUR)
    later = AT + 30 * DAY
    with pytest.raises(Refused, match="This home has 1 place "):
        report_vacancy(home_id=one, free=2, by=OFFICER, at=later)


@pytest.mark.django_db
def test_a_house_of_three_places_approved_for_one_takes_one_child(provider):
    """`takers` come one after the other; the home's own word would have let both in."""
    (one,) = homes(an_entry("Alder", provider, places=3, free=None, terms=terms(places=3)))
    report_vacancy(home_id=one, free=3, by=OFFICER, at=AT)
    record_terms(home_id=one, terms=terms(places=1), by=OFFICER, at=AT)
    assert take_place(home_id=one, resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT + HOUR) == 1
    with pytest.raises(NotNow) as refusal:
        take_place(home_id=one, resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT + HOUR)
    assert refusal.value.code == "place_taken"
    assert Resident.objects.count() == 1


@pytest.mark.django_db
def test_an_approval_for_one_binds_family_too_which_reports_no_vacancy():
    first, second = uuid4(), uuid4()
    entry = an_entry(
        "Aunt", None, kind="connected_person", places=3, free=None, named=frozenset({first, second}),
        terms=terms(places=1),
    )  # fmt: skip
    (one,) = homes(entry)
    take_place(home_id=one, resident=first, from_day=TODAY, by=MANAGER, at=AT)
    with pytest.raises(NotNow) as refusal:
        take_place(home_id=one, resident=second, from_day=TODAY, by=MANAGER, at=AT)
    assert refusal.value.code == "place_taken"


@pytest.mark.django_db
def test_a_stay_that_begins_under_a_smaller_approval_is_held_to_it(provider):
    (one,) = homes(an_entry("Alder", provider, places=3, free=3, terms=terms(places=3)))
    record_terms(home_id=one, terms=terms(from_day=AHEAD, places=1), by=OFFICER, at=AT)
    taker = someone(Role.DIRECTOR)
    take_place(home_id=one, resident=uuid4(), from_day=TODAY, by=taker, at=AT + HOUR)
    with pytest.raises(NotNow):
        take_place(home_id=one, resident=uuid4(), from_day=AHEAD, by=taker, at=AT + HOUR)
    take_place(home_id=one, resident=uuid4(), from_day=TODAY, by=taker, at=AT + HOUR)
