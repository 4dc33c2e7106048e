"""Sealed columns under their keys: how many values each key opens, and sealing them anew with the current one.

A batch is one transaction, and what was done stays done: a rotation that was cut off goes on where it stopped,
because every value says itself which key it is under.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast, StrIndex, Substr
from django.db.models.lookups import StartsWith

from carecommons.common.again import again
from carecommons.common.sealed_field import Sealed, SealedField, ring
from carecommons.common.sealing import key_of, prefix

__all__ = ["Uses", "reseal", "sealed_models", "uses"]

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Uses:
    """values: how many each key of the ring opens; unknown: values under keys that the ring has not, by name."""

    values: dict[str, int]
    unknown: dict[str, int]


def sealed_models(*, private: bool = False) -> Iterator[tuple[type[models.Model], list[SealedField]]]:
    """Every table with columns sealed by the keys of the record, or (`private`) of private messages; those columns."""
    for model in apps.get_models():
        fields = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, SealedField) and field.private is private
        ]
        if fields:
            yield model, fields


def uses(*, private: bool = False) -> Uses:
    """How many values stand under each key."""
    known = dict.fromkeys(ring(afresh=True, private=private).keys, 0)
    unknown: dict[str, int] = {}
    for model, fields in sealed_models(private=private):
        for field in fields:
            for name, number in _counted(model, field):
                counts = known if name in known else unknown
                counts[name or "none"] = counts.get(name or "none", 0) + number
    return Uses(known, unknown)


def reseal(*, advance: Callable[[int], Any] = lambda _: None, at_once: int = AT_ONCE, private: bool = False) -> int:
    """Seal with the current key whatever stands under another; the number of rows done. Raises FieldNotOpened."""
    done = 0
    for model, fields in sealed_models(private=private):
        while number := again(lambda model=model, fields=fields: _batch(model, fields, at_once)):  # type: ignore[misc]
            done += number
            advance(number)
    return done


def _batch(model: type[models.Model], fields: list[SealedField], at_once: int) -> int:
    with transaction.atomic():
        current = ring(private=fields[0].private).current
        bound = {name for field in fields for name in field.bound_to if name != "pk"}
        rows = model._base_manager.filter(_not_under(fields, current)).order_by("pk")
        rows = rows.only("pk", *bound, *(field.name for field in fields))
        if connection.features.has_select_for_update:
            rows = rows.select_for_update()
        found = list(rows[:at_once])
        for row in found:
            changed = {field.attname: _anew(field, row, current) for field in fields}
            model._base_manager.filter(pk=row.pk).update(**{name: one for name, one in changed.items() if one})
        return len(found)


def _anew(field: SealedField, row: models.Model, current: str) -> Any:
    """The value sealed with the current key; None where there is nothing to do."""
    held = row.__dict__[field.attname]
    if not isinstance(held, Sealed) or key_of(held.text) == current:
        return None
    place = field.row_of(row)
    return field.sealed(field.opened(held, place), place)


def _not_under(fields: list[SealedField], key: str) -> Q:
    any_of = Q()
    for field in fields:
        text = _text(field)
        any_of |= Q(~StartsWith(text, prefix(key)), _has_value(field))
    return any_of


def _has_value(field: SealedField) -> Q:
    return Q(**{f"{field.name}__isnull": False}) & ~Q(**{field.name: ""})


def _text(field: SealedField) -> Cast:
    return Cast(field.name, models.TextField())


def _counted(model: type[models.Model], field: SealedField) -> Iterator[tuple[str, int]]:
    """(name of a key, values under it), asked of the database in one go."""
    rest = Substr(_text(field), len(prefix("")))  # what follows "s1."
    rows = model._base_manager.filter(_has_value(field)).order_by()
    rows = rows.annotate(_rest=rest, _dot=StrIndex(rest, models.Value(".")))
    named = rows.annotate(_key=Substr("_rest", 1, models.F("_dot") - 1)).values_list("_key")
    yield from named.annotate(_number=models.Count("pk"))
