"""Need beside usable places, in two ledgers: what must hold whatever homes and children there are."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carecommons.common.places import Level
from carecommons.planning import specialist, sufficiency
from carecommons.planning.strata import AGES, FLAG_CODES, KINDS, needs_of
from carecommons.planning.usable import missing, places_of, within
from planning.gaps_drawn import home, paths, profiled, rng

NEEDS = needs_of(
    paths(6.0, number=20), profiled((5, 3, 2, 0), flags={"SP-ASD": 2, "SP-TRA": 1}), strength=10, rng=rng()
)  # fmt: skip
ASD = FLAG_CODES.index("SP-ASD")


def general(homes, reach=Level.SAME):
    return sufficiency.gaps(NEEDS, homes, reach=reach, occupancy=0.8)


def special(homes, reach=Level.SAME):
    return specialist.gaps(NEEDS, homes, reach=reach, occupancy=0.8)


def gaps_in(found):
    return np.array([[*(level.gap for level in each.levels), each.counted] for each in found])


HOMES = st.builds(
    lambda level, kind, first, years, lived_in, others, free, said, high, named, proved, exists: home(
        level, kind, (first, min(17, first + years)), lived_in + free, lived_in + free if said else None, lived_in,
        min(others, lived_in), high=high, named=named, proved=frozenset(proved), exists_for=frozenset(exists),
    ),
    st.sampled_from([*Level, None]), st.sampled_from(KINDS), st.integers(0, 17), st.integers(0, 17), st.integers(0, 30),
    st.integers(0, 10), st.integers(0, 20), st.booleans(), st.booleans(), st.booleans(),
    st.sets(st.sampled_from(FLAG_CODES[:3])), st.sets(st.sampled_from(FLAG_CODES[:3])),
)  # fmt: skip
REGISTERS = st.lists(HOMES, max_size=6)


# ------------------------------------------------------------------ usable places
@pytest.mark.parametrize(
    ("told", "usable", "not_said"),
    [
        ({}, 3.2, 0),                                              # four staffed, at 80 %
        ({"by_others": 1}, 2.4, 0),                                # a child of another council lives in one
        ({"staffed": 3}, 2.4, 0),                                  # registered for four, staffed for three
        ({"staffed": None}, 1.6, 2),                               # two live there; of the rest nobody said anything
        ({"staffed": None, "lived_in": 0}, 0, 4),                  # silent and empty: neither full nor empty
        ({"named": True, "registered": 2, "staffed": 2}, 2, 0),    # a relative: for whoever lives there, all of it
        ({"named": True, "registered": 2, "staffed": 2, "lived_in": 0}, 0, 0),
    ],
)  # fmt: skip
def test_usable_is_registered_and_staffed_and_such_that_a_child_can_be_matched(told, usable, not_said):
    found = places_of([home(**told)], occupancy=0.8)
    assert found.usable == pytest.approx(usable)
    assert found.not_said == not_said


@pytest.mark.parametrize(
    ("ages", "left"),
    [
        ([(0, 17)], 6), ([(0, 4)], 7), ([(16, 17)], 8), ([(0, 17)] * 3, 0), ([(0, 4)] * 9, 7), ([(5, 15)] * 9, 5),
        ([(0, 4), (16, 17)], 5), ([(3, 5)] * 2, 5), ([(0, 4), (0, 4), (0, 9)], 5), ([], 10),
    ],
)  # fmt: skip
def test_places_go_only_to_children_of_an_age_that_the_home_takes(ages, left):
    need = np.array([3.0, 2.0, 3.0, 2.0])
    one = {(16, 17): 2}
    homes = [home(ages=each, registered=one.get(each, 4), staffed=one.get(each, 4), lived_in=0) for each in ages]
    assert float(missing(need, places_of(homes, occupancy=1))) == left


@given(st.lists(st.tuples(st.integers(1, 15), st.integers(1, 4)), max_size=4), st.tuples(*[st.integers(0, 4)] * 4))
@settings(deadline=None, max_examples=20)
def test_nobody_is_left_over_whom_a_better_sharing_out_would_have_placed(homes, need):
    """Against matching one child after another along augmenting paths."""
    from carecommons.planning.usable import Places

    places = Places(by_bands={})
    for bits, number in homes:
        places += Places(by_bands={bits: float(number)})
    slots = [bits for bits, number in homes for _ in range(number)]
    children = [band for band, number in enumerate(need) for _ in range(number)]
    taken = {}

    def placed(child, seen):
        for slot, bits in enumerate(slots):
            if bits >> children[child] & 1 and slot not in seen:
                seen.add(slot)
                if slot not in taken or placed(taken[slot], seen):
                    taken[slot] = child
                    return True
        return False

    left = sum(not placed(child, set()) for child in range(len(children)))
    assert float(missing(np.array(need, float), places)) == left


def test_levels_are_added_only_up_to_the_one_that_was_chosen():
    by_level = {level: places_of([home(level=level)], occupancy=0.8) for level in Level}
    assert [within(by_level, level).homes for level in Level] == [1, 2, 3, 4]


# ------------------------------------------------------------------ what must hold of both ledgers
@given(REGISTERS, HOMES, st.sampled_from(Level))
@settings(deadline=None, max_examples=25)
def test_adding_a_home_never_widens_a_gap(homes, more, reach):
    for ledger in (general, special):
        before, after = gaps_in(ledger(homes, reach)), gaps_in(ledger([*homes, more], reach))
        assert (after <= before + 1e-9).all()


@given(REGISTERS, st.integers(0, 400), st.sampled_from(Level), st.booleans())
@settings(deadline=None, max_examples=20)
def test_a_generalist_place_never_changes_a_specialist_gap_whatever_its_staff(homes, places, level, high):
    """The home has no place at all for a staffing ratio: nothing that it says of its staff is read (B9)."""
    plain = home(level, "residential", registered=places, staffed=places, lived_in=0, high=high)
    assert (gaps_in(special(homes, level)) == gaps_in(special([*homes, plain], level))).all()


@given(REGISTERS, st.sampled_from(FLAG_CODES[:3]), st.sampled_from(Level))
@settings(deadline=None, max_examples=20)
def test_a_specialist_home_never_changes_a_generalist_gap_nor_that_of_another_need(homes, code, level):
    more = home(level, proved=frozenset({code}))
    assert (gaps_in(general(homes, level)) == gaps_in(general([*homes, more], level))).all()
    before, after = special(homes, level), special([*homes, more], level)
    for one, two in zip(before, after, strict=True):
        assert one.code == code or (one.counted == two.counted).all()


@given(REGISTERS, st.randoms())
@settings(deadline=None, max_examples=12)
def test_another_order_of_homes_changes_nothing(homes, random):
    other = random.sample(homes, len(homes))
    for ledger in (general, special):
        assert np.allclose(gaps_in(ledger(homes)), gaps_in(ledger(other)))


@given(REGISTERS)
@settings(deadline=None, max_examples=12)
def test_no_gap_is_below_nought_nor_above_the_need(homes):
    for ledger in (general, special):
        for each in ledger(homes, Level.NATION):
            for gap in (each.counted, *(level.gap for level in each.levels)):
                assert (gap >= 0).all()
                assert (gap <= each.need + 1e-9).all()


# ------------------------------------------------------------------ nothing is netted
def many(**told):
    return home(registered=500, staffed=500, lived_in=0, **told)


def test_a_surplus_in_one_kind_of_home_fills_no_want_in_another():
    none, fosters = general([]), general([many()])
    assert np.median(fosters[0].counted) == pytest.approx(np.median(none[0].counted) * 2 / 3, rel=0.15)
    assert (fosters[0].counted > 0).all()


def test_a_surplus_in_one_stratum_fills_no_want_in_the_other():
    before, after = general([]), general([many(kind=kind, high=True) for kind in KINDS])
    assert (after[1].counted == 0).all()
    assert (after[0].counted == before[0].counted).all()


def test_a_surplus_in_another_level_fills_no_want_here_unless_travel_was_chosen():
    homes = [many(kind=kind, level=Level.ADJOINING) for kind in KINDS]
    assert (general(homes)[0].counted == general([])[0].counted).all()
    assert (general(homes, Level.ADJOINING)[0].counted == 0).all()
    there = [many(level=Level.NATION, proved=frozenset({"SP-ASD"}))]
    assert (special(there, Level.REGION)[ASD].counted == special([])[ASD].counted).all()
    assert (special(there, Level.NATION)[ASD].counted == 0).all()


def test_places_that_children_of_other_councils_live_in_are_nobodys_surplus():
    full = home(registered=300, staffed=300, lived_in=300, by_others=300, proved=frozenset({"SP-ASD"}))
    assert (special([full])[ASD].counted == special([])[ASD].counted).all()
    assert special([full])[ASD].levels[0].places.by_others == 300


def test_a_claim_without_evidence_fills_nothing_in_either_ledger_and_is_said():
    claim = many(exists_for=frozenset({"SP-ASD"}))
    assert (special([claim])[ASD].counted == special([])[ASD].counted).all()
    assert (gaps_in(general([claim])) == gaps_in(general([]))).all()
    assert special([claim])[ASD].levels[0].claimed == 1


def test_the_nearest_level_is_where_the_first_proved_home_stands():
    assert special([])[ASD].nearest is None
    homes = [home(level, proved=frozenset({"SP-ASD"})) for level in (Level.NATION, Level.REGION)]
    assert special(homes)[ASD].nearest is Level.REGION


def test_a_home_outside_every_level_counts_nowhere():
    assert (gaps_in(general([many(level=None)], Level.NATION)) == gaps_in(general([], Level.NATION))).all()


def test_a_home_cannot_hold_more_of_others_children_than_live_there():
    with pytest.raises(AssertionError):
        home(lived_in=1, by_others=2)
    with pytest.raises(AssertionError):
        replace(home(), staffed=5)


def test_bands_are_those_that_the_terms_reach_into():
    for (first, last), (n, _) in product([(3, 5), (10, 10), (16, 17)], enumerate(AGES)):
        low, high = AGES[n]
        assert bool(home(ages=(first, last)).bands >> n & 1) == (first <= high and low <= last)
