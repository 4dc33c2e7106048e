"""Sixty homes to put in order: the first dozen at once, with what they are, and every other one behind a fold (A6)."""

from datetime import UTC, datetime, timedelta

import pytest

from carecommons.matching import actions, queries
from carecommons.people.roles import Role
from decisions.test_decision_pages import text
from walk_world import KENT, search

pytestmark = pytest.mark.django_db
AT = datetime.now(UTC) - timedelta(minutes=30)
LETTERS = "ABCDEFGHIJKLMNO"


@pytest.fixture
def found():
    return search(at=AT, **{f"Home{letter}": {} for letter in LETTERS})


@pytest.fixture
def robin(client_as, found):
    return client_as(Role.CHILD, children=[found.child])


def order(found) -> str:
    return f"/searches/mine/{found.child}/order/"


def parts(html: str) -> tuple[str, str]:
    """What stands on the page at once, and what stands behind the fold; the rest of the page follows it."""
    form = html.split('data-keep="')[1] if 'data-keep="' in html else html
    before, _, fold = form.partition("<details")
    return before, fold.partition("</details>")[0]


def test_the_first_dozen_stand_there_and_the_others_behind_a_fold(robin, found):
    before, fold = parts(robin.get(order(found)).content.decode())
    assert before.count('<select name="place_') == 12
    assert fold.count('<select name="place_') == 3
    assert "Show 3 more homes" in fold
    shown = {home.id for home in queries.homes_for_child(found.child, at_most=12).homes}
    assert all(f"place_{home.hex}" in before for home in shown)


def test_nobody_is_asked_to_choose_among_more_numbers_than_homes_that_stand_there(robin, found):
    html = robin.get(order(found)).content.decode()
    one = html.split('<select name="place_')[1].split("</select>")[0]
    assert one.count("<option") == 14  # twelve numbers, no, and nothing said
    assert 'value="12"' in one
    assert 'value="13"' not in one


def test_something_is_said_of_each_home(robin, found):
    said = text(robin.get(order(found)))
    assert said.count("A foster family.") == len(LETTERS)
    assert said.count("No other young person lives here now.") == len(LETTERS)


def test_a_home_behind_the_fold_is_ranked_as_any_and_then_stands_with_the_first(robin, found):
    shown = {home.id for home in queries.homes_for_child(found.child, at_most=12).homes}
    last = next(home for home in found.homes.values() if home not in shown)
    assert robin.post(order(found), {f"place_{last.hex}": "1"}).status_code == 302
    assert queries.preference_of(found.id).first.home_id == last
    before, fold = parts(robin.get(order(found)).content.decode())
    assert f"place_{last.hex}" in before
    assert before.count('<select name="place_') == 13
    assert fold.count('<select name="place_') == 2


def test_an_answer_behind_the_fold_that_must_be_put_right_stands_open(robin, found):
    shown = {home.id for home in queries.homes_for_child(found.child, at_most=12).homes}
    last = next(home for home in found.homes.values() if home not in shown)
    refused = robin.post(order(found), {f"place_{last.hex}": "99"})
    assert refused.status_code == 422
    assert '<details class="govuk-details" open>' in refused.content.decode()


def test_with_a_dozen_or_fewer_there_is_no_fold(client_as):
    found = search(at=AT, Alder={}, Birch={})
    html = client_as(Role.CHILD, children=[found.child]).get(order(found)).content.decode()
    assert parts(html)[0].count('<select name="place_') == 2
    assert "more home" not in html


def test_the_page_of_the_child_counts_every_home_that_was_found(robin, found):
    said = text(robin.get(f"/children/{found.child}/mine/"))
    assert "We found 15 homes that could be right for you." in said
    assert "Here are 12 of them." in said
    assert "Show 3 more homes" in said
    whole = text(robin.get(f"/children/{found.child}/mine/?homes=all"))
    assert "We found 15 homes that could be right for you." in whole
    assert "Here are" not in whole


@pytest.mark.parametrize("role", [Role.ADVOCATE, Role.SOCIAL_WORKER])
def test_an_adult_who_does_not_say_how_they_know_is_asked_that_by_name(client_as, found, role):
    who = client_as(role, authority=KENT, children=[found.child])
    one = found.homes["HomeA"]
    refused = who.post(order(found), {f"place_{one.hex}": "1"})
    assert refused.status_code == 422
    assert text(refused).count("How do you know? Choose an answer.") >= 2, "in the summary, and beside the question"
    assert queries.preference_of(found.id) is None
    assert who.post(order(found), {f"place_{one.hex}": "1", "way": "pictures"}).status_code == 302


def test_every_home_may_still_be_placed_by_program(found):
    from walk_world import WORKER

    given = {home: (str(number), "") for number, home in enumerate(found.homes.values(), start=1)}
    actions.rank_homes(child_id=found.child, given=given, way="told", by=WORKER, at=AT + timedelta(minutes=9))
    assert len(queries.preference_of(found.id).ranked) == len(LETTERS)
