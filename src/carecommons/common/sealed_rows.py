"""Sealing and unsealing rows that stand already, for migrations: columns as text in, columns as text out.

Works on the models of a migration's own past, whose columns are plain text by then. Batches keep memory small;
the migration's transaction makes it all or nothing.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .sealed_field import ring, row_text

__all__ = ["bytes_of", "seal_columns", "sealed_text", "unseal_columns", "write_rows"]

AT_ONCE = 500
Columns = Mapping[str, Sequence[str]]
"""Column -> the names of what its values are bound to; ("pk",) for most."""


def seal_columns(schema_editor: Any, model: Any, columns: Columns) -> None:
    """Seal every value of these columns."""
    _each(schema_editor, model, columns, lambda value, place: ring().seal(value.encode(), nonce=os.urandom, **place))


def unseal_columns(schema_editor: Any, model: Any, columns: Columns) -> None:
    """Put the plain text back. Raises FieldNotOpened where a key is missing; nothing is changed then."""
    _each(schema_editor, model, columns, lambda value, place: ring().open(value, **place).decode())


def sealed_text(model: Any, column: str, plain: bytes, *bound: Any) -> str:
    """One value as a sealed column keeps it."""
    return ring().seal(plain, nonce=os.urandom, **_place(model, column, bound))


def bytes_of(model: Any, column: str, sealed: str, *bound: Any) -> bytes:
    """What one sealed value holds."""
    return ring().open(sealed, **_place(model, column, bound))


def write_rows(
    schema_editor: Any, model: Any, columns: Sequence[str], rows: Iterator[tuple[Any, Sequence[Any]]]
) -> None:
    """Set these columns of each row: (key, values in the order of the columns)."""
    connection, meta = schema_editor.connection, model._meta
    quote = connection.ops.quote_name
    marks = ", ".join(f"{quote(meta.get_field(name).column)} = %s" for name in columns)
    # The names are those of our own models; every value is a parameter.
    sql = f"UPDATE {quote(meta.db_table)} SET {marks} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        for part in _parts(rows):
            cursor.executemany(sql, [(*values, meta.pk.get_db_prep_value(key, connection)) for key, values in part])


def _each(schema_editor: Any, model: Any, columns: Columns, turn: Callable[[str, dict[str, str]], str]) -> None:
    bound = sorted({name for names in columns.values() for name in names if name != "pk"})

    def turned() -> Iterator[tuple[Any, Sequence[Any]]]:
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for at in range(0, len(keys), AT_ONCE):
            rows = model._base_manager.filter(pk__in=keys[at : at + AT_ONCE])
            for row in rows.only("pk", *bound, *columns):
                yield row.pk, [_turned(row, name, names, turn) for name, names in columns.items()]

    write_rows(schema_editor, model, list(columns), turned())


def _turned(row: Any, name: str, bound: Sequence[str], turn: Callable[[str, dict[str, str]], str]) -> str | None:
    value: str | None = getattr(row, name)
    if not value:
        return value
    return turn(value, _place(type(row), name, [getattr(row, each) for each in bound]))


def _place(model: Any, column: str, bound: Sequence[Any]) -> dict[str, str]:
    return {"table": model._meta.db_table, "column": model._meta.get_field(column).column, "row": row_text(bound)}


def _parts(rows: Iterator[tuple[Any, Sequence[Any]]]) -> Iterator[list[tuple[Any, Sequence[Any]]]]:
    part: list[tuple[Any, Sequence[Any]]] = []
    for row in rows:
        part.append(row)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part
