"""The API's description, with who may do each thing: made from the operations themselves, for both readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ninja.operation import Operation
from ninja.utils import normalize_path

from carecommons.people.permissions import PERMISSIONS
from carecommons.people.roles import ROLE_NAMES, Role

from .api import api

PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was refused, why, and what next."},
        "code": {"type": "string", "description": "Stable; the same as on the command line."},
        "facts": {"type": "object"},
        "behind": {
            "type": "object",
            "description": "What stands behind it (handbook E17).",
            "required": ["kind", "words", "source"],
            "properties": {
                "kind": {"type": "string", "enum": ["law", "physics", "policy choice"]},
                "words": {"type": "string"},
                "source": {"type": "string"},
            },
        },
        "faults": {"type": "array", "items": {"type": "object"}},
    },
}


@dataclass(frozen=True, slots=True)
class Described:
    """One operation as the reference page shows it."""

    method: str
    path: str
    title: str
    words: str
    who: str
    parameters: tuple[tuple[str, str, str], ...]


def every_operation() -> Iterator[tuple[str, Operation]]:
    """Each operation with its path below /api/v1."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield "/" + normalize_path("/".join(part for part in (prefix, path) if part)).lstrip("/"), operation


@cache
def described() -> dict[str, Any]:
    """OpenAPI 3.1: ninja's own, with refusals and permissions added."""
    schema = dict(api.get_openapi_schema())
    schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    acts = {operation.operation_id or _id_of(operation): _act(operation) for _, operation in every_operation()}
    for methods in schema["paths"].values():
        for operation in methods.values():
            act = acts[operation["operationId"]]
            operation["x-permission"] = act
            operation["description"] = f"{operation.get('description', '')}\n\nWho may: {who_may(act)}.".strip()
            if Role.PUBLIC in PERMISSIONS[act].reach:
                operation["security"] = [*operation.get("security", []), {}]
            for status in ("401", "403", "404", "409", "422"):
                operation["responses"].setdefault(status, _refused())
    return schema


def operations(schema: dict[str, Any]) -> dict[str, list[Described]]:
    """The operations by tag, as the reference page lists them."""
    groups: dict[str, list[Described]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            found = Described(
                method=method.upper(),
                path=path,
                title=operation["summary"],
                words=operation["description"].rpartition("Who may:")[0].strip(),
                who=who_may(operation["x-permission"]),
                parameters=tuple(
                    (each["name"], each["in"], _kind(each["schema"])) for each in operation.get("parameters", ())
                ),
            )
            groups.setdefault((operation.get("tags") or ["other"])[0], []).append(found)
    return groups


def who_may(act: str) -> str:
    """The roles that may do an act, in words."""
    reach = PERMISSIONS[act].reach
    if Role.PUBLIC in reach:
        return "everybody"
    return ", ".join(sorted(ROLE_NAMES[role] for role in reach))


def _act(operation: Operation) -> str:
    return str(operation.view_func.permission)  # type: ignore[attr-defined]


def _id_of(operation: Operation) -> str:
    return str(api.get_openapi_operation_id(operation))


def _refused() -> dict[str, Any]:
    return {
        "description": "Refused: what, why and what next",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _kind(schema: dict[str, Any]) -> str:
    return str(schema.get("format") or schema.get("type") or "one of several")
