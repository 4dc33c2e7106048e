"""A day typed in three boxes, and what is wrong with it in plain words."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from .widgets import PARTS, ThreeBoxes


class DayField(forms.Field):
    """A day. Says which part is missing or cannot be, and keeps what was typed."""

    widget = ThreeBoxes

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def clean(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        typed = [str(part or "").strip() for part in (value or ("", "", ""))]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required", params={"parts": PARTS})
            return None
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if missing:
            raise ValidationError(
                f"{self._name()} must have a {_and(missing)}.",
                code="incomplete",
                params={"parts": tuple(missing)},
            )
        return self._within(self._day(typed))

    def _day(self, typed: list[str]) -> date:
        try:
            if not all(text.isascii() and text.isdigit() and len(text) <= 4 for text in typed):
                raise ValueError(typed)
            day, month, year = map(int, typed)
            if year < 1900:
                raise ValueError(year)
            return date(year, month, day)
        except ValueError:
            raise ValidationError(
                f"{self._name()} must be a real date, such as 27 3 2026.",
                code="invalid",
                params={"parts": PARTS},
            ) from None

    def _within(self, day: date) -> date:
        if self.earliest and day < self.earliest:
            raise ValidationError(
                f"{self._name()} must be on or after {self.earliest.day} {self.earliest:%B %Y}.",
                code="too_early", params={"parts": PARTS},
            )  # fmt: skip
        if self.latest and day > self.latest:
            raise ValidationError(
                f"{self._name()} must be on or before {self.latest.day} {self.latest:%B %Y}.",
                code="too_late", params={"parts": PARTS},
            )  # fmt: skip
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        boxes = cast("ThreeBoxes", self.widget)
        before = boxes.decompress(initial) if not isinstance(initial, list) else initial
        return [part or None for part in before] != [part or None for part in (data or [None, None, None])]

    def _name(self) -> str:
        label = str(self.label or "The date")
        return "The answer" if label.endswith("?") else label


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
