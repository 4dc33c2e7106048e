"""Numbers that decide are sealed as a whole: none changes without an entry that everyone can read (ADR 18)."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from carecommons.common.errors import NotAllowed, NotNow, Refused
from carecommons.constitution import actions, parameters, queries
from carecommons.constitution.models import NumbersSeal
from carecommons.people.roles import ANYONE, Role
from carecommons.register.models import Entry

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(monkeypatch):
    """release(text) -> this release comes with other numbers than the last."""

    def change(text: str) -> None:
        monkeypatch.setattr(queries, "packaged_numbers", lambda: text)
        monkeypatch.setattr(actions, "packaged_numbers", lambda: text)

    return change


def other(name: str = "choices_min", field: str = "value", value: object = 1) -> str:
    book = json.loads(parameters.packaged_numbers())
    assert book[name][0][field] != value
    book[name][0][field] = value
    return json.dumps(book)


def test_every_dated_value_of_every_number_is_in_the_sealed_text() -> None:
    book = json.loads(parameters.packaged_numbers())
    assert {each.name for each in parameters.parameters(TODAY)} <= set(book)
    assert [each["value"] for each in book["approver_at_a_distance"]] == ["nominated_officer", "director"]
    assert book["approver_at_a_distance"][0]["valid_to"] == "2014-01-26"
    assert book["supported_accommodation_registered_from"][0]["value"] == "2023-10-28"
    for name in ("choices_min", "reason_words_min", "vacancy_valid_hours", "foster_children_max", "secure_age_min"):
        assert book[name][0]["value"] == parameters.whole(name, TODAY)


@pytest.mark.parametrize("change", [{"value": 3}, {"words": "Other."}, {"source": "there"}, {"confirmed": False}])
def test_any_change_of_a_number_changes_the_text(change: dict[str, object]) -> None:
    block = {
        "value": 2, "unit": "homes", "words": "So many.", "kind": "policy choice", "source": "here",
        "value_served": "privacy", "valid_from": date(2014, 1, 1), "confirmed": True,
    }  # fmt: skip
    one, two = (parameters.canonical_numbers(parameters.read({"n": [each]})) for each in (block, block | change))
    assert one != two
    used = parameters.read({"n": [block | {"used": False}]})
    assert parameters.canonical_numbers(used) == one  # whether the software acts on it is no part of the policy


def test_nothing_is_decided_before_the_numbers_are_published() -> None:
    with pytest.raises(NotNow) as refused:
        queries.check_numbers()
    assert refused.value.code == "numbers_not_sealed"
    actions.publish_founding(at=NOON)
    queries.check_numbers()


def test_publication_of_the_numbers_is_an_entry_with_their_fingerprint(founding) -> None:
    (entry,) = Entry.objects.filter(kind="numbers")
    found = queries.numbers_sealed()
    assert found is not None
    assert json.loads(entry.public) == {"digest": found.digest}
    assert found.digest == queries.hash_of(parameters.packaged_numbers())
    actions.publish_founding(at=NOON + timedelta(days=1))
    assert Entry.objects.filter(kind="numbers").count() == 1


def test_a_release_with_another_number_decides_nothing_until_an_operator_publishes_it(
    founding, person, release
) -> None:
    release(other("choices_min", value=1))
    actions.publish_founding(at=NOON)  # starting the new release publishes nothing by itself
    for ask in (queries.check_numbers, lambda: queries.check_in_force(1, TODAY)):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.code == "numbers_changed"
    for nobody in (ANYONE, person(Role.DIRECTOR, authority="800")):
        with pytest.raises(NotAllowed):
            actions.publish_numbers(by=nobody, at=NOON)
    assert actions.publish_numbers(by=person(Role.OPERATOR), at=NOON) is True
    queries.check_in_force(1, TODAY)
    assert Entry.objects.filter(kind="numbers").count() == 2
    assert actions.publish_numbers(by=person(Role.OPERATOR), at=NOON) is False
    assert Entry.objects.filter(kind="numbers").count() == 2


def test_a_number_that_goes_back_to_an_earlier_value_is_published_again(founding, person, release) -> None:
    first = parameters.packaged_numbers()
    release(other())
    actions.publish_numbers(by=person(Role.OPERATOR), at=NOON)
    release(first)
    with pytest.raises(Refused, match="not those that were published last"):
        queries.check_numbers()


def test_file_and_row_changed_together_still_differ_from_the_register(founding, release) -> None:
    text = other()
    release(text)
    NumbersSeal.objects.update(text=text, digest=queries.hash_of(text))
    with pytest.raises(Refused) as refused:
        queries.check_numbers()
    assert refused.value.code == "numbers_changed"


def test_the_page_says_whether_the_numbers_are_those_that_were_published(client, founding, release) -> None:
    said = client.get("/criteria/numbers/").content.decode()
    found = queries.numbers_sealed()
    assert found is not None
    assert found.digest in said
    assert client.get("/register/?kind=numbers").status_code == 200
    release(other())
    assert "These are not the numbers that were published last" in client.get("/criteria/numbers/").content.decode()


def test_the_page_marks_each_number_that_nothing_acts_on(client) -> None:
    said = client.get("/criteria/numbers/").content.decode()
    rows = dict(re.findall(r'<tr role="row" id="(\w+)">(.*?)</tr>', said, re.S))
    for each in parameters.parameters(TODAY):
        assert ("not used by this software yet" in rows[each.name]) is not each.used, each.name
    assert "not published in the register yet" in said
