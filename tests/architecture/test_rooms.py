"""What the import contracts cannot see: keys named by string, rows read by another room, acts without a person."""

import ast
import inspect
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "carecommons"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("carecommons.")]
# Acts that do not take both `by` and `at`, each with its reason.
WITHOUT_BY_OR_AT = {
    "register.actions.record": "the register lies below people: it is told who acted by id and role",
    "register.actions.erase": "the register lies below people: it is told who acted by id and role",
    "register.actions.sequencer.sequence": "a program numbers what waits; no person does",
    "register.actions.sequencer.integrate": "a program numbers what waits; no person does",
    "constitution.actions.publish_founding": "nobody holds a post before the founding",
    "people.actions.accounts.choose_language": "what somebody reads in is nobody else's: no moment kept",
    "people.actions.accounts.note_token_use": "whose token it is says who",
    "people.actions.looks.record_look": "who looks is its `person`, and may be a program",
    "people.actions.looks.held_looks": "what is held was given to record_look, with who and when",
    "people.actions.looks.write_held_looks": "what is written was given to record_look, with who and when",
    "people.actions.codes.come_in": "whoever types a code is nobody yet: the code says who",
    "people.actions.codes.note_wrong_code": "whoever types a wrong code is nobody",
    "people.actions.factors.reset_factors": "done at the command line of the server alone, with a reason that is kept",
    "children.actions.needs.discard_draft": "nothing is kept of it, so no moment either",
    "children.actions.own.drop_own_draft": "nothing is kept of it, so no moment either",
    "children.actions.record.child_to_change": "no act: it asks for one whether this person may change the child",
}


def heights() -> dict[str, int]:
    """Each room's height in the first contract; the front door is highest."""
    layers = next(c for c in CONTRACTS if c["id"] == "order")["layers"]
    rows = [[room.strip(" ()") for room in row.replace(":", "|").split("|")] for row in reversed(layers)]
    return {room: height for height, row in enumerate(rows) for room in row}


def our_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            yield model


def keys_between_rooms() -> Iterator[tuple[type[models.Model], models.Field, str, str]]:
    for model in our_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                here, there = model._meta.app_label, field.related_model._meta.app_label
                if here != there and there in OURS:
                    yield model, field, here, there


def test_every_contract_has_a_name_that_reads_as_a_sentence():
    names = [contract["name"] for contract in CONTRACTS]
    assert names[0] == "Need comes before provision, provision before matching, decision before money"
    assert len(names) == len(set(names)) >= 6


def test_keys_between_rooms_point_down_the_order():
    height = heights()
    up = [f"{m.__name__}.{f.name}: {h} -> {t}" for m, f, h, t in keys_between_rooms() if height[h] <= height[t]]
    assert not up


def test_keys_between_rooms_leave_no_way_back():
    back = [f"{m.__name__}.{f.name}" for m, f, h, t in keys_between_rooms() if not f.remote_field.hidden]
    assert not back


def test_rows_stay_in_their_room():
    graph = grimp.build_graph("carecommons", cache_dir=None)

    def room(module: str) -> str:
        return module.split(".")[1]

    def holds_rows(module: str) -> bool:
        return module.split(".")[2:3] == ["models"]

    seen = [
        f"{importer} -> {module}"
        for module in graph.modules
        if holds_rows(module)
        for importer in graph.find_modules_that_directly_import(module)
        if room(importer) != room(module)
    ]
    assert not seen


def test_every_field_declares_who_may_see_it():
    classes = {"D0", "D1", "D2", "D3", "D4", "D5", "D6"}
    undeclared = []
    for model in our_models():
        declared = getattr(model, "data_classes", {})
        assert set(declared.values()) <= classes, f"{model.__name__} names a class that the handbook does not have"
        names = {field.name for field in model._meta.concrete_fields}
        unknown = set(declared) - names - {"*"}
        assert not unknown, f"{model.__name__} declares fields that it has not: {unknown}"
        if "*" not in declared:
            undeclared += [f"{model.__name__}.{name}" for name in sorted(names - set(declared))]
    assert not undeclared


def test_every_act_takes_who_and_when_and_is_keyword_only():
    wrong, excused, seen = [], set(), 0
    for module, tree in _modules("actions"):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                seen += 1
                name = f"{module}.{node.name}".removeprefix("carecommons.").replace(".__init__", "")
                names = {arg.arg for arg in node.args.kwonlyargs}
                if node.args.args or node.args.posonlyargs:
                    wrong.append(f"{name} takes something by place")
                if not {"by", "at"} <= names:
                    excused.add(name)
    assert seen > 40
    assert not wrong
    assert excused == set(WITHOUT_BY_OR_AT), "say who acts and when, or say here why not"


def test_no_signals_and_no_admin_on_what_is_decided():
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "django.dispatch" not in text, path
        assert "django.db.models.signals" not in text, path
    for room in ("decisions", "register", "constitution"):
        assert not (SOURCE / room / "admin.py").exists()


@pytest.mark.parametrize("room", ["children", "provision", "matching", "decisions"])
def test_price_has_no_word_in_the_rooms_where_a_home_is_chosen(room):
    said = []
    forbidden = ("price_", "_price", "fee_", "_fee", "pence", "cost_", "_cost", "weekly_rate")
    for path in (SOURCE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", None) or ""
            if isinstance(name, str) and any(word in name.lower() for word in forbidden):
                said.append(f"{path.name}:{getattr(node, 'lineno', 0)} {name}")
    assert not said


def test_every_page_and_operation_of_ours_states_its_permission():
    silent = []
    for pattern in _patterns(get_resolver().url_patterns):
        view = pattern.callback
        module = getattr(inspect.unwrap(view), "__module__", "") or ""
        if module.startswith("carecommons.") and not hasattr(view, "permission"):
            silent.append(f"{module}.{getattr(view, '__name__', view)}")
    assert not silent


def _patterns(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry


def _modules(name: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.glob(f"*/{name}.py")) + sorted(SOURCE.glob(f"*/{name}/*.py")):
        module = ".".join(("carecommons", *path.relative_to(SOURCE).with_suffix("").parts))
        yield module, ast.parse(path.read_text(encoding="utf-8"))
