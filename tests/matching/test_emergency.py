"""An emergency, from what is said at night to its two searches: nothing is lowered, what nobody knows stays unknown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from carecommons.children.actions import complete_record, record_needs
from carecommons.children.minimal import born
from carecommons.children.models import NeedsProfile
from carecommons.children.needs import DOMAINS, LEVEL_MAX, Flag
from carecommons.children.queries import avoided_places, child_for_matching, find_child, profile, profiles, wishes
from carecommons.common.days import age_on
from carecommons.common.errors import Faulty, NotAllowed, NotFound, NotNow, Refused
from carecommons.matching.actions import (
    Newcomer,
    make_shortlist,
    open_emergency,
    open_emergency_for_newcomer,
    refer,
    withdraw,
)
from carecommons.matching.emergency import (
    BINDING_TONIGHT,
    HOURS,
    NONE,
    ROOT_CAUSES,
    SAID,
    UNKNOWN,
    Known,
    KnownFor,
    Said,
    checked,
    hours_of,
    known_for,
    levels_tonight,
    steps_tonight,
)
from carecommons.matching.models import Emergency, Referral
from carecommons.matching.queries import (
    child_of_search,
    emergencies_among,
    emergencies_told,
    emergency_told,
    next_of,
    open_search_of,
    referral,
    shortlist,
    steps_of,
)
from carecommons.people.roles import Role
from carecommons.provision.actions import note_impact
from carecommons.register.models import Entry
from matching.searches_made import (
    AT,
    FAR_WORKER,
    KENT,
    MANAGER,
    OFFICER,
    SEED,
    TODAY,
    WORKER,
    _rating,
    a_child,
    a_provider,
    a_search,
    able,
    an_entry,
    dice,
    homes,
    someone,
    terms,
)

NIGHT = datetime(2026, 11, 20, 22, 40, tzinfo=UTC)
SAYS = Said(
    cause="carers_life", cannot_wait="Her carer was taken to hospital an hour ago.", child_said="Not far from school."
)


def emergency(child_id, *, at=NIGHT, said=SAYS, by=WORKER, **more):
    return open_emergency(child_id=child_id, said=said, by=by, at=at, draw=dice(f"night {child_id}{at}"), **more)


# ---------------------------------------------------------------- the heart: what is said, and what it changes


def test_what_is_not_said_is_unknown_and_never_nought():
    said = checked(SAYS, at=NIGHT)
    assert said.danger == said.health == said.hidden_from == Known(UNKNOWN)
    assert said.danger.told == "Nobody knows yet"
    assert said.seen == {}
    assert levels_tonight((None,) * 12, said.seen) == (None,) * 12


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cause": "bad_luck"}, "cause"),
        ({"cannot_wait": "  "}, "cannot_wait"),
        ({"child_said": ""}, "child_said"),
        ({"danger": Known("perhaps")}, "danger"),
        ({"health": Known(SAID, " ")}, "health"),
        ({"hidden_from": Known(SAID)}, "hidden_from"),
        ({"seen": {"SAF": 5}}, "seen"),
        ({"seen": {"SAF": True}}, "seen"),
        ({"seen": {"XXX": 1}}, "seen"),
        ({"known_since": NIGHT + timedelta(minutes=1)}, "known_since"),
    ],
)
def test_what_is_missing_is_named(change, field):
    with pytest.raises(Faulty) as refusal:
        checked(replace(SAYS, **change), at=NIGHT)
    assert refusal.value.code == "emergency_not_complete"
    assert [fault.column for fault in refusal.value.faults] == [field]


def test_a_child_who_could_not_be_asked_has_a_reason_instead():
    said = checked(replace(SAYS, child_said="", not_asked_because="Asleep after the journey."), at=NIGHT)
    assert not said.asked
    assert said.not_asked_because == "Asleep after the journey."


def test_words_are_kept_only_of_what_is_known():
    said = checked(replace(SAYS, danger=Known(NONE, "left over"), health=Known(SAID, " asthma ")), at=NIGHT)
    assert said.danger == Known(NONE, "")
    assert said.health == Known(SAID, "asthma")


LEVELS = st.lists(st.none() | st.integers(0, LEVEL_MAX), min_size=12, max_size=12).map(tuple)
SEEN = st.dictionaries(st.sampled_from([domain.code for domain in DOMAINS]), st.integers(0, LEVEL_MAX))


@settings(max_examples=1000)
@given(levels=LEVELS, seen=SEEN)
def test_no_emergency_lowers_a_level_or_makes_an_unknown_one_nought(levels, seen):
    tonight = levels_tonight(levels, seen)
    for domain, before, after in zip(DOMAINS, levels, tonight, strict=True):
        if before is not None:
            assert after is not None
            assert after >= before
        elif domain.code not in seen:
            assert after is None
        else:
            assert after == seen[domain.code]


@settings(max_examples=300)
@given(levels=LEVELS, once=SEEN, twice=SEEN)
def test_what_is_seen_twice_is_seen_in_any_order(levels, once, twice):
    assert levels_tonight(levels_tonight(levels, once), twice) == levels_tonight(levels_tonight(levels, twice), once)


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (None, KnownFor.UNKNOWN),
        (timedelta(0), KnownFor.JUST),
        (timedelta(hours=24), KnownFor.JUST),
        (timedelta(hours=24, seconds=1), KnownFor.BEFORE),
    ],
)
def test_known_for_more_than_a_day_could_have_been_planned(before, found):
    assert known_for(NIGHT, None if before is None else NIGHT - before, hours=24) == found


def test_every_hour_has_its_part_of_the_day():
    assert [hours_of(hour) for hour in (0, 5, 6, 11, 12, 17, 18, 23)] == [words for *_, words in HOURS for _ in (0, 1)]


# ---------------------------------------------------------------- a child of whom almost nothing is known


@pytest.mark.parametrize(
    ("given_", "earliest", "latest"),
    [
        ({"day": date(2012, 3, 27)}, date(2012, 3, 27), date(2012, 3, 27)),
        ({"year": 2012}, date(2012, 1, 1), date(2012, 12, 31)),
        ({"year": 2026}, date(2026, 1, 1), date(2026, 11, 20)),
        ({"year": 2008}, date(2008, 11, 21), date(2008, 12, 31)),  # nobody of 18 is looked after
        ({"age": 15}, date(2010, 11, 21), date(2011, 11, 20)),
        ({"age": 0}, date(2025, 11, 21), date(2026, 11, 20)),
    ],
)
def test_the_day_of_birth_lies_between_two_days(given_, earliest, latest):
    found = born(**{"day": None, "year": None, "age": None, **given_}, on=TODAY, age_max=17)
    assert (found.earliest, found.latest) == (earliest, latest)


@given(age=st.integers(0, 17), on=st.dates(date(2015, 1, 1), date(2027, 12, 31)))
@example(age=1, on=date(2024, 2, 29))
@example(age=0, on=date(2024, 2, 29))
def test_an_age_bounds_every_birthday_that_gives_it(age, on):
    found = born(day=None, year=None, age=age, on=on, age_max=17)
    assert age_on(found.earliest, on) == age_on(found.latest, on) == age
    assert age_on(found.earliest - timedelta(days=1), on) == age + 1


@pytest.mark.parametrize(
    "given_",
    [
        {},
        {"year": 2012, "age": 14},
        {"year": 1990},
        {"year": 2027},
        {"age": 18},
        {"age": -1},
        {"day": date(2027, 1, 1)},
        {"day": date(2000, 1, 1)},
    ],
)
def test_a_birth_that_cannot_be_is_refused(given_):
    with pytest.raises(Faulty) as refusal:
        born(**{"day": None, "year": None, "age": None, **given_}, on=TODAY, age_max=17)
    assert refusal.value.code == "birth_not_clear"


def newcomer(**changes):
    facts = {"reference": "C-N1GHT", "known_as": "Sam", "sex": "U", "authority": KENT, "age": 15}
    return Newcomer(**{**facts, **changes})


@pytest.mark.django_db
def test_a_new_record_holds_what_is_known_and_no_more(founding):
    search_id = open_emergency_for_newcomer(newcomer=newcomer(), said=SAYS, by=WORKER, at=NIGHT, draw=dice("new"))
    found = referral(search_id)
    child = find_child(found.child_id)
    assert (child.known_as, child.sex, child.authority) == ("Sam", "U", KENT)
    assert profile(found.child_id) is None
    needing = child_for_matching(found.child_id, TODAY)
    assert needing.levels == (None,) * 12
    assert needing.flags == ()
    assert (needing.born_from, needing.birth_date) == (date(2010, 11, 21), date(2011, 11, 20))
    complete_record(child_id=found.child_id, birth_date=date(2011, 2, 3), by=WORKER, at=NIGHT)
    needing = child_for_matching(found.child_id, TODAY)
    assert (needing.born_from, needing.birth_date) == (None, date(2011, 2, 3))
    with pytest.raises(NotNow) as refusal:
        complete_record(child_id=found.child_id, birth_date=date(2011, 2, 4), by=WORKER, at=NIGHT)
    assert refusal.value.code == "birth_known_already"


@pytest.mark.django_db
def test_a_new_record_and_its_emergency_are_both_or_neither(founding):
    with pytest.raises(Faulty):
        open_emergency_for_newcomer(
            newcomer=newcomer(), said=replace(SAYS, cannot_wait=""), by=WORKER, at=NIGHT, draw=dice("new")
        )
    with pytest.raises(NotFound):
        find_child("C-N1GHT")


@pytest.mark.django_db
def test_where_only_a_year_is_known_a_home_must_be_lawful_for_the_youngest_and_the_oldest(founding):
    provider = a_provider()
    kind = {"kind": "supported_accommodation"}
    homes(
        an_entry("Alder", provider),
        an_entry("Up to 15", provider, kind="childrens_home", terms=terms(age_max=15)),
        an_entry("From 16", provider, kind="childrens_home", terms=terms(age_min=16)),
        an_entry("Lodge", provider, terms=terms(age_min=16), **kind),
    )
    search_id = open_emergency_for_newcomer(
        newcomer=newcomer(age=None, birth_year=2010), said=SAYS, by=WORKER, at=NIGHT, draw=dice("new")
    )
    make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT, draw=dice("list"))
    found = shortlist(search_id)
    # Born in 2010: 15 at the youngest and 16 at the oldest on this day.
    assert [home.name for home in found.shown] == ["Alder"]
    stopped = {home.name: home.reason for home in found.passed_over}
    assert "never for a child under 16" in stopped["Lodge"]
    assert set(stopped) == {"Up to 15", "From 16", "Lodge"}


# ---------------------------------------------------------------- opening it


@pytest.fixture
def world(founding):
    """Kent, at night: a child with an autism need, and homes of which each says one thing."""
    provider = a_provider()
    ids = homes(
        an_entry("Alder", provider, capabilities=(able("SP-ASD"),)),
        an_entry("Birch", provider, capabilities=(able("SP-ASD", proved=False),)),
        an_entry("Cedar", provider, capabilities=(able("SP-ASD"),), terms=terms(age_max=10)),
        an_entry("Damson", provider, capabilities=(able("SP-ASD"),), kind="childrens_home", terms=terms(age_max=10)),
        an_entry("Elm", provider, capabilities=(able("SP-ASD"),), terms=terms(stays=("short_break",))),
        an_entry("Fern", provider, capabilities=(able("SP-ASD"),), free=0),
        an_entry("Gorse", provider, kind="other_arrangement"),
    )
    names = ("Alder", "Birch", "Cedar", "Damson", "Elm", "Fern", "Gorse")
    return a_child(3, 2, None, flags=("SP-ASD",)), dict(zip(names, ids, strict=True))


@pytest.mark.django_db
def test_it_opens_two_searches_one_of_each_kind(world):
    search_id = emergency(world[0])
    told = emergency_told(search_id)
    short, full = referral(search_id), referral(told.full_search_id)
    assert (short.emergency, short.why, short.stay, short.wanted_by) == (True, "emergency", "emergency", TODAY)
    assert (full.emergency, full.why, full.stay, full.wanted_by) == (
        False,
        "short_stay_ends",
        "any",
        date(2026, 11, 23),
    )
    assert open_search_of(world[0]) == full.id
    assert told.until == NIGHT + timedelta(hours=72)
    assert short.commitment != full.commitment


@pytest.mark.django_db
def test_a_full_search_that_is_open_already_goes_on_beside_it(world):
    before = a_search(world[0])
    told = emergency_told(emergency(world[0]))
    assert told.full_search_id == before
    assert Referral.objects.count() == 2
    assert referral(before).why == "planned_move"


@pytest.mark.django_db
def test_one_emergency_at_a_time_and_a_new_one_when_it_was_called_off(world):
    first = emergency(world[0])
    with pytest.raises(NotNow) as refusal:
        emergency(world[0], at=NIGHT + timedelta(hours=1))
    assert refusal.value.code == "search_open_already"
    assert (Referral.objects.count(), Emergency.objects.count()) == (2, 1)
    withdraw(referral_id=first, reason="The carer is home again.", by=WORKER, at=NIGHT + timedelta(hours=2))
    again = emergency_told(emergency(world[0], at=NIGHT + timedelta(hours=3)))
    assert again.full_search_id == emergency_told(first).full_search_id


@pytest.mark.django_db
def test_the_database_refuses_a_second_search_of_either_kind(world):
    emergency(world[0])
    for kind, why in ((True, "emergency"), (False, "planned_move")):
        with pytest.raises(NotNow):
            refer(child_id=world[0], wanted_by=TODAY, why=why, lottery_seed=SEED, emergency=kind, by=WORKER, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("tonight", [{"why": "emergency"}, {"why": "breakdown", "stay": "emergency"}])
def test_no_other_search_is_for_tonight(world, tonight):
    child, asked = world[0], {"why": "breakdown", "stay": "any", **tonight}
    with pytest.raises(Refused) as refused:
        refer(child_id=child, wanted_by=TODAY, lottery_seed=SEED, by=WORKER, at=AT, **asked)
    assert refused.value.code == "open_an_emergency"
    assert "open an emergency" in str(refused.value)
    assert "carecommons referral emergency" in str(refused.value)
    assert not Referral.objects.exists()


@pytest.mark.django_db
def test_only_an_opened_emergency_goes_on_with_less(world):
    search_id = emergency(world[0])
    full_id = emergency_told(search_id).full_search_id
    assert emergencies_among([search_id, full_id]) == {search_id}
    assert [referral(each).emergency for each in (search_id, full_id)] == [True, False]
    # What an older row says of why or of its stay waives nothing: the emergency that was opened does.
    Referral.objects.filter(id=full_id).update(why="emergency", stay="emergency")
    assert emergencies_among([search_id, full_id]) == {search_id}
    assert "wishes" in [step.code for step in steps_of(referral(full_id), on=TODAY) if step.binding]


@pytest.mark.django_db
def test_what_the_child_says_is_kept_as_their_wish(world):
    emergency(world[0])
    (said,) = wishes(world[0])
    assert (said.words, said.stage, said.said_on) == ("Not far from school.", "before_shortlist", TODAY)


@pytest.mark.django_db
def test_where_the_child_was_not_asked_no_wish_is_made_up(world):
    search_id = emergency(world[0], said=replace(SAYS, child_said="", not_asked_because="Under an anaesthetic."))
    told = emergency_told(search_id)
    assert (told.asked, told.not_asked_because) == (False, "Under an anaesthetic.")
    assert wishes(world[0]) == ()


@pytest.mark.django_db
def test_a_council_to_stay_away_from_stops_its_homes_at_once(world):
    search_id = emergency(world[0], avoid_area=KENT)
    assert [place.authority for place in avoided_places(world[0])] == [KENT]
    make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT, draw=dice("list"))
    assert shortlist(search_id).shown == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "by", [OFFICER, FAR_WORKER, someone(Role.NOMINATED_OFFICER), someone(Role.PLANNER), someone(Role.PUBLIC)]
)
def test_only_an_officer_on_duty_of_the_childs_council_opens_one(world, by):
    with pytest.raises(NotAllowed):
        emergency(world[0], by=by)
    assert not Emergency.objects.exists()
    assert not Referral.objects.exists()


@pytest.mark.django_db
def test_a_team_manager_on_duty_may_open_one(world):
    assert emergency_told(emergency(world[0], by=MANAGER)).opened_by_role == "team_manager"


@pytest.mark.django_db
def test_the_register_says_that_it_was_opened_and_nothing_of_whom_or_why(world):
    search_id = emergency(world[0])
    entry = Entry.objects.get(id=Emergency.objects.get(search_id=search_id).entry_id)
    assert (entry.kind, entry.public) == ("emergency", "{}")
    assert Entry.objects.filter(kind="referral").count() == 2


@pytest.mark.django_db
def test_who_may_see_finds_the_emergencies_of_their_council(world):
    search_id = emergency(world[0])
    see = "decisions.see_emergencies"
    assert [each.search_id for each in emergencies_told(WORKER, see)] == [search_id]
    assert emergencies_told(FAR_WORKER, see) == ()
    assert emergencies_told(someone(Role.PLANNER), see) == ()
    assert emergencies_told(WORKER, see, since=NIGHT + timedelta(seconds=1)) == ()


# ---------------------------------------------------------------- the needs record is never lowered


@pytest.mark.django_db
def test_no_emergency_writes_a_needs_profile_or_ends_a_specialist_need(world):
    before = [(row.version, row.ratings, row.flags) for row in NeedsProfile.objects.filter(child_id=world[0])]
    emergency(world[0], said=replace(SAYS, seen={"SAF": 4, "EMO": 0}))
    after = [(row.version, row.ratings, row.flags) for row in NeedsProfile.objects.filter(child_id=world[0])]
    assert after == before


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(levels=LEVELS, seen=SEEN, flags=st.sets(st.sampled_from(["SP-ASD", "SP-TRA", "SP-EAT"])))
def test_for_every_profile_and_every_emergency_no_level_falls_and_no_flag_goes(world, levels, seen, flags):
    child = world[0]
    earlier = profile(child)
    over = {flag.code: replace(flag, ended_on=TODAY) for flag in earlier.flags if flag.code not in flags}
    record_needs(
        child_id=child, ratings=[_rating(d.code, level) for d, level in zip(DOMAINS, levels, strict=True)],
        flags=[
            *(Flag(code, "Formulation, invented.", "Psychologist", TODAY) for code in sorted(flags)), *over.values()
        ],
        assessed_on=TODAY, by=WORKER, at=AT,
    )  # fmt: skip
    before, versions = profile(child), len(profiles(child))
    open_now = Referral.objects.filter(child_id=child, emergency=True, state="open").first()
    if open_now:
        withdraw(referral_id=open_now.id, reason="Another example begins.", by=WORKER, at=NIGHT)
    search_id = open_emergency(child_id=child, said=replace(SAYS, seen=seen), by=WORKER, at=NIGHT)
    after = profile(child)
    assert len(profiles(child)) == versions
    assert after.levels == before.levels
    assert after.active_flags(TODAY) == before.active_flags(TODAY)
    tonight = child_of_search(referral(search_id), TODAY)
    assert set(tonight.flags) == flags
    assert all(
        now is not None and now >= level for now, level in zip(tonight.levels, levels, strict=True) if level is not None
    )


# ---------------------------------------------------------------- looking at homes tonight


def test_family_and_wishes_do_not_hold_up_the_night_and_the_avoided_place_does():
    from carecommons.matching.referral import steps

    owed = steps(ladder=(), asked=False, has_profile=False, in_force=True, avoid_known=False)
    tonight = steps_tonight(owed)
    assert [step.code for step in tonight] == [step.code for step in owed]
    assert {step.code for step in tonight if step.binding} == BINDING_TONIGHT


@pytest.mark.django_db
def test_homes_are_looked_at_at_once_and_every_binding_gate_still_binds(world):
    search_id = emergency(world[0])
    assert next_of(referral(search_id), NIGHT) == "ready"
    assert [step.code for step in steps_of(referral(search_id), on=TODAY) if step.binding] == ["criteria"]
    make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT, draw=dice("list"))
    found = shortlist(search_id)
    assert {home.name: bool(home.outside_terms) for home in found.shown} == {
        "Alder": False, "Cedar": True, "Elm": True,
    }  # fmt: skip
    assert {home.name: home.failed_gate for home in found.passed_over} == {
        "Birch": 2, "Damson": 1, "Fern": 1, "Gorse": 1,
    }  # fmt: skip
    assert next_of(referral(search_id), NIGHT) == "choose"


@pytest.mark.django_db
def test_outside_the_terms_says_what_does_not_fit(world):
    search_id = emergency(world[0])
    make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT, draw=dice("list"))
    words = {home.name: home.outside_terms for home in shortlist(search_id).shown}
    assert words["Cedar"] == "Approved for ages 0 to 10"
    assert words["Elm"] == "Not approved for this kind of stay"


@pytest.mark.django_db
def test_the_full_search_beside_it_knows_no_exemption_and_waits_for_what_it_owes(world):
    told = emergency_told(emergency(world[0]))
    with pytest.raises(NotNow) as refusal:
        make_shortlist(referral_id=told.full_search_id, by=OFFICER, at=NIGHT)
    assert refusal.value.code == "ladder_not_answered"


@pytest.mark.django_db
def test_a_home_that_would_harm_its_children_stops_tonight_too(world):
    note_impact(home_id=world[1]["Alder"], answer="not_acceptable", words="Two there are afraid.", by=OFFICER, at=AT)
    search_id = emergency(world[0])
    make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT, draw=dice("list"))
    assert "Alder" not in {home.name for home in shortlist(search_id).shown}


@pytest.mark.django_db
def test_a_level_seen_tonight_is_asked_of_homes(world):
    search_id = emergency(world[0], said=replace(SAYS, seen={"SAF": 4}))
    make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT, draw=dice("list"))
    place = [domain.code for domain in DOMAINS].index("SAF")
    assert shortlist(search_id).levels[place] == 4
    assert profile(world[0]).levels[place] == 1


@pytest.mark.django_db
def test_after_its_hours_the_emergency_path_is_closed_and_the_full_search_is_not(world):
    search_id = emergency(world[0])
    with pytest.raises(NotNow) as refusal:
        make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT + timedelta(hours=72, seconds=1))
    assert refusal.value.code == "emergency_ran_out"
    assert "full search" in str(refusal.value)
    assert make_shortlist(referral_id=search_id, by=OFFICER, at=NIGHT + timedelta(hours=72))


@pytest.mark.django_db
def test_a_full_search_is_no_emergency(world):
    with pytest.raises(NotFound):
        emergency_told(a_search(world[0]))


def test_the_codes_of_causes_are_short_enough_for_their_column():
    assert max(map(len, ROOT_CAUSES)) <= Emergency._meta.get_field("cause").max_length
