"""The register's rows as they lie in the database, for the check: read around Django's own conversions.

Someone who edits a database can leave values that Django could not read at all. Here each value that is not
of its column's type comes back as None, and the check names its entry.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from carecommons.common.sealed_field import Sealed, SealedField
from carecommons.common.sealing import FieldNotOpened

AT_ONCE = 500
Raw = dict[str, Any]


def pages(model: type[models.Model]) -> Iterator[list[Raw]]:
    """Every row of a table in the order of its primary key, a page at a time. `_pk` is the key as it lies."""
    key = str(model._meta.pk.column)
    after: Any = None
    while True:
        where, values = (f"WHERE {_q(key)} > %s", [after]) if after is not None else ("", [])
        page = _select(model, f"{where} ORDER BY {_q(key)} LIMIT {AT_ONCE}", values)
        if page:
            yield page
        if len(page) < AT_ONCE:
            return
        after = page[-1]["_raw"][key]


def where_in(model: type[models.Model], column: str, values: Sequence[Any]) -> list[Raw]:
    """The rows whose column holds one of these values, given as they lie in the database."""
    if not values:
        return []
    return _select(model, f"WHERE {_q(column)} IN ({', '.join(['%s'] * len(values))})", values)


def all_of(model: type[models.Model], *order: str) -> list[Raw]:
    """Every row, in this order of columns."""
    return _select(model, f"ORDER BY {', '.join(_q(column) for column in order)}", [])


def without(model: type[models.Model], column: str, *others: tuple[type[models.Model], str]) -> list[Raw]:
    """The rows whose column value stands in none of the other tables' columns."""
    table = _q(model._meta.db_table)
    absent = [
        f"NOT EXISTS (SELECT 1 FROM {_q(other._meta.db_table)} o WHERE o.{_q(name)} = {table}.{_q(column)})"  # noqa: S608
        for other, name in others
    ]
    return _select(model, f"WHERE {' AND '.join(absent)} ORDER BY {_q(column)}", [])


def _select(model: type[models.Model], tail: str, values: Sequence[Any]) -> list[Raw]:
    fields = [field for field in model._meta.local_fields if field.column]
    columns = ", ".join(_q(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        # Names come from our own models; values are passed apart.
        sql = " ".join(("SELECT", columns, "FROM", _q(model._meta.db_table), tail))
        cursor.execute(sql, list(values))
        return [
            _opened(fields, {field.attname: _read(field, value) for field, value in zip(fields, row, strict=True)})
            | {"_raw": {field.column: value for field, value in zip(fields, row, strict=True)}}
            for row in cursor.fetchall()
        ]


def _opened(fields: Sequence[Any], row: Raw) -> Raw:
    """The row with its sealed columns opened; what does not open is None, as what cannot be read."""
    for field in fields:
        if isinstance(field, SealedField) and row[field.attname]:
            try:
                bound = field.row(
                    *(row[field.model._meta.pk.attname if name == "pk" else name] for name in field.bound_to)
                )
                row[field.attname] = field.opened(Sealed(row[field.attname]), bound)
            except (FieldNotOpened, UnicodeError, AssertionError):
                row[field.attname] = None
    return row


def _q(name: str) -> str:
    return connection.ops.quote_name(name)


def _read(field: Any, value: Any) -> Any:
    target = field.target_field if field.is_relation else field
    try:
        if isinstance(target, models.UUIDField):
            return value if isinstance(value, UUID) else UUID(value)
        if isinstance(target, models.DateTimeField):
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if isinstance(target, models.DateField):
            return value if isinstance(value, date) else date.fromisoformat(value)
        if isinstance(target, models.BinaryField):
            return bytes(value) if isinstance(value, bytes | memoryview) else None
        if isinstance(target, models.IntegerField):
            return value if isinstance(value, int) else None
    except (TypeError, ValueError, AttributeError):
        return None
    return value if isinstance(value, str) else None
