"""A list of two is a list: the framework must not read a pair of rows as a status and an answer."""

import pytest

from carecommons.constitution import queries

pytestmark = pytest.mark.django_db


def test_exactly_two_versions_are_answered_as_two(client, founding, monkeypatch):
    one = queries.published()[0]
    monkeypatch.setattr(queries, "published", lambda: (one, one))
    answer = client.get("/api/v1/constitution/criteria")
    assert answer.status_code == 200
    assert len(answer.json()["items"]) == answer.json()["total"] == 2
