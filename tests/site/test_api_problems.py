"""One shape of refusal for every way to be refused, with the code that the page gives for the same."""

import json
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, RequestFactory
from ninja.errors import Throttled

from carecommons.people.roles import Role
from carecommons.site import views
from carecommons.site.api import _http
from carecommons.site.problems import STATUSES

pytestmark = pytest.mark.django_db
FIELDS = {"type", "title", "status", "detail", "code", "where", "next", "facts"}
CHILDREN, REGISTER = "/api/v1/children/", "/api/v1/register/entries"


def problem(answer, status: int, code: str) -> dict:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    told = json.loads(answer.content)
    assert set(told) >= FIELDS
    assert (told["status"], told["code"]) == (status, code)
    assert (told["title"], told["next"]) == STATUSES[status]
    assert told["type"] == f"/api/v1/#problem-{status}"
    assert "no-store" in answer["Cache-Control"]
    return told


@pytest.fixture
def worker(person, token_for):
    token = token_for(person(Role.SOCIAL_WORKER, authority="886"))
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_400_what_is_not_json(worker):
    for sent in (b"{", b"\xff\xfe", b'{"sex": NaN}', b"[" * 100_000, b"1" * 5000):
        told = problem(worker.generic("POST", CHILDREN, sent, content_type="application/json"), 400, "request_not_read")
        assert told["where"] == "POST /api/v1/children/"


def test_400_form_data_that_are_broken(person, token_for):
    planner = token_for(person(Role.PLANNER, authority="886"))
    answer = Client().generic(
        "POST", "/api/v1/returns/check", b"x", content_type="multipart/form-data",
        headers={"Authorization": f"Bearer {planner}"},
    )  # fmt: skip
    problem(answer, 400, "request_not_read")


@pytest.mark.parametrize(
    "sent", ["Bearer cc_nonsense", "Bearer \xff\xfe", "Basic YTpi", "Bearer", "\x01", "Bearer " + "x" * 4000]
)
def test_401_a_token_that_is_not_in_force(client, sent):
    answer = client.get(REGISTER, headers={"Authorization": sent})
    assert answer.status_code == 401
    told = problem(answer, 401, json.loads(answer.content)["code"])
    assert told["code"] in ("token_not_valid", "sign_in_needed")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_403_a_role_that_may_not(worker):
    problem(worker.get("/api/v1/planning/audit"), 403, "not_allowed")


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v1/nothing", "/api/v2/children/", "/api/v1/children/x/", "/api/v1/%00"]
)
def test_404_an_address_that_is_not_there(client, address):
    assert problem(client.get(address), 404, "not_found")["where"] == ""


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY"])
def test_405_says_which_methods_there_are(client, method):
    answer = client.generic(method, CHILDREN)
    assert answer["Allow"] == "GET, POST"
    if method != "HEAD":
        assert problem(answer, 405, "method_not_allowed")["facts"] == {"allowed": "GET, POST"}


def test_405_of_a_page_has_the_same_code(client):
    answer = client.post("/about/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "method_not_allowed" in answer.content.decode()


def test_409_has_the_code_that_the_page_gives_for_the_same(client):
    told = problem(client.get("/api/v1/register/checkpoint"), 409, "register_empty")
    page = client.get("/register/checkpoint")
    assert page.status_code == 409
    assert told["detail"] in page.content.decode()
    assert told["code"] in page.content.decode()


def test_413_before_a_byte_is_read(worker):
    answer = worker.post(
        CHILDREN, b"{}", content_type="application/json", CONTENT_LENGTH=str(settings.REQUEST_BODY_MAX_BYTES + 1)
    )
    assert problem(answer, 413, "too_large")["facts"] == {"bytes_max": settings.REQUEST_BODY_MAX_BYTES}
    page = worker.post("/children/add/", b"x", content_type="text/plain", CONTENT_LENGTH="999999999999")
    assert (page.status_code, "too_large" in page.content.decode()) == (413, True)
    assert page["Content-Type"].startswith("text/html")
    assert "Back button" in page.content.decode()


def test_413_a_body_of_words_larger_than_words_may_be(worker):
    sent = b'{"words": "' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}'
    problem(worker.generic("POST", CHILDREN, sent, content_type="application/json"), 413, "too_large")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_415_a_body_that_is_not_json(worker, kind):
    problem(worker.generic("POST", CHILDREN, b"{}", content_type=kind), 415, "media_type")


