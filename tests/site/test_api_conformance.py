"""The API does what its description says, for whatever a program sends: schemathesis, in this process.

Every operation is asked with data that fit the description and data that do not, by people of several roles, with
the things of an invented council in its addresses. What a request changes is taken back after it, so that each finds
the same world. One line is printed: operations, requests, faults, answers.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from url_samples import OWN, World, sample_for

import walk_world
from carecommons.people.may import may_at_all
from carecommons.people.roles import ANYONE, Person, Role
from carecommons.site.api import api
from carecommons.site.reference import described, every_operation
from carecommons.site.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection,
]  # fmt: skip
EXAMPLES, EXAMPLES_SLOW = 15, 3  # a file is read in a process of its own, and a PDF is set: a second each
SLOW = {"children_read_pdf"}
AN_ID = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")


@contextmanager
def _connection_kept() -> Iterator[None]:
    """A web server closes the connection around a request; here it holds the test's own transaction."""
    around = (request_started, request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in around:
            signal.connect(close_old_connections)


class Undone:
    """The application; whatever a request stores is taken back when it has been answered."""

    def __init__(self) -> None:
        self.answered: Counter[int] = Counter()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            self.answered[int(status[:3])] += 1
            return start_response(status, headers, *rest)

        with transaction.atomic(), _connection_kept():
            answer = application(environ, begin)
            body = b"".join(answer)
            answer.close()
            transaction.set_rollback(True)
        return [body]


@pytest.fixture
def things(founding: None) -> dict[str, dict[str, Any]]:
    """operation id -> what stands in its address, all of one council; under "" what bodies name."""
    world = World()
    found: dict[str, dict[str, Any]] = {}
    for _, operation in every_operation():
        room = operation.view_func.__module__.split(".")[1]
        name = f"{room}.api:{operation.view_func.__name__}"
        paths = [model for model in operation.models if model.__ninja_param_source__ == "path"]
        given_names = [each for model in paths for each in model.__ninja_flatten_map__]
        found[api.get_openapi_operation_id(operation)] = {
            each: str(sample_for(name, each).make(world, OWN)) for each in given_names
        }
    found[""] = {
        "child_id": str(world.made["child", OWN]), "search_id": str(world.made["search", OWN]),
        "home_id": str(world.made["found", OWN][0]), "provider_id": str(world.made["provider", OWN]),
        "sibling_id": str(walk_world.add_child(reference="C-2B3CD")),
    }  # fmt: skip
    found["world"] = {"homes": world.made["homes", OWN]}
    return found


@pytest.fixture
def tokens(things, person, token_for) -> dict[Role, tuple[Person, str]]:
    """role -> somebody of the council in that role, and a personal token of theirs."""
    home, child, provider = things["world"]["homes"], things[""]["child_id"], things[""]["provider_id"]
    people = {
        role: person(role, authority=OWN, children=[child], home_ids=home, provider_id=provider)
        for role in Role
        if role is not Role.PUBLIC
    }
    return {role: (who, token_for(who)) for role, who in people.items()}


def _askers(act: str, tokens: dict[Role, tuple[Person, str]]) -> Iterator[str]:
    """Tokens in turn, for ever: four who may, one who may not, one that is none, and nobody's where all may."""
    may = [token for who, token in tokens.values() if may_at_all(who, act)]
    not_ = [token for who, token in tokens.values() if not may_at_all(who, act)]
    some = [*may[:4], *not_[:1], "cc_" + "x" * 43] if may else [""]
    return itertools.cycle(some + ([""] if may_at_all(ANYONE, act) else []))


def _with_things(case: Any, own: dict[str, Any], named: dict[str, Any]) -> None:
    """Put what really stands in place of ids that were drawn, where what was drawn is meant to fit."""
    parts = case.meta.components
    path = parts.get(ParameterLocation.PATH)
    if own and path is not None and path.mode.is_positive:
        case.path_parameters = {**case.path_parameters, **own}
    body = parts.get(ParameterLocation.BODY)
    if isinstance(case.body, dict) and body is not None and body.mode.is_positive:
        case.body = {**case.body, **{name: value for name, value in named.items() if name in case.body}}


def _ask(operation: Any, askers: Iterator[str], own: dict[str, Any], named: dict[str, Any], *, examples: int) -> None:
    """One operation with data that fit and data that do not; raises what the checks found."""
    turns = itertools.count()

    @settings(
        max_examples=examples, derandomize=True, deadline=None, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
    def ask(case: Any) -> None:
        # A value of nothing leaves no trace in an address: what was drawn as wrong would be sent as right.
        assume(not any(value is None or value in ([], {}, ()) for value in (case.query or {}).values()))
        if next(turns) % 4:
            _with_things(case, own, named)
        token = next(askers)
        try:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"} if token else {}, checks=CHECKS)
        except Exception as fault:
            fault.add_note(f"asked: {case.query!r} {case.path_parameters!r} {case.body!r}"[:1000])
            raise

    ask()


def test_every_operation_does_what_its_description_says(things, tokens, capsys) -> None:
    app = Undone()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    acts = {api.get_openapi_operation_id(each): each.view_func.permission for _, each in every_operation()}
    faults: list[str] = []
    seen = 0
    for operation in (each.ok() for each in schema.get_all_operations()):
        name = operation.definition.raw["operationId"]
        seen += 1
        slow = name in SLOW or "multipart/form-data" in str(operation.definition.raw.get("requestBody"))
        examples = EXAMPLES_SLOW if slow else EXAMPLES
        try:
            _ask(operation, _askers(acts[name], tokens), things[name], things[""], examples=examples)
        except (Exception, FailureGroup) as fault:  # all operations are asked, and all faults are told together
            faults.append(f"{operation.method.upper()} {operation.path}: {_words(fault)}")
    told = ", ".join(f"{number} x {status}" for status, number in sorted(app.answered.items()))
    with capsys.disabled():
        print(f"\nschemathesis: {seen} operations, {app.answered.total()} requests, {len(faults)} faults ({told})")
    assert not faults, "\n\n".join(faults)
    assert seen == len(acts)
    assert app.answered[200] + app.answered[201] > seen  # it came past the door more often than there are doors


def _words(fault: BaseException) -> str:
    notes = "\n".join(getattr(fault, "__notes__", ()))
    return "\n".join(str(each) for each in getattr(fault, "exceptions", None) or [fault])[:1500] + notes


def test_what_an_address_does_not_take_is_405_everywhere(client) -> None:
    """Every address of the description, every method that it does not name."""
    asked = 0
    for path, methods in described()["paths"].items():
        address = re.sub(r"{\w+}", AN_ID, path)
        for method in (each for each in METHODS if each.lower() not in methods):
            answer = client.generic(method, address)
            assert answer.status_code == 405, (method, path, answer.status_code)
            assert set(answer["Allow"].split(", ")) == {each.upper() for each in methods}, (method, path)
            assert method == "HEAD" or answer.json()["code"] == "method_not_allowed"
            asked += 1
    assert asked > 400
