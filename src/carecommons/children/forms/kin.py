"""A brother or sister in care, and the approval of a secure home: two short questions."""

from django import forms

from carecommons.common.forms import CommonsForm, DayField, Radios

from ..reference import read_reference


class SiblingForm(CommonsForm):
    """Who the brother or sister is, by reference, and whether they should live together."""

    sibling = forms.CharField(
        label="Reference of the brother or sister", max_length=12, help_text="For example, C-7K4QX",
        error_messages={"required": "Enter the reference of the brother or sister"},
    )  # fmt: skip
    together = forms.ChoiceField(
        label="Should they live together?", choices=(("yes", "Yes"), ("no", "No")), widget=Radios(small=True),
        help_text="What is right for both children, not what is free at present.",
        error_messages={"required": "Choose whether they should live together"},
    )  # fmt: skip

    def clean_sibling(self) -> str:
        found = read_reference(self.cleaned_data["sibling"])
        if not found:
            raise forms.ValidationError("This is not a child’s reference. It looks like C-7K4QX.")
        return found


class SecureForm(CommonsForm):
    """The day and the reference of the Secretary of State's approval."""

    approved_on = DayField(
        label="On which day was it approved?", error_messages={"required": "Enter the day of the approval"}
    )
    reference = forms.CharField(
        label="Reference of the approval", max_length=40, help_text="As the letter has it",
        error_messages={"required": "Enter the reference of the approval"},
    )  # fmt: skip
