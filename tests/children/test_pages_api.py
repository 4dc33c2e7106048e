"""The children's room for programs: the same acts, permissions, looks and refusals as the pages."""

from uuid import uuid4

import pytest
from django.test import Client

from carecommons.children import actions, models, queries
from carecommons.children.needs import DOMAINS
from carecommons.children.packing import pack
from carecommons.people.models import Look
from carecommons.people.roles import Role
from children.children_made import AT, AUTISM, DEVON, DRAMA, KENT, add_child, ratings, record_needs, strengths

pytestmark = pytest.mark.django_db
ROOM = "/api/v1/children/"
READS = ("", "needs/", "needs/versions/", "needs/compare/?earlier=1&later=2", "story/", "wishes/", "connections/")
WRITES = {
    "needs/": {"ratings": pack(ratings(2)), "strengths": pack(strengths()), "assessed_on": "2025-11-20"},
    "story/": {"words": "I sing.", "strengths": "Sings", "helps": "Quiet", "authorship": "child"},
    "wishes/": {"stage": "review", "words": "Near Nan", "how": "said", "said_on": "2025-11-20"},
    "connections/": {"kind": "friend", "name": "Jo", "keep": True},
    "avoid/": {"name": "The old flat", "authority": DEVON},
}


class Program(Client):
    """A program with a personal token."""

    def __init__(self, token: str) -> None:
        super().__init__(headers={"Authorization": f"Bearer {token}"})

    def send(self, address: str, body: object):
        return self.post(address, body, content_type="application/json")


@pytest.fixture
def program(person, token_for):
    """program(Role.SOCIAL_WORKER, authority="886") -> a program acting for a new person in that role."""

    def make(role: Role, **facts) -> Program:
        who = person(role, **facts)
        made = Program(token_for(who))
        made.person = who
        return made

    return make


@pytest.fixture
def worker(program):
    return program(Role.SOCIAL_WORKER, authority=KENT)


@pytest.fixture
def child_id(worker):
    made = add_child(by=worker.person)
    record_needs(made, by=worker.person)
    record_needs(made, by=worker.person, ratings=ratings(1))
    actions.add_connection(
        child_id=made, kind="sibling", name="My brother", postcode="CT1 1AA", by=worker.person, at=AT
    )
    return made


@pytest.mark.parametrize("read", READS)
def test_every_read_answers_and_is_a_look(worker, child_id, read):
    response = worker.get(f"{ROOM}{child_id}/{read}")
    assert response.status_code == 200, response.content
    look = Look.objects.get(child_id=child_id)
    assert (look.account_id, look.role) == (worker.person.id, "social_worker")
    assert "CT1 1AA" not in response.content.decode()
    assert "ME14 1XQ" not in response.content.decode()


@pytest.mark.parametrize("read", READS)
def test_out_of_reach_answers_exactly_like_missing(program, child_id, read):
    far = program(Role.SOCIAL_WORKER, authority=DEVON)
    theirs, nobody = far.get(f"{ROOM}{child_id}/{read}"), far.get(f"{ROOM}{uuid4()}/{read}")
    assert (theirs.status_code, theirs.content) == (nobody.status_code, nobody.content)
    assert theirs.status_code == 404
    assert not Look.objects.exists()


@pytest.mark.parametrize("write", WRITES)
def test_every_write_is_made_refused_to_a_role_and_refused_out_of_reach(program, worker, child_id, write):
    address, body = f"{ROOM}{child_id}/{write}", WRITES[write]
    assert worker.send(address, body).status_code == 201
    assert program(Role.PLANNER, authority=KENT).send(address, body).status_code == 403
    assert program(Role.SOCIAL_WORKER, authority=DEVON).send(address, body).status_code == 404
    assert Client().post(address, body, content_type="application/json").status_code in (401, 403)


@pytest.mark.parametrize("write", WRITES)
def test_what_is_not_complete_is_refused_in_the_same_words_as_on_the_page(worker, child_id, write):
    response = worker.send(f"{ROOM}{child_id}/{write}", {})
    assert response.status_code == 422
    said = response.json()
    assert response["Content-Type"] == "application/problem+json"
    words = [fault["message"] for fault in said["faults"]]
    expected = {
        "needs/": "Feelings: not answered yet.",
        "story/": "Say what the child is good at and loves: a story begins with strengths.",
        "wishes/": "Choose when the child was asked.",
        "connections/": "Choose who or what it is.",
        "avoid/": "Give either a whole council area, or the postcode of one place.",
    }[write]
    assert expected in words


def test_needs_come_back_as_they_went_in_and_unknown_is_null(worker, child_id):
    given = {
        "ratings": pack(ratings(None, 0)), "strengths": pack(strengths()), "matters": ["My school"],
        "outcomes": pack([DRAMA]), "flags": pack([AUTISM]), "assessed_on": "2025-11-20", "after": 2,
    }  # fmt: skip
    assert worker.send(f"{ROOM}{child_id}/needs/", given).json() == {"version": 3}
    read = worker.get(f"{ROOM}{child_id}/needs/").json()
    assert [each["level"] for each in read["ratings"]][:3] == [None, 0, 1]
    for name in ("ratings", "strengths", "matters", "outcomes", "flags", "assessed_on"):
        assert read[name] == given[name], name
    late = worker.send(f"{ROOM}{child_id}/needs/", given)
    assert (late.status_code, late.json()["code"]) == (409, "needs_just_changed")


