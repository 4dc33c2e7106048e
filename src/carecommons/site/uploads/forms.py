"""The two forms that take files. What a file is, is told by its content after it was sent, never here."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone

from carecommons.children.returns.running import year_running
from carecommons.common.forms import CommonsForm, DayField
from carecommons.constitution.parameters import whole

__all__ = ["ListFiles", "ReturnFiles"]

YEAR_MIN = 2010
CHOOSE = {"required": "Choose the files that you want to send."}
RETURN_HINT = "All the CSV files of a year or of several, one ZIP that holds them, or the XML of the return."
LIST_HINT = "The list as it was downloaded: CSV, ODS or XLSX, or a ZIP of its sheets."


def _at_most() -> str:
    return f"Up to {whole('upload_megabytes_max', timezone.localdate())} MB each."


class ManyFiles(forms.FileInput):
    """A box for one file or several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several. An empty file is taken: it is a fault of the return, and named as one."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given or [None]]


class ReturnFiles(CommonsForm):
    """A council's return: whose, which files, and the year of those that do not tell theirs."""

    authority = forms.ChoiceField(label="Whose return is it?")
    sent = FilesField(label="Files of the return", allow_empty_file=True, error_messages=CHOOSE)
    year = forms.IntegerField(
        label="Collection year", required=False, min_value=YEAR_MIN,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        help_text="Only for files that do not tell theirs: the year of its 31 March, such as 2026.",
    )  # fmt: skip
    confirmed_ours = forms.BooleanField(
        label="It is this council’s own return, although it looks like another’s: I have checked", required=False
    )

    def __init__(self, *args: Any, councils: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].help_text = f"{RETURN_HINT} {_at_most()}"
        newest = year_running(timezone.localdate())
        year = self.fields["year"]
        year.validators.append(MaxValueValidator(newest, f"Enter a year up to {newest}: a later one has not begun."))
        year.widget.attrs["max"] = newest
        field = self.fields["authority"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = councils
        if len(councils) == 1:
            field.initial, field.widget = councils[0][0], forms.HiddenInput()


class ListFiles(CommonsForm):
    """A release of the regulator's list, and its day where the file does not say it."""

    sent = FilesField(label="The list", allow_empty_file=True, error_messages=CHOOSE)
    as_at = DayField(
        label="The day that the list describes", required=False, earliest=date(2010, 1, 1),
        help_text="Only where the file does not say it, for example 31 3 2026.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].help_text = f"{LIST_HINT} {_at_most()}"
