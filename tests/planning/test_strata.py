"""Children of each need to be expected: shares of the profiled, drawn anew on each path."""

import numpy as np
import pytest

from carecommons.planning.strata import FLAG_CODES, KINDS, PARTS, needs_of
from planning.gaps_drawn import G, S, paths, profiled, rng

ASD, TRA = FLAG_CODES.index("SP-ASD"), FLAG_CODES.index("SP-TRA")


def spread(values):
    low, high = np.percentile(values, [10, 90])
    return high - low


def drawn(told, children=10.0, *, forecast=True, number=400, seed=1):
    return needs_of(paths(children, number=number, forecast=forecast), told, strength=10, rng=rng(seed))


@pytest.mark.parametrize("forecast", [True, False])
@pytest.mark.parametrize("children", [0, 0.4, 3, 7.5])
def test_strata_share_out_the_children_of_every_path_age_and_kind(children, forecast):
    found = drawn(profiled((3, 2, 1, 1)), children, forecast=forecast)
    assert found.strata.shape == (400, 1, G, S, 4)
    assert np.allclose(found.strata.sum(-1), children)


def test_the_middle_is_the_share_of_the_profiled():
    found = drawn(profiled((60, 30, 10, 0), flags={"SP-ASD": 10}, high={"EMO": 25}), 40)
    whole = 40 * G * S
    assert np.median(found.stratum("G1").sum((1, 2, 3))) / whole == pytest.approx(0.6, abs=0.02)
    assert np.median(found.flag("SP-ASD").sum((1, 2))) / whole == pytest.approx(0.1, abs=0.02)
    assert np.median(found.high[:, 0, PARTS.index("EMO")]) / whole == pytest.approx(0.25, abs=0.02)


def test_fewer_profiles_give_a_wider_interval_and_none_gives_almost_nothing_known():
    many, few, none = (
        drawn(profiled(each, flags={"SP-ASD": each[2]})) for each in ((60, 30, 10, 0), (6, 3, 1, 0), (0, 0, 0, 0))
    )
    for get in (lambda found: found.stratum("G1").sum((1, 2, 3)), lambda found: found.flag("SP-ASD").sum((1, 2))):
        assert spread(get(many)) < spread(get(few)) < spread(get(none))
        assert spread(get(none)) > 0.5 * 10 * G * S


def test_an_age_and_kind_without_profiles_leans_on_all_that_have_one_and_says_how_unsure_that_is():
    told = profiled((6, 3, 1, 0))
    told.strata[0, 0] = 0
    found = drawn(told).strata[:, 0, :, :, 0]
    assert np.mean(found[:, 0, 0]) == pytest.approx(6, abs=0.5)
    assert spread(found[:, 0, 0]) >= spread(found[:, 1, 0])


def test_a_cells_own_profiles_outweigh_those_of_all_as_they_grow():
    told = profiled((6, 3, 1, 0))
    told.strata[0, 0] = (0, 200, 0, 0)
    assert np.mean(drawn(told).strata[:, 0, 0, 0, 1]) > 9


def test_specialist_needs_are_each_by_itself_and_never_shared_out():
    both = drawn(profiled((0, 0, 10, 0), flags={"SP-ASD": 10, "SP-TRA": 10}))
    children = 10 * G * S
    assert np.median(both.flags[:, 0, :, ASD].sum(1)) > 0.9 * children
    assert np.median(both.flags[:, 0, :, TRA].sum(1)) > 0.9 * children


def test_today_the_profiled_stand_as_they_are_and_only_the_others_are_drawn():
    whole = drawn(profiled((6, 3, 1, 0), flags={"SP-ASD": 1}), 10, forecast=False)
    assert (whole.stratum("G1") == 6).all()
    assert (whole.flag("SP-ASD") == S).all()
    half = drawn(profiled((6, 3, 1, 0), flags={"SP-ASD": 1}), 20, forecast=False)
    assert (half.stratum("G1") >= 6).all()
    assert spread(half.stratum("G1")[:, 0, 0, 0]) > 0


def test_who_lives_nobody_knows_where_counts_among_all_and_in_no_kind():
    told = profiled((0, 0, 0, 0))
    told.strata[:, S] = (0, 0, 500, 0)
    assert np.median(drawn(told).stratum("S").sum((1, 2, 3))) > 0.9 * 10 * G * S


def test_the_same_seed_gives_the_same_draws():
    one, two, other = (drawn(profiled((6, 3, 1, 0)), seed=seed) for seed in (1, 1, 2))
    assert (one.strata == two.strata).all()
    assert (one.flags == two.flags).all()
    assert (one.strata != other.strata).any()


def test_no_need_is_held_by_more_children_than_there_are():
    with pytest.raises(AssertionError, match="no need is held by more children"):
        profiled((1, 0, 0, 0), flags={"SP-ASD": 2})


def test_kinds_are_those_of_the_forecast():
    from carecommons.planning.forecast.categories import CATEGORIES
    from carecommons.planning.forecast.expected import AGES_TOLD
    from carecommons.planning.strata import AGES

    assert KINDS == CATEGORIES
    assert tuple(float(first) for first, _ in AGES) == AGES_TOLD
