"""Columns that hold sealed values: opened when they are read from their own row, and nowhere else.

A value is bound to table, column and row. The row is its primary key; a model whose key the database gives names
what it is bound to instead (`bound_to`). Blank and missing stay blank and missing, so that constraints and
"is there one?" work without opening anything. What a sealed column holds cannot be asked for or read through
`values`, and an order by it is an order of nothing: equal values are found through a blind index (`blind`).
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from .sealing import FieldNotOpened, KeyRing, NotSealed

__all__ = [
    "PrivateText", "Sealed", "SealedBytes", "SealedDate", "SealedField", "SealedJSON", "SealedText", "blind", "ring",
]  # fmt: skip


def ring(*, afresh: bool = False, private: bool = False) -> KeyRing:
    """The keys of this house; `private`: those of what a young person and their advocate write to each other."""
    source = settings.PRIVATE_KEYS if private else settings.FIELD_KEYS
    found: KeyRing = source.ring(afresh=afresh)
    return found


def blind(field: Any, value: str, *, within: str) -> str:
    """The blind index of a value of this column among those of one council."""
    return ring().blind(value, table=field.model._meta.db_table, column=field.column, within=within)


class Sealed:
    """A sealed value as the database keeps it. Says nothing of what it holds."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return "<sealed>"


class Opening(DeferredAttribute):
    """Opens the value when it is first read, and keeps it in the row's object."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.opened(value, self.field.row_of(instance))
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field):
    """A column of sealed values; its kinds say how a value becomes text."""

    descriptor_class = Opening
    private = False  # whether the keys are those of private messages, kept apart

    def __init__(self, *args: Any, bound_to: Sequence[str] = ("pk",), **kwargs: Any) -> None:
        self.bound_to = tuple(bound_to)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.bound_to != ("pk",):
            kwargs["bound_to"] = list(self.bound_to)
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "TextField"

    # ------------------------------------------------------------------------------------- sealing and opening
    def row_of(self, instance: Any) -> str:
        """What a value of this row is bound to."""
        return row_text(getattr(instance, name) for name in self.bound_to)

    def row(self, *parts: Any) -> str:
        """The same from the parts themselves, for rows that are no objects."""
        return row_text(parts)

    def sealed(self, value: Any, row: str) -> Sealed | str | None:
        """The value as it goes into this column of that row."""
        if value is None or value == "":
            return value
        keys = ring(private=self.private)
        return Sealed(keys.seal(self.to_bytes(value), table=self._table, column=str(self.column), row=row))

    def opened(self, value: Any, row: str) -> Any:
        """What this column of that row holds. Raises FieldNotOpened."""
        if not isinstance(value, Sealed):
            return value
        place = {"table": self._table, "column": str(self.column), "row": row}
        try:
            plain = ring(private=self.private).open(value.text, **place)
        except FieldNotOpened:  # a rotation may have made its key a moment ago
            plain = ring(afresh=True, private=self.private).open(value.text, **place)
        return self.from_bytes(plain)

    @property
    def _table(self) -> str:
        return str(self.model._meta.db_table)

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return plain.decode()

    # ------------------------------------------------------------------------------------- between Django and the row
    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return Sealed(value) if value else value

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        return self.sealed(getattr(model_instance, self.attname), self.row_of(model_instance))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.text
        if value is None or value == "":
            return value
        raise NotSealed(
            f"{self.model.__name__}.{self.name} is sealed to its row: save the row, and find rows by a blind index."
        )

    def to_python(self, value: Any) -> Any:
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ("exact", "isnull"):
            raise NotSealed(f"{self.model.__name__}.{self.name} is sealed: only whether it is blank can be asked.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: Any) -> str:
        raise NotSealed(f"{self.model.__name__}.{self.name} is sealed: it leaves through the pages and exports only.")


class SealedText(SealedField):
    """Words."""


class PrivateText(SealedText):
    """Words between a young person and their advocate: sealed with keys of their own, kept in a file of their own."""

    private = True


class SealedDate(SealedField):
    """A day."""

    def to_bytes(self, value: date) -> bytes:
        return value.isoformat().encode()

    def from_bytes(self, plain: bytes) -> date:
        return date.fromisoformat(plain.decode())


class SealedJSON(SealedField):
    """A JSON value, whole."""

    def sealed(self, value: Any, row: str) -> Sealed | str | None:
        return None if value is None else Sealed(self._sealed_json(value, row))

    def _sealed_json(self, value: Any, row: str) -> str:
        return ring().seal(self.to_bytes(value), table=self._table, column=str(self.column), row=row)

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)


class SealedBytes(SealedField):
    """A packed file."""

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def from_bytes(self, plain: bytes) -> bytes:
        return plain


def row_text(parts: Iterable[Any]) -> str:
    """What a value is bound to, as text: the same for a new row and for the row as the database gives it back."""
    first, *rest = parts
    assert first is not None, "a value is sealed to its row, and this row has no key yet"
    return "|".join(_plain(part) for part in (first, *rest))


def _plain(part: Any) -> str:
    if part is None:
        return ""
    if isinstance(part, datetime):
        part = part.astimezone(UTC)  # as the database gives it back
    return part.isoformat() if isinstance(part, date) else str(part)
