"""Anyone may read how a home is chosen, in plain English, generated from the text that decides."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from carecommons.constitution.actions import publish_founding
from carecommons.constitution.models import Publication
from carecommons.constitution.reading import packaged_criteria

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.now(UTC) - timedelta(days=1)  # the pages read the clock at their door


@pytest.fixture
def founding() -> None:
    publish_founding(at=YESTERDAY)


@pytest.fixture
def visitor() -> Client:
    return Client()


def test_e15_the_page_says_each_rule_with_what_is_behind_it_and_the_value_it_serves(visitor, founding):
    page = visitor.get("/criteria/").content.decode().replace("&#x27;", "'")
    found = packaged_criteria(1)
    for gate in found.gates:
        assert gate.question in page
        for rule in gate.rules:
            assert rule.words in page
            assert rule.source in page
            assert f"It serves: {rule.value.name}." in page
    for key in found.order:
        assert key.words in page
    assert found.lottery.words in page
    assert "Nobody can make an exception" in page


def test_the_page_of_a_version_shows_its_fingerprint(visitor, founding):
    page = visitor.get("/criteria/1/")
    assert page.status_code == 200
    assert Publication.objects.get(version=1).text_hash in page.content.decode()


def test_before_publication_the_page_says_that_nothing_is_in_force(visitor):
    page = visitor.get("/criteria/")
    assert page.status_code == 200
    assert "No criteria are in force yet" in page.content.decode()
    assert visitor.get("/criteria/1/").status_code == 404


def test_a_version_that_does_not_exist_is_not_found(visitor, founding):
    assert visitor.get("/criteria/99/").status_code == 404


def test_every_number_is_shown_with_its_source_and_what_is_not_confirmed_is_said(visitor):
    page = visitor.get("/criteria/numbers/").content.decode()
    assert "A count of 1 up to this many children is not shown" in page
    assert "nominated officer" in page
    assert "28 October 2023" in page
    assert "unconfirmed" in page


def test_a_text_that_was_changed_is_refused_on_the_page_too(visitor, founding):
    Publication.objects.filter(version=1).update(text_hash="0" * 64)
    page = visitor.get("/criteria/")
    assert page.status_code == 422
    assert "was changed after it was published" in page.content.decode()


def test_the_api_gives_the_same_text(visitor, founding):
    found = visitor.get(f"/api/v1/constitution/criteria/in-force?on={YESTERDAY:%Y-%m-%d}").json()
    assert found["version"] == 1
    assert found["gates"][0]["rules"][0]["value"]["name"] == "The child is safe"
    assert visitor.get("/api/v1/constitution/criteria/1").json()["text_hash"] == found["text_hash"]
    assert visitor.get("/api/v1/constitution/criteria").json()["items"][0]["version"] == 1
    numbers = {each["name"]: each for each in visitor.get("/api/v1/constitution/parameters").json()["items"]}
    assert numbers["suppression_threshold"]["value"] == 7


def test_the_api_refuses_a_day_before_publication(visitor, founding):
    answer = visitor.get("/api/v1/constitution/criteria/in-force?on=2020-01-01")
    assert answer.status_code == 409
    assert answer.json()["code"] == "criteria_not_published"
