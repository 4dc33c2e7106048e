"""Sealing single values, the ring of keys, and where the keys are kept."""

import os
import stat
from pathlib import Path

import pytest

from carecommons.common.key_source import KeySource, problem
from carecommons.common.sealing import FieldNotOpened, KeyRing, KeysFaulty, key_of, new_key, new_ring, read_ring

PLACE = {"table": "children_child", "column": "known_as", "row": "7"}
RING = new_ring()


def test_what_was_sealed_opens_at_its_place_and_never_looks_the_same_twice() -> None:
    once, again = RING.seal("Róbín".encode(), **PLACE), RING.seal("Róbín".encode(), **PLACE)
    assert once != again
    assert RING.open(once, **PLACE).decode() == RING.open(again, **PLACE).decode() == "Róbín"
    assert key_of(once) == RING.current
    assert once.isascii()
    assert "R" + "ób" not in once


@pytest.mark.parametrize("elsewhere", [{"table": "children_recordedwish"}, {"column": "home_postcode"}, {"row": "8"}])
def test_a_value_that_was_moved_does_not_open_and_the_error_names_the_place_only(elsewhere: dict[str, str]) -> None:
    sealed = RING.seal(b"Robin of the wood", **PLACE)
    with pytest.raises(FieldNotOpened, match="moved here from another place") as refusal:
        RING.open(sealed, **(PLACE | elsewhere))
    assert (refusal.value.table, refusal.value.column) == tuple((PLACE | elsewhere)[k] for k in ("table", "column"))
    assert "Robin" not in str(refusal.value)
    assert sealed not in str(refusal.value)


def test_a_value_that_was_changed_does_not_open() -> None:
    sealed = RING.seal(b"Robin", **PLACE)
    at = sealed.rindex(".") + 1
    for spot in range(at, len(sealed) - 3):  # the last digits carry spare bits
        other = "A" if sealed[spot] != "A" else "B"
        with pytest.raises(FieldNotOpened):
            RING.open(sealed[:spot] + other + sealed[spot + 1 :], **PLACE)


@pytest.mark.parametrize("written", ["Robin", "s1.", "s1.k1-000000", "s2.k1-000000.AAAA", "s1.<script>.AAAA"])
def test_a_value_that_was_written_past_the_software_does_not_open(written: str) -> None:
    with pytest.raises(FieldNotOpened):
        RING.open(written, **PLACE)


def test_a_key_that_is_not_here_is_named() -> None:
    sealed = new_ring().with_key(new_key()).seal(b"Robin", **PLACE)
    with pytest.raises(FieldNotOpened, match=rf"sealed with the key {key_of(sealed)}, which is not among the keys"):
        RING.open(sealed, **PLACE)
    wrong = KeyRing({key_of(sealed): new_key()}, new_key())  # a key of that name, and another one
    with pytest.raises(FieldNotOpened, match="the key is wrong"):
        wrong.open(sealed, **PLACE)


def test_a_ring_with_one_more_key_seals_with_it_and_opens_what_was_sealed_before() -> None:
    old = RING.seal(b"Robin", **PLACE)
    turned = RING.with_key(new_key())
    assert turned.current.startswith("k2-")
    assert turned.open(old, **PLACE) == b"Robin"
    assert key_of(turned.seal(b"Robin", **PLACE)) == turned.current
    assert read_ring(turned.as_text()).keys == read_ring(turned.as_text(",")).keys == turned.keys
    assert list(read_ring(turned.as_text()).keys) == [turned.current, RING.current]
    assert turned.without(RING.current).keys.keys() == {turned.current}
    assert repr(turned) == f"KeyRing({turned.current}, {RING.current})"


def test_a_blind_index_is_the_same_for_ever_and_another_in_every_place() -> None:
    facts = {"table": "children_child", "column": "return_key", "within": "886"}
    index = RING.blind("N123", **facts)
    assert index == RING.with_key(new_key()).blind("N123", **facts)
    others = [RING.blind("N124", **facts), new_ring().blind("N123", **facts)]
    others += [RING.blind("N123", **(facts | {name: "x"})) for name in facts]
    assert len({index, *others}) == 6
    assert len(index) == 64


GOOD = RING.as_text().splitlines()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "at least one data key"),
        (GOOD[0], "at least one data key"),
        ("\n".join([*GOOD, GOOD[0]]), "stands twice"),
        ("\n".join([*GOOD, new_ring().as_text().splitlines()[1]]), "two index keys"),
        ("hello", "Line 1 does not begin with the name of a key"),
        (GOOD[0].replace("=", "=!", 1), "is not base64"),
        (GOOD[0][:30], "is not base64|has .* bytes"),
        ("k1-000000=" + GOOD[0].partition("=")[2], "is not the one that bore this name"),
        ("k1-000000=" + "A" * 43 + "=", "is no random key"),
    ],
    ids=range(9),  # the keys are random: as names of tests they would differ from worker to worker
)
def test_a_text_that_is_no_ring_is_refused_and_no_key_is_shown(text: str, words: str) -> None:
    with pytest.raises(KeysFaulty, match=words) as refusal:
        read_ring(text)
    assert GOOD[0].partition("=")[2] not in str(refusal.value)


def test_a_local_house_makes_keys_once_that_only_its_owner_reads(tmp_path: Path) -> None:
    made = KeySource.of({}, tmp_path).ring()
    assert stat.S_IMODE((tmp_path / "field-keys").stat().st_mode) == 0o600
    assert KeySource.of({}, tmp_path).ring().keys == made.keys
    assert [path.name for path in tmp_path.iterdir()] == ["field-keys"]


def test_keys_that_were_turned_are_seen_by_whoever_runs_already(tmp_path: Path) -> None:
    running, command = KeySource.of({}, tmp_path), KeySource.of({}, tmp_path)
    running.ring()
    command.keep(command.ring().with_key(new_key()))
    assert running.ring(afresh=True).current == command.ring().current
    assert stat.S_IMODE((tmp_path / "field-keys").stat().st_mode) == 0o600


def test_production_wants_a_file_that_others_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(RING.as_text())
    os.chmod(file, 0o644)
    assert "can be read by others" in problem({"CARECOMMONS_FIELD_KEY_FILE": str(file)})
    os.chmod(file, 0o600)
    assert problem({"CARECOMMONS_FIELD_KEY_FILE": str(file)}) == ""
    file.write_text("nothing")
    assert "not usable" in problem({"CARECOMMONS_FIELD_KEY_FILE": str(file)})
