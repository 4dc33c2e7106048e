"""The questions of a search: asked in plain words, judged by the heart."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from carecommons.children.forms import OwnForm
from carecommons.common.forms import CommonsForm, DayField, Radios, Words
from carecommons.common.places import areas_beyond, authorities
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import IMPACT_ANSWERS

from ..childs import VIEWS
from ..referral import STAYS_BY_DAY, WHYS_BY_DAY
from ..shortlist import RUNG_ANSWERS
from .rounds import READ

__all__ = ["FamilyHomeForm", "LadderForm", "NewcomerForm", "OwnHomeForm", "ReferForm", "WishForm", "WithdrawForm"]

WISH_ANSWERS = (("yes", "Yes"), ("part", "Partly"), ("no", "No"), ("unknown", "Not known"))


class ReferForm(CommonsForm):
    """Ask for a home for a child."""

    wanted_by = DayField(
        label="By which day is a home wanted?", help_text="For example, 4 12 2026. Today, if it is tonight."
    )
    why = forms.ChoiceField(
        label="Why is a home looked for?", widget=Radios(),
        choices=list(WHYS_BY_DAY.items()),
        help_text="A child who cannot wait until tomorrow has a way of their own: Searches, “A child cannot wait”.",
        error_messages={"required": "Choose why a home is looked for"},
    )  # fmt: skip
    stay = forms.ChoiceField(
        label="For what kind of stay?", choices=list(STAYS_BY_DAY.items()), widget=Radios(),
        help_text="A foster approval names the stays that it is good for.",
        error_messages={"required": "Choose the kind of stay"},
    )  # fmt: skip
    why_words = forms.CharField(
        label="Anything that those who look should know (optional)", required=False, widget=Words(rows=3),
        help_text="Whoever may open the search reads it. No names, places, schools or dates. The child may read it one "
        "day.",
    )  # fmt: skip
    read = forms.BooleanField(label=READ, required=False)


class LadderForm(CommonsForm):
    """What parents, or relatives and friends, answered."""

    answer = forms.ChoiceField(
        label="What was found out?", choices=list(RUNG_ANSWERS.items()), widget=Radios(),
        error_messages={"required": "Choose what was found out"},
    )  # fmt: skip
    reason = forms.CharField(
        label="Who was asked, and why is this the answer?", widget=Words(rows=3),
        error_messages={"required": "Say who was asked and why this is the answer"},
    )  # fmt: skip


class FamilyHomeForm(CommonsForm):
    """The home of parents, or of relatives and friends, for the child of a search by name."""

    name = forms.CharField(
        label="Name of the home", max_length=120, help_text="Such as “Her aunt’s”, not the surname of the family",
        error_messages={"required": "Enter the name of the home"},
    )  # fmt: skip
    authority = forms.ChoiceField(
        label="In which council’s area does it stand?", error_messages={"required": "Choose the council"}
    )
    postcode = forms.CharField(label="Postcode", required=False, max_length=8, help_text="Kept here, never published")
    places = forms.IntegerField(
        label="How many children can live there now?", min_value=1, initial=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={"required": "Enter how many children can live there now"},
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        councils = sorted((each.name, code) for code, each in authorities(on).items())
        self.fields["authority"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"), *((code, name) for name, code in councils), *areas_beyond().items()
        ]  # fmt: skip

    def entry(self, *, kept_by: str, child: UUID) -> HomeEntry:
        """What is written in the register; an approval is recorded next, on the page of the home."""
        given = self.cleaned_data
        return HomeEntry(
            kind=self.kind, name=given["name"], kept_by=kept_by, authority=given["authority"],
            places=given["places"], free=given["places"], postcode=given["postcode"].upper(),
            named=frozenset({child}),
        )  # fmt: skip


class WithdrawForm(CommonsForm):
    """End a search without a home."""

    reason = forms.CharField(
        label="Why does the search end?", widget=Words(rows=2), error_messages={"required": "Say why the search ends"}
    )


class WishForm(CommonsForm):
    """Whether one home could do one thing that the child asked for."""

    answer = forms.ChoiceField(
        label="Could this home do it?", choices=WISH_ANSWERS, widget=Radios(inline=True, small=True),
        error_messages={"required": "Choose an answer: yes, partly, no or not known"},
    )  # fmt: skip
    words = forms.CharField(
        label="How do you know?", help_text="Who answered, and what they said. The child may read it.",
        error_messages={"required": "Say who answered and what they said"},
    )  # fmt: skip

    def __init__(self, *args: Any, wish: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = f"{wish.rstrip('. ')}: could this home do it?"


class OwnHomeForm(OwnForm):
    """What the young person thinks of one home, and what they want to ask it. Nothing must be chosen."""

    view = forms.ChoiceField(
        label=_("What do you think of this home?"), widget=Radios(), required=False,
        error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
    )  # fmt: skip
    words = forms.CharField(label=_("Do you want to say why?"), widget=Words(rows=3), required=False)
    visit = forms.BooleanField(label=_("I want to visit this home"), required=False)
    question = forms.CharField(
        label=_("Do you want to ask this home something?"), widget=Words(rows=2), required=False,
        help_text=_("Your social worker asks them, and tells you what they said."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["view"].choices = [(code, now(words)) for code, words in VIEWS.items()]  # type: ignore[attr-defined]


class NewcomerForm(CommonsForm):
    """What one child would mean for those who live in a home."""

    search = forms.CharField(
        label="Reference of the search, or your code for the child", max_length=12,
        help_text="The council that asks gives you the reference. Your code stands beside the child on your shortlist.",
        error_messages={"required": "Enter the reference of the search"},
    )  # fmt: skip
    answer = forms.ChoiceField(
        label="What would this child mean for those who live there?", choices=list(IMPACT_ANSWERS.items()),
        widget=Radios(), error_messages={"required": "Choose what is known of it"},
    )  # fmt: skip
    words = forms.CharField(
        label="Why?", widget=Words(rows=3), help_text="Name nobody.", error_messages={"required": "Say why"}
    )
    newcomer = forms.ChoiceField(
        label="What would those who live there mean for this child?", choices=list(IMPACT_ANSWERS.items()),
        widget=Radios(), error_messages={"required": "Choose what is known for the child"},
    )  # fmt: skip
    newcomer_words = forms.CharField(
        label="Why is that so, for the child?", widget=Words(rows=3), help_text="Name nobody.",
        error_messages={"required": "Say why, for the child"},
    )  # fmt: skip
