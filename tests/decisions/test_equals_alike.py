"""Homes that the criteria cannot tell apart are asked for alike, wherever the draw put them (handbook C2, C3)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.decisions import actions, queries
from carecommons.decisions.choice import whole_groups, with_all_equals
from carecommons.decisions.models import Decision
from carecommons.decisions.ruling import lacks
from carecommons.people.roles import Role
from decisions.test_decision_pages import REASONS, page_of, text
from decisions.test_ruling import ASKED, DRAFT, LISTED, OPTIONS, home
from walk_world import KENT, MANAGER, search

EQUALS = "ABCDEFGHIJKLMNO"  # fifteen: the draw put three of them beyond the first twelve
WHY = "As good as the chosen home in every need, and the draw says nothing of it."


def options(*ties: int):
    return [replace(home(uuid4(), f"Cedar {number}"), tie=tie) for number, tie in enumerate(ties)]


@pytest.mark.parametrize(
    ("ties", "at_most", "whole", "whole_and_rest"),
    [
        ((), 12, 0, 0),
        ((1, 1, 1), 12, 3, 3),
        ((1, 1, 1), 2, 0, 3),
        ((1, 2, 2, 3), 2, 1, 3),
        ((1, 2, 2, 3), 3, 3, 3),
        ((0, 0, 0), 2, 2, 2),  # nobody said that they are equal
        ((1, 2, 3), 0, 0, 0),
    ],
)
def test_a_group_of_equals_is_never_cut(ties, at_most, whole, whole_and_rest):
    assert whole_groups(options(*ties), at_most=at_most) == whole
    assert with_all_equals(options(*ties), at_least=at_most) == whole_and_rest


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8), st.integers(1, 20))
def test_two_equals_are_always_on_one_side(sizes, at_most):
    found = options(*(tie for tie, size in enumerate(sizes, start=1) for _ in range(size)))
    for number in (whole_groups(found, at_most=at_most), with_all_equals(found, at_least=at_most)):
        assert {each.tie for each in found[:number]}.isdisjoint({each.tie for each in found[number:]})
    assert whole_groups(found, at_most=at_most) <= at_most
    assert with_all_equals(found, at_least=at_most) >= min(at_most, len(found))


def test_the_rule_asks_equals_for_words_of_their_own_or_takes_one_text_for_all():
    shared = options(2, 2, 2, 2)
    draft = replace(DRAFT, why_not={each.home_id: WHY for each in shared})
    given_ = {"shortlisted_at": LISTED, "wishes_heard_at": [LISTED]}
    found = [each.code for each in lacks(draft, (OPTIONS[0], *shared), asked=replace(ASKED, singly_max=3), **given_)]
    assert found == []
    found = [each.code for each in lacks(draft, (OPTIONS[0], *shared), asked=replace(ASKED, singly_max=5), **given_)]
    assert found == ["why_not_all_alike"]
    nothing = replace(draft, why_not={each.home_id: "" for each in shared})
    found = [each.code for each in lacks(nothing, (OPTIONS[0], *shared), asked=replace(ASKED, singly_max=3), **given_)]
    assert found == ["why_not_missing"] * 4, "one text for all is still owed to each"


@pytest.fixture
def worker(client_as):
    return client_as(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def found(db):
    at = datetime.now(UTC) - timedelta(minutes=30)
    lesser = {"Yew": {"EMO": 1}, "Willow": {"EMO": 1}}
    return search(at=at, **{f"Home{letter}": {} for letter in EQUALS}, **lesser)


def test_every_equal_is_a_choice_before_any_compromise_and_none_only_by_its_reference(worker, found):
    html = worker.get(page_of(found)).content.decode()
    sheet = queries.sheet(found.id, at=found.at)
    assert (len(sheet.suitable), len(sheet.possible)) == (15, 2)
    places = [html.index(f'value="{each.home_id}"') for each in (*sheet.suitable, *sheet.possible)]
    assert places == sorted(places)
    assert html.count('name="home"') == 17
    assert 'name="other_home"' not in html
    assert html.count('name="why_not_') == 1


def test_one_reason_serves_all_equals_and_is_printed_once(worker, client_as, found):
    assert "The 15 homes that nothing in the criteria separates" in text(worker.get(page_of(found)))
    last = queries.sheet(found.id, at=found.at).suitable[-1]
    data = {**REASONS, "home": str(last.home_id)}
    lacking = worker.post(page_of(found), data)
    assert lacking.status_code == 422
    assert "Say why the other suitable homes were not chosen." in text(lacking)
    assert worker.post(page_of(found), {**data, "why_not_rest": WHY}).status_code == 302
    decision = queries.decision(Decision.objects.get().id)
    assert decision.home_id == last.home_id
    assert len(decision.passed_over) == 14
    (reason,) = decision.reasons
    assert (reason.why, len(reason.homes)) == (WHY, 14)
    assert text(worker.get(f"/decisions/{decision.id}/")).count(WHY) == 1
    actions.approve(decision_id=decision.id, by=MANAGER, at=datetime.now(UTC))
    robin = client_as(Role.CHILD, children=[decision.child_id])
    letter = text(robin.get(f"/decisions/{decision.id}/"))
    assert letter.count(WHY) == 1
    for each in decision.passed_over:
        assert each.name in letter


def test_equals_and_what_stands_below_them_are_named_in_one_box(worker, db):
    below = {"Yew": {"helped": ("EMO",)}, "Willow": {"helped": ("EMO",)}}
    found = search(**{f"Home{letter}": {} for letter in EQUALS}, **below)
    page = worker.get(page_of(found))
    assert "The 15 homes that nothing in the criteria separates, and 2 further down the list" in text(page)
    assert page.content.decode().count('name="home"') == 15
    assert 'name="other_home"' in page.content.decode()


def test_different_reasons_stay_apart(worker, db):
    found = search(Alder={}, Birch={}, Cedar={})
    sheet = queries.sheet(found.id, at=found.at)
    first, *others = sheet.suitable
    typed = {f"why_not_{each.home_id.hex}": f"{each.name} is farther from the school they know." for each in others}
    assert worker.post(page_of(found), {**REASONS, "home": str(first.home_id), **typed}).status_code == 302
    decision = queries.decision(Decision.objects.get().id)
    assert [reason.names for reason in decision.reasons] == [each.name for each in decision.passed_over]
