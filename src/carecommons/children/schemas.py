"""The shapes that the API takes, made from the data dictionary.

A shape describes (choices, limits, who may see it); the dictionary itself judges, so that a page and a
program are refused in the same words.
"""

from typing import Annotated, Any

from pydantic import BaseModel, create_model
from pydantic import Field as Described

from carecommons.common.wire import Body, Day, Number, Text, YesNo

from . import dictionary
from .dictionary import Field

MANY = 100  # entries of one list: more than any record has, and few enough to be weighed at once
Several = Annotated[list[Text], Described(max_length=MANY)]
TYPES: dict[str, Any] = {
    "text": Text, "words": Text, "one_of": Text, "whole": Number, "day": Day, "yes_no": YesNo, "several_of": Several,
    "list": Several,
}  # fmt: skip


def shape(record: str, title: str, *, without: tuple[str, ...] = (), **more: Any) -> type[BaseModel]:
    """A shape of one record of the dictionary, every answer optional; `more`: further fields as pydantic names them."""
    asked: dict[str, Any] = {
        each.name: (TYPES[each.kind] | None, Described(None, description=_told(each), json_schema_extra=_limits(each)))
        for each in dictionary.fields(record)
        if each.name not in without
    }
    return create_model(title, __base__=Body, **asked, **more)


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
        "enum": [*(value for value, _ in asked.choices), "", None] if asked.kind == "one_of" else None,
        "minimum": asked.least, "maximum": asked.most, "maxLength": asked.longest if asked.kind != "list" else None,
        "maxItems": asked.at_most, "pattern": asked.pattern or None,
    }  # fmt: skip
    return {name: limit for name, limit in limits.items() if limit is not None}


def _several(each: type[BaseModel], description: str) -> tuple[Any, Any]:
    return list[each], Described(max_length=MANY, default_factory=list, description=description)  # type: ignore[valid-type]


RatingShape = shape("rating", "RatingIn")
StrengthShape = shape("strength", "StrengthIn")
OutcomeShape = shape("outcome", "OutcomeIn")
FlagShape = shape("flag", "SpecialistNeedIn")
ChildShape = shape("child", "ChildIn", without=("reference",))
StoryShape = shape("story", "StoryIn")
WishShape = shape(
    "wish", "WishIn", corrects=(Text | None, Described(None, description="The id of the wish that this corrects."))
)
ConnectionShape = shape(
    "connection", "ConnectionIn",
    corrects=(Text | None, Described(None, description="The id of the record that this takes the place of.")),
    ended=(YesNo, Described(False, description="It is no longer so.")),
)  # fmt: skip
AvoidedShape = shape("avoid", "PlaceToAvoidIn")
NeedsShape = shape(
    "profile", "NeedsIn",
    ratings=_several(RatingShape, "All twelve parts of life."),
    strengths=_several(StrengthShape, "All twelve parts of life, or none."),
    matters=(Several, Described(default_factory=list, description="What matters to me: three at most, ranked.")),
    outcomes=_several(OutcomeShape, "Five at most."),
    flags=(
        list[FlagShape] | None,  # type: ignore[valid-type]
        Described(None, max_length=MANY, description="Specialist needs, never summed. Left out: as before."),
    ),
    after=(Number | None, Described(None, description="The version before you; refused if there is a later one.")),
)  # fmt: skip
