"""`carecommons keys`: list, rotate, retire, make; and a rotation that is killed in the middle goes on."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection

import carecommons
from carecommons.children import actions as children
from carecommons.cli.main import run
from carecommons.common.key_source import PRIVATE, KeySource
from carecommons.common.sealed_field import Sealed, ring
from carecommons.common.sealing import new_ring, read_ring
from carecommons.decisions import actions, queries
from carecommons.people.roles import Person, Role
from carecommons.site import resealing
from walk_world import MANAGER, NOON, choose, search

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeySource:
    """Keys of this test alone."""
    source = KeySource.of({}, tmp_path / "home")
    monkeypatch.setattr(settings, "FIELD_KEYS", source)
    monkeypatch.setattr(settings, "PRIVATE_KEYS", KeySource.of({}, tmp_path / "home", PRIVATE))
    monkeypatch.setattr("carecommons.cli.keys.django_ready", lambda **_: None)
    return source


@pytest.fixture
def decided(founding):
    found = search()
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    return decision_id


WORDS = "Can you come on Friday, to the lighthouse?"


@pytest.fixture
def thread(decided) -> UUID:
    """A young person's own thread with their advocate: seven messages, and one that is not sent. Their id."""
    child = queries.decision(decided).child_id
    robin = Person(role=Role.CHILD, id=uuid4(), children=frozenset({child}))
    told = {"child_id": child, "by": robin, "at": NOON}
    for number in range(7):
        children.send_message(words=f"{number}. {WORDS}", **told)
    children.keep_own_draft(form="message", answers={"words": WORDS}, days=30, **told)
    return child


def private() -> list[object]:
    """Every private word of the database, opened."""
    return [
        getattr(row, field.attname)
        for model, fields in resealing.sealed_models(private=True)
        for row in model._base_manager.order_by("pk")
        for field in fields
    ]


