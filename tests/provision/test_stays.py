"""One place, one child a night: planned moves, leaving, and moves that are taken back."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from carecommons.common.errors import NotAllowed, NotFound, NotNow, Refused
from carecommons.people.roles import Role
from carecommons.provision.actions import come_to_place, leave_place, report_vacancy, take_place, withdraw_stay
from carecommons.provision.counts import local_homes
from carecommons.provision.living_there import Stay, free_place, lives_there, overlap, places_held
from carecommons.provision.models import Home, HomeTerms, Resident, WithdrawnStay
from carecommons.provision.queries import home, home_cards, homes_for_matching, lodgers, stays_of
from carecommons.register.models import Entry, Opening
from matching.searches_made import (
    AT,
    DEVON,
    KENT,
    MANAGER,
    OFFICER,
    TODAY,
    WORKER,
    a_provider,
    an_entry,
    homes,
    someone,
)
from matching.searches_made import terms as terms_with

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEAVING = date(2026, 12, 4)
HOME = UUID(int=1)


def stay(place, first, last=None):
    return Stay(HOME, place, uuid4(), first, last)


# ---------------------------------------------------------------- the rule, on plain values


def test_a_stay_is_lived_from_its_first_day_to_the_day_of_leaving():
    one = stay(1, TODAY, LEAVING)
    assert [lives_there(one, day) for day in (TODAY - DAY, TODAY, LEAVING - DAY, LEAVING)] == [False, True, True, False]


def test_a_place_that_changes_hands_is_one_place_and_free_for_nobody_before_the_later_one_leaves():
    hands = [stay(1, TODAY, LEAVING), stay(1, LEAVING)]
    assert places_held(hands, TODAY) == places_held(hands, LEAVING) == 1
    assert free_place(hands, places=1, from_day=TODAY) is None
    assert free_place(hands, places=2, from_day=TODAY) == 2
    assert free_place([stay(1, TODAY, LEAVING)], places=1, from_day=LEAVING) == 1
    assert free_place([stay(1, TODAY, LEAVING)], places=1, from_day=LEAVING - DAY) is None


def test_stays_overlap_when_they_share_a_night():
    one = stay(1, TODAY, LEAVING)
    assert overlap(one, stay(1, LEAVING - DAY))
    assert overlap(stay(1, TODAY - DAY), one)
    assert not overlap(one, stay(1, LEAVING))
    assert not overlap(stay(1, TODAY - 9 * DAY, TODAY), one)


# ---------------------------------------------------------------- in the register


@pytest.fixture
def two(db):
    """Home One has one place and a child in it; home Two is free."""
    provider = a_provider()
    one, two = homes(
        an_entry("One", provider, places=1, terms=terms_with(places=1)), an_entry("Two", provider, places=1)
    )
    child = uuid4()
    take_place(home_id=one, resident=child, from_day=TODAY - 30 * DAY, by=MANAGER, at=AT)
    return one, two, child


def moves_on_the_fourth(two):
    _, there, child = two
    take_place(home_id=there, resident=child, from_day=LEAVING, by=MANAGER, at=AT + HOUR)


def test_a_place_is_not_given_again_before_the_day_of_the_planned_move(two):
    one, _, child = two
    moves_on_the_fourth(two)
    assert Resident.objects.get(home_id=one).to_day == LEAVING
    report_vacancy(home_id=one, free=0, by=OFFICER, at=AT + HOUR)
    with pytest.raises(Refused, match="so 0 places can be free"):
        report_vacancy(home_id=one, free=1, by=OFFICER, at=AT + HOUR)
    with pytest.raises(NotNow) as refusal:
        take_place(home_id=one, resident=uuid4(), from_day=TODAY, by=MANAGER, at=AT + 2 * HOUR)
    assert refusal.value.code == "place_taken"
    assert list(Resident.objects.filter(home_id=one).values_list("resident", flat=True)) == [child]


def test_a_familys_place_is_not_given_again_before_the_move_and_is_from_its_day(db):
    first, second = uuid4(), uuid4()
    aunt, other = homes(
        an_entry("Aunt", None, kind="connected_person", places=1, free=None, named=frozenset({first, second})),
        an_entry("Uncle", None, kind="connected_person", places=1, free=None, named=frozenset({first})),
    )
    take_place(home_id=aunt, resident=first, from_day=TODAY - DAY, by=MANAGER, at=AT)
    take_place(home_id=other, resident=first, from_day=LEAVING, by=MANAGER, at=AT)
    with pytest.raises(NotNow):
        take_place(home_id=aunt, resident=second, from_day=LEAVING - DAY, by=MANAGER, at=AT)
    assert take_place(home_id=aunt, resident=second, from_day=LEAVING, by=MANAGER, at=AT) == 1


def test_every_reader_sees_who_lives_there_until_the_day_of_the_move(two):
    one, there, child = two
    moves_on_the_fourth(two)
    before, after = AT, AT + timedelta(days=14)
    for at, lives_in in ((before, one), (after, there)):
        found = homes_for_matching(at=at)
        assert found.ids[found.residents[child]] == lives_in
    assert [home(each, by=OFFICER, at=before).living for each in (one, there)] == [1, 1], "a planned stay holds a place"
    assert [home(each, by=OFFICER, at=after).living for each in (one, there)] == [0, 1]
    assert home_cards([one], on=TODAY)[one].living == 1
    assert home_cards([one], on=LEAVING)[one].living == 0
    assert local_homes(at=before + HOUR).by_kind["foster_household"][KENT].free == 0


def test_the_database_refuses_two_stays_of_one_place_that_share_a_night(two):
    one, _, _ = two
    moves_on_the_fourth(two)
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no exclusion constraint: there the check under the home's lock holds (tested above)")
    facts = {"home_id": one, "place": 1, "recorded_at": AT, "resident": uuid4()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Resident.objects.create(from_day=TODAY, to_day=LEAVING + DAY, **facts)
    Resident.objects.create(from_day=LEAVING, **facts)


# ---------------------------------------------------------------- leaving


def test_leaving_says_why_and_leaves_an_entry_that_tells_the_public_nothing(two):
    _, _, child = two
    leave_place(resident=child, to_day=LEAVING, reason="E4A", by=MANAGER, at=AT)
    row = Resident.objects.get(resident=child)
    assert (row.to_day, row.end_reason) == (LEAVING, "E4A")
    entry = Entry.objects.get(kind="stay_ended")
    assert entry.public == "{}"
    assert Opening.objects.get(entry=entry, name="child").value == f'"{child}"'


def test_a_day_of_leaving_that_has_not_come_may_be_said_again(two):
    _, _, child = two
    leave_place(resident=child, to_day=LEAVING, reason="E4A", by=MANAGER, at=AT)
    leave_place(resident=child, to_day=LEAVING + DAY, reason="E13", by=MANAGER, at=AT)
    assert Resident.objects.values_list("to_day", "end_reason").get(resident=child) == (LEAVING + DAY, "E13")


def test_leaving_is_refused_without_a_reason_before_coming_or_beyond_anothers_first_day(two):
    one, _, child = two
    with pytest.raises(Refused) as refusal:
        leave_place(resident=child, to_day=LEAVING, reason=" ", by=MANAGER, at=AT)
    assert refusal.value.code == "end_reason_missing"
    with pytest.raises(Refused) as refusal:
        leave_place(resident=child, to_day=TODAY - 31 * DAY, reason="E4A", by=MANAGER, at=AT)
    assert refusal.value.code == "leaves_before_coming"
    leave_place(resident=child, to_day=LEAVING, reason="E4A", by=MANAGER, at=AT)
    Resident.objects.create(home_id=one, place=1, resident=uuid4(), from_day=LEAVING, recorded_at=AT)
    with pytest.raises(NotNow) as refusal:
        leave_place(resident=child, to_day=LEAVING + DAY, reason="E4A", by=MANAGER, at=AT)
    assert refusal.value.code == "place_given_on"
    assert Entry.objects.filter(kind="stay_ended").count() == 1


# ---------------------------------------------------------------- a move that is taken back


def test_a_child_with_a_planned_move_moves_in_an_emergency_once_it_is_withdrawn(two):
    one, there, child = two
    provider = a_provider("Other")
    (third,) = homes(an_entry("Three", provider))
    moves_on_the_fourth(two)
    emergency = {"home_id": third, "resident": child, "from_day": TODAY, "by": MANAGER, "at": AT + HOUR}
    with pytest.raises(NotNow, match="withdraw it first"):
        take_place(**emergency)
    assert withdraw_stay(resident=child, reason="The carer fell ill.", by=MANAGER, at=AT + HOUR) is True
    assert not Resident.objects.filter(home_id=there).exists()
    assert Resident.objects.get(home_id=one).to_day is None
    assert WithdrawnStay.objects.values_list("home_id", "from_day", "reason").get() == (
        there, LEAVING, "The carer fell ill.",
    )  # fmt: skip
    entry = Entry.objects.get(kind="move_withdrawn")
    assert entry.public == "{}"
    assert Opening.objects.get(entry=entry, name="reasons").value == '"The carer fell ill."'
    take_place(**emergency)
    assert Resident.objects.get(home_id=one).to_day == TODAY


def test_a_place_that_was_given_on_stays_given_when_the_move_is_withdrawn(two):
    one, _, child = two
    moves_on_the_fourth(two)
    Resident.objects.create(home_id=one, place=1, resident=uuid4(), from_day=LEAVING, recorded_at=AT)
    assert withdraw_stay(resident=child, reason="The carer fell ill.", by=MANAGER, at=AT + HOUR) is False
    assert Resident.objects.get(home_id=one, resident=child).to_day == LEAVING


@pytest.mark.parametrize("by", [WORKER, OFFICER, someone(Role.TEAM_MANAGER, DEVON), someone(Role.FOSTER_CARER)])
def test_only_those_who_give_a_place_take_it_back(two, by):
    moves_on_the_fourth(two)
    with pytest.raises(NotAllowed):
        withdraw_stay(resident=two[2], reason="x", by=by, at=AT)
    assert not WithdrawnStay.objects.exists()


def test_a_stay_that_has_begun_or_does_not_exist_is_not_withdrawn_and_a_reason_is_owed(two):
    _, _, child = two
    with pytest.raises(NotNow) as refusal:
        withdraw_stay(resident=child, reason="x", by=MANAGER, at=AT)
    assert refusal.value.code == "stay_has_begun"
    with pytest.raises(NotFound):
        withdraw_stay(resident=uuid4(), reason="x", by=MANAGER, at=AT)
    moves_on_the_fourth(two)
    with pytest.raises(Refused) as refusal:
        withdraw_stay(resident=child, reason="  ", by=MANAGER, at=AT)
    assert refusal.value.code == "reason_missing"
    with pytest.raises(NotNow) as refusal:
        leave_place(resident=child, to_day=TODAY, reason="E4A", by=MANAGER, at=AT)
    assert refusal.value.code == "move_is_planned"
    assert Resident.objects.filter(resident=child).count() == 2


# ---------------------------------------------------------------- nobody lives where they have not come


PLANNED, LATER = TODAY + 3 * DAY, TODAY + 8 * DAY
CAME = AT + 8 * DAY


def plan(two, *, from_day=PLANNED):
    _, there, child = two
    take_place(home_id=there, resident=child, from_day=from_day, by=MANAGER, at=AT + HOUR, awaited=True)


def comes(home_id, child, *, on=LATER, at=CAME):
    come_to_place(home_id=home_id, resident=child, came_on=on, by=MANAGER, at=at, for_authority=KENT)


def days_of(home_id):
    return list(Resident.objects.filter(home_id=home_id).values_list("from_day", "to_day"))


def test_a_planned_day_that_passes_moves_nobody(two):
    one, there, child = two
    plan(two)
    found = homes_for_matching(at=CAME)
    assert found.ids[found.residents[child]] == one
    assert [home(each, by=OFFICER, at=CAME).living for each in (one, there)] == [1, 1]
    assert home_cards([one], on=LATER)[one].living == 1
    assert [(each.home_id, each.planned, each.to_day) for each in stays_of(child, LATER)] == [
        (one, False, None), (there, True, None),
    ]  # fmt: skip
    report_vacancy(home_id=one, free=0, by=OFFICER, at=CAME)
    with pytest.raises(Refused, match="so 0 places can be free"):
        report_vacancy(home_id=one, free=1, by=OFFICER, at=CAME)
    with pytest.raises(NotNow) as refusal:
        take_place(home_id=one, resident=uuid4(), from_day=LATER, by=MANAGER, at=CAME)
    assert refusal.value.code == "place_taken"


def test_the_home_knows_a_child_only_once_they_have_come_and_the_old_one_until_then(two):
    one, there, child = two
    plan(two)
    carers = [someone(Role.FOSTER_CARER, home_ids=frozenset({each})) for each in (one, there)]
    long_after = LATER + 400 * DAY
    assert [lodgers(each, on=long_after, days_after=28) for each in carers] == [{child: one}, {}]
    comes(there, child)
    assert [lodgers(each, on=long_after, days_after=28) for each in carers] == [{}, {child: there}]


def test_the_day_on_which_the_child_really_came_ends_the_one_stay_and_begins_the_other(two):
    one, there, child = two
    plan(two)
    comes(there, child)
    assert days_of(one) == [(TODAY - 30 * DAY, LATER)]
    assert days_of(there) == [(LATER, None)]
    assert home_cards([one], on=LATER)[one].living == 0


def test_a_move_past_its_day_that_nobody_made_is_taken_back(two):
    one, there, child = two
    plan(two)
    with pytest.raises(NotNow) as refusal:
        leave_place(resident=child, to_day=LATER, reason="E4A", by=MANAGER, at=CAME)
    assert refusal.value.code == "move_is_planned"
    assert withdraw_stay(resident=child, reason="The panel found for her.", by=MANAGER, at=CAME) is True
    assert days_of(one) == [(TODAY - 30 * DAY, None)]
    assert days_of(there) == []
    with pytest.raises(NotNow) as refusal:
        withdraw_stay(resident=child, reason="x", by=MANAGER, at=CAME)
    assert refusal.value.code == "stay_has_begun"


def test_whoever_is_to_have_the_place_next_waits_until_it_is_left(two):
    one, there, child = two
    plan(two)
    report_vacancy(home_id=there, free=0, by=OFFICER, at=AT + HOUR)
    other = uuid4()
    Resident.objects.create(home_id=one, place=1, resident=other, from_day=PLANNED, awaited=True, recorded_at=AT)
    with pytest.raises(NotNow) as refusal:
        comes(one, other)
    assert refusal.value.code == "place_not_left"
    with pytest.raises(NotNow) as refusal:
        withdraw_stay(resident=child, reason="It fell through.", by=MANAGER, at=CAME)
    assert refusal.value.code == "place_given_on"
    comes(there, child)
    assert sorted(days_of(one)) == [(TODAY - 30 * DAY, LATER), (LATER, None)]
    comes(one, other, on=LATER + DAY, at=CAME + DAY)
    assert Resident.objects.get(resident=other).from_day == LATER + DAY


def test_two_children_who_change_homes_late_leave_no_night_with_two_in_one_place(two):
    one, there, child = two
    other = uuid4()
    Resident.objects.filter(home_id=one).update(to_day=PLANNED)
    Resident.objects.create(
        home_id=there, place=1, resident=other, from_day=TODAY - DAY, to_day=PLANNED, recorded_at=AT - DAY
    )
    Resident.objects.create(home_id=there, place=1, resident=child, from_day=PLANNED, awaited=True, recorded_at=AT)
    Resident.objects.create(home_id=one, place=1, resident=other, from_day=PLANNED, awaited=True, recorded_at=AT)
    Home.objects.filter(id=there).update(places=2)
    HomeTerms.objects.filter(home_id=there).update(places=2)
    comes(there, child)
    comes(one, other, on=LATER, at=CAME)
    assert Resident.objects.filter(awaited=True).count() == 0
    for each in (one, there):
        rows = [
            Stay(each, row.place, row.resident, row.from_day, row.to_day)
            for row in Resident.objects.filter(home_id=each)
        ]
        assert not any(overlap(a, b) for a in rows for b in rows if a.resident != b.resident and a.place == b.place)


def test_a_move_decided_anew_takes_the_place_of_one_that_was_never_made(two):
    one, there, child = two
    plan(two)
    (third,) = homes(an_entry("Three", a_provider("Other")))
    report_vacancy(home_id=third, free=1, by=OFFICER, at=AT + 5 * DAY)
    take_place(home_id=third, resident=child, from_day=TODAY + 6 * DAY, by=MANAGER, at=AT + 5 * DAY, awaited=True)
    assert homes_for_matching(at=CAME).ids[homes_for_matching(at=CAME).residents[child]] == one
    comes(third, child)
    assert days_of(there) == []
    assert days_of(one) == [(TODAY - 30 * DAY, LATER)]
    assert WithdrawnStay.objects.get().home_id == there
