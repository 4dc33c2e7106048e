"""The form itself: plain words for what is missing, and one summary of errors with a link to each answer."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .drawn import CommonsBoundField


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
    refused_heading: ClassVar[Any] = ""  # what stands above the summary of errors, in place of our usual words
    default_renderer = _RENDERER
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Bound anew, not through self[name]: that one is kept, and would hold the question as it is now, although a
            # form may still put its own question in its place.
            bound = field.get_bound_field(self, name)
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _ask_for(bound)
            for code, words in _limits(str(bound.label)).items():
                field.error_messages.setdefault(code, words)

    @property
    def error_summary(self) -> SafeString:
        """The box at the top of a refused form, each error a link to its answer; nothing when all is well."""
        return error_summary([self])


def error_summary(shown: Iterable[forms.BaseForm]) -> SafeString:
    """One summary for one or several forms on a page."""
    errors: list[dict[str, str]] = []
    heading = ""
    for form in shown:
        heading = heading or str(getattr(form, "refused_heading", ""))
        errors += [{"anchor": "", "message": str(message)} for message in form.non_field_errors()]
        for bound in form:
            anchor = bound.anchor if isinstance(bound, CommonsBoundField) else bound.id_for_label
            errors += [{"anchor": anchor, "message": str(message)} for message in bound.errors]
    if not errors:
        return mark_safe("")
    return mark_safe(_RENDERER.render("cc/forms/error_summary.html", {"errors": errors, "heading": heading}))  # noqa: S308


def _limits(label: str) -> dict[str, str]:
    """What is said of an answer beyond its limits, with the question that it answers: code -> words."""
    named = f"“{label}”: ".replace("%", "%%")
    return {
        "min_value": named + _("enter %(limit_value)s or more."),
        "max_value": named + _("enter %(limit_value)s or less."),
        "min_length": named + _("write %(limit_value)d letters or more. You wrote %(show_value)d."),
        "max_length": named + _("write %(limit_value)d letters or fewer. You wrote %(show_value)d."),
    }


def _ask_for(bound: BoundField) -> str:
    label = str(bound.label)
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    if getattr(bound, "kind", "") == "tick":
        return f"Tick to say: {label}"
    verb = "Choose" if getattr(bound, "kind", "") in ("radios", "ticks", "select") else "Enter"
    lowered = label if label[:2].isupper() else label[:1].lower() + label[1:]
    return f"{verb} {lowered}"