def stored() -> str:
    """The same columns as the database holds them."""
    found = []
    with connection.cursor() as cursor:
        for model, fields in resealing.sealed_models(private=True):
            for field in fields:
                cursor.execute(f"SELECT {field.column} FROM {model._meta.db_table}")
                found += [str(row[0]) for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_keys_of_private_messages_are_turned_by_the_same_command(thread, keys, capsys) -> None:
    before, record = private(), everything()
    assert len(before) == 8
    first = ring(private=True).current
    held = said(capsys, "list")
    assert held["private"]["keys"] == [{"key": first, "seals": True, "values": 8}]
    assert held["private"]["kept_in"] != held["kept_in"]
    done = said(capsys, "rotate", "--batch", "3")
    turned = done["private"]
    assert (turned["new"], turned["values"], turned["rows"], turned["old_keys"]) == (True, 8, 8, [first])
    assert turned["key"] not in (first, done["key"])
    assert first not in stored()
    assert stored().count(turned["key"]) == 8
    assert "lighthouse" not in stored()
    assert (private(), everything()) == (before, record)
    assert said(capsys, "retire", turned["key"], code=3)["error"]["code"] == "key_in_use"
    assert said(capsys, "retire", first) == {"retired": first, "keys": [turned["key"]]}
    assert private() == before
    assert said(capsys, "list")["keys"][0]["key"] == done["key"], "the keys of the record are as they were"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(thread, keys, capsys) -> None:
    texts = [source.file.read_bytes() for source in (settings.FIELD_KEYS, settings.PRIVATE_KEYS)]
    held, sealed = said(capsys, "list"), stored()
    told = said(capsys, "rotate", "--dry-run")
    assert (told["dry_run"], told["new"], told["private"]["new"]) == (True, True, True)
    assert told["values"] == held["keys"][0]["values"]
    assert told["private"]["values"] == 8
    assert run(["keys", "rotate", "--dry-run"]) == 0
    words = capsys.readouterr()
    assert "A new key would be made for private messages and drafts" in words.out
    assert "Nothing was done." in words.err
    assert [source.file.read_bytes() for source in (settings.FIELD_KEYS, settings.PRIVATE_KEYS)] == texts
    assert (said(capsys, "list"), stored()) == (held, sealed)


def test_a_rotation_cut_off_among_private_messages_goes_on_and_makes_no_third_key(
    thread, keys, capsys, monkeypatch
) -> None:
    before, first, batch, times = private(), ring(private=True).current, resealing._batch, []

    def cut_off(model, fields, at_once):
        times.extend([1] * fields[0].private)
        if len(times) > 2:
            raise KeyboardInterrupt
        return batch(model, fields, at_once)

    with monkeypatch.context() as patched:
        patched.setattr(resealing, "_batch", cut_off)
        assert run(["keys", "rotate", "--batch", "2"]) == 1
    capsys.readouterr()
    held = said(capsys, "list")
    names = [key["key"] for key in held["keys"]]
    assert [key["values"] for key in held["keys"]][1] == 0, "the record was done"
    assert {key["key"]: key["values"] for key in held["private"]["keys"]}[first] == 4
    assert private() == before  # both keys open
    assert said(capsys, "rotate", "--dry-run")["private"] == {"new": False, "values": 4, "written": True}
    done = said(capsys, "rotate")
    assert (done["new"], done["values"], done["private"]["new"], done["private"]["values"]) == (False, 0, False, 4)
    assert [key["key"] for key in said(capsys, "list")["keys"]] == names
    assert len(said(capsys, "list")["private"]["keys"]) == 2
    assert private() == before


def test_no_more_rows_are_held_at_once_than_a_batch(thread, keys, capsys, monkeypatch) -> None:
    batch, sizes = resealing._batch, []

    def counted(model, fields, at_once):
        sizes.append(batch(model, fields, at_once))
        return sizes[-1]

    monkeypatch.setattr(resealing, "_batch", counted)
    done = said(capsys, "rotate", "--batch", "3")
    assert max(sizes) == 3
    assert sum(sizes) == done["rows"] + done["private"]["rows"]


def test_no_key_is_made_where_one_of_the_two_sets_cannot_be_written(thread, keys, monkeypatch, capsys) -> None:
    monkeypatch.setattr(
        settings, "PRIVATE_KEYS", KeySource(text=settings.PRIVATE_KEYS.ring().as_text(","), which=PRIVATE)
    )
    text = keys.file.read_bytes()
    refused = said(capsys, "rotate", code=3)["error"]
    assert refused["code"] == "keys_in_environment"
    assert "CARECOMMONS_PRIVATE_KEYS" in refused["message"]
    assert keys.file.read_bytes() == text


def test_a_lost_private_key_is_counted_and_stops_a_rotation_without_a_word(thread, keys, capsys) -> None:
    lost = ring(private=True).current
    settings.PRIVATE_KEYS.keep(new_ring())
    assert said(capsys, "list", code=3)["private"]["missing_keys"] == {lost: 8}
    refused = said(capsys, "rotate", code=3)["error"]
    assert refused["code"] == "value_does_not_open"
    assert "lighthouse" not in refused["message"]


def everything() -> dict[str, list]:
    """Every sealed value of the record, opened."""
    return {
        model._meta.label: [
            [getattr(row, field.attname) for field in fields] for row in model._base_manager.order_by("pk")
        ]
        for model, fields in resealing.sealed_models()
    }


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict:
    assert run(["keys", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_rotation_seals_every_value_anew_and_the_old_key_goes_only_then(decided, keys, capsys) -> None:
    before, first = everything(), ring().current
    held = said(capsys, "list")
    assert [(k["key"], k["seals"]) for k in held["keys"]] == [(first, True)]
    number = held["keys"][0]["values"]
    assert number > 60
    done = said(capsys, "rotate", "--batch", "3")
    assert (done["new"], done["values"], done["old_keys"]) == (True, number, [first])
    assert [(k["key"], k["values"]) for k in said(capsys, "list")["keys"]] == [(done["key"], number), (first, 0)]
    assert everything() == before
    assert said(capsys, "retire", done["key"], code=3)["error"]["code"] == "key_in_use"
    assert said(capsys, "retire", first) == {"retired": first, "keys": [done["key"]]}
    assert said(capsys, "retire", first, code=3)["error"]["code"] == "key_unknown"
    assert everything() == before
    assert queries.decision(decided).child_known_as == "Robin"


def test_an_old_key_is_kept_while_one_value_needs_it(decided, keys, capsys, monkeypatch) -> None:
    first, batch, times = ring().current, resealing._batch, []

    def cut_off(*args):
        times.append(1)
        if len(times) > 4:
            raise KeyboardInterrupt
        return batch(*args)

    before = everything()
    with monkeypatch.context() as patched:
        patched.setattr(resealing, "_batch", cut_off)
        assert run(["keys", "rotate", "--batch", "2"]) == 1
    assert "run this again to go on" in capsys.readouterr().err
    held = {key["key"]: key["values"] for key in said(capsys, "list")["keys"]}
    assert all(held.values())
    assert len(held) == 2
    assert everything() == before  # both keys open
    assert said(capsys, "retire", first, code=3)["error"]["code"] == "key_in_use"
    done = said(capsys, "rotate")
    assert (done["new"], done["values"]) == (False, held[first])  # it went on, and made no third key
    assert everything() == before
    assert {key["key"]: key["values"] for key in said(capsys, "list")["keys"]}[first] == 0


def test_a_value_whose_key_is_lost_is_counted_and_stops_a_rotation(decided, keys, capsys) -> None:
    lost = ring().current
    keys.keep(new_ring())
    held = said(capsys, "list", code=3)
    assert held["missing_keys"].keys() == {lost}
    refused = said(capsys, "rotate", code=3)["error"]
    assert refused["code"] == "value_does_not_open"
    assert lost in refused["message"]
    assert "Robin" not in refused["message"]


def test_keys_of_the_environment_are_not_written_by_the_command(keys, monkeypatch, capsys, decided) -> None:
    source = KeySource(text=keys.ring().as_text(","))
    monkeypatch.setattr(settings, "FIELD_KEYS", source)
    assert said(capsys, "list")["kept_in"] == "CARECOMMONS_FIELD_KEYS"
    assert said(capsys, "rotate", code=3)["error"]["code"] == "keys_in_environment"
    turned = keys.ring().with_key(new_ring().index)
    monkeypatch.setattr(settings, "FIELD_KEYS", KeySource(text=turned.as_text(",")))
    assert said(capsys, "rotate")["new"] is False
    old = list(turned.keys)[1]
    assert said(capsys, "retire", old, code=3)["error"]["code"] == "keys_in_environment"


def test_fresh_keys_are_printed_in_both_forms(capsys) -> None:
    for words in ([], ["--one-line"]):
        assert run(["keys", "make", *words]) == 0
        assert next(iter(read_ring(capsys.readouterr().out).keys)).startswith("k1-")
    assert len(read_ring(said(capsys, "make")["text"]).keys) == 1


@pytest.mark.parametrize("words", [["rotate", "--batch", "0"], ["retire"], ["turn"]])
def test_wrong_usage_ends_2(words) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["keys", *words])
    assert ended.value.code == 2


KILLED = """
import os, signal, sys
from carecommons.cli.ready import django_ready
django_ready(migrate=True)
from datetime import UTC, datetime
from uuid import uuid4
from carecommons.children.models import Child
from carecommons.site import resealing
what = sys.argv[1]
if what == "fill":
    Child.objects.bulk_create(
        Child(reference=f"C-{n:05d}", known_as=f"Robin {n}", birth_date=datetime(2012, 3, 27).date(), sex="F",
              authority="886", return_key=str(n), return_key_index=str(n), added_at=datetime.now(UTC),
              added_by_role="x")
        for n in range(300))
if what == "die":
    batch, times = resealing._anew, []
    def die(*args):
        times.append(1)
        if len(times) > 700:
            os.kill(os.getpid(), signal.SIGKILL)
        return batch(*args)
    resealing._anew = die
    from carecommons.cli.main import run
    run(["keys", "rotate", "--batch", "20"])
if what == "read":
    print(sorted((row.reference, row.known_as, row.return_key, str(row.birth_date)) for row in Child.objects.all()))
"""


def test_a_rotation_that_is_killed_in_the_middle_of_a_batch_goes_on_and_every_value_opens(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CARECOMMONS_", "DATABASE_"))}
    env = clean | {
        "CARECOMMONS_HOME": str(tmp_path / "house"),
        "PYTHONPATH": str(Path(carecommons.__file__).parents[1]),
    }

    def start(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, timeout=600)

    command = ("-m", "carecommons.cli.main", "keys")
    assert start("-c", KILLED, "fill").returncode == 0
    before = start("-c", KILLED, "read").stdout
    assert "Robin 299" in before
    assert start("-c", KILLED, "die").returncode == -signal.SIGKILL
    new, old = (key["values"] for key in json.loads(start(*command, "list", "--json").stdout)["keys"])
    # 700 looks at 4 columns are 175 rows: 8 whole batches of 20 rows with 3 values each (no postcode) stand.
    assert (new, old) == (160 * 3, 140 * 3)
    assert start("-c", KILLED, "read").stdout == before
    done = json.loads(start(*command, "rotate", "--json").stdout)
    assert (done["new"], done["rows"]) == (False, 140)
    assert start(*command, "retire", done["old_keys"][0]).returncode == 0
    assert start("-c", KILLED, "read").stdout == before
    house = b"".join(path.read_bytes() for path in (tmp_path / "house").glob("*.sqlite3*"))
    assert b"C-00299" in house
    assert b"Robin" not in house


def test_a_sealed_value_tells_nothing_when_it_is_printed() -> None:
    assert repr(Sealed("s1.k1-000000.AAAA")) == "<sealed>"
