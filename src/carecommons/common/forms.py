"""Forms as every page shows them: a question, a hint, an answer box, and an error that says what to do.

Rendered with the design system's classes by the templates in `site/templates/cc/forms`. Any Django form works
through `CommonsRenderer` (sign-in forms too); `CommonsForm` adds plain words for what is missing and the
summary of errors at the top. Choices carry hints (`Radios`, `Ticks`); a day is three boxes, never a calendar.

    class Ask(CommonsForm):
        heading = "level"                       # this question is the page's <h1>
        level = forms.ChoiceField(label="How much help?", choices=LEVELS, widget=Radios(hints=ANCHORS))
        seen = forms.CharField(label="What have you seen?", help_text="With dates.", widget=Words(rows=3))
        assessed_on = DayField(label="When did you see it?")

    {{ form.error_summary }} {% for field in form %}{{ field.as_field_group }}{% endfor %}
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe

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
                raise ValidationError(
                    self.error_messages["required"], code="required", params={"parts": PARTS}
                )
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
            day, month, year = (int(text) for text in typed)
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
        before = self.widget.decompress(initial) if not isinstance(initial, list) else initial
        return [part or None for part in before] != [part or None for part in (data or [None, None, None])]

    def _name(self) -> str:
        label = str(self.label or "The date")
        return "The answer" if label.endswith("?") else label


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
        return (
            f"{self.label} (optional)"
            if optional and getattr(self.form, "say_optional", False)
            else str(self.label)
        )

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
        found = [
            error.params["parts"]
            for error in self.errors.as_data()
            if error.params and "parts" in error.params
        ]
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


class CommonsRenderer(DjangoTemplates):
    """Draws any form with our templates; name it in FORM_RENDERER and sign-in forms follow."""

    field_template_name = "cc/forms/group.html"
    form_template_name = "cc/forms/form.html"
    bound_field_class = CommonsBoundField


_RENDERER = CommonsRenderer()


class CommonsForm(forms.Form):
    """A form whose empty answers are asked for in plain words."""

    heading: ClassVar[str] = ""
    say_optional: ClassVar[bool] = True
    default_renderer = _RENDERER
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _ask_for(self[name])

    @property
    def error_summary(self) -> SafeString:
        """The box at the top of a refused form, each error a link to its answer; nothing when all is well."""
        return error_summary([self])


def error_summary(shown: Iterable[forms.BaseForm]) -> SafeString:
    """One summary for one or several forms on a page."""
    errors: list[dict[str, str]] = []
    for form in shown:
        errors += [{"anchor": "", "message": message} for message in form.non_field_errors()]
        for bound in form:
            anchor = bound.anchor if isinstance(bound, CommonsBoundField) else bound.id_for_label
            errors += [{"anchor": anchor, "message": message} for message in bound.errors]
    if not errors:
        return mark_safe("")
    return mark_safe(_RENDERER.render("cc/forms/error_summary.html", {"errors": errors}))  # noqa: S308


def _ask_for(bound: BoundField) -> str:
    label = str(bound.label)
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    verb = "Choose" if getattr(bound, "kind", "") in ("radios", "ticks", "select") else "Enter"
    lowered = label if label[:2].isupper() else label[:1].lower() + label[1:]
    return f"{verb} {lowered}"


def _iso(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text).strip())
    except ValueError:
        return None


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
