"""People and places around a child: a band of distance in words, never an address, and no place to avoid (A8)."""

import pytest

from carecommons.children import actions, queries
from carecommons.children.drawings import draw_around
from carecommons.children.nearness import band_of
from carecommons.people.models import Look
from carecommons.people.roles import Role
from children.children_made import AT, DEVON, KENT, add_child
from children.test_pages import main_of, text_of

HOME, MILE = (500_000, 150_000), 1609.3


@pytest.mark.parametrize(
    ("where", "place", "band"),
    [
        ("ME14 9ZZ", (500_000, 150_100), "same"),
        ("ME14 9ZZ", None, "same"),  # the same part of town, though no map says where
        ("ME15 1AA", (500_000 + round(19.9 * MILE), 150_000), "near"),
        ("CT1 1AA", (500_000 + round(20 * MILE) + 1, 150_000), "far"),
        ("CT1 1AA", None, "unknown"),
        ("", None, "unknown"),
        ("ME1 4ZZ", None, "unknown"),  # ME1 is not ME14
    ],
)
def test_a_distance_is_one_of_four_bands(where, place, band):
    assert band_of(home="ME14 1XQ", where=where, home_place=HOME, place=place, near_miles=20) == band


def test_without_a_home_on_record_nothing_is_said():
    assert band_of(home="", where="CT1 1AA", home_place=None, place=HOME, near_miles=20) == "unknown"
    assert band_of(home="", where="", home_place=None, place=None, near_miles=20) == "unknown"


@pytest.fixture
def worker(person):
    return person(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def child_id(db, worker):
    made = add_child(by=worker)
    told = {"child_id": made, "by": worker, "at": AT}
    actions.add_connection(kind="sibling", name="My brother <b>", postcode="ME14 5QQ", how_often="weekly", **told)
    actions.add_connection(kind="school", name="Hill School", postcode="ZZ99 9ZZ", keep=False, **told)
    ended = actions.add_connection(kind="friend", name="Old friend", **told)
    actions.add_connection(kind="friend", name="Old friend", corrects=ended, ended=True, **told)
    actions.add_connection(kind="place_to_avoid", name="The old flat", postcode="ME14 7RR", miles=2, **told)
    actions.add_connection(kind="place_to_avoid", name="A whole county", authority=DEVON, **told)
    return made


def test_the_drawing_holds_who_stands_by_band_and_neither_addresses_nor_places_to_avoid(child_id):
    bands = queries.around(child_id, near_miles=20)
    assert [(band, [each.connection.name for each in inside]) for band, _, inside in bands.parts] == [
        ("same", ["My brother <b>"]), ("unknown", ["Hill School"]),
    ]  # fmt: skip
    drawn = draw_around(bands)
    assert "My brother &lt;b&gt;" in drawn
    assert drawn.count("cc-around__kept") == 1
    assert drawn.count("cc-around__open") == 1
    for hidden in ("5QQ", "9ZZ", "1XQ", "7RR", "old flat", "whole county", "Old friend"):
        assert hidden not in drawn, hidden


def test_nobody_around_is_no_drawing(db, worker):
    assert draw_around(queries.around(add_child(by=worker), near_miles=20)) == ""


@pytest.mark.parametrize("page", ["", "connections/", "needs/meeting/"])
def test_the_pages_say_the_bands_and_the_same_as_a_list(client_for, worker, child_id, page):
    response = client_for(worker).get(f"/children/{child_id}/{page}")
    said, body = text_of(response), main_of(response)
    assert "In the same part of town" in body
    assert "My brother &lt;b&gt;" in body
    assert "My brother &lt;b&gt;" in said
    for hidden in ("5QQ", "9ZZ", "1XQ", "7RR", "old flat", "whole county", "Old friend"):
        assert hidden not in body, hidden


def test_the_api_gives_the_same_bands_and_writes_one_look(client_for, token_for, worker, child_id):
    headers = {"authorization": f"Bearer {token_for(worker)}"}
    given = client_for(worker).get(f"/api/v1/children/{child_id}/connections/around/", headers=headers)
    answer = given.json()
    assert [(each["band"], each["words"], len(each["connections"])) for each in answer["bands"]] == [
        ("same", "In the same part of town", 1), ("unknown", "How far is not known", 1),
    ]  # fmt: skip
    assert answer["near_miles"] == 20
    for hidden in ("5QQ", "9ZZ", "1XQ", "7RR", "postcode"):
        assert hidden not in given.content.decode()
    assert Look.objects.filter(child_id=child_id).count() == 1
