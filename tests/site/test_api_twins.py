"""Whatever a page does, an operation does too, with the same permission and by the same acts."""

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from api_twins import BROWSER_ONLY, TWINS
from django.urls import URLResolver, get_resolver
from url_samples import WITHOUT_PERMISSION

import carecommons
from carecommons.site.api import api
from carecommons.site.reference import every_operation

OPERATIONS = {api.get_openapi_operation_id(operation): operation for _, operation in every_operation()}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Acts that a page calls beside what it is for: they write down who saw, who tried in vain, and what was half written.
BESIDE = {
    "record_look", "note_wrong_code", "note_emergency_try", "keep_draft", "discard_draft", "keep_own_draft",
    "drop_own_draft", "open_document",
}  # fmt: skip


def _pages() -> Iterator[tuple[str, Callable[..., Any]]]:
    def walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, Callable[..., Any]]]:
        for each in patterns:
            if isinstance(each, URLResolver):
                inner = ":".join(part for part in (namespace, each.namespace) if part)
                yield from walk(each.url_patterns, inner)
            elif each.callback.__module__ != "ninja.operation":
                yield (f"{namespace}:{each.name}" if namespace else str(each.name)), each.callback

    yield from walk(get_resolver().url_patterns, "")


PAGES = {name: view for name, view in _pages() if name not in WITHOUT_PERMISSION and name != "api:api-root"}


def _act_names() -> set[str]:
    """Every act of every room: what takes `by` and stands in a module of acts."""
    root = Path(carecommons.__file__).parent
    paths = [*root.glob("*/actions.py"), *root.glob("*/actions/*.py"), *root.glob("site/*/acts.py")]
    found = set()
    for path in paths:
        for each in ast.parse(path.read_text("utf-8")).body:
            if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
                found |= {each.name} if "by" in {arg.arg for arg in each.args.kwonlyargs} else set()
    return found


ACTS = _act_names()


def _acts_of(view: Callable[..., Any]) -> set[str]:
    """The acts that a view calls, itself or by a helper of its own module."""
    whole = inspect.unwrap(view)
    tree = ast.parse(inspect.getsource(import_module(whole.__module__)))
    local = {each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    found: set[str] = set()
    seen: set[str] = set()
    todo = [whole.__name__]
    while todo:
        name = todo.pop()
        if name in seen or name not in local:
            continue
        seen.add(name)
        for node in ast.walk(local[name]):
            if isinstance(node, ast.Attribute) and node.attr in ACTS and _is_acts(node.value):
                found.add(node.attr)
            elif isinstance(node, ast.Name):
                found |= {node.id} & (ACTS - set(local))
                todo += [node.id] if node.id.startswith("_") else []
    return found - BESIDE


def _is_acts(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("actions", "acts", "people")


def _methods(view: Callable[..., Any]) -> set[str]:
    """The methods that a page takes; where it does not say, what its code asks for."""
    step: Any = view
    while step is not None:
        for cell in getattr(step, "__closure__", None) or ():
            held = cell.cell_contents
            if isinstance(held, list) and held and all(isinstance(each, str) and each.isupper() for each in held):
                return set(held)
        step = getattr(step, "__wrapped__", None)
    return {"GET", "HEAD"} | ({"POST"} if "POST" in inspect.getsource(inspect.unwrap(view)) else set())


def test_every_page_has_a_twin_or_a_reason_and_no_line_is_left_over() -> None:
    assert set(PAGES) == set(TWINS) | set(BROWSER_ONLY), sorted(set(PAGES) ^ (set(TWINS) | set(BROWSER_ONLY)))
    assert not set(TWINS) & set(BROWSER_ONLY)
    assert all(len(reason.split()) >= 6 for reason in BROWSER_ONLY.values())


def test_every_operation_is_the_twin_of_a_page_or_says_why_not() -> None:
    told = {operation for twins in TWINS.values() for operation in twins}
    alone = {
        "children_read_dictionary": "the data dictionary, which people read in the manual",
    }
    assert set(OPERATIONS) - told == set(alone)
    assert told <= set(OPERATIONS), sorted(told - set(OPERATIONS))


@pytest.mark.parametrize("page", sorted(TWINS))
def test_a_twin_has_the_permission_of_its_page(page: str) -> None:
    acts = {OPERATIONS[twin].view_func.permission for twin in TWINS[page]}  # type: ignore[attr-defined]
    assert PAGES[page].permission in acts, (PAGES[page].permission, acts)  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", sorted(name for name in TWINS if "POST" in _methods(PAGES[name])))
def test_what_a_page_changes_an_operation_changes_by_the_same_acts(page: str) -> None:
    changing = [twin for twin in TWINS[page] if CHANGING & set(OPERATIONS[twin].methods)]
    assert changing, f"{page} takes a form, and none of {TWINS[page]} changes anything"
    theirs = set().union(*(_acts_of(OPERATIONS[twin].view_func) for twin in changing))
    silent = [twin for twin in TWINS[page] if twin not in changing]
    read = set().union(*(_acts_of(OPERATIONS[twin].view_func) for twin in silent))  # a look is written by an act
    read = {act for act in read if act.startswith("read_")}
    assert _acts_of(PAGES[page]) - read <= theirs, (_acts_of(PAGES[page]), theirs)


def test_the_walk_sees_the_acts_of_a_page_and_which_pages_take_a_form() -> None:
    """The walk's own judgement: it must not pass because it sees nothing."""
    assert _acts_of(PAGES["decisions:stay"]) == {"end_placement", "withdraw_move"}
    assert _acts_of(PAGES["children:add"]) == {"add_child"}
    assert _acts_of(PAGES["returns"]) == {"start"}  # a job
    forms = [name for name in PAGES if "POST" in _methods(PAGES[name])]
    silent = [name for name in forms if name in TWINS and not _acts_of(PAGES[name])]
    assert silent == ["children:protected"]  # a read that owes a reason
    assert len(forms) >= 50
