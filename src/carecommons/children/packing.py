"""The stored form of a needs profile: plain JSON in, the same values out.

Days are ISO strings. What is read back was checked by the data dictionary before it was stored.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

Value = TypeVar("Value")


def pack(values: Sequence[Any]) -> list[dict[str, Any]]:
    """Flat dataclasses as JSON objects."""
    return [{name: _plain(getattr(value, name)) for name in value.__dataclass_fields__} for value in values]


def unpack(kind: type[Value], rows: Sequence[Mapping[str, Any]]) -> tuple[Value, ...]:
    """JSON objects as flat dataclasses of one kind."""
    return tuple(kind(**{name: _day(name, value) for name, value in row.items()}) for row in rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value