def test_a_rating_without_a_rater_is_signed_by_who_sends_it(worker, child_id):
    unsigned = [{**each, "rater": None} for each in pack(ratings())]
    body = {"ratings": unsigned, "assessed_on": "2025-11-20"}
    assert worker.send(f"{ROOM}{child_id}/needs/", body).status_code == 201
    assert queries.profile(child_id).rating("EMO").rater == f"Social worker, {worker.person.name}"


@pytest.mark.parametrize("level", [5, -1, 99])
def test_a_level_out_of_range_is_refused_and_named_by_row(worker, child_id, level):
    body = {"ratings": pack(ratings(1, level)), "assessed_on": "2025-11-20"}
    faults = worker.send(f"{ROOM}{child_id}/needs/", body).json()["faults"]
    assert [(each["row"], each["column"], each["code"]) for each in faults] == [(2, "level", "out_of_range")]


def test_what_was_not_asked_is_refused(worker, child_id):
    body = {**WRITES["wishes/"], "score": 4}
    assert worker.send(f"{ROOM}{child_id}/wishes/", body).status_code == 422


def test_a_child_that_has_no_profile_has_none(worker):
    made = add_child(by=worker.person, reference="C-22222")
    assert worker.get(f"{ROOM}{made}/needs/").json() is None


def test_two_versions_are_compared_in_words(worker, child_id):
    found = worker.get(f"{ROOM}{child_id}/needs/compare/?earlier=1&later=2").json()
    assert found["changes"][0] == {
        "domain": "EMO", "name": "Feelings", "before": 3, "now": 1, "direction": "less",
        "words": "Was 3, now 1: needs less help.",
    }  # fmt: skip
    assert worker.get(f"{ROOM}{child_id}/needs/compare/?earlier=1&later=9").status_code == 404


def test_a_wish_is_put_right_over_the_wire(worker, child_id):
    address, body = f"{ROOM}{child_id}/wishes/", WRITES["wishes/"]
    first = worker.send(address, body).json()["id"]
    second = worker.send(address, {**body, "words": "Near Pam", "corrects": first})
    assert second.status_code == 201
    assert worker.send(address, {**body, "corrects": first}).status_code == 409
    assert worker.send(address, {**body, "corrects": "nonsense"}).status_code == 404


def test_a_record_is_opened_and_the_list_is_a_look_at_each(worker):
    body = {"known_as": "Robin", "birth_date": "2012-03-27", "sex": "F", "authority": KENT, "languages": ["Arabic"]}
    made = worker.send(ROOM, body)
    assert made.status_code == 201
    child = models.Child.objects.get()
    assert (str(child.pk), child.reference) == (made.json()["id"], made.json()["reference"])
    listed = worker.get(ROOM).json()
    assert listed["total"] == 1
    assert listed["items"][0]["next"] == "Begin the needs profile"
    assert Look.objects.get().act == "children.see_caseload"
    assert worker.get(f"{ROOM}?reference={child.reference[2:].lower()}").json()["total"] == 1
    assert worker.get(f"{ROOM}?reference=Robinson").json()["total"] == 0
    assert worker.send(ROOM, {**body, "authority": DEVON}).status_code == 404


def test_protected_addresses_owe_a_reason_each_time(worker, child_id):
    address = f"{ROOM}{child_id}/protected/"
    refused = worker.send(address, {"reason": "  "})
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
    shown = worker.send(address, {"reason": "Planning the move"}).json()
    assert {"what": "My brother", "postcode": "CT1 1AA"} in shown["whereabouts"]
    look = Look.objects.get(child_id=child_id)
    assert (look.act, look.purpose) == ("children.see_protected", "Planning the move")


def test_the_dictionary_is_public_and_whole():
    told = Client().get(f"{ROOM}dictionary/").json()
    assert [each["code"] for each in told["domains"]] == [domain.code for domain in DOMAINS]
    assert set(told["domains"][0]["anchors"]) == {"0", "1", "2", "3", "4"}
    assert len(told["flags"]) == 21
    assert {"D1", "D4"} <= {each["data_class"] for each in told["fields"]}


def test_a_child_s_own_program_reads_their_facts_without_addresses_and_leaves_no_look(program, child_id):
    robin = program(Role.CHILD, children=[child_id])
    told = robin.get(f"{ROOM}{child_id}/").json()
    assert told["known_as"] == "Robin"
    assert not {"home_postcode", "return_key"} & set(told)
    assert not Look.objects.exists()


def test_a_program_of_a_virtual_school_head_reads_school_matters_only(program, worker, child_id):
    head = program(Role.VIRTUAL_SCHOOL_HEAD, authority=KENT)
    found = head.get(f"{ROOM}{child_id}/school/").json()
    assert [part["name"] for part in found["parts"]] == ["School", "Learning and talking"]
    assert found["parts"][0]["rating"]["domain"] == "EDU"
    assert head.get(f"{ROOM}{child_id}/").status_code == 403
    assert head.get(f"{ROOM}{child_id}/needs/").status_code == 403
    (line,) = head.get(ROOM).json()["items"]
    assert "next" not in line
    assert worker.get(f"{ROOM}{child_id}/school/").status_code == 403
