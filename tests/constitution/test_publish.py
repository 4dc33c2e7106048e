"""Criteria decide only once they are published, and a published text cannot be changed unseen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from carecommons.common.errors import NotAllowed, NotFound, NotNow, Refused
from carecommons.constitution import queries
from carecommons.constitution.actions import publish, publish_founding
from carecommons.constitution.models import Publication
from carecommons.people.roles import ANYONE, Person, Role
from carecommons.register.models import Entry

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


def test_c1_nothing_is_decided_before_criteria_are_published():
    with pytest.raises(NotNow) as refused:
        queries.criteria_in_force(TODAY)
    assert refused.value.code == "criteria_not_published"
    publish_founding(at=NOON)
    assert queries.criteria_in_force(TODAY).version == 1


def test_c1_criteria_do_not_reach_back_before_their_publication(founding):
    with pytest.raises(NotNow):
        queries.criteria_in_force(TODAY - timedelta(days=1))
    with pytest.raises(NotNow, match="only from 2026-11-20"):
        queries.check_in_force(1, TODAY - timedelta(days=1))
    queries.check_in_force(1, TODAY)


def test_the_founding_is_published_once(founding):
    publish_founding(at=NOON + timedelta(days=3))
    assert [each.published_at for each in queries.published()] == [NOON]


def test_publication_is_an_entry_in_the_register(founding):
    entry = Entry.objects.get(id=queries.publication(1).entry_id)
    assert entry.kind == "criteria"
    assert queries.publication(1).text_hash in entry.public


def test_only_an_operator_publishes(person):
    with pytest.raises(NotAllowed):
        publish(version=1, by=ANYONE, at=NOON)
    with pytest.raises(NotAllowed):
        publish(version=1, by=person(Role.DIRECTOR, authority="800"), at=NOON)
    assert not Publication.objects.exists()
    assert publish(version=1, by=person(Role.OPERATOR), at=NOON) == 1


def test_a_published_version_is_not_published_again(person, founding):
    with pytest.raises(NotNow, match="write a new version"):
        publish(version=1, by=person(Role.OPERATOR), at=NOON)


def test_a_text_edited_after_publication_decides_nothing(founding):
    row = Publication.objects.get(version=1)
    Publication.objects.filter(version=1).update(text=row.text.replace("Nobody can make", "Anyone can make"))
    for ask in (lambda: queries.criteria_in_force(TODAY), lambda: queries.criteria(1)):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.code == "criteria_changed"
        assert "the stored text" in str(refused.value)


def test_a_file_edited_after_publication_decides_nothing(founding, monkeypatch):
    text = queries.packaged_text(1).replace("recorded compromise", "quiet compromise")
    monkeypatch.setattr(queries, "packaged_text", lambda version: text)
    with pytest.raises(Refused, match="the file that comes with this release"):
        queries.criteria_in_force(TODAY)
    with pytest.raises(Refused, match="the file that comes with this release"):
        queries.check_in_force(1, TODAY)


def test_a_file_edited_after_publication_hides_nothing_that_was_published(founding, monkeypatch):
    before = queries.criteria(1)
    text = queries.packaged_text(1).replace("recorded compromise", "quiet compromise")
    monkeypatch.setattr(queries, "packaged_text", lambda version: text)
    assert queries.criteria(1) == before


def test_text_and_seal_changed_together_still_differ_from_the_file(founding):
    row = Publication.objects.get(version=1)
    text = row.text.replace("recorded compromise", "quiet compromise")
    Publication.objects.filter(version=1).update(text=text, text_hash=queries.hash_of(text))
    with pytest.raises(Refused, match="was changed after it was published"):
        queries.criteria_in_force(TODAY)


def test_a_version_that_is_not_published_is_not_found():
    with pytest.raises(NotFound, match="has not been published"):
        queries.criteria(1)


def test_a_version_is_stored_once(founding):
    row = Publication.objects.get(version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            version=2, text=row.text, text_hash=row.text_hash, in_force_from=TODAY, published_at=NOON,
            entry_id=row.entry_id,
        )  # fmt: skip


def test_the_queries_hand_out_values_and_never_rows(founding):
    assert type(queries.criteria_in_force(TODAY)).__module__ == "carecommons.constitution.criteria"
    assert queries.criteria_in_force(TODAY).in_force_from == TODAY


def test_a_person_without_a_post_publishes_nothing():
    with pytest.raises(NotAllowed):
        publish(version=1, by=Person(role=Role.OPERATOR), at=NOON)
