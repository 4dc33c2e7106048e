"""Numbered exactly once: two sequencers at a time, many writers, one killed between, a database put back."""

import signal
from datetime import timedelta
from uuid import UUID

import pytest

from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.register import actions, outside, queries
from carecommons.register.models import Checkpoint, Entry, Sealed, Waiting
from carecommons.register.queries.check import check
from register.a_register import AT, fill, record
from register.other_processes import Shared


@pytest.fixture
def shared(tmp_path):
    made = Shared(tmp_path)
    yield made
    made.close()


def test_two_sequencers_and_three_writers_number_every_entry_exactly_once(shared):
    processes = [shared.start("queue", 12) for _ in range(3)] + [shared.start("integrate", 36) for _ in range(2)]
    assert [process.wait(90) for process in processes] == [0] * 5
    found = shared.report()
    assert found["numbers"] == list(range(1, 37))
    assert (found["entries"], found["waiting"], found["ok"]) == (36, 0, True), found["words"]
    assert found["seals"] > 3


def test_a_sequencer_killed_in_the_middle_leaves_the_queue_as_it_was(shared):
    assert shared.start("queue", 5).wait(60) == 0
    dying = [shared.start("die", moment) for moment in (1, 2, 3)]  # before reading, numbering, signing
    assert [process.wait(60) for process in dying] == [-signal.SIGKILL] * 3
    found = shared.report()
    assert (found["numbers"], found["waiting"], found["ok"]) == ([], 5, True), found["words"]
    assert shared.start("integrate", 5).wait(60) == 0
    found = shared.report()
    assert (found["numbers"], found["waiting"], found["ok"]) == ([1, 2, 3, 4, 5], 0, True), found["words"]


@pytest.mark.django_db
def test_entries_are_numbered_in_the_order_of_queueing_and_a_batch_is_as_large_as_asked():
    ids = [record(n) for n in (2, 0, 1)]
    assert actions.integrate(at=AT, at_most=2) == 2
    assert actions.integrate(at=AT, at_most=2) == 1
    assert actions.integrate(at=AT) == 0
    assert [queries.entry_number(entry_id) for entry_id in ids] == [3, 1, 2]
    assert Checkpoint.objects.count() == 2


@pytest.mark.django_db
def test_the_sequencer_signs_nothing_over_a_tree_that_was_changed():
    fill()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE register_tile SET hashes = %s", [b"\x00" * 32 * 10])
    with pytest.raises(Refused) as refusal:
        actions.integrate(at=AT)
    assert refusal.value.code == "register_changed"
    assert "register verify" in str(refusal.value)
    assert Waiting.objects.count() == 2


@pytest.mark.django_db
def test_a_database_put_back_to_an_earlier_day_stops_the_sequencer(tmp_path):
    fill()
    assert actions.sequence(at=AT + timedelta(days=21), home=tmp_path) == 2
    newest = outside.kept(tmp_path)
    assert outside.read(newest).size == 12
    from register.test_tampering import _put_back

    _put_back(10)
    with pytest.raises(Refused) as refusal:
        actions.sequence(at=AT + timedelta(days=22), home=tmp_path)
    assert refusal.value.code == "register_put_back"
    assert "held 12 entries; it now holds 10" in str(refusal.value)
    assert outside.kept(tmp_path) == newest
    assert Sealed.objects.count() == 10


@pytest.mark.django_db
def test_a_checkpoint_of_another_key_stops_the_sequencer(tmp_path):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from carecommons.register import checkpoint

    fill()
    key = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    outside.keep(tmp_path, checkpoint.sign(name="other", size=1, root=b"r" * 32, key=key))
    with pytest.raises(Refused, match="not signed by this register's key"):
        actions.sequence(at=AT, home=tmp_path)


@pytest.mark.django_db
def test_reading_the_register():
    ids = fill()
    assert queries.entry_number(ids[-1]) is None
    assert [entry.number for entry in queries.entries_after(7, 2)] == [8, 9]
    entry = queries.public_entry(5)
    assert (entry.kind, entry.sealed_month) == ("decision", "2026-11")
    assert set(entry.commitments) == {"child", "reasons", "by", "role"}
    assert queries.entry_id_of(5) == ids[4]
    opened = queries.openings(ids[4])
    assert opened["reasons"].value == "Invented data, reason 4."
    assert len(opened["reasons"].salt) == 32
    for number in (0, 11, -1, 2**63, 2**80):
        with pytest.raises(NotFound):
            queries.public_entry(number)
    assert queries.months() == ("2026-12", "2026-11")
    page = queries.newest(kind="erasure")
    assert [entry.number for entry in page.entries] == [10]
    assert queries.newest(month="2026-11").total == 9
    assert queries.newest(page=99).page == 1


@pytest.mark.django_db
def test_an_empty_register_says_so_and_is_whole():
    with pytest.raises(NotNow, match="Nothing has been sealed yet"):
        queries.checkpoint()
    assert check().ok
    assert actions.integrate(at=AT) == 0
    with pytest.raises(NotFound):
        actions.erase(entry_id=UUID(int=1), by_id=None, by_role="operator", at=AT)


@pytest.mark.django_db
def test_the_whole_register_stays_whole_over_many_tiles():
    for batch in range(6):
        for n in range(90):
            record(n)
        assert actions.integrate(at=AT + timedelta(days=batch)) == 90
    report = check()
    assert (report.ok, report.size) == (True, 540), report.words
    for number in (1, 256, 257, 512, 513, 540):
        assert queries.proof(number).holds
    old = Checkpoint.objects.get(size=270)
    from carecommons.register import verify

    new = queries.checkpoint()
    assert verify.consistent(
        old=270, new=540, old_root=bytes(old.root), new_root=bytes.fromhex(new.root),
        proof=queries.consistency(270, 540),
    )  # fmt: skip
    for old_size, new_size in ((0, 540), (5, 4), (1, 541)):
        with pytest.raises(Refused, match="two sizes"):
            queries.consistency(old_size, new_size)
    assert Entry.objects.count() == 540
