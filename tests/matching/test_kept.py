"""The law's tests beside a home: yes, part, no or unknown, with the fact; none of them puts homes in order."""

from dataclasses import replace

import pytest

from carecommons.matching.fit import Answer
from carecommons.matching.kept import beside, law_tests, level_of_row, miles_home
from carecommons.provision.homes import gather
from matching.drawn import CHILD_ID, ON, RULES, SIBLING, an_id, child, home


def kept(seeker, one):
    found = law_tests(seeker, gather([one], ON), 0, RULES)
    return {test.code: (test.answer, test.words) for test in found}


def test_near_home_says_how_far():
    assert kept(child(), home())["near_home"] == ("yes", "less than a mile")
    assert kept(child(), home(northing=200_000 + 32_186))["near_home"] == ("yes", "20 miles")
    assert kept(child(), home(northing=200_000 + 40_000))["near_home"] == ("no", "25 miles")


def test_what_is_not_known_of_a_place_is_unknown_and_says_which_side():
    assert kept(child(), home(easting=-1, northing=-1))["near_home"] == ("unknown", "the site is not recorded")
    assert kept(child(home_place=None), home())["near_home"] == ("unknown", "the child’s home address is not known")


def test_school_is_kept_within_the_distance_that_the_constitution_names():
    near = child(school_place=(500_000, 210_000), school_keep=True)
    assert kept(near, home())["school"] == ("yes", "6 miles to school")
    far = child(school_place=(500_000, 230_000), school_keep=True)
    assert kept(far, home())["school"][0] == "no"
    assert kept(child(school_keep=True), home())["school"] == ("unknown", "no school is recorded")
    assert "school" not in kept(child(), home())


@pytest.mark.parametrize(
    ("living", "free", "siblings", "expected"),
    [
        ({SIBLING}, 1, (SIBLING,), ("yes", "they live here")),
        ({SIBLING}, 1, (SIBLING, an_id("other")), ("part", "1 of 2 live here")),
        (set(), 2, (SIBLING,), ("part", "places free for all of them")),
        (set(), 1, (SIBLING,), ("no", "")),
    ],
)
def test_brothers_and_sisters(living, free, siblings, expected):
    one = home(residents=frozenset(living), free=free)
    assert kept(child(siblings=siblings), one)["siblings"] == expected


def test_a_test_that_does_not_apply_is_left_out_and_never_answered_yes():
    found = kept(child(), home())
    assert set(found) == {"near_home", "area"}


def test_the_area_is_the_councils_and_the_level_says_how_far_out():
    assert kept(child(), home())["area"] == ("yes", "in the council’s own area")
    assert kept(child(), home(authority="302"))["area"] == ("no", "in a council next to it")
    assert kept(child(), home(authority="999"))["area"] == ("no", "elsewhere in England")
    homes = gather([home(authority="303")], ON)
    assert level_of_row(child(), homes, 0) == 3


def test_family_and_friends_carry_the_laws_preference_and_come_first_among_the_tests():
    aunt = home(kind="connected_person", named=frozenset({CHILD_ID}))
    assert next(iter(kept(child(), aunt))) == "family"
    assert "family" not in kept(child(), home())


def test_the_tests_stand_in_the_order_that_the_criteria_publish():
    turned = replace(RULES, law_tests=("area", "near_home"))
    found = law_tests(child(), gather([home()], ON), 0, turned)
    assert [test.code for test in found] == ["area", "near_home"]


def besides(seeker, one, contact=Answer.MET):
    homes = gather([one], ON)
    laws = law_tests(seeker, homes, 0, RULES)
    return {test.code: (test.answer, test.words) for test in beside(seeker, homes, 0, contact, laws, RULES)}


def test_culture_language_and_faith_are_met_in_part_or_not_and_unsaid_is_unknown():
    wants = child(culture=frozenset({"Arabic", "Islam"}))
    assert besides(wants, home(culture=frozenset({"arabic", "islam"})))["culture"][0] == "yes"
    assert besides(wants, home(culture=frozenset({"Arabic"})))["culture"] == ("part", "Arabic")
    assert besides(wants, home(culture=frozenset()))["culture"][0] == "no"
    assert besides(wants, home())["culture"] == ("unknown", "the home has not said")
    assert "culture" not in besides(child(), home())


def test_time_with_family_follows_the_homes_answer_to_that_need():
    for answer, said in ((Answer.MET, "yes"), (Answer.NONE, "yes"), (Answer.SUPPORT, "part"), (Answer.UNMET, "no"),
                         (Answer.UNKNOWN, "unknown")):  # fmt: skip
        assert besides(child(), home(), answer)["contact"][0] == said


def test_a8_friends_and_places_to_keep_are_counted_and_never_named():
    here, far = (500_000, 200_000), (500_000, 600_000)
    near_miles = RULES.near_home_miles
    for places, expected in (
        ((here,), ("yes", f"1 of 1 within {near_miles} miles")),
        ((here, far), ("part", f"1 of 2 within {near_miles} miles")),
        ((far,), ("no", f"0 of 1 within {near_miles} miles")),
        ((here, None), ("part", f"1 of 2 within {near_miles} miles; of 1 it is not known")),
        ((far, None), ("unknown", f"0 of 2 within {near_miles} miles; of 1 it is not known")),
        ((None,), ("unknown", "nobody has said where they are, or the site is not recorded")),
    ):
        assert besides(child(keep_places=places), home())["friends"] == expected
    assert "friends" not in besides(child(), home())


def test_upheaval_says_what_stays_and_what_changes():
    settled = child(school_place=(500_000, 200_000), school_keep=True)
    assert besides(settled, home())["upheaval"] == ("yes", "neighbourhood, school and council stay")
    away = home(northing=400_000, authority="304")
    assert besides(settled, away)["upheaval"] == ("no", "neighbourhood, school and council change")
    part = besides(settled, home(authority="302"))["upheaval"]
    assert part == ("part", "neighbourhood and school stay; council changes")


def test_miles_are_the_departments_to_a_tenth():
    homes = gather([home(easting=503_000, northing=204_000)], ON)
    assert miles_home(child(), homes, 0) == 3.1
