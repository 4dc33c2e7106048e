"""The councils of England, on the day that is asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import Refused
from carecommons.common.places import (
    Level,
    at_a_distance,
    authorities,
    authority,
    code_for_gss,
    code_for_name,
    groups,
    level_of,
    regions,
)

TODAY = date(2026, 5, 1)

HOW_MANY = [
    # on                  councils   why
    (date(2009, 3, 31), 150, "before Bedfordshire and Cheshire were divided"),
    (date(2009, 4, 1), 152, "after"),
    (date(2019, 3, 31), 152, "Dorset, Bournemouth and Poole apart"),
    (date(2019, 4, 1), 151, "Dorset; Bournemouth, Christchurch and Poole"),
    (date(2021, 4, 1), 152, "Northamptonshire divided"),
    (date(2023, 3, 31), 152, "the last day of Cumbria"),
    (date(2023, 4, 1), 153, "Cumberland, Westmorland and Furness"),
    (TODAY, 153, "today"),
]


@pytest.mark.parametrize(("on", "number", "why"), HOW_MANY)
def test_on_each_day_as_many_councils_stand_as_stood(on: date, number: int, why: str) -> None:
    assert len(authorities(on)) == number, why


SUCCESSIONS = [
    # old    last day           heirs
    ("909", date(2023, 3, 31), ("942", "943")),
    ("928", date(2021, 3, 31), ("940", "941")),
    ("835", date(2019, 3, 31), ("838",)),
    ("837", date(2019, 3, 31), ("839",)),
    ("836", date(2019, 3, 31), ("839",)),
    ("820", date(2009, 3, 31), ("822", "823")),
    ("875", date(2009, 3, 31), ("895", "896")),
]


@pytest.mark.parametrize(("old", "last", "heirs"), SUCCESSIONS)
def test_a_past_council_answers_on_its_days_and_names_its_heirs_after(
    old: str, last: date, heirs: tuple[str, ...]
) -> None:
    assert authority(old, last).valid_to == last
    after = date.fromordinal(last.toordinal() + 1)
    for heir in heirs:
        assert old in authority(heir, after).predecessors
    with pytest.raises(Refused) as refusal:
        authority(old, after)
    assert refusal.value.code == "authority_unknown"
    assert all(f"({heir})" in str(refusal.value) for heir in heirs)


def test_a_council_not_yet_formed_is_refused_and_the_one_before_it_named() -> None:
    with pytest.raises(Refused) as refusal:
        authority("942", date(2022, 1, 1))
    assert str(refusal.value) == (
        "Cumberland (942) began on 1 April 2023, after 1 January 2022. On that day the area belonged to Cumbria (909)."
    )


def test_a_code_of_no_council_is_refused_with_the_way_to_find_one() -> None:
    with pytest.raises(Refused) as refusal:
        authority("000", TODAY)
    assert str(refusal.value).startswith("No council of England has the code '000'. Give the three-digit code")


GSS_CODES = [
    # three digits, on,            code then
    ("370", date(2025, 3, 31), "E08000016"),
    ("370", date(2025, 4, 1), "E08000038"),
    ("373", date(2025, 3, 31), "E08000019"),
    ("373", date(2025, 4, 1), "E08000039"),
    ("815", date(2023, 3, 31), "E10000023"),
    ("815", date(2023, 4, 1), "E06000065"),
    ("933", date(2023, 3, 31), "E10000027"),
    ("933", date(2023, 4, 1), "E06000066"),
    ("825", date(2020, 3, 31), "E10000002"),
    ("825", date(2020, 4, 1), "E06000060"),
    ("909", date(2020, 4, 1), "E10000006"),
    ("350", date(2020, 4, 1), "E08000001"),
]


@pytest.mark.parametrize(("code", "on", "gss"), GSS_CODES)
def test_the_three_digits_stay_while_the_statistical_code_changes(code: str, on: date, gss: str) -> None:
    assert authority(code, on).gss_code == gss
    assert code_for_gss(gss) == code


def test_what_is_no_english_council_has_no_code() -> None:
    assert [code_for_gss(gss) for gss in ("W06000023", "", "E07000026")] == [None, None, None]


def test_a_district_of_a_county_in_two_tiers_answers_with_its_county() -> None:
    districts = {"E07000008": "873", "E07000242": "919", "E07000245": "935", "E07000041": "878"}
    assert {gss: code_for_gss(gss) for gss in districts} == districts


NAMES = [
    ("Bristol", "801"),
    ("Bristol, City of", "801"),
    ("  BRISTOL CITY COUNCIL ", "801"),
    ("Kingston upon Hull", "810"),
    ("Hull City Council", "810"),
    ("Herefordshire", "884"),
    ("Durham County Council", "840"),
    ("City of London Corporation", "201"),
    ("St Helens", "342"),
    ("Telford & Wrekin", "894"),
    ("Southend on Sea", "882"),
    ("London Borough of Hammersmith & Fulham", "205"),
    ("City of Bradford Metropolitan District Council", "380"),
    ("Bournemouth, Christchurch & Poole", "839"),
    ("Derby City", "831"),
    ("Derbyshire County Council", "830"),
    ("Dorset", "838"),
    ("Cumbria", None),
    ("London", None),
    ("Powys", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_council_is_known_by_each_of_its_spellings(name: str, code: str | None) -> None:
    assert code_for_name(name, TODAY) == code


def test_one_name_may_mean_another_council_on_another_day() -> None:
    assert code_for_name("Dorset", date(2019, 3, 31)) == "835"
    assert code_for_name("Dorset", date(2019, 4, 1)) == "838"
    assert code_for_name("Cumbria", date(2023, 3, 31)) == "909"


@given(st.dates(min_value=date(2009, 4, 1), max_value=TODAY), st.data())
def test_every_council_is_found_by_its_own_name_however_it_is_dressed(on: date, data: st.DataObject) -> None:
    council = data.draw(st.sampled_from(list(authorities(on).values())))
    dress = data.draw(st.sampled_from(["{}", " {} ", "{} Council", "{} City Council"]))
    case = data.draw(st.sampled_from([str.upper, str.lower, str.title, str]))
    assert code_for_name(dress.format(case(council.name)), on) == council.dfe_code


@given(st.dates(min_value=date(1998, 4, 1), max_value=TODAY))
def test_neighbours_are_mutual_alive_and_never_oneself_on_every_day(on: date) -> None:
    standing = authorities(on)
    for code, council in standing.items():
        assert code not in council.adjoining
        assert not set(council.adjoining) & set(council.near)
        for other in council.adjoining:
            assert code in standing[other].adjoining
        for other in council.near:
            assert code in standing[other].near


def test_only_islands_and_cornwalls_one_neighbour_stand_alone() -> None:
    alone = {council.name for council in authorities(TODAY).values() if not council.adjoining}
    assert alone == {"Isle of Wight", "Isles of Scilly"}
    assert authority("908", TODAY).adjoining == ("878",)
    assert "879" in authority("908", TODAY).near


def test_every_council_lies_in_one_of_nine_regions() -> None:
    by_region = regions(TODAY)
    assert {region: len(codes) for region, codes in by_region.items()} == {
        "North East": 12,
        "North West": 24,
        "Yorkshire and The Humber": 15,
        "East Midlands": 10,
        "West Midlands": 14,
        "East of England": 11,
        "London": 33,
        "South East": 19,
        "South West": 15,
    }


LEVELS = [
    # child  home        level               at a distance
    ("350", "350", Level.SAME, False),  # Bolton, Bolton
    ("350", "351", Level.ADJOINING, False),  # Bolton, Bury
    ("350", "341", Level.REGION, True),  # Bolton, Liverpool
    ("350", "908", Level.NATION, True),  # Bolton, Cornwall
    ("344", "341", Level.REGION, True),  # Wirral, Liverpool: across the Mersey is near, not adjoining
    ("884", "W06000023", Level.ADJOINING, False),  # Herefordshire, Powys
    ("350", "W06000023", Level.NATION, True),  # Bolton, Powys
]


@pytest.mark.parametrize(("child", "home", "level", "distant"), LEVELS)
def test_a_home_is_as_near_as_its_council(child: str, home: str, level: Level, distant: bool) -> None:
    assert level_of(child, home, on=TODAY) is level
    assert at_a_distance(child, home, TODAY) is distant


def test_a_declared_set_brings_councils_nearer_but_changes_no_law() -> None:
    sets = {group.code: group.members for group in groups(TODAY)}
    assert level_of("359", "357", on=TODAY) is Level.REGION
    assert level_of("359", "357", on=TODAY, groups=sets) is Level.ADJOINING
    assert at_a_distance("359", "357", TODAY)


def test_a_set_has_the_members_of_its_day_and_says_how_far_it_is_known() -> None:
    then = {group.code: group for group in groups(date(2022, 3, 31))}
    now = {group.code: group for group in groups(TODAY)}
    assert "rcc-gm" not in then
    assert len(now["rcc-gm"].members) == 10
    assert now["rcc-gm"].status == "confirmed"
    assert "909" in then["pnw"].members
    assert {"942", "943"} <= now["pnw"].members
    assert {group.status for group in now.values()} <= {"confirmed", "inferred", "from memory"}
    assert all(group.source for group in now.values())


@given(st.dates(min_value=date(2012, 1, 1), max_value=TODAY))
def test_every_member_of_a_set_stands_on_that_day(on: date) -> None:
    for group in groups(on):
        assert group.members <= set(authorities(on)), group.code
