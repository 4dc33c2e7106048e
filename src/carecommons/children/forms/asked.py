"""A question of the data dictionary as a form asks it. Forms ask and tidy; the dictionary judges."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from carecommons.common.errors import Fault
from carecommons.common.forms import CommonsForm, DayField, Radios, Ticks, Words

from .. import dictionary
from ..dictionary import Field


class Lines(forms.CharField):
    """A short list, one a line."""

    widget = Words

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


def ask(asked: Field, **changes: Any) -> forms.Field:
    """One field of the dictionary as a form asks it."""
    told: dict[str, Any] = {
        "label": asked.label, "help_text": asked.help, "required": bool(asked.missing),
        "error_messages": {"required": f"{asked.missing}."} if asked.missing else {},
    }  # fmt: skip
    match "one_of" if "choices" in changes else asked.kind:
        case "words":
            return forms.CharField(**{**told, "widget": Words(rows=5), **changes})
        case "list":
            return Lines(**{**told, "widget": Words(rows=3), **changes})
        case "day":
            return DayField(**{**told, **changes})
        case "yes_no":
            return forms.BooleanField(**{**told, "required": False, **changes})
        case "one_of":
            choose = f"{asked.label}: choose one of the answers in the list."
            told["error_messages"]["invalid_choice"] = choose
            return forms.ChoiceField(**{**told, "choices": asked.choices, "widget": Radios(), **changes})
        case "several_of":
            return forms.MultipleChoiceField(**{**told, "choices": asked.choices, "widget": Ticks(), **changes})
        case "whole":
            return forms.IntegerField(**{**told, **changes})
    return forms.CharField(**{**told, **changes})


class RecordForm(CommonsForm):
    """A form over one record of the dictionary. `names`: the fields asked here, in order."""

    record: ClassVar[str]
    names: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.names:
            self.fields[name] = ask(dictionary.field(self.record, name), **self.changes(name))

    def changes(self, name: str) -> dict[str, Any]:
        """How this form asks one field differently from the dictionary."""
        return {}

    @property
    def answers(self) -> dict[str, Any]:
        """The tidied answers, by the dictionary's names."""
        return {name: self.cleaned_data.get(name) for name in self.names}

    def clean(self) -> dict[str, Any]:
        tidied = dict(super().clean() or {})
        self.cleaned_data = tidied
        self.refuse(self.judged())
        return self.cleaned_data

    def judged(self) -> Iterable[Fault]:
        """What the dictionary says of the answers."""
        return dictionary.faults(self.record, self.answers)

    def refuse(self, faults: Iterable[Fault]) -> bool:
        """Put each fault beside its answer, once; those of no answer here stand above. Whether there were any."""
        found = list(faults)
        for fault in found:
            where = fault.column if fault.column in self.fields else None
            if where is None or where not in self.errors:
                self.add_error(where, fault.message)
        return bool(found)


def choices_of(listed: Sequence[tuple[str, str]], missing: str) -> dict[str, Any]:
    """A list of choices in place of the dictionary's number."""
    wrong = "Choose one of the answers in the list."
    messages = {"invalid_choice": wrong, **({"required": missing} if missing else {})}
    return {"choices": listed, "error_messages": messages}
