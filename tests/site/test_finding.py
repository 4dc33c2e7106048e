"""Search by reference: what one may open and nothing else; missing and forbidden answer alike."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from url_samples import OTHER, OWN, World, decided, home_kept

from carecommons.children.queries import find_child
from carecommons.matching.queries import referral
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.models import Home
from carecommons.site.logs import without_personal_data

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def world(founding) -> World:
    made = World()
    decided(made, OWN)
    home_kept(made, OWN)
    return made


def references(world: World) -> dict[str, tuple[str, str]]:
    """kind -> (reference, where it stands)."""
    child, search, home = world.child(OWN), world.made["search", OWN], world.made["homes", OWN][0]
    return {
        "child": (find_child(child).reference, f"/children/{child}/"),
        "search": (referral(search).reference, f"/searches/{search}/"),
        "home": (Home.objects.get(id=home).reference, f"/homes/{home}/"),
        "entry": ("1", "/register/1/"),
    }


@pytest.mark.parametrize("kind", ["child", "search", "home", "entry"])
def test_a_reference_leads_straight_to_what_has_it_however_it_is_written(
    kind: str, world: World, person: Any, client_for: Any
) -> None:
    client = client_for(person(Role.PLACEMENT_OFFICER, authority=OWN))
    reference, where = references(world)[kind]
    ways = {reference, reference.lower(), f"  {reference} ", " ".join(reference), reference.replace("-", "")}
    ways |= (
        {reference.replace("-", "\u2013"), "entry 1", "#1"} if kind == "entry" else {reference.replace("-", "\u2013")}
    )
    for written in ways:
        answer = client.get("/find/", {"reference": written})
        assert answer.status_code == 302, written
        assert answer["Location"] == where
    assert client.get(where).status_code == 200


def test_missing_and_not_yours_answer_alike_and_write_no_look(world: World, person: Any, client_for: Any) -> None:
    client = client_for(person(Role.PLACEMENT_OFFICER, authority=OTHER))
    known = references(world)
    pages = {}
    for kind, missing in (("child", "C-ZZZZZ"), ("search", "R-ZZZZZ"), ("home", "H-ZZZZZ")):
        for word in (known[kind][0], missing):
            answer = client.get("/find/", {"reference": word})
            assert answer.status_code == 404
            html = answer.content.decode()
            assert "Nothing of yours has this reference" in html
            pages[word] = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html.replace(word, "REFERENCE"))
    assert len(set(pages.values())) == 1
    assert not Look.objects.filter(account_id=client.person.id).exists()


@pytest.mark.parametrize("words", ["Invented child", "Robin", "C-", "R-1' OR 1=1", "9" * 40, "0", "-1", "\u0661", "é"])
def test_nothing_is_found_by_name_or_by_anything_else(words: str, world: World, person: Any, client_for: Any) -> None:
    answer = client_for(person(Role.SOCIAL_WORKER, authority=OWN)).get("/find/", {"reference": words})
    assert answer.status_code == 404


def test_each_role_is_led_only_to_a_page_of_its_own(world: World, person: Any, client_for: Any) -> None:
    child = world.child(OWN)
    reference = find_child(child).reference
    head = client_for(person(Role.VIRTUAL_SCHOOL_HEAD, authority=OWN))
    assert head.get("/find/", {"reference": reference})["Location"] == f"/children/{child}/school/"
    for role in (Role.PLANNER, Role.INSPECTOR, Role.AUDITOR, Role.OPERATOR, Role.FOSTER_CARER, Role.PARENT):
        someone = client_for(person(role, authority=OWN, children=[child]))
        assert someone.get("/find/", {"reference": reference}).status_code == 404, role


def test_opening_what_was_found_writes_one_look(world: World, person: Any, client_for: Any, token_for: Any) -> None:
    worker = person(Role.SOCIAL_WORKER, authority=OWN)
    reference, where = references(world)["child"]
    client = client_for(worker)
    assert client.get("/find/", {"reference": reference}, follow=True).status_code == 200
    assert Look.objects.filter(account_id=worker.id).count() == 1
    head = {"authorization": f"Bearer {token_for(worker)}"}
    told = client.get("/api/v1/me/find", {"reference": reference}, headers=head)
    assert told.json() == {"kind": "child", "address": where}
    assert Look.objects.filter(account_id=worker.id).count() == 2
    refused = client.get("/api/v1/me/find", {"reference": "C-ZZZZZ"}, headers=head)
    assert (refused.status_code, refused["Content-Type"]) == (404, "application/problem+json")


def test_the_form_stands_in_the_header_of_whoever_may_use_it(person: Any, client_for: Any, client: Any) -> None:
    html = client_for(person(Role.SOCIAL_WORKER, authority=OWN)).get("/me/").content.decode()
    assert 'role="search"' in html
    assert 'autocomplete="off"' in html
    assert 'role="search"' not in client.get("/").content.decode()
    assert client.get("/find/", {"reference": "C-ZZZZZ"}).status_code == 302, "a stranger is asked to sign in"
    assert client_for(person(Role.CHILD)).get("/find/").status_code == 403


def test_what_was_looked_for_stays_out_of_the_logs() -> None:
    line = 'GET /find/?reference=C-7K4QX&x=1 HTTP/1.1" 302'
    assert without_personal_data(line) == 'GET /find/?reference=[reference]&x=1 HTTP/1.1" 302'
