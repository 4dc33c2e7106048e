"""The API's root: who asks, what a refusal looks like, and a description that says who may."""

from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from ninja import NinjaAPI, Router, Schema
from ninja.errors import ValidationError
from pydantic import BaseModel

from carecommons.common.errors import Fault, Faulty, NotFound, NotNow, Refused
from carecommons.people.actions import give_post
from carecommons.people.doors import door_api
from carecommons.people.may import check_may
from carecommons.people.permissions import PERMISSIONS
from carecommons.people.roles import Role, Subject
from carecommons.site.api import _invalid, _refused
from carecommons.site.reference import REFUSALS, every_operation
from carecommons.site.urls import handler400, handler404, handler500  # noqa: F401
from carecommons.site.urls import urlpatterns as whole
from conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
CHILD = uuid4()

router = Router()


class Wish(Schema):
    words: str


@router.get("/children/{uuid:child_id}")
@door_api("children.see_record")
def see(request: HttpRequest, child_id: UUID) -> dict[str, str]:
    if child_id != CHILD:
        raise NotFound()
    check_may(request.person, "children.see_record", Subject(authority="800", child_id=child_id))
    return {"role": request.person.role}


@router.post("/children/{uuid:child_id}/wishes")
@door_api("children.write_wishes")
def wish(request: HttpRequest, child_id: UUID, sent: Wish) -> dict[str, str]:
    return {"words": sent.words}


@router.get("/public")
@door_api("site.read_public")
def public(request: HttpRequest) -> dict[str, str]:
    return {"role": request.person.role}


@router.get("/taken")
@door_api("site.read_public")
def taken(request: HttpRequest) -> None:
    raise NotNow("place_taken", "Someone else has the place. Choose another.", places=1, home=object())


@router.get("/faulty")
@door_api("site.read_public")
def faulty(request: HttpRequest) -> None:
    raise Faulty("file_faulty", "Nothing was stored.", [Fault("a.csv", 2, "DOB", "date", "Not a day.")])


small = NinjaAPI(urls_namespace="small", docs_url=None, openapi_url=None)
small.add_exception_handler(Refused, _refused)
small.add_exception_handler(ValidationError, _invalid)
small.add_router("", router)
urlpatterns = [path("api/test/", small.urls), *whole]


