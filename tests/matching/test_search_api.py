"""Searches and homes for machines: the same acts, looks and refusals as the pages."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from carecommons.people.models import Look
from carecommons.people.roles import Role
from matching.searches_made import DEVON, FOURTEEN, KENT, REAL_TODAY, a_child, a_provider, an_entry, homes, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(person, token_for, founding):
    """api(role, council) -> ask(method, path, body) with that person's token."""

    def make(role=Role.SOCIAL_WORKER, authority=KENT, **facts):
        token = token_for(person(role, authority=None if facts else authority, **facts))
        client = Client(headers={"Authorization": f"Bearer {token}"})

        def ask(method, path, body=None):
            given = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
            return getattr(client, method)(f"/api/v1/{path}", **given)

        return ask

    return make


def test_a_search_from_asking_to_the_list(api):
    homes(an_entry("Alder House", a_provider()), an_entry("Birch", a_provider("B"), free=0), at=datetime.now(UTC))
    child_id = a_child(birth_date=FOURTEEN)
    ask = api()
    soon = f"{localdate() + timedelta(days=5)}"
    made = ask("post", "matching/searches", {"child_id": str(child_id), "wanted_by": soon, "why": "notice"})
    assert made.status_code == 201
    search = made.json()
    assert "seed" not in search
    assert search["next"] == "prevention"
    tried = {"what": "A clinician came", "by_whom": "Health", "tried_on": "2026-01-05", "came_of": "Not enough"}
    told = {"root_cause": "needs_grew", "tried": [tried]}
    assert ask("post", f"matching/searches/{search['id']}/prevention", told).status_code == 201
    for rung in ("parents", "connected_person"):
        answer = ask("post", f"matching/searches/{search['id']}/family", {
            "rung": rung, "answer": "nobody", "reason": "Asked on Monday."})  # fmt: skip
        assert answer.status_code == 200
    refused = ask("post", f"matching/searches/{search['id']}/homes")
    assert (refused.status_code, refused.json()["code"]) == (409, "wishes_not_asked")
    wish_id = wish(child_id)
    listed = ask("post", f"matching/searches/{search['id']}/homes")
    assert listed.status_code == 201
    body = listed.json()
    assert [home["name"] for home in body["shown"]] == ["Alder House"]
    assert body["shown"][0]["waiting"] is False
    assert body["looked_at"] == len(body["shown"]) + len(body["passed_over"]) == 2
    told = {"home_id": body["shown"][0]["home_id"], "wish_id": str(wish_id), "answer": "yes", "words": "They said so"}
    answered = ask("post", f"matching/searches/{search['id']}/wishes", told)
    assert answered.json()["shown"][0]["wishes"][0]["answer"] == "yes"
    assert ask("get", f"matching/searches/{search['id']}/homes").json() == answered.json()
    assert [line["id"] for line in ask("get", "matching/searches").json()["items"]] == [search["id"]]
    ended = ask("post", f"matching/searches/{search['id']}/withdraw", {"reason": "Going home."})
    assert ended.json()["state"] == "withdrawn"
    assert Look.objects.filter(child_id=child_id).count() >= 8


def test_no_word_of_price_and_no_score_in_the_answer(api):
    homes(an_entry("Alder House", a_provider()), at=datetime.now(UTC))
    child_id = a_child(birth_date=FOURTEEN)
    wish(child_id)
    ask = api()
    soon = f"{localdate() + timedelta(days=5)}"
    search = ask("post", "matching/searches", {"child_id": str(child_id), "wanted_by": soon, "why": "nearer"}).json()
    for rung in ("parents", "connected_person"):
        ask("post", f"matching/searches/{search['id']}/family", {"rung": rung, "answer": "nobody", "reason": "Asked."})
    names = set()

    def gather(node):
        if isinstance(node, dict):
            names.update(node)
            for each in node.values():
                gather(each)
        elif isinstance(node, list):
            for each in node:
                gather(each)

    gather(ask("post", f"matching/searches/{search['id']}/homes").json())
    for name in names:
        assert not set(name.split("_")) & {"price", "cost", "fee", "score", "total", "percent", "rating"}, name


def test_another_council_and_nothing_answer_alike(api):
    child_id = a_child(birth_date=FOURTEEN)
    soon = f"{localdate() + timedelta(days=5)}"
    search = api()("post", "matching/searches", {"child_id": str(child_id), "wanted_by": soon, "why": "notice"}).json()
    far = api(authority=DEVON)
    there = far("get", f"matching/searches/{search['id']}")
    nowhere = far("get", "matching/searches/00000000-0000-4000-8000-000000000000")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_a_home_is_entered_read_and_kept_by_machine(api):
    provider = a_provider()
    ask = api(Role.PLACEMENT_OFFICER)
    made = ask("post", "provision/homes", {
        "kind": "childrens_home", "name": "Cedar Rise", "kept_by": KENT, "authority": KENT, "places": 3,
        "provider_id": str(provider), "easting": 576000, "northing": 155000,
        "terms": {"number": "SC1", "from_day": "2020-01-01", "age_min": 8, "age_max": 17, "places": 3},
    })  # fmt: skip
    assert made.status_code == 201, made.content
    home = made.json()
    assert (home["standing"], home["opening"]) == ("lawful", "never_said")
    assert "easting" not in home
    assert "postcode" not in home
    path = f"provision/homes/{home['id']}"
    assert ask("post", f"{path}/free", {"free": 2}).json()["opening"] == "open"
    assert ask("post", f"{path}/claims", {"code": "SP-ASD"}).json()["capabilities"][0]["proof"] == "claim_only"
    ratio = ask("post", f"{path}/evidence", {
        "code": "SP-ASD", "kind": "staffing_ratio", "document": "3:1", "issued_on": f"{REAL_TODAY}"})  # fmt: skip
    assert (ratio.status_code, ratio.json()["code"]) == (422, "staffing_ratio_is_not_evidence")
    for kind in ("carer_training", "clinical_input", "outcomes"):
        proved = ask("post", f"{path}/evidence", {
            "code": "SP-ASD", "kind": kind, "document": "Shown", "issued_on": f"{REAL_TODAY}"})  # fmt: skip
    assert proved.json()["capabilities"][0]["proof"] == "proved"
    said = ask("post", f"{path}/levels", {"levels": {"EMO": {"meets": 2, "with_support": 3}}, "basis": "A visit"})
    assert said.json()["answers"]["EMO"]["with_support"] == 3
    assert said.json()["answers"]["STA"]["meets"] is None
    assert ask("post", f"{path}/together", {"answer": "acceptable", "words": "Calm."}).json()["impact"] == "acceptable"
    terms = {"from_day": f"{REAL_TODAY}", "age_min": 10, "age_max": 12, "places": 1}
    assert ask("post", f"{path}/terms", terms).json()["terms"][0]["age_max"] == 12
    assert [line["id"] for line in ask("get", "provision/homes?specialism=SP-ASD").json()["items"]] == [home["id"]]
    assert api(Role.PLACEMENT_OFFICER, DEVON)("get", path).status_code == 404
    assert api(Role.SOCIAL_WORKER)("post", f"{path}/free", {"free": 1}).status_code == 403
