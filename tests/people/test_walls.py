"""The second wall: PostgreSQL shows a connection the children of its own councils, whatever the code above forgot."""

from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.timezone import localdate

from carecommons.children.models import Child, RecordedWish
from carecommons.common.walls import bypasses, seeing, seeing_all
from carecommons.decisions.models import Decision
from carecommons.matching.models import Referral, Shortlist
from carecommons.people.doors import behind, door, door_api
from carecommons.people.models import Look
from carecommons.people.permissions import PERMISSIONS
from carecommons.people.roles import ANYONE, Person, Role
from walk_world import DEVON, KENT, WORKER, acting, choose, search

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security"),
]
FAR = acting(Role.SOCIAL_WORKER, DEVON)
WALLED = ("children", "matching", "decisions")


@pytest.fixture
def kent(founding) -> UUID:
    """A child of Kent with a search, a list and a choice; a look at them; and a child of Devon."""
    found = search()
    choose(found)
    sql(
        "INSERT INTO people_look (role, child_id, act, purpose, at, automatic) VALUES (%s, %s, %s, %s, now(), true)",
        ["auditor", found.child, "children.see_record", "to test"],
    )
    from carecommons.children.actions import add_child

    add_child(
        reference="C-2H7WN", known_as="Wren", birth_date=localdate(found.at).replace(year=2014), sex="M",
        authority=DEVON, by=FAR, at=found.at,
    )  # fmt: skip
    return found.child


def sql(statement: str, values=()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.rowcount


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def tables() -> list[str]:
    return [m._meta.db_table for m in apps.get_models() if m._meta.app_label in WALLED] + ["people_look", "site_job"]


def test_the_tests_themselves_run_as_a_user_whom_the_wall_binds() -> None:
    assert not bypasses()


def test_every_table_that_holds_a_childs_rows_has_the_wall_forced_on_its_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        forced = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tablename, cmd, qual, with_check FROM pg_policies")
        policies = {row[0]: row[1:] for row in cursor.fetchall()}
    assert set(tables()) == forced == set(policies)
    for command, seen, written in policies.values():
        assert command == "ALL"
        assert seen == written
        assert "carecommons_sees" in seen


def test_said_nothing_nothing_is_seen(kent) -> None:
    held = {table: rows(table) for table in tables()}
    assert held["children_child"] == 2
    assert all(held[t] for t in ("children_needsprofile", "matching_shortlist", "decisions_decision", "people_look"))
    sql("SELECT set_config('carecommons.authorities', '', false)")
    assert {rows(table) for table in tables()} == {0}
    sql("RESET carecommons.authorities")
    assert {rows(table) for table in tables()} == {0}


def test_another_councils_rows_cannot_be_seen_changed_or_removed_by_raw_sql(kent) -> None:
    with behind(FAR):
        assert rows("children_child") == 1
        assert {rows(table) for table in tables() if table != "children_child"} == {0}
        assert sql("UPDATE children_child SET sex = 'U' WHERE id = %s", [kent]) == 0
        assert sql("UPDATE matching_referral SET state = 'withdrawn'") == 0
        assert sql("UPDATE decisions_decision SET state = 'withdrawn'") == 0
        assert sql("DELETE FROM children_recordedwish") == sql("DELETE FROM children_needsprofile") == 0
    with behind(WORKER):
        assert rows("children_child") == 1
        assert Child.objects.get().sex == "F"
        assert Referral.objects.get().state == "proposed"
        assert RecordedWish.objects.exists()


def test_a_row_cannot_be_put_into_another_council_or_moved_there(kent) -> None:
    copy = (
        "INSERT INTO children_child SELECT (json_populate_record(c, %s)).* "
        "FROM children_child c WHERE authority = '878'"
    )
    for statement, values in (
        (copy, [f'{{"id": "{uuid4()}", "reference": "C-XXXXX", "authority": "886"}}']),
        ("UPDATE children_child SET authority = '886'", []),
        ("INSERT INTO people_look (role, child_id, act, purpose, at, automatic) "
         "VALUES ('auditor', %s, 'x', 'y', now(), true)", [kent]),
    ):  # fmt: skip
        with behind(FAR), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            sql(statement, values)
    with behind(FAR):
        assert sql(copy, [f'{{"id": "{uuid4()}", "reference": "C-YYYYY"}}']) == 1  # in one's own council it may


def test_a_child_an_advocate_and_a_parent_see_the_rows_of_that_child_alone(kent) -> None:
    with behind(Person(role=Role.CHILD, id=uuid4(), children=frozenset({kent}))):
        assert [row.pk for row in Child.objects.all()] == [kent]
        assert Shortlist.objects.count() == Decision.objects.count() == Look.objects.count() == 1
    with behind(Person(role=Role.CHILD, id=uuid4(), children=frozenset({uuid4()}))):
        assert {rows(table) for table in tables()} == {0}
    with behind(ANYONE):
        assert {rows(table) for table in tables()} == {0}


def fail_seeing_all() -> None:
    with seeing_all("to test"):
        assert rows("children_child") == 2
        raise ZeroDivisionError


def fail_behind_a_worker() -> None:
    with transaction.atomic(), behind(WORKER):
        assert [row.authority for row in Child.objects.all()] == [KENT]
        sql("SELECT 1 / 0")


def test_what_was_shown_before_is_shown_after_even_when_the_work_failed(kent) -> None:
    with seeing(authorities=[DEVON]):
        with pytest.raises(ZeroDivisionError):
            fail_seeing_all()
        assert [row.authority for row in Child.objects.all()] == [DEVON]
        with pytest.raises(DatabaseError):
            fail_behind_a_worker()
        assert [row.authority for row in Child.objects.all()] == [DEVON]


@pytest.mark.parametrize("guard", [door, door_api])
def test_a_forgotten_filter_behind_a_door_shows_ones_own_council_only(kent, guard) -> None:
    def careless(request):
        return HttpResponse(",".join(child.authority for child in Child.objects.all()))

    act = "children.see_caseload"
    for who, seen in ((WORKER, KENT), (FAR, DEVON), (acting(Role.INSPECTOR, KENT), None)):
        request = RequestFactory().get("/")
        request.person, request.posts_held, request.factor_missing = who, 1, False
        answer = guard(act)(careless)(request)
        if seen is not None:
            assert answer.content.decode() == seen
    assert rows("children_child") == 2  # the door said what was said before it


def test_a_new_connection_sees_nothing(kent) -> None:
    other = connection.copy()
    other.connect()
    with other.cursor() as cursor:
        cursor.execute("RESET carecommons.authorities")
        cursor.execute("SELECT count(*) FROM people_look")
        assert cursor.fetchone()[0] == 0
    other.close()


def test_only_an_auditor_looks_across_councils_at_who_looked(kent) -> None:
    act = "people.see_looks"
    for role in PERMISSIONS[act].reach:
        with behind(acting(role, DEVON), act):
            assert Look.objects.count() == (1 if role is Role.AUDITOR else 0), role
    with behind(acting(Role.AUDITOR, DEVON), "provision.see_homes"):
        assert Look.objects.count() == 0
