"""A child's own order of the homes, what they thought of a visit; and the officer's part of a visit."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from carecommons.children.forms import OwnForm
from carecommons.common.forms import CommonsForm, DayField, Radios, Words

from ..childs import ChildsHome, ChildsHomes
from ..impact import AGREES
from ..preference import NO, WAYS_OF_ADVOCATE, WAYS_OF_STAFF, Preference
from ..visits import THOUGHTS

__all__ = [
    "ArrangeForm", "HappenedForm", "ImpactAnswerForm", "NotPossibleForm", "OwnOrderForm", "OwnVisitForm",
    "order_before",
]  # fmt: skip


class OwnOrderForm(OwnForm):
    """A number, or no, for each home; and why, for those who want to say. No script is needed."""

    def __init__(
        self, found: ChildsHomes, *args: Any, shown_first: Collection[UUID], by_adult: str = "", **kwargs: Any
    ) -> None:
        """shown_first: the homes that the child's page shows first; the others stand behind a fold, but for those of
        which the child has said something. by_adult: "advocate" or "staff" where the child does not write themselves.
        """
        super().__init__(*args, **kwargs)
        self.found = found
        said = {name for name, answer in (self.initial or {}).items() if name.startswith("place_") and answer}
        self._first = [home for home in found.homes if home.id in shown_first or f"place_{home.id.hex}" in said]
        numbers = [(str(number), str(number)) for number in range(1, len(self._first) + 1)]
        listed = [("", now("I do not say")), *numbers, (NO, now("No, not this one"))]
        for home in found.homes:
            self.fields[f"place_{home.id.hex}"] = forms.ChoiceField(
                label=home.name, choices=listed, required=False, widget=forms.Select(),
                error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
            )  # fmt: skip
            self.fields[f"why_{home.id.hex}"] = forms.CharField(
                label=now("Do you want to say why? (%(home)s)") % {"home": home.name}, required=False,
                widget=Words(rows=2),
            )  # fmt: skip
        if by_adult:
            ways = WAYS_OF_ADVOCATE if by_adult == "advocate" else WAYS_OF_STAFF
            self.fields["way"] = forms.ChoiceField(
                label=_("How do you know?"), widget=Radios(),
                choices=[(code, now(said)) for code, said in ways.items()],
                error_messages={"required": _("How do you know? Choose an answer.")},
            )  # fmt: skip

    @property
    def first(self) -> list[tuple[ChildsHome, forms.BoundField, forms.BoundField]]:
        """The homes that stand there at once, each with its two fields."""
        return [self._fields_of(home) for home in self._first]

    @property
    def others(self) -> list[tuple[ChildsHome, forms.BoundField, forms.BoundField]]:
        """The homes behind the fold."""
        first = {home.id for home in self._first}
        return [self._fields_of(home) for home in self.found.homes if home.id not in first]

    @property
    def others_wrong(self) -> bool:
        """Whether an answer behind the fold must be put right, so that it stands open."""
        return any(place.errors or why.errors for _home, place, why in self.others)

    def _fields_of(self, home: ChildsHome) -> tuple[ChildsHome, forms.BoundField, forms.BoundField]:
        return home, self[f"place_{home.id.hex}"], self[f"why_{home.id.hex}"]

    def given(self) -> dict[UUID, tuple[str, str]]:
        """What `rank_homes` takes."""
        typed = self.cleaned_data
        return {
            home.id: (typed.get(f"place_{home.id.hex}", ""), typed.get(f"why_{home.id.hex}", ""))
            for home in self.found.homes
        }


def order_before(said: Preference | None) -> dict[str, str]:
    """First values for the form: what the child said last."""
    found: dict[str, str] = {}
    for each in said.placed if said else ():
        found[f"place_{each.home_id.hex}"] = NO if each.no else str(each.place or "")
        found[f"why_{each.home_id.hex}"] = each.words
    return found


class OwnVisitForm(OwnForm):
    """What the young person thought of a home after they were there."""

    thought = forms.ChoiceField(label=_("How was it?"), widget=Radios(), required=False)
    words = forms.CharField(label=_("Tell us more, if you like"), widget=Words(rows=4), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thought"].choices = [(code, now(said)) for code, said in THOUGHTS.items()]  # type: ignore[attr-defined]


class ArrangeForm(CommonsForm):
    """A day for a visit, and who comes along."""

    day = DayField(label="On which day?", error_messages={"required": "Enter the day of the visit"})
    with_whom = forms.CharField(
        label="Who comes along?", max_length=200, help_text="The child reads this. Say it to them: “Your aunt and I”.",
        error_messages={"required": "Say who comes along"},
    )  # fmt: skip


class HappenedForm(CommonsForm):
    """The day on which the child was there."""

    day = DayField(label="On which day was the child there?", error_messages={"required": "Enter the day"})


class NotPossibleForm(CommonsForm):
    """Why a visit could not be."""

    words = forms.CharField(
        label="Why could the visit not be?", widget=Words(rows=2), help_text="The child reads this.",
        error_messages={"required": "Say to the child why the visit could not be"},
    )  # fmt: skip


class ImpactAnswerForm(CommonsForm):
    """The social worker's answer to a home on living together."""

    answer = forms.ChoiceField(
        label="What do you answer, for the child?", choices=list(AGREES.items()), widget=Radios(small=True),
        error_messages={"required": "Choose an answer"},
    )  # fmt: skip
    words = forms.CharField(
        label="Why?", widget=Words(rows=3), help_text="For this child, and for those who live there.",
        error_messages={"required": "Say why"},
    )  # fmt: skip
