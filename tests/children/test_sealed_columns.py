"""Sealed columns: only their own row opens them, nothing asks for them by value, and a copy tells nothing."""

import re
import sqlite3
from pathlib import Path

import pytest
from children_made import AT, SOCIAL_WORKER, TODAY, add_child
from django.apps import apps
from django.db import connection, models, transaction

from carecommons.children import queries
from carecommons.children.actions import add_connection, record_wish, write_story
from carecommons.children.models import Child, KnownConnection, RecordedWish
from carecommons.common.sealed_field import SealedField
from carecommons.common.sealing import FieldNotOpened, NotSealed

pytestmark = pytest.mark.django_db

# Whoever is named here, and every word, is made up.
TOLD = (
    "Robinetta",
    "ME14 1XQ",
    "2012-03-27",
    "Uncle Barnaby",
    "ME15 6YE",
    "sleepover",
    "hedgehogs",
    "trampoline",
    "QX-778",
)


@pytest.fixture
def child():
    child = add_child(known_as=TOLD[0], home_postcode=TOLD[1], return_key=TOLD[8])
    act = {"child_id": child, "by": SOCIAL_WORKER, "at": AT}
    add_connection(kind="relative", name=TOLD[3], postcode=TOLD[4], note=f"A {TOLD[5]} each month.", **act)
    record_wish(stage="before_shortlist", words=f"I want to keep my {TOLD[6]}.", how="said", said_on=TODAY, **act)
    write_story(words=f"She has a {TOLD[7]}.", strengths="Kind.", helps="Quiet.", authorship="child", **act)
    return child


def raw(table: str, column: str, key) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE id = %s", [Child._meta.pk.get_db_prep_value(key, connection)]
        )
        return cursor.fetchone()[0]


def put(table: str, column: str, key, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE id = %s",
            [value, Child._meta.pk.get_db_prep_value(key, connection)],
        )


def test_what_was_written_is_read_and_the_database_holds_none_of_it(child) -> None:
    found = queries.find_child(child)
    assert (found.known_as, found.home_postcode, str(found.birth_date), found.return_key) == (*TOLD[:3], TOLD[8])
    assert raw("children_child", "known_as", child).startswith("s1.k1-")
    assert [(one.name, one.note) for one in queries.connections(child)] == [(TOLD[3], f"A {TOLD[5]} each month.")]


def test_a_copy_of_the_database_without_the_keys_shows_no_name_postcode_day_or_word(child, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        (tmp_path / "copy.sqlite3").write_bytes(connection.connection.serialize())
        copy = sqlite3.connect(tmp_path / "copy.sqlite3")
        copy.create_function("REGEXP", 2, lambda pattern, text: re.search(pattern, text) is not None)
        copy.execute("VACUUM")
        copy.close()
        held = (tmp_path / "copy.sqlite3").read_bytes()
    else:
        held = b""
        for model in apps.get_models():
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
                held += "\n".join(row[0] for row in cursor.fetchall()).encode()
    assert b"C-9M2RD" in held  # the reference is random, and stays readable: the copy is a real one
    assert [word for word in TOLD if word.encode() in held] == []


def test_a_value_that_was_moved_to_another_row_or_column_does_not_open(child) -> None:
    other = add_child(reference="C-2H7WN", known_as="Wren")
    put("children_child", "known_as", other, raw("children_child", "known_as", child))
    row = Child.objects.get(pk=other)
    with pytest.raises(FieldNotOpened, match=r"children_child\.known_as does not open") as refusal:
        _ = row.known_as
    assert TOLD[0] not in str(refusal.value)
    put("children_child", "home_postcode", child, raw("children_child", "known_as", child))
    with pytest.raises(FieldNotOpened, match=r"children_child\.home_postcode"):
        queries.find_child(child)


def test_a_value_that_was_written_past_the_software_does_not_open(child) -> None:
    wish = RecordedWish.objects.get()
    put("children_recordedwish", "words", wish.pk, "I want to move to Devon.")
    with pytest.raises(FieldNotOpened, match=r"children_recordedwish\.words .*not in the sealed form"):
        queries.wishes(child)


def test_sealed_columns_cannot_be_asked_for_changed_or_listed_in_the_clear(child) -> None:
    with pytest.raises(NotSealed):
        Child.objects.filter(known_as=TOLD[0]).exists()
    with pytest.raises(NotSealed):
        Child.objects.filter(known_as__icontains="rob").exists()
    with pytest.raises(NotSealed), transaction.atomic():
        Child.objects.filter(pk=child).update(known_as="Someone else")
    assert repr(list(Child.objects.values_list("known_as", flat=True))) == "[<sealed>]"
    assert not KnownConnection.objects.filter(postcode="").exists()  # whether there is one may be asked


def test_one_number_in_the_return_stands_once_in_a_council(child) -> None:
    with pytest.raises(Exception, match="identifier of the statutory return"):
        add_child(reference="C-2H7WN", return_key=TOLD[8])
    indexes = Child.objects.values_list("return_key_index", flat=True)
    assert [len(index) for index in indexes] == [64]


def test_every_word_about_a_child_in_these_rooms_is_sealed() -> None:
    """A new column of words in these rooms is sealed, or stands here with its reason."""
    clear = {
        "children.Child": {"reference", "sex", "authority", "legal_status", "return_key_index", "added_by_role"},
        "matching.Referral": {"reference", "authority", "why", "stay", "lottery_commitment", "state", "made_by_role"},
        "decisions.Decision": {
            "authority", "wishes_effect", "approver_needed", "approver_words", "state", "proposed_by_role",
            "answered_by_role", "no_round",
        },
    }  # fmt: skip
    for label, names in clear.items():
        model = apps.get_model(label)
        words = {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not isinstance(field, SealedField)
        }
        assert words == names, label
