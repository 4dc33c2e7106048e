"""The short questions of keeping the register: an owner, a provider, an agreement, the close of a home."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from carecommons.common.forms import CommonsForm, DayField, Radios, Words

from ..models.local import LEGAL_FORMS, SECTORS


class OwnerForm(CommonsForm):
    """Who owns providers, and in what legal form."""

    name = forms.CharField(
        label="Name of the owner", max_length=200, error_messages={"required": "Enter the name of the owner"}
    )
    legal_form = forms.ChoiceField(
        label="In what legal form?", choices=list(LEGAL_FORMS.items()), widget=Radios(),
        error_messages={"required": "Choose the legal form"},
    )  # fmt: skip
    company_number = forms.CharField(label="Company number (optional)", required=False, max_length=20)


class ProviderForm(CommonsForm):
    """Who runs homes."""

    name = forms.CharField(
        label="Name of the provider", max_length=200, error_messages={"required": "Enter the name of the provider"}
    )
    sector = forms.ChoiceField(
        label="Of which sector?", choices=list(SECTORS.items()), widget=Radios(),
        help_text="No search reads it: it is a fact for those who plan.",
        error_messages={"required": "Choose the sector"},
    )  # fmt: skip
    owner_id = forms.ChoiceField(label="Who owns it? (optional)", required=False, widget=forms.Select())

    def __init__(self, *args: Any, owners: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [  # type: ignore[attr-defined]
            ("", "Not known, or nobody else"), *((str(owner), name) for owner, name in owners)
        ]  # fmt: skip


class AgreementForm(CommonsForm):
    """A lasting agreement: days and places, never a price."""

    from_day = DayField(label="From which day?", error_messages={"required": "Enter the first day"})
    to_day = DayField(label="To which day?", error_messages={"required": "Enter the last day"})
    slots = forms.IntegerField(
        label="About how many places?", min_value=1, help_text="What it costs is not kept here.",
        error_messages={"required": "Enter how many places"},
    )  # fmt: skip


class CloseForm(CommonsForm):
    """From when a home takes no child, and why."""

    on = DayField(label="From which day is it closed?", error_messages={"required": "Enter the day"})
    reason = forms.CharField(
        label="Why does it close?", widget=Words(rows=3), error_messages={"required": "Say why it closes"}
    )
