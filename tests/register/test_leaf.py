"""Leaves and commitments: one way to write an entry, and a sealed part that only its salt opens."""

import hashlib
import json
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from carecommons.register import leaf
from shared import SHARED

JCS = SHARED / "jcs" / "testdata"
SALT = bytes(range(32))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Rung(StrEnum):
    PARENTS = "parents"


def test_a_leaf_by_hand():
    data = leaf.leaf(number=2, kind="decision", month="2026-11", public={"compromise": False}, commitments={"by": "aa"})
    assert data == (
        b'{"commitments":{"by":"aa"},"kind":"decision","month":"2026-11","number":2,"public":{"compromise":false}}'
    )


def test_a_commitment_by_hand():
    by_hand = hashlib.sha256(SALT + b'["home","H-7K2QX"]').hexdigest()
    assert leaf.commitment("home", "H-7K2QX", SALT) == by_hand
    assert leaf.opens(by_hand, "home", "H-7K2QX", SALT)
    assert not leaf.opens(by_hand, "home", "H-7K2QY", SALT)
    assert not leaf.opens(by_hand, "child", "H-7K2QX", SALT)
    assert not leaf.opens(by_hand, "home", "H-7K2QX", SALT[::-1])
    assert not leaf.opens(by_hand, "home", "H-7K2QX", b"")


@given(value=JSON)
def test_what_was_sealed_opens_after_it_was_written_and_read_as_text(value):
    sealed = leaf.commitment("reasons", value, SALT)
    assert leaf.opens(sealed, "reasons", json.loads(leaf.canonical(value)), SALT)


def test_ids_days_choices_and_sets_are_written_as_text():
    value = {
        "id": UUID(int=7), "on": date(2026, 11, 20), "at": datetime(2026, 11, 20, 16, tzinfo=UTC), "rung": Rung.PARENTS,
        "flags": frozenset({"b", "a"}), "pair": (1, None), "hash": b"\x01\xff", 5: True,
    }  # fmt: skip
    assert leaf.plain(value) == {
        "id": "00000000-0000-0000-0000-000000000007", "on": "2026-11-20", "at": "2026-11-20T16:00:00+00:00",
        "rung": "parents", "flags": ["a", "b"], "pair": [1, None], "hash": "01ff", "5": True,
    }  # fmt: skip
    with pytest.raises(TypeError, match="object"):
        leaf.plain(object())
    for number in (2**53, float("nan")):
        with pytest.raises((ValueError, rfc8785.CanonicalizationError)):
            leaf.canonical(number)


def test_the_month_is_that_of_england():
    assert leaf.month_of(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "2026-07"
    assert leaf.month_of(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == "2026-11"


@pytest.mark.skipif(not JCS.exists(), reason="the public vectors of RFC 8785 are not beside this clone")
def test_canonical_json_is_that_of_the_public_vectors():
    names = sorted(path.name for path in (JCS / "input").iterdir())
    assert len(names) == 6
    for name in names:
        value = json.loads((JCS / "input" / name).read_text("utf-8"))
        assert leaf.canonical(value) == (JCS / "output" / name).read_bytes().rstrip(b"\n"), name
