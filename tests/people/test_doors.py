"""The doors: who is turned away, how, and that what is out of reach looks like what does not exist."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from carecommons.children.actions import add_child
from carecommons.common.errors import Fault, Faulty, NotNow
from carecommons.people.doors import door
from carecommons.people.queries import looks_at
from carecommons.people.roles import ANYONE, Person, Role
from conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(person):
    """A child of council 800."""
    worker = person(Role.SOCIAL_WORKER, authority="800")
    return add_child(
        reference="C-9A001", known_as="Invented child", birth_date=date(2014, 5, 1), sex="F", authority="800",
        by=worker, at=NOON,
    )  # fmt: skip


def alike(content: bytes, *values: object) -> bytes:
    for value in values:
        content = content.replace(str(value).encode(), b"-" * len(str(value)))
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b'value=""', content)


def test_a_stranger_is_sent_to_sign_in_and_comes_back_to_the_same_page(client: Client) -> None:
    answer = client.get("/me/?day=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=%2Fme%2F%3Fday%3D2"


def test_a_role_that_never_may_is_told_why_whose_rule_and_what_next(client_as) -> None:
    answer = client_as(Role.PLANNER, authority="800").get(f"/looks/{uuid4()}/")
    words = answer.content.decode()
    assert answer.status_code == 403
    assert "A planner may not see who looked at a child&#x27;s record." in words
    assert re.search(r"Those who may: advocate, auditor, [a-z, ]*young person\.", words)
    assert "Whose rule:" in words
    assert "What next:" in words


def test_another_council_s_child_and_no_child_at_all_are_one_and_the_same_page(client_as, child) -> None:
    officer = client_as(Role.REVIEWING_OFFICER, authority="801")
    nobody = uuid4()
    forbidden, missing = officer.get(f"/looks/{child}/"), officer.get(f"/looks/{nobody}/")
    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert len(forbidden.content) == len(missing.content)
    assert alike(forbidden.content, child) == alike(missing.content, nobody)
    kept = ("Content-Type", "Cache-Control", "Content-Length", "Vary")
    assert [forbidden.get(name) for name in kept] == [missing.get(name) for name in kept]


def test_the_same_child_is_open_to_their_own_officer_advocate_and_self(client_as, child) -> None:
    for client in (
        client_as(Role.REVIEWING_OFFICER, authority="800"),
        client_as(Role.ADVOCATE, children=[child]),
        client_as(Role.CHILD, children=[child]),
        client_as(Role.AUDITOR),
    ):
        assert client.get(f"/looks/{child}/").status_code == 200
    assert client_as(Role.ADVOCATE, children=[uuid4()]).get(f"/looks/{child}/").status_code == 404


def test_whoever_reads_the_list_of_looks_stands_in_it_but_the_child_is_not_a_watcher(client_as, child) -> None:
    client_as(Role.CHILD, children=[child]).get(f"/looks/{child}/")
    assert looks_at(child) == ()
    page = client_as(Role.AUDITOR, name="Oda Auditor").get(f"/looks/{child}/").content.decode()
    assert [(look.name, look.role) for look in looks_at(child)] == [("Oda Auditor", "auditor")]
    assert "Oda Auditor" in page


def test_what_a_signed_in_person_reads_is_kept_by_no_cache(client_as) -> None:
    assert "no-store" in client_as(Role.PLANNER, authority="800").get("/account/")["Cache-Control"]


def ask(view, person: Person = ANYONE) -> HttpResponse:
    request = RequestFactory().get("/somewhere/")
    request.person, request.posts_held = person, 1  # type: ignore[attr-defined]
    return door("site.read_public")(view)(request)


def test_a_refusal_becomes_a_page_with_its_status_words_and_every_fault() -> None:
    def view(request):
        raise NotNow("place_taken", "Someone else has just taken the last place. Choose another home.")

    answer = ask(view)
    assert answer.status_code == 409
    assert "Someone else has just taken the last place." in answer.content.decode()
    assert "place_taken" in answer.content.decode()

    def upload(request):
        faults = [Fault("episodes.csv", 4, "DECOM", "date", "31 February is not a day.")]
        raise Faulty("file_faulty", "Nothing was stored.", faults)

    answer = ask(upload)
    assert answer.status_code == 422
    assert "episodes.csv, row 4, DECOM: 31 February is not a day." in answer.content.decode()


class StartOver(Exception):
    sqlstate = "40001"


def test_an_act_that_lost_a_clash_in_the_database_is_done_again() -> None:
    tries = []

    def view(request):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("could not serialize access") from StartOver()
        return HttpResponse("done")

    assert ask(view).content == b"done"
    assert len(tries) == 3


def test_any_other_fault_of_the_database_is_not_hidden_by_trying_again() -> None:
    tries = []

    def view(request):
        tries.append(1)
        raise OperationalError("disk full")

    with pytest.raises(OperationalError, match="disk full"):
        ask(view)
    assert len(tries) == 1
