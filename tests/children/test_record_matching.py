"""What the room where a home is chosen may know of a child, and nothing more."""

from datetime import timedelta
from uuid import uuid4

import pytest

from carecommons.children import actions, queries
from carecommons.children.connections import AVOID
from carecommons.children.in_need import ChildInNeed
from carecommons.common.errors import NotFound
from children.children_made import AT, AUTISM, DEVON, KENT, SOCIAL_WORKER, TODAY, add_child, record_needs

pytestmark = pytest.mark.django_db
GRID = {"ME14 1XQ": (576000, 155000), "CT1 1AA": (615000, 158000), "EX1 1AA": (292000, 92000)}


@pytest.fixture
def known_places(monkeypatch):
    """An invented lookup, so that this test needs no postcode package."""
    found = lambda postcodes: {each: GRID[each] for each in postcodes if each in GRID}  # noqa: E731
    monkeypatch.setattr("carecommons.children.queries.matching.places_of", found)


def connect(child_id, **more):
    return actions.add_connection(child_id=child_id, by=SOCIAL_WORKER, at=AT, **more)


def test_a_child_without_a_profile_is_unknown_in_all_twelve_and_never_nought():
    found = queries.child_for_matching(add_child(), TODAY)
    assert found.levels == (None,) * 12
    assert (found.flags, found.profile_version, found.wishes) == ((), None, ())
    with pytest.raises(NotFound):
        queries.child_for_matching(uuid4(), TODAY)


def test_matching_sees_levels_flags_places_and_wishes_as_plain_values(known_places):
    child_id, brother = add_child(languages=("Arabic",), faiths=("Muslim",)), add_child(reference="C-22222")
    apart = add_child(reference="C-33333")
    record_needs(child_id)
    actions.link_siblings(child_id=child_id, sibling_id=brother, together=True, by=SOCIAL_WORKER, at=AT)
    actions.link_siblings(child_id=child_id, sibling_id=apart, together=False, by=SOCIAL_WORKER, at=AT)
    connect(child_id, kind="school", name="Hill School", postcode="CT1 1AA")
    connect(child_id, kind=AVOID, name="a", authority=DEVON)
    connect(child_id, kind=AVOID, name="b", postcode="EX1 1AA", miles=10)
    connect(child_id, kind=AVOID, name="no position known", postcode="EX4 4AA", miles=10)
    actions.record_wish(
        child_id=child_id,
        stage="before_shortlist",
        words="Near Nan",
        how="said",
        said_on=TODAY,
        by=SOCIAL_WORKER,
        at=AT,
    )
    found = queries.child_for_matching(child_id, TODAY)
    assert found.levels == (3, 3, 2, 1, 0, 2, 2, 1, 2, 0, 0, None)
    assert found.flags == ("SP-ASD",)
    assert found.siblings == (brother,)
    assert (found.home_place, found.school_place, found.school_keep) == (GRID["ME14 1XQ"], GRID["CT1 1AA"], True)
    assert found.avoid_not_known, "a place to avoid that nobody can find is said, and not dropped"
    assert found.culture == {"Arabic", "Muslim"}
    assert found.avoid_authorities == {DEVON}
    assert found.avoid_places == ((292000, 92000, 10),)
    assert [wish.words for wish in found.wishes] == ["Near Nan"]
    assert (found.authority, found.profile_version) == (KENT, 1)


def test_places_to_avoid_that_are_found_are_known_and_without_the_lookup_file_none_is(known_places, monkeypatch):
    child_id = add_child()
    connect(child_id, kind=AVOID, name="a", authority=DEVON)
    connect(child_id, kind=AVOID, name="b", postcode="EX1 1AA", miles=10)
    assert not queries.child_for_matching(child_id, TODAY).avoid_not_known
    monkeypatch.setattr("carecommons.children.queries.matching.places_of", lambda postcodes: {})
    assert queries.child_for_matching(child_id, TODAY).avoid_not_known


def test_matching_is_told_no_name_story_or_postcode():
    names = set(ChildInNeed.__dataclass_fields__)
    assert not names & {"known_as", "reference", "home_postcode", "story", "return_key", "evidence", "connections"}


def test_a_specialist_need_holds_until_the_day_that_it_ended():
    child_id = add_child()
    record_needs(child_id)
    assert queries.child_for_matching(child_id, TODAY + timedelta(days=900)).flags == (AUTISM.code,)


def test_the_school_to_keep_comes_before_the_school_last_recorded(known_places):
    child_id = add_child()
    connect(child_id, kind="school", name="Hill School", postcode="CT1 1AA", keep=True)
    connect(child_id, kind="school", name="Tuition", postcode="EX1 1AA", keep=False)
    assert queries.child_for_matching(child_id, TODAY).school_place == GRID["CT1 1AA"]


def test_without_the_lookup_file_places_are_unknown_and_nothing_breaks():
    child_id = add_child()
    connect(child_id, kind="school", name="Hill School", postcode="CT1 1AA")
    found = queries.child_for_matching(child_id, TODAY)
    assert (found.home_place, found.school_place, found.school_keep) == (None, None, True)


def test_a8_friends_and_places_to_keep_are_places_without_names(known_places):
    child_id = add_child()
    connect(child_id, kind="friend", name="Ash", keep=True, postcode="CT1 1AA")
    connect(child_id, kind="club", name="Drama club", keep=True)
    connect(child_id, kind="friend", name="Not to keep", keep=False, postcode="EX1 1AA")
    connect(child_id, kind="school", name="Hill School", keep=True, postcode="EX1 1AA")
    found = queries.child_for_matching(child_id, TODAY)
    assert sorted(found.keep_places, key=str) == [GRID["CT1 1AA"], None]
    assert "Ash" not in repr(found)
