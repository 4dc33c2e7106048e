"""The questions about a stay that began before any choice here."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from carecommons.common.errors import Refused
from carecommons.common.forms import CommonsForm, DayField, Words
from carecommons.people.roles import Person
from carecommons.provision.queries import StayLine, home, home_id_of

__all__ = ["TakeUpForm"]


class TakeUpForm(CommonsForm):
    """Since when a child lives where, and where that is written; the home only where nobody has written it down."""

    say_optional: ClassVar[bool] = False

    home = forms.CharField(
        label="In which home does the child live?", max_length=10,
        help_text="Its reference, as it stands on the page of the home.",
        error_messages={"required": "Enter the reference of the home"},
    )  # fmt: skip
    since = DayField(
        label="Since which day?", help_text="The first day of this stay, also where it lies years back.",
        error_messages={"required": "Enter the day"},
    )  # fmt: skip
    words = forms.CharField(
        label="Where is it written?", widget=Words(rows=3),
        help_text="The yearly return, the child’s file, the agreement with the home: so that somebody can look it up.",
        error_messages={"required": "Say where it is written that the child lives there"},
    )  # fmt: skip

    def __init__(self, data: Any, *, lives: StayLine | None, by: Person, at: datetime) -> None:
        super().__init__(data, initial={"since": lives.from_day} if lives else {})
        self.lives, self.by, self.at = lives, by, at
        if lives is not None:
            del self.fields["home"]

    def clean_home(self) -> UUID:
        """The home that they may open; one beyond their reach is as missing as one that is not there."""
        found = home_id_of(self.cleaned_data["home"])
        try:
            if found is not None:
                return home(found, by=self.by, at=self.at).id
        except Refused:
            pass
        raise forms.ValidationError("No home that you can open has this reference. Look it up among the homes.")

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        known = self.lives.home_id if self.lives is not None else self.cleaned_data["home"]
        return {"home_id": known, "since": self.cleaned_data["since"], "words": self.cleaned_data["words"]}
