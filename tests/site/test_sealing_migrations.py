"""Rows as they were before columns were sealed: forward they are sealed, backward they are as they were."""

import gzip
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from carecommons.children.models import Child, NeedsProfile, ReturnedEpisode, ReturnTable, WrittenStory
from carecommons.children.queries import stays_in_returns
from carecommons.common.sealed_field import ring
from carecommons.common.sealing import FieldNotOpened
from carecommons.register.models import Opening
from carecommons.site.resealing import sealed_models

AT = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
BEFORE = [
    ("children", "0002_returns"), ("matching", "0001_initial"), ("register", "0001_initial"),
    ("decisions", "0002_what_the_approver_was_satisfied_of"),
]  # fmt: skip
ROOMS = [name for name, _ in BEFORE]
PACKED = gzip.compress(b"CHILD,DOB\r\n7,27/03/2012\r\n")


def executed(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state([t for t in targets if t[1]]).apps


def newest():
    return [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in ROOMS]


@pytest.fixture
def past(transactional_db):
    """The database as it was before; afterwards the newest again, whatever a test did."""
    apps = executed(BEFORE)
    yield apps
    executed(newest())


def fill(apps) -> dict[str, object]:
    """A row of each kind, in the clear, as the software wrote them then."""
    get = apps.get_model
    by = {"recorded_at": AT, "recorded_by_role": "social_worker"}
    child = get("children", "Child").objects.create(
        reference="C-9M2RD", known_as="Robin", birth_date=date(2012, 3, 27), sex="F", authority="886",
        home_postcode="", return_key="7", added_at=AT, added_by_role="social_worker",
    )  # fmt: skip
    get("children", "NeedsProfile").objects.create(
        child=child, version=1, assessed_on=date(2026, 1, 2), ratings=[{"domain": "EMO", "level": None}], strengths=[],
        matters=["The “blue” door"], outcomes=[], flags=[], **by,
    )  # fmt: skip
    get("children", "WrittenStory").objects.create(
        child=child, version=1, words="Hélène’s story", strengths="Kind", helps="Quiet", authorship="child",
        written_at=AT, written_by_role="social_worker",
    )  # fmt: skip
    get("children", "ReturnTable").objects.create(
        authority="886", year=2026, name="header", file_name="h.csv", sha256="0" * 64, rows=1, packed=PACKED,
        imported_at=AT, imported_by_role="planner",
    )  # fmt: skip
    returned = get("children", "ReturnedChild").objects.create(
        authority="886", return_key="7", birth_date=None, sex="F", ethnicity="WBRI", unaccompanied=False,
        first_year=2026, last_year=2026,
    )  # fmt: skip
    words = dict.fromkeys(
        ("began", "legal_status", "need", "place", "home_place", "provider", "ended", "moved", "urn"), "x"
    )
    get("children", "ReturnedEpisode").objects.create(
        child=returned, start_day=date(2025, 1, 1), home_postcode="ME14 1XQ", place_postcode="", period=1, placement=1,
        at_home=True, place_authority="", first_year=2026, last_year=2026, **words,
    )  # fmt: skip
    entry = get("register", "Entry").objects.create(kind="x", public="{}", commitments="{}", queued_at=AT, mac=b"m")
    get("register", "Opening").objects.create(id=uuid4(), entry=entry, name="child", salt=b"s" * 32, value='"Robin"')
    referral = get("matching", "Referral").objects.create(
        reference="R-1", child_id=child.pk, authority="886", wanted_by=date(2026, 12, 1), why="first", stay="any",
        criteria_version=1, lottery_seed=b"s" * 32, lottery_commitment="0" * 64, made_at=AT, made_by_role="x",
        entry_id=entry.pk,
    )  # fmt: skip
    get("matching", "LadderAnswer").objects.create(
        referral=referral, rung="parents", answer="possible", reason="Not safe", answered_at=AT, answered_by_role="x"
    )
    return {"child": child.pk}


def clear(apps) -> dict[str, list]:
    """Every row of the rooms, as values."""
    return {
        model._meta.label: sorted(
            (
                {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()}
                for row in model._base_manager.values()
            ),
            key=str,
        )
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
    }


def test_rows_as_they_were_are_sealed_and_come_back_as_they_were(past) -> None:
    known = fill(past)
    before = clear(past)
    executed(newest())
    child = Child.objects.get()
    assert (child.known_as, child.birth_date, child.home_postcode, child.return_key) == (
        "Robin", date(2012, 3, 27), "", "7",
    )  # fmt: skip
    profile, story = NeedsProfile.objects.get(), WrittenStory.objects.get()
    assert (profile.ratings, profile.matters) == ([{"domain": "EMO", "level": None}], ["The “blue” door"])
    assert (story.words, story.not_agreed_because) == ("Hélène’s story", "")
    assert ReturnTable.objects.get().packed == PACKED
    assert ReturnedEpisode.objects.get().home_postcode == "ME14 1XQ"
    assert Opening.objects.get().value == '"Robin"'
    assert len(stays_in_returns("886", "7")) == 1  # found by its blind index
    with connection.cursor() as cursor:
        for model, fields in sealed_models():
            for field in fields:
                cursor.execute(f'SELECT "{field.column}" FROM {model._meta.db_table}')
                assert all(not row[0] or row[0].startswith(f"s1.{ring().current}.") for row in cursor.fetchall())
    again = executed(BEFORE)
    assert clear(again) == before
    assert known["child"] == child.pk


def test_what_does_not_open_is_not_brought_back_and_nothing_is_half_done(past) -> None:
    fill(past)
    executed(newest())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE children_writtenstory SET words = helps")
    with pytest.raises(FieldNotOpened, match=r"children_writtenstory\.words"):
        executed(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT known_as FROM children_child")
        assert cursor.fetchone()[0].startswith("s1.")
        cursor.execute("DELETE FROM children_writtenstory")
