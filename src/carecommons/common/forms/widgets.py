"""What an answer is given in: round buttons, ticks, room for words, three boxes for a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

PARTS = ("day", "month", "year")


class Radios(forms.RadioSelect):
    """One answer of a few. `hints[value]` stands under its choice; `or_before` puts "or" above one choice."""

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, or_before: str | None = None,
        inline: bool = False, small: bool = False, attrs: dict[str, Any] | None = None,
        choices: Sequence[Any] = (),
    ) -> None:  # fmt: skip
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.or_before = or_before
        self.inline = inline
        self.small = small


class Ticks(forms.CheckboxSelectMultiple):
    """Any number of answers, each with its own hint when there is one."""

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, small: bool = False,
        attrs: dict[str, Any] | None = None, choices: Sequence[Any] = (),
    ) -> None:  # fmt: skip
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.small = small


class Words(forms.Textarea):
    """Room for sentences: `rows` says how many are expected, never how many are allowed."""

    def __init__(self, *, rows: int = 5, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**(attrs or {}), "rows": rows})


class ThreeBoxes(forms.MultiWidget):
    """Day, month and year in three boxes, as people say a date. A single ISO day is read as well."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: date | str | None) -> list[str | None]:
        if isinstance(value, str):
            value = _iso(value)
        return [str(value.day), str(value.month), str(value.year)] if value else [None, None, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str | None]:
        if name in data and not any(f"{name}_{part}" in data for part in PARTS):
            return self.decompress(data[name]) if _iso(data[name]) else [data[name], None, None]
        return super().value_from_datadict(data, files, name)


def _iso(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text).strip())
    except ValueError:
        return None