def with_token(token: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def problem(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert set(body) >= {"type", "title", "status", "detail", "code", "where", "next", "facts"}
    return dict(body)


def test_a_token_lets_its_owner_in_with_the_permissions_of_its_post(client, person, token_for) -> None:
    worker = token_for(person(Role.SOCIAL_WORKER, authority="800"))
    answer = client.get(f"/api/test/children/{CHILD}", **with_token(worker))
    assert (answer.status_code, answer.json()) == (200, {"role": "social_worker"})


def test_without_a_token_or_a_session_the_answer_is_401_and_says_how(client) -> None:
    answer = client.get(f"/api/test/children/{CHILD}")
    assert problem(answer)["code"] == "sign_in_needed"
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("sent", ["Bearer cc_nonsense", "Bearer ", "Basic YTpi", "Bearer"])
def test_a_token_that_is_not_in_force_opens_nothing_not_even_what_is_public(client, sent: str) -> None:
    answer = client.get("/api/test/public", HTTP_AUTHORIZATION=sent)
    assert answer.status_code == 401
    problem(answer)


def test_what_is_public_needs_no_token(client) -> None:
    assert client.get("/api/test/public").json() == {"role": "public"}


def test_a_role_that_never_may_is_refused_before_what_it_sent_is_read(client, person, token_for) -> None:
    planner = with_token(token_for(person(Role.PLANNER, authority="800")))
    answer = client.post(f"/api/test/children/{CHILD}/wishes", b"not json", content_type="application/json", **planner)
    assert answer.status_code == 403
    assert problem(answer)["code"] == "not_allowed"
    assert problem(answer)["detail"].startswith("A planner may not record ")


def test_forbidden_and_missing_answer_byte_for_byte_alike(client, person, token_for) -> None:
    other = with_token(token_for(person(Role.SOCIAL_WORKER, authority="801")))
    forbidden = client.get(f"/api/test/children/{CHILD}", **other)
    missing = client.get(f"/api/test/children/{uuid4()}", **other)
    assert forbidden.status_code == missing.status_code == 404
    assert forbidden.content == missing.content
    assert forbidden.headers == missing.headers


def test_a_session_changes_something_only_from_our_own_page(client_for, person) -> None:
    advocate = person(Role.ADVOCATE, children=[CHILD])
    client = client_for(advocate, enforce_csrf_checks=True)
    url, body = f"/api/test/children/{CHILD}/wishes", {"words": "See my brother every week"}
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 403
    assert problem(answer)["code"] == "csrf_failed"
    client.get("/account/tokens/")
    token = client.cookies["cc-csrf"].value
    answer = client.post(url, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.json()) == (200, body)


def test_a_token_needs_no_page(person, token_for) -> None:
    advocate = with_token(token_for(person(Role.ADVOCATE, children=[CHILD])))
    client = Client(enforce_csrf_checks=True)
    url, body = f"/api/test/children/{CHILD}/wishes", {"words": "See my brother every week"}
    assert client.post(url, body, content_type="application/json", **advocate).status_code == 200


def test_a_session_with_two_roles_and_none_chosen_is_told_to_choose(client_for, person) -> None:
    worker = person(Role.SOCIAL_WORKER, authority="800")
    give_post(account_id=worker.id, role=Role.PLANNER, authorities=["800"], at=NOON, by=None)
    answer = client_for(worker).get(f"/api/test/children/{CHILD}")
    assert answer.status_code == 403
    assert problem(answer)["code"] == "role_not_chosen"


def test_a_state_that_does_not_permit_is_409_and_tells_only_plain_facts(client) -> None:
    answer = client.get("/api/test/taken")
    assert answer.status_code == 409
    assert problem(answer)["facts"] == {"places": 1}


def test_every_fault_of_a_file_is_told(client) -> None:
    (fault,) = problem(client.get("/api/test/faulty"))["faults"]
    assert fault == {"file": "a.csv", "row": 2, "column": "DOB", "code": "date", "message": "Not a day."}


def test_what_cannot_be_read_is_422_named_by_place_and_not_repeated(client, person, token_for) -> None:
    advocate = with_token(token_for(person(Role.ADVOCATE, children=[CHILD])))
    body = {"wrong": "a secret of a child"}
    answer = client.post(f"/api/test/children/{CHILD}/wishes", body, content_type="application/json", **advocate)
    assert answer.status_code == 422
    assert problem(answer)["code"] == "request_not_valid"
    assert "words" in problem(answer)["detail"]
    assert "secret" not in answer.content.decode()


def test_an_address_that_does_not_exist_is_a_problem_too(client) -> None:
    assert problem(client.get("/api/v1/nothing/here"))["code"] == "not_found"


def test_the_description_is_openapi_3_1_and_says_who_may(client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    found = [each for methods in schema["paths"].values() for each in methods.values()]
    assert found
    for each in found:
        assert each["x-permission"] in PERMISSIONS
        assert "Who may: " in each["description"]
        for status in REFUSALS:
            told = schema["components"]["responses"][each["responses"][str(status)]["$ref"].rpartition("/")[2]]
            assert list(told["content"]) == ["application/problem+json"]


def test_the_reference_is_a_plain_page_from_the_same_description(client) -> None:
    page = client.get("/api/v1/").content.decode()
    for address in client.get("/api/v1/openapi.json").json()["paths"]:
        assert address.replace("'", "&#x27;") in page
    assert "http://" not in page.replace("http://testserver", "").replace("http://www.w3.org", "")
    assert "https://" not in page


def test_the_type_of_a_refusal_leads_to_its_place_on_the_reference(client) -> None:
    page = client.get("/api/v1/").content.decode()
    for refused in (client.get("/api/v1/nothing"), client.get("/api/v1/me/tokens"), client.delete("/api/v1/me/")):
        address, _, place = refused.json()["type"].partition("#")
        assert address == "/api/v1/"
        assert f'id="{place}"' in page


def test_a_token_says_who_it_is_lists_its_like_and_ends_itself(person, token_for) -> None:
    worker = person(Role.SOCIAL_WORKER, authority="800")
    head = with_token(token_for(worker))
    me = Client().get("/api/v1/me/", **head).json()
    assert (me["role"], me["authorities"], me["children"]) == ("social_worker", ["800"], 0)
    assert Client().get("/api/v1/me/").json()["role"] == "public"
    (line,) = Client().get("/api/v1/me/tokens", **head).json()["items"]
    assert (line["in_force"], "cc_" in str(line)) == (True, False)
    foreign = with_token(token_for(person(Role.SOCIAL_WORKER, authority="800")))
    assert Client().delete(f"/api/v1/me/tokens/{line['id']}", **foreign).status_code == 404
    assert Client().delete(f"/api/v1/me/tokens/{line['id']}", **head).status_code == 204
    assert Client().get("/api/v1/me/tokens", **head).status_code == 401


def test_every_schema_name_means_one_thing() -> None:
    """The description names schemas by their class: two classes of one name would overwrite each other."""
    found: dict[str, set[type]] = {}

    def note(kind: Any) -> None:
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found.get(kind.__name__, ()):
            found.setdefault(kind.__name__, set()).add(kind)
            for field in kind.model_fields.values():
                note(field.annotation)
        elif isinstance(kind, type) and is_dataclass(kind) and kind not in found.get(kind.__name__, ()):
            found.setdefault(kind.__name__, set()).add(kind)
            for annotation in get_type_hints(kind).values():
                note(annotation)
        for part in get_args(kind):
            note(part)

    for _, operation in every_operation():
        for model in (*operation.models, *operation.response_models.values()):
            for field in getattr(model, "model_fields", {}).values():
                note(field.annotation)
    assert len(found) > 80
    assert not {name: kinds for name, kinds in found.items() if len(kinds) > 1}
