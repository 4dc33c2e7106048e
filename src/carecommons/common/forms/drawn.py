"""A field as the templates draw it: its kind, its choices, and where an error link lands."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from .widgets import PARTS, ThreeBoxes


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio or tick box, ready to draw."""

    id: str
    name: str
    value: str
    label: str
    hint: str
    selected: bool
    after_or: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One of the three boxes of a day."""

    id: str
    name: str
    label: str
    value: str
    wrong: bool
    wide: bool


class CommonsBoundField(BoundField):
    """A field as the templates draw it: its kind, its choices, and where an error link lands."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if isinstance(field.widget, forms.NumberInput):
            # A number box that scrolls away its own answer is a trap: plain text with a number keyboard.
            field.widget.input_type = "text"
            field.widget.attrs.setdefault("inputmode", "numeric")

    @property
    def kind(self) -> str:
        """hidden, radios, ticks, day, tick, select, textarea, file or text."""
        widget = self.field.widget
        if widget.is_hidden:
            return "hidden"
        for kind, types in _KINDS:
            if isinstance(widget, types):
                return kind
        return "text"

    @property
    def is_heading(self) -> bool:
        return getattr(self.form, "heading", None) == self.name

    @property
    def shown_label(self) -> str:
        """The question, saying when an answer is optional."""
        optional = not self.field.required and self.kind != "tick" and "(optional)" not in str(self.label)
        return f"{self.label} (optional)" if optional and getattr(self.form, "say_optional", False) else str(self.label)

    @property
    def anchor(self) -> str:
        """The id of the first control that needs an answer."""
        if self.kind in ("radios", "ticks"):
            return f"{self.auto_id}_0"
        if self.kind == "day":
            return next((box.id for box in self.boxes if box.wrong), f"{self.auto_id}_day")
        return str(self.id_for_label or self.auto_id)

    @property
    def choices(self) -> tuple[Choice, ...]:
        widget = self.field.widget
        hints: dict[str, str] = getattr(widget, "hints", {})
        or_before = getattr(widget, "or_before", None)
        return tuple(
            Choice(
                id=sub.id_for_label, name=sub.data["name"],
                value=str(sub.data["value"]), label=sub.choice_label,
                hint=hints.get(str(sub.data["value"]), ""), selected=bool(sub.data["selected"]),
                after_or=str(sub.data["value"]) == or_before,
            )
            for sub in self.subwidgets
        )  # fmt: skip

    @property
    def boxes(self) -> tuple[Box, ...]:
        value = self.value()
        typed = value if isinstance(value, list) else self.field.widget.decompress(value)
        wrong = self._wrong_parts()
        return tuple(
            Box(
                id=f"{self.auto_id}_{part}", name=f"{self.html_name}_{part}", label=part.title(),
                value=text or "", wrong=part in wrong, wide=part == "year",
            )
            for part, text in zip(PARTS, typed, strict=True)
        )  # fmt: skip

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        base = _CLASSES.get(self.kind)
        if base:
            own = str((widget or self.field.widget).attrs.get("class", ""))
            wrong = f"{base}--error" if self.errors else ""
            built["class"] = " ".join(word for word in (base, own, wrong) if word)
        return dict(built)

    def _wrong_parts(self) -> tuple[str, ...]:
        if not self.errors:
            return ()
        found = [error.params["parts"] for error in self.errors.as_data() if error.params and "parts" in error.params]
        return tuple(part for parts in found for part in parts) or PARTS


_KINDS: tuple[tuple[str, tuple[type[forms.Widget], ...]], ...] = (
    ("ticks", (forms.CheckboxSelectMultiple,)),
    ("radios", (forms.RadioSelect,)),
    ("day", (ThreeBoxes,)),
    ("tick", (forms.CheckboxInput,)),
    ("select", (forms.Select,)),
    ("textarea", (forms.Textarea,)),
    ("file", (forms.FileInput,)),
)
_CLASSES = {
    "text": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
}
