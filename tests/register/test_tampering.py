"""Promise 1: nobody can alter, drop or backdate a decision unseen. Every column of every table is tried."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

from carecommons.register import actions, checkpoint, leaf, outside, queries, stamps, tiles, tree
from carecommons.register.actions import sequencer
from carecommons.register.models import Checkpoint, Entry, Opening, Sealed, Tile, Waiting
from carecommons.register.queries.check import check
from register.a_register import AT, fill, record

pytestmark = pytest.mark.django_db
TABLES = list(apps.get_app_config("register").get_models())
COLUMNS = [(model, field) for model in TABLES for field in model._meta.local_fields if field.column]


@pytest.fixture
def ids():
    made = fill()
    assert check().ok
    return made


class Undo(Exception): ...


def _tampered(*statements):
    """The check's answer after raw SQL by someone without the key; None where the database itself refused."""
    report = None
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                for sql, values in statements:
                    cursor.execute(sql, values)
            report = check()
            raise Undo
    except Undo:
        return report
    except DatabaseError:
        return None


def _table(model):
    return connection.ops.quote_name(model._meta.db_table)


def _keys(model):
    columns = ["level", "index"] if model is Tile else [model._meta.pk.column]
    quoted = [connection.ops.quote_name(column) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(quoted)} FROM {_table(model)} ORDER BY {', '.join(quoted)}")
        return " AND ".join(f"{column} = %s" for column in quoted), cursor.fetchall()


def _value(model, field, where, key):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{field.column}" FROM {_table(model)} WHERE {where}', key)
        return cursor.fetchone()[0]


