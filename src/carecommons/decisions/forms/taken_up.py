"""The questions about a stay that began before any choice here."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from carecommons.common.errors import Refused
from carecommons.common.forms import CommonsForm, DayField, Words
from carecommons.people.roles import Person
from carecommons.provision.queries import StayLine, home, home_id_of

from ..taken_up import Stay

__all__ = ["TakeUpForm", "TakeUpSeveralForm", "tick"]


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


class TakeUpSeveralForm(CommonsForm):
    """Those of a list whose home and day are right, and one sentence that says where they are written.

    Each tick holds the child, the home and the day as they stood on the list: what has changed meanwhile is refused by
    name, and nobody takes up a day that they have not read.
    """

    say_optional: ClassVar[bool] = False

    stays = forms.MultipleChoiceField(
        label="Stays to take up", error_messages={"required": "Tick each stay whose home and day are right"}
    )  # fmt: skip
    words = forms.CharField(
        label="Where are they written?", widget=Words(rows=2),
        help_text="One sentence for all that you ticked, such as: the yearly return of March 2026, and their files.",
        error_messages={"required": "Say where it is written that they live there"},
    )  # fmt: skip

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["stays"]
        assert isinstance(field, forms.MultipleChoiceField), "declared above"
        field.valid_value = lambda value: _stay(value) is not None  # type: ignore[method-assign]
        field.error_messages["invalid_choice"] = "Tick stays of this list only. Open the list again, and tick anew."

    @property
    def ticked(self) -> frozenset[str]:
        """What stands ticked, also where the form comes back."""
        return frozenset(self["stays"].value() or ())

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        found = [_stay(value) for value in self.cleaned_data["stays"]]
        return {"stays": [each for each in found if each is not None], "words": self.cleaned_data["words"]}


def tick(child_id: UUID, home_id: UUID, since: date) -> str:
    """A stay as one tick holds it."""
    return f"{child_id}/{home_id}/{since.isoformat()}"


def _stay(value: str) -> Stay | None:
    try:
        child, home_id, since = value.split("/")
        return Stay(UUID(child), UUID(home_id), date.fromisoformat(since))
    except ValueError:
        return None
