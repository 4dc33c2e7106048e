"""What is asked when somebody comes in with a code, opens a record in an emergency, or judges that."""

from django import forms
from django.utils.translation import gettext_lazy as _

from carecommons.common.forms import CommonsForm, Radios, Words
from carecommons.people.emergency import CATEGORIES, VERDICTS


class ComeInForm(CommonsForm):
    refused_heading = _("That did not work. Look at this:")
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("12 letters and numbers, like ABCD-EFGH-2345. Big or small letters are both fine."),
        max_length=40,
        error_messages={"required": _("Type your code.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                "class": "govuk-input--width-20",
            }
        ),
    )  # fmt: skip


class BreakGlassForm(CommonsForm):
    reference = forms.CharField(
        label="The child’s reference", help_text="For example C-7K4QX.", max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )  # fmt: skip
    category = forms.ChoiceField(label="What is the emergency?", choices=list(CATEGORIES.items()), widget=Radios())
    words = forms.CharField(
        label="What happened, and what do you need to know now?",
        help_text="The child can read this. So can their reviewing officer and an auditor.",
        max_length=2000,
        widget=Words(rows=4),
    )


class JudgeForm(CommonsForm):
    verdict = forms.ChoiceField(label="Was this access justified?", choices=list(VERDICTS.items()), widget=Radios())
    words = forms.CharField(label="Why do you say so?", max_length=2000, widget=Words(rows=4))
