"""The register as a stranger meets it: pages, downloads, the program that checks a proof, and the API."""

import json
import subprocess
import sys

import pytest
from django.test import Client

from carecommons.register import actions, checkpoint, queries
from carecommons.register.proof import CHECKER
from carecommons.register.words import lines
from register.a_register import AT, DECISION, fill, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids():
    return fill()


def _get(address, **data):
    return Client().get(address, data)


def test_an_empty_register_says_what_comes_next():
    page = _get("/register/")
    assert page.status_code == 200
    assert "Nothing has been sealed yet" in page.text
    assert "Read the criteria" in page.text
    assert _get("/register/checkpoint").status_code == 409


def test_the_list_is_newest_first_in_plain_words(ids):
    page = _get("/register/")
    assert page.status_code == 200
    text = page.text
    assert text.index("Entry 10") < text.index("Entry 9") < text.index("Entry 1<")
    assert "A home was chosen for a child" in text
    assert "The sealed parts of an entry were erased" in text
    assert "December 2026" in text
    assert "10 entries, newest first" in text


def test_the_list_narrows_by_kind_and_month_and_pages_keep_the_question(ids):
    for n in range(40):
        record(n, kind="criteria", public={"version": n, "in_force_from": "2026-09-01"})
    actions.integrate(at=AT)
    page = _get("/register/", kind="criteria", page="2").text
    assert "A version of the criteria was published" in page
    assert "A home was chosen" not in page
    assert "kind=criteria&amp;page=1" in page
    assert "Nothing of this kind in this month" in _get("/register/", kind="erasure", month="2026-11").text
    for wrong in ({"page": "x"}, {"page": "999999999999"}, {"kind": "<b>"}, {"month": "2026-99"}):
        assert _get("/register/", **wrong).status_code == 200


def test_an_entry_is_found_by_number_or_by_fingerprint(ids):
    assert _get("/register/", find=" 5 ").url == "/register/5/"
    assert _get("/register/", find=queries.public_entry(7).leaf_hash.upper()).url == "/register/7/"
    for wrong in ("11", "0", "R-4821", "ab" * 32, "<script>", "9" * 30, "²"):
        page = _get("/register/", find=wrong)
        assert page.status_code == 404, wrong
        assert "No entry" in page.text
        assert "<script>alert" not in page.text


def test_an_entry_page_says_what_it_is_and_why_it_cannot_have_changed(ids):
    page = _get("/register/5/")
    assert page.status_code == 200
    text = page.text
    for words in ("A home was chosen for a child", "Team manager", "sealed in November 2026", "Version 1",
                  "for 10 entries", "Checked just now", queries.public_entry(5).leaf_hash):  # fmt: skip
        assert words in text, words


def test_an_entry_page_shows_neither_minute_nor_day_nor_anything_sealed(ids):
    text = _get("/register/5/").text + _get("/register/").text + _get("/register/5/proof.json").text
    opened = queries.openings(ids[4])
    for part in ("child", "reasons", "by"):
        assert str(opened[part].value) not in text
        assert opened[part].salt.hex() not in text
    assert "16:3" not in text
    assert "20 November" not in text
    assert "2026-11-2" not in text
    assert str(ids[4]) not in text


def test_an_entry_that_is_not_there_is_not_found(ids):
    for address in ("/register/11/", "/register/0/", f"/register/{10**30}/", "/register/11/proof.json"):
        assert _get(address).status_code == 404, address


def test_the_register_is_only_read(ids):
    assert Client().post("/register/5/").status_code == 405


def test_a_stranger_checks_a_proof_with_a_page_of_python_and_no_library(ids, tmp_path):
    program, proof = tmp_path / "check.py", tmp_path / "proof.json"
    program.write_text(_get("/register/check.py").text)
    assert program.read_text() == CHECKER
    assert len(CHECKER.splitlines()) <= 30

    def run():
        return subprocess.run([sys.executable, "-I", program, proof], capture_output=True, text=True, check=False)

    def other(leaf):
        return leaf.replace('"compromise":false', '"compromise":true').replace("erasure", "decision")

    for number in (1, 4, 10):
        document = json.loads(_get(f"/register/{number}/proof.json").content)
        proof.write_text(json.dumps(document))
        assert run().returncode == 0
        assert run().stdout == "The entry is in the sealed register.\n"
        for spoil in (
            {
                "leaf": document["leaf"]
                .replace('"compromise":false', '"compromise":true')
                .replace("erasure", "decision")
            },
            {"entry": document["entry"] | {"month": "2025-01"}},
            {"path": document["path"][:-1]},
            {"index": document["index"] + 1},
            {"size": document["size"] + 1},
        ):
            proof.write_text(json.dumps(document | spoil))
            assert run().returncode == 3, spoil
            assert "NOT proven" in run().stdout


def test_the_seal_can_be_taken_away_and_checked_by_its_key(ids):
    response = _get("/register/checkpoint")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    note = checkpoint.read(response.text)
    assert note.size == 10
    assert checkpoint.signed_by(note, queries.keyring().public_key)


def test_a_changed_entry_is_not_proven_on_its_page(ids):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE register_entry SET public = REPLACE(public, 'false', 'true')")
    page = _get("/register/5/")
    assert page.status_code == 422
    assert "the register was changed" in page.text


def test_public_fields_are_said_in_words():
    assert [(line.label, line.value) for line in lines("decision", DECISION)] == [
        ("Criteria version", 1),
        ("Approved by", "Team manager"),
        ("A compromise, for want of an appropriate home", "No"),
        ("Review asked for, when it was sealed", "No"),
    ]
    published = lines("criteria", {"version": 1, "in_force_from": "2026-09-01", "digest": "a" * 64})
    assert [line.form for line in published] == ["version", "day", "fingerprint"]
    assert lines("erasure", {"entry_number": 3})[0].form == "entry"


def test_the_api_gives_the_same_entries_proofs_and_seals(ids):
    entries = _get("/api/v1/register/entries", offset=3, limit=2).json()["items"]
    assert [each["number"] for each in entries] == [4, 5]
    assert entries[1]["public"] == DECISION
    one = _get("/api/v1/register/entries/5").json()
    assert one == entries[1]
    assert set(one) == {"number", "kind", "sealed_month", "public", "commitments", "leaf_hash"}
    assert _get("/api/v1/register/entries/5/proof").json() == json.loads(_get("/register/5/proof.json").content)
    assert _get("/api/v1/register/checkpoint").json()["size"] == 10
    path = _get("/api/v1/register/consistency", old=3, new=10).json()["path"]
    assert path == [step.hex() for step in queries.consistency(3, 10)]


@pytest.mark.parametrize(("address", "status"), [
    ("entries/11", 404), ("entries/0", 404), ("entries/99999999999999999999999", 404), ("entries/five", 422),
    ("entries/11/proof", 404), ("entries?limit=0", 422), ("entries?offset=-1", 422), ("consistency?old=9&new=3", 422),
    ("consistency?old=0&new=3", 422), ("consistency?old=3&new=99", 422),
])  # fmt: skip
def test_the_api_refuses_in_problem_json(ids, address, status):
    response = _get(f"/api/v1/register/{address}")
    assert response.status_code == status, response.text
    assert response["Content-Type"] == "application/problem+json"
