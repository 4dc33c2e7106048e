"""`carecommons register`: checks, proofs and seals on the command line, and its exit codes."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from carecommons.cli.main import run
from carecommons.cli.register import _until_next
from carecommons.register import actions, checkpoint, outside, queries
from carecommons.register.models import Waiting
from register.a_register import AT, fill, record
from register.other_processes import Shared


@pytest.fixture
def ids(db):
    yield fill()
    outside.forget(settings.HOME)


@pytest.fixture
def said(capsys):
    """said("verify") -> (exit code, what stood on stdout, what stood on stderr)."""

    def call(*words):
        code = run(["register", *words])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


@contextmanager
def _tampered(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
    yield


def test_verify_says_that_all_is_well_and_ends_0(ids, said):
    code, out, _ = said("verify")
    assert (code, out) == (0, "All 10 entries are as they were sealed, and 2 wait for a number.\n")
    code, out, _ = said("verify", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["ok"], found["size"], found["waiting"], found["first_bad"], found["faults"]) == (
        True,
        10,
        2,
        None,
        [],
    )


def test_verify_names_the_entry_that_was_edited_and_ends_3(ids, said):
    with _tampered("UPDATE register_sealed SET month = '2026-01' WHERE number = 6"):
        code, out, err = said("verify")
        assert code == 3
        assert "Entry 6 " in out
        assert "Keep this database as it is" in err
        code, out, _ = said("verify", "--json")
        assert (code, json.loads(out)["first_bad"]) == (3, 6)


def test_verify_compares_with_checkpoints_that_others_kept(ids, said, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(said("checkpoint")[1])
    assert said("verify", "--checkpoint", str(kept))[0] == 0
    other = kept.with_name("other.txt")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    other.write_text(checkpoint.sign(name="other", size=10, root=b"r" * 32, key=key))
    code, out, _ = said("verify", "--checkpoint", str(kept), "--checkpoint", str(other))
    assert code == 3
    assert "another register's" in out
    kept.write_text("nonsense")
    code, out, _ = said("verify", "--checkpoint", str(kept), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "checkpoint_unreadable")
    assert said("verify", "--checkpoint", str(tmp_path / "absent"))[0] == 3


def test_a_rollback_shows_against_a_kept_checkpoint(ids, said, tmp_path):
    from register.test_tampering import _put_back

    kept = tmp_path / "kept.txt"
    kept.write_text(said("checkpoint")[1])
    _put_back(9)
    assert said("verify")[0] == 0
    code, out, _ = said("verify", "--checkpoint", str(kept), "--json")
    assert (code, json.loads(out)["first_bad"]) == (3, 10)


def test_prove_says_it_in_words_and_gives_the_document(ids, said):
    code, out, _ = said("prove", "5")
    assert code == 0
    assert out.startswith("1. Entry 5 has a fingerprint.")
    assert "for 10 entries" in out
    assert queries.public_entry(5).leaf_hash in out
    code, out, _ = said("prove", "5", "--json")
    assert json.loads(out) == queries.proof(5).as_document()


@pytest.mark.parametrize(("words", "code"), [
    (("prove", "99"), 3), (("prove", "99", "--json"), 3),
])  # fmt: skip
def test_an_entry_that_is_not_there_is_refused(ids, said, words, code):
    ended, _, err = said(*words)
    assert ended == code
    assert "No entry has the number 99" in err


@pytest.mark.parametrize("words", [
    ("prove",), ("prove", "0"), ("prove", "x"), ("prove", "-1"), (), ("shred",), ("integrate", "--every", "0"),
])  # fmt: skip
def test_wrong_use_ends_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        run(["register", *words])
    assert ended.value.code == 2


@pytest.mark.parametrize("words", [(), ("verify",), ("prove",), ("checkpoint",), ("integrate",)])
def test_help_shows_an_example(words, capsys):
    with pytest.raises(SystemExit) as ended:
        run(["register", *words, "--help"])
    assert ended.value.code == 0
    assert "Example: carecommons register" in capsys.readouterr().out


def test_checkpoint_prints_the_signed_text_and_nothing_else(ids, said):
    code, out, err = said("checkpoint")
    assert (code, err) == (0, "")
    assert checkpoint.read(out).size == 10
    assert json.loads(said("checkpoint", "--json")[1])["text"] == out


def test_an_empty_register_has_no_seal_to_print(db, said):
    code, out, _ = said("checkpoint", "--json")
    assert code == 3
    assert json.loads(out)["error"]["code"] == "register_empty"


def test_integrate_numbers_what_waits_and_keeps_the_seal_outside(ids, said):
    assert said("integrate")[:2] == (0, "2 entries were numbered and sealed.\n")
    assert said("integrate")[:2] == (0, "No entry was waiting.\n")
    record(40)
    assert json.loads(said("integrate", "--json")[1]) == {"numbered": 1}
    assert checkpoint.read(outside.kept(settings.HOME)).size == 13
    assert Waiting.objects.count() == 0
    assert actions.integrate(at=AT) == 0


def test_a_sequencer_that_starts_again_does_not_seal_sooner(db):
    assert _until_next(3600, AT) == 0
    record(1)
    actions.integrate(at=AT)
    assert _until_next(3600, AT + timedelta(minutes=10)) == 3000
    assert _until_next(3600, AT + timedelta(hours=2)) == 0
    assert _until_next(3600, AT - timedelta(days=2)) == 3600  # a clock that was put back


def test_the_sequencer_goes_on_until_it_is_told_to_stop(tmp_path):
    shared = Shared(tmp_path)
    try:
        command = [sys.executable, "-m", "carecommons.cli.main", "register", "integrate", "--keep-on", "--every", "0.1"]
        running = subprocess.Popen(command, env=shared.environment)
        assert shared.start("queue", 3).wait(60) == 0
        assert shared.start("integrate", 3).wait(90) == 0  # returns when all three have numbers, whoever gave them
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0
        found = shared.report()
        assert (found["numbers"], found["ok"]) == ([1, 2, 3], True), found["words"]
    finally:
        if running.poll() is None:
            os.kill(running.pid, signal.SIGKILL)
        shared.close()
