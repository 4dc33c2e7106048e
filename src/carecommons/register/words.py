"""An entry in plain words: the finding that titles its page, and its public fields as label and value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .kinds import APPROVER, APPROVER_ROLES, DAY, FINGERPRINT, KINDS, YES_NO, Form

SEALED_NAMES = {
    "by": "who acted",
    "role": "the role they acted in",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One public field for reading. form: day, fingerprint, version or text, so that a page can dress it."""

    label: str
    value: Any
    form: str


def lines(kind: str, public: Mapping[str, Any]) -> tuple[Line, ...]:
    """The public fields of an entry in the order of its kind."""
    return tuple(
        _line(field.form, name, field.label, public[name])
        for name, field in KINDS[kind].fields.items()
        if name in public
    )


def sealed_name(name: str) -> str:
    """The name of a sealed part as people say it: `why_not` is "why not"."""
    return SEALED_NAMES.get(name, name.replace("_", " "))


def _line(form: Form, name: str, label: str, value: Any) -> Line:
    if name in ("criteria_version", "version"):
        return Line(label, value, "version")
    if name == "entry_number":
        return Line(label, value, "entry")
    if form is YES_NO:
        return Line(label, "Yes" if value else "No", "text")
    if form is APPROVER:
        return Line(label, APPROVER_ROLES.get(str(value), str(value)).capitalize(), "text")
    if form is DAY:
        return Line(label, value, "day")
    return Line(label, value, "fingerprint" if form is FINGERPRINT else "text")
