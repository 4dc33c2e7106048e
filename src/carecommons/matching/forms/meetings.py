"""The matching meeting as it is written down, and a home's answer to the terms."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from carecommons.children.needs import DOMAIN
from carecommons.common.forms import CommonsForm, DayField, Radios, Ticks, Words
from carecommons.people.roles import ROLE_NAMES

from ..meeting import ABSENT, TAKE_PART, HomeSaid, MeetingLack, open_needs
from ..queries import MeetingSheet
from ..shortlist import ShownHome

__all__ = ["AcceptForm", "DeclineTermsForm", "MeetingForm", "NotRightForm"]


class MeetingForm(CommonsForm):
    """Who was there, what was found of each home, and which go on."""

    say_optional = False

    held_on = DayField(label="On which day was the meeting?", error_messages={"required": "Enter the day"})
    took_part = forms.MultipleChoiceField(
        label="Who took part?", widget=Ticks(small=True), required=False, help_text="By role; no names.",
        choices=[(role.value, ROLE_NAMES[role].capitalize()) for role in TAKE_PART],
    )  # fmt: skip
    absent = forms.ChoiceField(
        label="Neither the child nor their advocate was there. Why?", widget=Radios(small=True), required=False,
        choices=list(ABSENT.items()), help_text="Only where neither of them was there.",
    )  # fmt: skip
    absent_words = forms.CharField(
        label="How was what the child feels brought in without them?", widget=Words(rows=2), required=False
    )
    child_first = forms.CharField(
        label="Where the order is not the child’s own: what do you say to the child?", widget=Words(rows=3),
        required=False, help_text="The child reads this. Speak to them.",
    )  # fmt: skip

    def __init__(self, found: MeetingSheet, homes: Sequence[ShownHome], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found, self.homes = found, homes
        places = [("", "It does not go on"), *((str(number), str(number)) for number in range(1, len(homes) + 1))]
        for home in homes:
            name, key = home.name, home.home_id.hex
            self.fields[f"words_{key}"] = forms.CharField(
                label=f"What was found of {name}?", widget=Words(rows=3), required=False
            )
            for code in open_needs(home):
                self.fields[f"need_{code}_{key}"] = forms.CharField(
                    label=f"{DOMAIN[code].name} is open at {name}. What would meet it?", widget=Words(rows=2),
                    required=False,
                )  # fmt: skip
            self.fields[f"place_{key}"] = forms.ChoiceField(
                label=f"Does {name} go on, and in which place?", choices=places, required=False, widget=forms.Select()
            )
            self.fields[f"because_{key}"] = forms.CharField(
                label=f"Why does {name} go on, or not?", widget=Words(rows=2), required=False
            )

    def about(self) -> Iterator[forms.BoundField]:
        """The questions about the meeting itself."""
        for name in ("held_on", "took_part", "absent", "absent_words"):
            yield self[name]

    def each_home(self) -> Iterator[tuple[ShownHome, list[forms.BoundField]]]:
        """Each home with its questions."""
        for home in self.homes:
            key = home.home_id.hex
            names = [f"words_{key}", *(f"need_{code}_{key}" for code in open_needs(home))]
            yield home, [self[name] for name in (*names, f"place_{key}", f"because_{key}")]

    def said(self) -> dict[str, Any]:
        """What `hold_meeting` takes; of a form with errors, what holds so far."""
        typed = self.cleaned_data
        return {
            "held_on": typed.get("held_on"), "took_part": typed.get("took_part", []),
            "absent": typed.get("absent", ""), "absent_words": typed.get("absent_words", ""),
            "child_first": typed.get("child_first", ""),
            "homes": [self._home(home) for home in self.homes],
        }  # fmt: skip

    def _home(self, home: ShownHome) -> HomeSaid:
        typed, key = self.cleaned_data, home.home_id.hex
        place = typed.get(f"place_{key}", "")
        return HomeSaid(
            home_id=home.home_id, words=typed.get(f"words_{key}", ""), place=int(place) if place else None,
            why=typed.get(f"because_{key}", ""),
            needs={code: typed.get(f"need_{code}_{key}", "") for code in open_needs(home)},
        )  # fmt: skip

    def say_what_lacks(self, lacks: Sequence[MeetingLack]) -> None:
        """Put each sentence at its field."""
        for lack in lacks:
            self.add_error(self._field_for(lack), lack.words)

    def _field_for(self, lack: MeetingLack) -> str | None:
        key = lack.home_id.hex if lack.home_id else ""
        name = {"why": "because"}.get(lack.field, lack.field)
        for field in (f"{name}_{key}", lack.field):
            if field in self.fields:
                return field
        return f"place_{self.homes[0].home_id.hex}" if lack.field == "places" and self.homes else None


class AcceptForm(CommonsForm):
    """A promise, made with a tick."""

    promise = forms.BooleanField(
        label="I promise this, for everybody who reads it for this home",
        error_messages={"required": "Tick the box to promise it, or say below that you do not"},
    )  # fmt: skip


class NotRightForm(CommonsForm):
    """Why a home that has read more is not right for the child."""

    words = forms.CharField(
        label="Why is your home not right for this child?", widget=Words(rows=3),
        help_text="The council reads it. Name nobody.", error_messages={"required": "Say why your home is not right"},
    )  # fmt: skip


class DeclineTermsForm(CommonsForm):
    """Why a home does not accept the terms."""

    words = forms.CharField(
        label="Why do you not accept?", widget=Words(rows=2), error_messages={"required": "Say why you do not accept"}
    )
