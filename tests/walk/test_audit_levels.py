"""The audit of need goes from one council to its region to the nation, and leaves no council out (handbook B1)."""

from datetime import date

from carecommons.common.places import authorities
from carecommons.planning.audit import DIMENSIONS, NATION, above, place_of

TODAY = date(2026, 11, 20)


def test_b1_every_council_is_audited_within_its_region_and_the_nation():
    nation = place_of(NATION, TODAY)
    for code in authorities(TODAY):
        own = place_of(f"council:{code}", TODAY)
        wider = above(own, TODAY)
        assert own.councils == (code,)
        assert [place.kind for place in wider if place.kind in ("region", "nation")] == ["region", "nation"]
        assert all(set(own.councils) < set(place.councils) for place in wider)
        assert wider[-1] == nation


def test_b1_the_nation_is_every_council_once():
    councils = place_of(NATION, TODAY).councils
    assert sorted(councils) == sorted(authorities(TODAY))
    assert len(set(councils)) == len(councils)


def test_b1_the_audit_begins_with_the_child_and_only_then_says_where_they_live():
    order = list(DIMENSIONS)
    assert order.index("need") < order.index("place") < order.index("provider")
