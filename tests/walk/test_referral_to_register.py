"""The whole walk, through the acts and through the pages: from a child to a public entry that names nobody."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate

from carecommons.children.needs import DOMAINS
from carecommons.children.queries import find_child
from carecommons.decisions import actions as decisions
from carecommons.decisions.queries import decision, facts_owed
from carecommons.matching.queries import referral, shortlist
from carecommons.people.roles import Role
from carecommons.provision.models import Home, Resident
from carecommons.register import outside
from carecommons.register.actions import integrate
from carecommons.register.queries import entries_after, proof, public_entry
from carecommons.register.queries.check import check
from walk_world import KENT, MANAGER, NO_ROUND, NOMINATED, add_home, choose, search, tell_before

pytestmark = pytest.mark.django_db
DECISION_FIELDS = {"criteria_version", "approver_role", "compromise", "review_asked"}


@pytest.fixture(autouse=True)
def register_of_its_own():
    yield
    outside.forget(settings.HOME)


def secrets_of(child_id, referral_id) -> list[str]:
    """Every word that would tell a stranger who, where or which council."""
    child = find_child(child_id)
    homes = [word for home in Home.objects.all() for word in (home.name, home.reference, str(home.id))]
    own = [child.reference, child.known_as, child.home_postcode, str(child.id), str(referral_id)]
    return [*own, referral(referral_id).reference, *homes, "Kent", '"886"', "school", "brother"]


def assert_nobody_is_named(text: str, words: list[str]) -> None:
    named = [word for word in words if word.casefold() in text.casefold()]
    assert not named


# ---------------------------------------------------------------- through the acts
def test_from_a_child_to_a_public_entry_that_anyone_can_check_and_nobody_can_read_anything_from():
    found = search(
        Alder={}, Birch={"authority": "887"}, Cedar={"EMO": 0}, Damson={"kind": "childrens_home", "registered": False}
    )
    listed = shortlist(found.id)
    assert listed.looked_at == len(listed.shown) + len(listed.passed_over) == 4
    decision_id = choose(found)
    entry_id = decisions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=5))
    integrate(at=found.at + timedelta(minutes=6))

    made = decision(decision_id)
    entry = public_entry(made.entry_number)
    assert entry.kind == "decision"
    assert set(entry.public) == DECISION_FIELDS
    assert entry.sealed_month == "2026-11"
    assert made.entry_id == entry_id
    assert proof(made.entry_number).holds
    report = check()
    assert report.ok
    assert report.waiting == 0

    said = "\n".join(json.dumps([each.kind, dict(each.public), each.sealed_month]) for each in entries_after(0, 1000))
    assert_nobody_is_named(said, secrets_of(found.child, found.id))


def test_a_compromise_says_so_in_public_and_nothing_of_what_was_missing():
    found = search(Alder={"EMO": 0, "authority": "887"}, Birch={}, Cedar={})
    decision_id = choose(found, compromise_missing=["Feelings"])
    tell_before(decision_id, at=found.at)
    decisions.approve(
        decision_id=decision_id, satisfied=facts_owed(decision_id, at=found.at), by=NOMINATED,
        at=found.at + timedelta(minutes=5),
    )  # fmt: skip
    integrate(at=found.at + timedelta(minutes=6))
    entry = public_entry(decision(decision_id).entry_number)
    assert (entry.public["compromise"], entry.public["approver_role"]) == (True, "nominated_officer")
    assert "Feelings" not in json.dumps(dict(entry.public))


def test_the_acts_of_the_walk_stand_in_the_register_in_the_order_in_which_they_were_done():
    found = search()
    decisions.approve(decision_id=choose(found), by=MANAGER, at=found.at + timedelta(minutes=5))
    integrate(at=found.at + timedelta(minutes=6))
    kinds = [entry.kind for entry in entries_after(0, 1000)]
    milestones = [
        kind for kind in kinds if kind in ("criteria", "referral", "ladder", "shortlist", "proposal", "decision")
    ]
    assert milestones == ["criteria", "referral", "ladder", "ladder", "shortlist", "proposal", "decision"]


# ---------------------------------------------------------------- through the pages, by role
def day(name: str, on) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def needs_by_page(worker: Client, child: str, today) -> None:
    base = f"/children/{child}/needs/"
    for domain in DOMAINS:
        level = {"EMO": "2", "SOC": "1"}.get(domain.code, "0")
        answer = {"level": level, "evidence": "Seen at home and at school in October.", "confidence": "high"}
        assert worker.post(f"{base}{domain.code}/", answer).status_code == 302
    strengths = {f"state_{domain.code}": "unknown" for domain in DOMAINS}
    strengths |= {"state_SOC": "present", "text_SOC": "Keeps two close friends"}
    assert worker.post(f"{base}strengths/", strengths).status_code == 302
    assert worker.post(f"{base}matters/", {"matter_1": "Seeing my brother"}).status_code == 302
    trained = {"training": "Two days, this spring", "experience": "Six years", **day("assessed_on", today)}
    assert worker.post(f"{base}assessment/", trained).status_code == 302
    finished = worker.post(f"{base}check/", {"after": "0"})
    assert finished.status_code == 302, plain(finished)


def wish_by_page(worker: Client, child: str, stage: str, today) -> None:
    words = "I want to stay near my school and see my brother."
    asked = {"stage": stage, "words": words, "how": "said", **day("said_on", today)}
    assert worker.post(f"/children/{child}/wishes/add/", asked).status_code == 302


def plain(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_walk_through_the_pages_role_by_role(client_as, tmp_path):
    from carecommons.constitution.actions import publish_founding

    now = datetime.now(UTC)
    today = localdate(now)
    publish_founding(at=now - timedelta(days=30))
    homes = {name: add_home(name, at=now - timedelta(hours=1)) for name in ("Alder", "Birch")}
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    manager = client_as(Role.TEAM_MANAGER, authority=KENT)

    # The social worker opens the record, writes the needs with the child, and keeps what they say.
    opened = worker.post("/children/add/", {
        "known_as": "Robin", **day("birth_date", today.replace(year=today.year - 9, day=1)), "sex": "F",
        "authority": KENT, "home_postcode": "ME14 1XQ", "legal_status": "C2",
    })  # fmt: skip
    assert opened.status_code == 302
    child = opened["Location"].split("/")[2]
    needs_by_page(worker, child, today)
    wish_by_page(worker, child, "before_shortlist", today)

    # The search: family first, then every home in the published order.
    asked = worker.post(f"/searches/new/?child={child}", {
        **day("wanted_by", today + timedelta(days=14)), "why": "planned_move", "stay": "any",
    })  # fmt: skip
    search_id = asked["Location"].split("/")[2]
    assert worker.post(f"/searches/{search_id}/look/").status_code == 409
    for rung in ("parents", "connected_person"):
        answer = {f"{rung}-answer": "not_possible", f"{rung}-reason": "Asked this week; not possible now."}
        assert worker.post(f"/searches/{search_id}/family/{rung}/", answer).status_code == 302
    assert worker.post(f"/searches/{search_id}/look/").status_code == 302
    list_page = worker.get(f"/searches/{search_id}/homes/")
    assert "Alder" in plain(list_page)
    assert f"/decisions/new/{search_id}/" in list_page.content.decode()

    # The choice, with the child's words about these homes, and a reason for each.
    wish_by_page(worker, child, "before_decision", today)
    chosen = worker.post(f"/decisions/new/{search_id}/", {
        "home": str(homes["Alder"]), "why_chosen": "Alder meets every need, and the school bus stops outside.",
        f"why_not_{homes['Birch'].hex}": "Birch is farther from the school that they know.",
        "wishes_effect": "changed_how", "wishes_how": "Weekly time with their brother is written into the plan.",
        **NO_ROUND,
    })  # fmt: skip
    assert chosen.status_code == 302
    address = chosen["Location"]

    # The manager approves; the sequencer numbers the entry; the document carries its seal.
    assert "1 choice waits for your answer" in plain(manager.get("/decisions/"))
    assert manager.post(f"{address}approve/").status_code == 302
    integrate(at=datetime.now(UTC))
    document = plain(worker.get(address))
    assert "will live at Alder" in document
    number = int(re.search(r"Entry (\d+)", document)[1])
    assert Resident.objects.filter(home_id=homes["Alder"], to_day=None).count() == 1

    # The child reads their letter, and who looked.
    young = client_as(Role.CHILD, children=[child])
    assert "You will live at Alder" in plain(young.get(address))
    assert "social worker" in plain(young.get(f"/looks/{child}/"))

    # Anyone reads the public entry, checks it on their own computer, and learns nothing of the child.
    stranger = Client()
    words = secrets_of(child, search_id)
    for page in ("/register/", f"/register/{number}/", f"/register/{number}/proof.json"):
        answer = stranger.get(page)
        assert answer.status_code == 200
        main = answer.content.decode().split("<main", 1)[-1]
        assert_nobody_is_named(main, words)
    (tmp_path / "check.py").write_bytes(stranger.get("/register/check.py").content)
    (tmp_path / "proof.json").write_bytes(stranger.get(f"/register/{number}/proof.json").content)
    checked = subprocess.run([sys.executable, "check.py", "proof.json"], cwd=tmp_path, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert stranger.get(f"/register/{number}/opened/").status_code == 302
    assert stranger.get(address).status_code == 302
    assert check().ok


def test_a_stranger_from_another_council_walks_nowhere(client_as):
    found = search()
    decision_id = choose(found)
    other = client_as(Role.DIRECTOR, authority="878")
    for page in (
        f"/children/{found.child}/",
        f"/searches/{found.id}/",
        f"/searches/{found.id}/homes/",
        f"/decisions/{decision_id}/",
    ):
        assert other.get(page).status_code == 404, page
    assert other.post(f"/decisions/{decision_id}/approve/").status_code == 404
