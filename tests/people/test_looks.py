"""Promise 2: every look at a child's record is listed, and the list only grows."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from carecommons.common.errors import Refused
from carecommons.people.actions import record_look
from carecommons.people.models import Look
from carecommons.people.queries import looks_at
from carecommons.people.roles import ANYONE, Person, Role
from conftest import NOON

pytestmark = pytest.mark.django_db
CHILD = uuid4()
GUARDS = import_module("carecommons.people.migrations.0001_folded")


def look(person: Person, **facts) -> None:
    record_look(
        **{
            "person": person, "child_id": CHILD, "act": "children.see_record", "purpose": "to prepare the review",
            "at": NOON, **facts,
        }
    )  # fmt: skip


def test_a_look_says_who_in_which_role_what_why_and_when(person) -> None:
    worker = person(Role.SOCIAL_WORKER, authority="800", name="Ada Ash")
    look(worker)
    look(worker, at=NOON + timedelta(minutes=5), automatic=True, purpose="to work out which homes fit")
    look(worker, child_id=uuid4())
    second, first = looks_at(CHILD)
    assert (first.name, first.role_name, first.purpose) == ("Ada Ash", "social worker", "to prepare the review")
    assert (first.what, first.at, first.automatic) == ("see a child's record", NOON, False)
    assert second.automatic


def test_nobody_looks_without_being_named() -> None:
    with pytest.raises(Refused, match="signed in"):
        look(ANYONE)
    look(ANYONE, automatic=True)
    assert looks_at(CHILD)[0].name == "the system"


def test_a_look_has_a_purpose(person) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        look(person(Role.SOCIAL_WORKER), purpose="")


def test_our_own_code_can_neither_change_nor_drop_a_look(person) -> None:
    look(person(Role.SOCIAL_WORKER))
    row = Look.objects.get()
    row.purpose = "another"
    for act in (
        row.save,
        row.delete,
        lambda: Look.objects.update(purpose="another"),
        lambda: Look.objects.all().delete(),
    ):
        with pytest.raises(TypeError, match="never"):
            act()


def test_the_database_itself_refuses_to_change_or_drop_a_look(person) -> None:
    look(person(Role.SOCIAL_WORKER))
    if connection.vendor == "sqlite":  # conftest takes this guard away for tests with a live server
        with connection.cursor() as cursor:
            cursor.execute(next(statement for statement in GUARDS.SQLITE if "BEFORE DELETE" in statement))
    for statement in ("UPDATE people_look SET purpose = 'another'", "DELETE FROM people_look"):
        with pytest.raises(DatabaseError, match="a look is never"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert looks_at(CHILD)[0].purpose == "to prepare the review"