def _others(field, value):
    """Values that mean something else than `value`, as this database stores them."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.UUIDField):
        return [connection.ops.adapt_unknown_value(uuid.uuid4().hex) if connection.vendor == "sqlite" else uuid.uuid4()]
    if isinstance(target, models.BinaryField):
        if value is None:
            return [b"\x00" * 32]
        held = bytes(value)
        return [bytes([held[0] ^ 1]) + held[1:], held[:-1] + bytes([held[-1] ^ 128]), held + b"\x00", b""]
    if isinstance(target, models.DateTimeField):
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return [moment + timedelta(microseconds=1), moment - timedelta(days=40)]
    if isinstance(target, models.DateField):
        return [date(2020, 1, 1)]
    if isinstance(target, models.IntegerField):
        return [value + 1000, 0]
    return ["x"] if value is None else [value + " ", "x", value.replace("1", "2").replace("e", "é") + "", "\x01"]


def test_an_untouched_register_is_found_whole(ids):
    report = check()
    assert report.ok
    assert (report.size, report.waiting, report.first_bad) == (10, 2, None)
    assert report.words == "All 10 entries are as they were sealed, and 2 wait for a number."


@pytest.mark.parametrize(("model", "field"), COLUMNS, ids=[f"{m.__name__}.{f.column}" for m, f in COLUMNS])
def test_an_edit_of_any_column_of_any_row_is_found(ids, model, field):
    where, keys = _keys(model)
    tried = 0
    for key in keys:
        value = _value(model, field, where, key)
        for other in _others(field, value):
            if other == value or (isinstance(other, str) and len(other) > (field.max_length or 999)):
                continue
            report = _tampered((f'UPDATE {_table(model)} SET "{field.column}" = %s WHERE {where}', [other, *key]))
            tried += report is not None
            assert report is None or not report.ok, (key, value, other)
            assert report is None or report.first_bad is not None or "unnumbered" in report.words or model in (
                Waiting, Opening, Entry), report.words  # fmt: skip
    assert tried or field.null is False


@pytest.mark.parametrize("model", [Entry, Sealed, Opening])
def test_the_check_names_the_very_entry_that_was_edited(ids, model):
    column = {Entry: "public", Sealed: "month", Opening: "value"}[model]
    key = "id" if model is Entry else "entry_id"
    for number in (1, 5, 9, 10):
        entry_id = Entry._meta.pk.get_db_prep_value(queries.entry_id_of(number), connection)
        report = _tampered((f"UPDATE {_table(model)} SET {column} = '2025-01' WHERE {key} = %s", [entry_id]))
        assert report.first_bad == number
        assert f"Entry {number} " in report.words


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_dropped_row_of_any_table_is_found(ids, model):
    where, keys = _keys(model)
    assert keys
    for key in keys:
        report = _tampered((f"DELETE FROM {_table(model)} WHERE {where}", key))
        assert report is None or not report.ok, key
        if model is Sealed:
            assert report.first_bad == key[0]
        if model is Checkpoint:
            assert report.first_bad is not None


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_dropping_every_row_of_a_table_is_found(ids, model):
    assert not _tampered((f"DELETE FROM {_table(model)}", [])).ok


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 9), (9, 10)])
def test_two_entries_that_change_places_are_found_even_when_every_hash_is_made_anew(ids, one, other):
    """The forger knows the tree, and rebuilds leaf hashes and tiles; only the key is missing."""
    first, second = queries.entry_id_of(one), queries.entry_id_of(other)
    spare = [(f"UPDATE {_table(Sealed)} SET number = %s WHERE number = %s", [a, b])
             for a, b in ((999, one), (one, other), (other, 999))]  # fmt: skip
    hashes = [bytes(h) for h in Sealed.objects.order_by("number").values_list("leaf_hash", flat=True)]
    for number, entry_id in ((one, second), (other, first)):
        entry = queries.public_entry(queries.entry_number(entry_id))
        hashes[number - 1] = tree.leaf_hash(leaf.leaf(
            number=number, kind=entry.kind, month=entry.sealed_month, public=entry.public,
            commitments=entry.commitments))  # fmt: skip
        spare.append((f"UPDATE {_table(Sealed)} SET leaf_hash = %s WHERE number = %s", [hashes[number - 1], number]))
    for (level, index), row in tiles.grow(0, hashes, lambda level, index: b"").items():
        spare.append((f'UPDATE {_table(Tile)} SET hashes = %s WHERE level = %s AND "index" = %s', [row, level, index]))
    report = _tampered(*spare)
    assert report.first_bad == one


def test_a_row_put_in_by_another_hand_is_found_and_never_sealed(ids):
    genuine = Entry.objects.get(pk=ids[0])
    with transaction.atomic():
        forged = Entry.objects.create(
            id=uuid.uuid4(), kind="decision", public=genuine.public, commitments=genuine.commitments,
            queued_at=genuine.queued_at, mac=genuine.mac)  # fmt: skip
        Waiting.objects.create(entry=forged, queued_at=forged.queued_at)
    report = check()
    assert not report.ok
    assert any(wrong.entry_id == forged.id for wrong in report.faults)
    assert actions.integrate(at=AT + timedelta(days=21)) == 2
    assert queries.entry_number(forged.id) is None


def test_a_forged_number_at_the_end_is_found_by_its_number(ids):
    genuine = Sealed.objects.get(number=10)
    waiting = Entry.objects.get(pk=ids[-1])
    Sealed.objects.create(number=11, entry=waiting, month="2026-11", leaf_hash=genuine.leaf_hash, mac=genuine.mac)
    assert check().first_bad == 11
    with pytest.raises(Exception, match="not what was signed"):
        actions.integrate(at=AT + timedelta(days=21))


def test_the_last_rows_taken_away_are_found(ids):
    entry_id = queries.entry_id_of(10)
    raw = Entry._meta.pk.get_db_prep_value(entry_id, connection)
    steps = [(f"DELETE FROM {_table(Sealed)} WHERE number = 10", []),
             (f"DELETE FROM {_table(Opening)} WHERE entry_id = %s", [raw]),
             (f"DELETE FROM {_table(Entry)} WHERE id = %s", [raw])]  # fmt: skip
    assert _tampered(*steps).first_bad == 10


def _put_back(size):
    """Everything in the database as it was at the checkpoint before, entries waiting again: a perfect rollback."""
    hashes = [bytes(h) for h in Sealed.objects.order_by("number").values_list("leaf_hash", flat=True)[:size]]
    gone = list(Sealed.objects.filter(number__gt=size).values_list("entry_id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(Sealed)} WHERE number > %s", [size])
        cursor.execute(f"DELETE FROM {_table(Checkpoint)} WHERE size > %s", [size])
        cursor.execute(f"DELETE FROM {_table(Tile)}")
    for (level, index), row in tiles.grow(0, hashes, lambda level, index: b"").items():
        Tile.objects.create(level=level, index=index, hashes=row)
    for entry in Entry.objects.filter(pk__in=gone):
        Waiting.objects.create(entry=entry, queued_at=entry.queued_at)


@pytest.fixture
def kept():
    yield lambda: outside.keep(settings.HOME, queries.checkpoint().text)
    outside.forget(settings.HOME)


def test_an_older_copy_of_the_database_is_found_by_the_checkpoint_kept_outside(ids, kept):
    kept()
    _put_back(9)
    assert check(with_kept=False).ok  # nothing inside the database can tell
    report = check()
    assert report.first_bad == 10
    assert "held 10 entries; it now holds 9" in report.words


def test_a_fork_is_found_by_the_checkpoint_kept_outside(ids):
    mine = checkpoint.read(queries.checkpoint().text)
    _put_back(9)
    actions.integrate(at=AT + timedelta(days=99))  # the same entries, sealed anew in another month
    report = check(notes=[mine])
    assert not report.ok
    assert "rewritten" in report.words
    assert check().ok


def test_an_outside_checkpoint_that_agrees_is_no_fault_and_one_of_another_register_is(ids):
    mine = checkpoint.read(queries.checkpoint().text)
    early = checkpoint.read(Checkpoint.objects.order_by("size").first().text)
    assert check(notes=[mine, early]).ok
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    other = checkpoint.sign(
        name=mine.name, size=10, root=mine.root, key=Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    )
    assert "another register" in check(notes=[checkpoint.read(other)]).words


def test_erasing_leaves_a_register_that_still_verifies_and_tells_nothing(ids):
    parts = queries.openings(ids[2])
    assert {part.salt for part in parts.values()} == {part.value for part in parts.values()} == {None}
    assert check().ok
    assert queries.proof(3).holds
    assert queries.public_entry(10).public == {"entry_number": 3}
    actions.erase(entry_id=ids[2], by_id=None, by_role="operator", at=AT)
    assert Entry.objects.count() == 12  # a second erasure changes nothing


def test_emptying_a_sealed_part_without_the_key_is_not_an_erasure(ids):
    erased = Opening.objects.filter(entry_id=ids[2]).first()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(Opening)} SET salt = NULL, value = NULL, erased_on = '2026-12-10', erased_mac = %s "
            "WHERE entry_id = %s AND name = 'child'",
            [bytes(erased.erased_mac), Entry._meta.pk.get_db_prep_value(ids[4], connection)],
        )
    assert check().first_bad == 5


def test_rows_that_cannot_be_read_are_named_not_crashed_on(ids):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite lets a column hold what is not of its type")
    for sql in (
        "UPDATE register_entry SET queued_at = 'yesterday'",
        "UPDATE register_entry SET public = '[[[' , commitments = '7'",
        "UPDATE register_sealed SET leaf_hash = 'text', month = 7 WHERE number = 4",
        "UPDATE register_sealed SET entry_id = 'nobody' WHERE number = 4",
        "UPDATE register_sealed SET number = 'four' WHERE number = 4",
        "UPDATE register_opening SET value = '\"unended', name = 'child'  WHERE name = 'child'",
        "UPDATE register_checkpoint SET size = 'many' WHERE size = 3",
        "UPDATE register_checkpoint SET root = NULL WHERE size = 3",
        "UPDATE register_tile SET level = 'low', hashes = 'x'",
    ):
        report = _tampered((sql, []))
        assert report is None or not report.ok, sql


def test_a_waiting_entry_cannot_be_backdated(ids):
    early = record(30, at=datetime(2020, 1, 1, tzinfo=UTC))
    actions.integrate(at=datetime(2020, 1, 1, tzinfo=UTC))  # the clock was put back
    assert queries.public_entry(queries.entry_number(early)).sealed_month == "2026-12"
    assert check().ok


# ---- by somebody who holds the key: what a stamp alone cannot tell


def _take_out(model, column=None, value=None):
    where, values = (f' WHERE "{column}" = %s', [value]) if column else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(model)}{where}", values)


def test_a_checkpoint_that_another_key_signed_is_found_though_its_row_is_stamped(ids):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    *_, before, last = Checkpoint.objects.order_by("size")
    stranger = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    text = checkpoint.sign(name=queries.name(), size=last.size, root=bytes(last.root), key=stranger)
    facts = stamps.checkpoint(size=last.size, root=last.root, text=text, at=last.at, before=bytes(before.mac))
    _take_out(Checkpoint, "size", last.size)
    mac = queries.keyring().stamp("checkpoint", facts)
    Checkpoint.objects.create(size=last.size, root=last.root, text=text, at=last.at, mac=mac)
    report = check(with_kept=False)
    assert [wrong.words for wrong in report.faults] == [
        "Entry 10 is under a checkpoint without this register's signature."
    ]


def test_an_entry_of_an_earlier_month_is_found_though_stamped_numbered_and_signed_anew(ids):
    """Backdating: the last entry is sealed again as if in January, with every stamp, tile and signature right."""
    row = Sealed.objects.select_related("entry").get(number=10)
    early = sequencer._seal(row.entry, 10, "2026-01")
    _take_out(Sealed, "number", 10)
    early.save(force_insert=True)
    hashes = [bytes(each) for each in Sealed.objects.order_by("number").values_list("leaf_hash", flat=True)]
    _take_out(Tile)
    for (level, index), held in tiles.grow(0, hashes, lambda level, index: b"").items():
        Tile.objects.create(level=level, index=index, hashes=held)
    *_, before, last = Checkpoint.objects.order_by("size")
    _take_out(Checkpoint, "size", last.size)
    sequencer._sign(10, last.at, before=bytes(before.mac))
    report = check(with_kept=False)
    assert [wrong.words for wrong in report.faults] == ["Entry 10 is dated before the entry in front of it."]
