"""The shapes that the API takes and gives, made from the data dictionary.

A shape describes (choices, limits, who may see it); the dictionary itself judges, so that a page and a
program are refused in the same words.
"""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model
from pydantic import Field as Described

from . import dictionary
from .dictionary import Field

TYPES: dict[str, Any] = {
    "text": str, "words": str, "one_of": str, "whole": int, "day": date, "yes_no": bool,
    "several_of": list[str], "list": list[str],
}  # fmt: skip


class Shape(BaseModel):
    """What every shape holds to: nothing that was not asked."""

    model_config = ConfigDict(extra="forbid")


def shape(record: str, title: str, *, without: tuple[str, ...] = (), **more: Any) -> type[BaseModel]:
    """A shape of one record of the dictionary, every answer optional; `more`: further fields as pydantic names them."""
    asked: dict[str, Any] = {
        each.name: (TYPES[each.kind] | None, Described(None, description=_told(each), json_schema_extra=_limits(each)))
        for each in dictionary.fields(record)
        if each.name not in without
    }
    return create_model(title, __base__=Shape, **asked, **more)


def answers(given: BaseModel, record: str) -> dict[str, Any]:
    """What was given, as the acts take it: words that were left out are empty words."""
    said = {}
    for each in dictionary.fields(record):
        if each.name in type(given).model_fields:
            value = getattr(given, each.name)
            said[each.name] = _EMPTY.get(each.kind, value) if value is None else value
    return said


_EMPTY: dict[str, Any] = {"text": "", "words": "", "one_of": "", "yes_no": False, "several_of": [], "list": []}


def _told(asked: Field) -> str:
    parts = (asked.label, asked.help, f"Unit: {asked.unit}" if asked.unit else "", f"Class {asked.data_class}")
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _limits(asked: Field) -> dict[str, Any]:
    limits = {
        "enum": [value for value, _ in asked.choices] if asked.kind == "one_of" else None,
        "minimum": asked.least, "maximum": asked.most, "maxLength": asked.longest if asked.kind != "list" else None,
        "maxItems": asked.at_most, "pattern": asked.pattern or None,
    }  # fmt: skip
    return {name: limit for name, limit in limits.items() if limit is not None}


RatingShape = shape("rating", "Rating")
StrengthShape = shape("strength", "Strength")
OutcomeShape = shape("outcome", "Outcome")
FlagShape = shape("flag", "SpecialistNeed")
ChildShape = shape("child", "Child", without=("reference",))
StoryShape = shape("story", "Story")
WishShape = shape(
    "wish", "Wish", corrects=(str | None, Described(None, description="The id of the wish that this corrects."))
)
ConnectionShape = shape(
    "connection", "Connection",
    corrects=(str | None, Described(None, description="The id of the record that this takes the place of.")),
    ended=(bool, Described(False, description="It is no longer so.")),
)  # fmt: skip
AvoidedShape = shape("avoid", "PlaceToAvoid")
NeedsShape = shape(
    "profile", "Needs",
    ratings=(list[RatingShape], Described(default_factory=list, description="All twelve parts of life.")),  # type: ignore[valid-type]
    strengths=(list[StrengthShape], Described(default_factory=list, description="All twelve parts of life, or none.")),  # type: ignore[valid-type]
    matters=(list[str], Described(default_factory=list, description="What matters to me: three at most, ranked.")),
    outcomes=(list[OutcomeShape], Described(default_factory=list, description="Five at most.")),  # type: ignore[valid-type]
    flags=(list[FlagShape], Described(default_factory=list, description="Specialist needs: categories, never summed.")),  # type: ignore[valid-type]
    after=(int | None, Described(None, description="The version before you; refused if there is a later one.")),
)  # fmt: skip
