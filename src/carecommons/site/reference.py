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
from .problems import MEDIA, STATUSES

TAGS = {
    "register": "The public register: entries, proofs and checkpoints.",
    "criteria": "The criteria in force, and every policy number with its source.",
    "audit": "Figures of need and provision, small numbers withheld.",
    "children": "A child's record: words, needs, wishes, story, people. Each read is a look that the child can read.",
    "provision": "Homes, what they can do and how it is proved, their providers and agreements.",
    "matching": "Searches, family first, and the frozen list of homes.",
    "decisions": "Choices with reasons, approvals, and what a child says against one.",
    "reviews": "The right of review: who asked, who hears it, what was found, and the public digests.",
    "returns": "A council's statutory return.",
    "homes": "The regulator's public list.",
    "me": "Who asks, what waits for them, and what they look for.",
    "people": "Codes given in person, emergency access, and who looked.",
    "jobs": "Long work that was started: how far it is, what came of it, and how to stop it.",
}
HEADERS = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After"}

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A refusal (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "where", "next", "facts"],
    "properties": {
        "type": {"type": "string", "description": "A page that explains the status."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was refused, and why."},
        "code": {"type": "string", "description": "Stable; the same as on the pages and the command line."},
        "where": {"type": "string", "description": "The operation that was asked; its parameters as names."},
        "next": {"type": "string", "description": "What usually helps."},
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
        "faults": {
            "type": "array",
            "description": "Each part of a file or a body that cannot be used.",
            "items": {
                "type": "object",
                "required": ["file", "row", "column", "code", "message"],
                "properties": {
                    "file": {"type": "string"},
                    "row": {"type": "integer", "description": "The header is row 1; 0 is the whole."},
                    "column": {"type": "string", "description": "The column of a file, or the place in a body."},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
# What any operation may answer instead of what was asked. 503: the database was busy for too long.
REFUSALS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)


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
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                parts = (part for part in (router.prefix, path) if part)
                yield "/" + normalize_path("/".join(parts)).lstrip("/"), operation


@cache
def described() -> dict[str, Any]:
    """OpenAPI 3.1: ninja's own, with refusals and permissions added."""
    schema = dict(api.get_openapi_schema())
    schema["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    parts = schema.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    parts["responses"] = {f"Refused{status}": _refused(status) for status in REFUSALS}
    acts = {operation.operation_id or _id_of(operation): _act(operation) for _, operation in every_operation()}
    for methods in schema["paths"].values():
        for operation in methods.values():
            act = acts[operation["operationId"]]
            operation["x-permission"] = act
            operation["description"] = f"{operation.get('description', '')}\n\nWho may: {who_may(act)}.".strip()
            if Role.PUBLIC in PERMISSIONS[act].reach:
                operation["security"] = [*operation.get("security", []), {}]
            operation["responses"] = {str(status): told for status, told in operation["responses"].items()} | {
                str(status): {"$ref": f"#/components/responses/Refused{status}"} for status in REFUSALS
            }
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


def _refused(status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": ". ".join(words.rstrip(".") for words in STATUSES[status]) + ".",
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    header = HEADERS.get(status)
    return told | ({"headers": {header: {"schema": {"type": "string"}}}} if header else {})


def _kind(schema: dict[str, Any]) -> str:
    return str(schema.get("format") or schema.get("type") or "one of several")
