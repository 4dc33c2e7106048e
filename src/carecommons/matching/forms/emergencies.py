"""What an officer on duty is asked at night: few questions, in one page; what nobody knows may stay empty."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms

from carecommons.children.needs import DOMAIN, LEVEL_HELP
from carecommons.common.forms import CommonsForm, Radios, Words
from carecommons.common.places import authorities

from ..emergency import NONE, ROOT_CAUSES, SAID, SEEN, UNKNOWN, Known, Said

__all__ = ["EmergencyForm"]

NARROW = {"class": "govuk-input--width-3"}
HOURS_MAX = 24 * 365
UNKNOWN_HINT = "Leave it empty if nobody knows yet: it stays unknown."
NEWCOMER = ("known_as", "age", "birth_year", "sex", "authority")  # asked of a child without a record
LEVELS = [("", "Nobody can say yet"), *((str(level), words) for level, words in enumerate(LEVEL_HELP))]


class EmergencyForm(CommonsForm):
    """Which child, why it cannot wait, what is known, what the child says. Everything else is owed afterwards."""

    say_optional: ClassVar[bool] = False

    reference = forms.CharField(
        label="The child’s reference, if there is a record", max_length=12, required=False,
        help_text="Such as C-7K4QX. Without a record, answer the next questions instead",
    )  # fmt: skip
    known_as = forms.CharField(label="No record: what is the child called?", max_length=60, required=False)
    age = forms.IntegerField(
        label="No record: how old?", min_value=0, max_value=17, required=False, widget=forms.NumberInput(attrs=NARROW),
        help_text="In years. If only the year of birth is known, leave this empty",
    )  # fmt: skip
    birth_year = forms.IntegerField(
        label="No record: or in which year were they born?", required=False, widget=forms.NumberInput(attrs=NARROW)
    )
    sex = forms.ChoiceField(
        label="No record: girl or boy?", required=False, widget=Radios(small=True),
        choices=[("F", "A girl"), ("M", "A boy"), ("U", "Not known, or neither")],
    )  # fmt: skip
    authority = forms.ChoiceField(label="No record: which council looks after them?", required=False)
    cannot_wait = forms.CharField(
        label="Why can it not wait until tomorrow?", widget=Words(rows=2),
        help_text="One sentence. No addresses. The child may read it one day",
        error_messages={"required": "Say in a sentence why it cannot wait until tomorrow"},
    )  # fmt: skip
    cause = forms.ChoiceField(
        label="What lies behind it?", choices=[("", "Choose"), *ROOT_CAUSES.items()], widget=forms.Select(),
        help_text="It is counted, so that the next one is not needed. “Not known yet” is an answer",
        error_messages={"required": "Choose what lies behind it, or that it is not known yet"},
    )  # fmt: skip
    known_hours = forms.IntegerField(
        label="For how many hours has somebody known of it?", min_value=0, max_value=HOURS_MAX, required=False,
        widget=forms.NumberInput(attrs=NARROW), help_text="A rough number will do. Leave it empty if nobody can say",
    )  # fmt: skip
    child_said = forms.CharField(
        label="What does the child say now?", widget=Words(rows=2), required=False, help_text="In their own words"
    )
    not_asked_because = forms.CharField(
        label="If the child could not be asked: why not?", widget=Words(rows=1), required=False,
        help_text="Then they are asked within the days of the trail",
    )  # fmt: skip
    danger = forms.CharField(
        label="What is known of danger to the child, or from the child?", widget=Words(rows=2), required=False,
        help_text=UNKNOWN_HINT,
    )  # fmt: skip
    danger_none = forms.BooleanField(label="Asked: no danger is known", required=False)
    health = forms.CharField(
        label="What is known of health: medicine, allergies, injuries?", widget=Words(rows=2), required=False,
        help_text=UNKNOWN_HINT,
    )  # fmt: skip
    health_none = forms.BooleanField(label="Asked: nothing about health", required=False)
    hidden_from = forms.CharField(
        label="Who must not learn where the child is?", widget=Words(rows=1), required=False, help_text=UNKNOWN_HINT
    )
    hidden_from_none = forms.BooleanField(label="Asked: nobody", required=False)
    avoid_area = forms.ChoiceField(
        label="Is there a council area where the child must not live?", required=False, widget=forms.Select()
    )
    seen_SAF = forms.ChoiceField(
        label=f"{DOMAIN['SAF'].name}: how much help is needed tonight?", choices=LEVELS, required=False,
        widget=forms.Select(), help_text="It can raise what homes are asked for tonight. It never lowers the record",
    )  # fmt: skip
    seen_HEA = forms.ChoiceField(
        label=f"{DOMAIN['HEA'].name}: how much help is needed tonight?", choices=LEVELS, required=False,
        widget=forms.Select(),
    )  # fmt: skip

    def __init__(self, *args: Any, mine: Iterable[str], on: date, recorded: bool = False, **kwargs: Any) -> None:
        """recorded: it is opened from a child's record, so nothing is asked of a child without one."""
        super().__init__(*args, **kwargs)
        known = authorities(on)
        own = [(code, known[code].name) for code in sorted(mine) if code in known]
        every = sorted(((code, each.name) for code, each in known.items()), key=lambda pair: pair[1])
        self.fields["authority"].choices = own if len(own) == 1 else [("", "Choose a council"), *own]  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["authority"].widget = forms.HiddenInput()
            self.initial.setdefault("authority", own[0][0])
        self.fields["avoid_area"].choices = [("", "None known"), *every]  # type: ignore[attr-defined]
        for name in ("danger_none", "health_none", "hidden_from_none"):
            self.fields[name].label_suffix = ""
        if recorded:
            for name in NEWCOMER:
                del self.fields[name]
            self.fields["reference"].label, self.fields["reference"].help_text = "The child’s reference", ""

    def clean(self) -> dict[str, Any]:
        """Either a reference, or what a new record begins with; and the child asked, or why not."""
        typed = super().clean() or {}
        new = any(typed.get(name) not in (None, "") for name in ("known_as", "age", "birth_year"))
        if typed.get("reference") and new:
            self.add_error("reference", "Give the reference, or describe a child without a record; not both.")
        elif not typed.get("reference"):
            self._ask_newcomer(typed)
        if not typed.get("child_said", "").strip() and not typed.get("not_asked_because", "").strip():
            self.add_error("child_said", "Say what the child says now, or why the child could not be asked.")
        return typed

    def _ask_newcomer(self, typed: dict[str, Any]) -> None:
        if not typed.get("known_as"):
            self.add_error("reference", "Give the child’s reference, or what a child without a record is called.")
            return
        if (typed.get("age") is None) == (typed.get("birth_year") is None):
            self.add_error("age", "Give the age or the year of birth: one of the two. A guess will do; say so above.")
        if not typed.get("authority"):
            self.add_error("authority", "Choose the council that looks after the child.")

    def said(self, at: datetime) -> Said:
        """What the officer says, for the heart."""
        typed = self.cleaned_data
        hours = typed.get("known_hours")
        return Said(
            cause=typed["cause"],
            cannot_wait=typed["cannot_wait"],
            known_since=at - timedelta(hours=hours) if hours is not None else None,
            danger=self._known("danger"),
            health=self._known("health"),
            hidden_from=self._known("hidden_from"),
            seen={code: int(typed[f"seen_{code}"]) for code in SEEN if typed.get(f"seen_{code}")},
            child_said=typed.get("child_said", ""),
            not_asked_because=typed.get("not_asked_because", ""),
        )

    def _known(self, name: str) -> Known:
        if self.cleaned_data.get(name, "").strip():
            return Known(SAID, self.cleaned_data[name])
        return Known(NONE if self.cleaned_data.get(f"{name}_none") else UNKNOWN)