def test_422_every_part_with_its_place_and_nothing_repeated(worker):
    body = {"known_as": "a\x00b", "birth_date": "0001-01-01", "secret": "a child's secret"}
    told = problem(worker.post(CHILDREN, body, content_type="application/json"), 422, "request_not_valid")
    places = {each["column"] for each in told["faults"]}
    assert places == {"body.given.known_as", "body.given.birth_date", "body.given.secret"}
    assert "a child's secret" not in json.dumps(told)


def test_422_a_text_that_is_too_long_has_the_code_of_the_page(worker):
    problem(worker.post(CHILDREN, {"known_as": "x" * 8001}, content_type="application/json"), 422, "text_too_long")


def test_422_a_question_that_the_operation_does_not_take(client):
    told = problem(client.get(REGISTER, {"limt": 3}), 422, "question_not_known")
    assert "limit, offset" in told["detail"]


def test_422_nul_in_a_question(worker):
    problem(worker.get(CHILDREN, {"reference": "a\x00"}), 422, "request_not_valid")


@pytest.mark.parametrize("asked", ["limit=0", "limit=1001", "limit=x", "offset=-1", "offset=99999999999999999999"])
def test_422_a_page_out_of_bounds(client, asked):
    problem(client.get(f"{REGISTER}?{asked}"), 422, "request_not_valid")


def test_429_the_framework_s_throttle_and_when_to_come_back():
    answer = _http(RequestFactory().get(REGISTER), Throttled(wait=7))
    assert problem(answer, 429, "too_many_requests")["facts"] == {"wait_seconds": 7}
    assert answer["Retry-After"] == "7"


def test_500_says_so_without_a_word_of_what_broke(person, token_for, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a child's secret")

    monkeypatch.setattr("carecommons.register.queries.entries_after", broken)
    client = Client(raise_request_exception=False)
    answer = client.get(REGISTER)
    problem(answer, 500, "our_fault")
    assert "secret" not in answer.content.decode()


def locked(folder):
    """What SQLite itself says to whoever waited for a writer in vain, as Django hands it on."""
    file = folder / "locked.sqlite3"
    first, second = (sqlite3.connect(file, timeout=0, isolation_level=None) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as caught:
        second.execute("BEGIN IMMEDIATE")
    first.close()
    second.close()

    def broken(*_, **__):
        raise OperationalError("database is locked") from caught.value

    return broken


def test_a_database_that_is_busy_is_503_with_a_ground_and_when_to_come_back(monkeypatch, tmp_path):
    monkeypatch.setattr("carecommons.register.queries.entries_after", locked(tmp_path))
    answer = Client(raise_request_exception=False).get(REGISTER)
    told = problem(answer, 503, "database_busy")
    assert answer["Retry-After"] == "30"
    assert told["behind"]["kind"] == "physics"


def test_a_page_says_so_too_and_what_is_broken_otherwise_stays_our_fault(monkeypatch, tmp_path):
    monkeypatch.setattr("carecommons.people.doors.pages.write_held_looks", locked(tmp_path))
    client = Client(raise_request_exception=False)
    answer = client.get("/about/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "We are busy for a moment" in answer.content.decode()

    def full(*_, **__):
        raise OperationalError("disk full")

    monkeypatch.setattr("carecommons.people.doors.pages.write_held_looks", full)
    assert client.get("/about/").status_code == 500


def test_the_broken_pages_stay_pages():
    request = RequestFactory().get("/about/")
    assert "<h1>" in views.our_fault(request).content.decode()
    assert views.not_understood(request).status_code == 400


def test_no_operation_answers_with_a_bare_list():
    """A list is always a page of it: its length is known, and more can be asked for."""
    from carecommons.site.reference import described

    schema = described()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            for status, told in operation["responses"].items():
                for media, each in told.get("content", {}).items():
                    assert each["schema"].get("type") != "array", (method, path, status, media)


def test_no_room_builds_a_refusal_of_its_own():
    """Problems are made in one place, so that none has another shape."""
    source = Path(views.__file__).resolve().parents[1]
    found = [path.name for path in source.rglob("*.py") if "application/problem+json" in path.read_text("utf-8")]
    assert found == ["problems.py"]
