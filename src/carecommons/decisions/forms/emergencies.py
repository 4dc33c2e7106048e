"""The questions of an emergency: a choice with a sentence, a review, and what is owed afterwards."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms

from carecommons.common.forms import CommonsForm, Radios, Ticks, Words
from carecommons.matching.kept import LEVEL_WORDS
from carecommons.people.roles import ROLE_NAMES

from ..approvals import FACTS
from ..beside import answer_owed
from ..queries import Sheet
from ..ruling import Lack
from .choices import DecideForm, _field_of, _letter_of

__all__ = ["ConfirmForm", "ReasonsForm", "ReviewForm", "TonightForm"]


class TonightForm(CommonsForm):
    """One home and one sentence."""

    say_optional: ClassVar[bool] = False

    home = forms.ChoiceField(
        label="Which home, tonight?", widget=Radios(small=True), error_messages={"required": "Choose one home"}
    )
    why = forms.CharField(
        label="Why this home? One sentence is enough now", widget=Words(rows=2), required=False,
        help_text="The child may read it. The full reasons follow within the days of the trail.",
    )  # fmt: skip
    wishes_how = forms.CharField(
        label="What did the child’s words change? Leave it empty if that follows", widget=Words(rows=2), required=False
    )
    exempt_because = forms.CharField(
        label="A foster family outside its terms: why is it needed?", widget=Words(rows=2), required=False,
        help_text="Only for such a family. Say why no home within its terms will do.",
    )  # fmt: skip

    def __init__(self, found: Sheet, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosable = (*found.suitable, *found.possible)
        hints, choices = {}, []
        for option in choosable:
            home = found.shown[option.home_id]
            approver = ROLE_NAMES[found.approvals[option.home_id].role]
            outside = f" Outside its terms: {home.outside_terms}." if home.outside_terms else ""
            unsure = "" if option.appropriate else " Something is unmet or not known."
            hints[str(option.home_id)] = (
                f"{LEVEL_WORDS[home.level]}. Needs the approval of the {approver}.{unsure}{outside}"
            )
            choices.append((str(option.home_id), option.name))
        home_field = cast(forms.ChoiceField, self.fields["home"])
        home_field.widget = Radios(small=True, hints=hints)
        home_field.choices = choices
        if not asked:
            del self.fields["wishes_how"]
        if not any(found.shown[option.home_id].outside_terms for option in choosable):
            del self.fields["exempt_because"]

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ("why", "wishes_how", "exempt_because")}

    def say_what_lacks(self, lacks: Sequence[Lack]) -> None:
        for lack in lacks:
            self.add_error(lack.field if lack.field in self.fields else None, lack.words)


class ReviewForm(CommonsForm):
    """Whether the stay goes on, and why."""

    goes_on = forms.ChoiceField(
        label="Does the emergency stay go on?", widget=Radios(small=True),
        choices=[("yes", "Yes, for the same hours again"), ("no", "No, it ends here")],
        error_messages={"required": "Choose whether the stay goes on"},
    )  # fmt: skip
    words = forms.CharField(
        label="Why? How is the child, and how far has the full search come?", widget=Words(rows=3),
        error_messages={"required": "Say in a sentence why the stay goes on or ends"},
    )  # fmt: skip

    def __init__(self, *args: Any, goes_on: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not goes_on:  # this person's review cannot: the page says why, and the act refuses all the same
            cast(forms.ChoiceField, self.fields["goes_on"]).choices = [("no", "It ends here")]


class ConfirmForm(CommonsForm):
    """The approver's confirmation, with everything of which the law asks them to be satisfied."""

    say_optional: ClassVar[bool] = False

    satisfied = forms.MultipleChoiceField(label="Of what are you satisfied?", widget=Ticks(small=True), required=False)
    words = forms.CharField(label="What did you read, and does the choice stand?", widget=Words(rows=3), required=False)

    def __init__(self, facts: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if facts:
            cast(forms.MultipleChoiceField, self.fields["satisfied"]).choices = [(code, FACTS[code]) for code in facts]
        else:
            del self.fields["satisfied"]


class ReasonsForm(DecideForm):
    """The full reasons for the home that was chosen at night: the questions of every choice, but which home."""

    def __init__(self, found: Sheet, *args: Any, chosen: UUID, **kwargs: Any) -> None:
        super().__init__(found, *args, **kwargs)
        self.chosen = chosen
        elsewhere = ("home", "other_home", "no_round", "no_round_words", "no_meeting")
        for name in (*elsewhere, _field_of(chosen), _letter_of(chosen)):
            self.fields.pop(name, None)
        self.singly = tuple(option for option in self.singly if option.home_id != chosen)
        self.together = tuple(option for option in self.together if option.home_id != chosen)
        if not self.together:
            self.fields.pop("why_not_rest", None)
        if not answer_owed(found.beside.preference, chosen):
            self.fields.pop("own_order_answer", None)

    @property
    def home_id(self) -> UUID:
        return self.chosen

    def words(self) -> dict[str, Any]:
        """What `give_full_reasons` takes: that homes were not all asked alike stands on the choice of the night.

        No matching meeting is owed in an emergency.
        """
        return {name: each for name, each in super().words().items() if not name.startswith(("no_round", "no_meeting"))}

    def letter_fields(self) -> Iterator[forms.BoundField]:
        for home in self.found.beside.letters_owed(self.chosen):
            yield self[_letter_of(home)]

    def why_not_fields(self) -> Iterator[forms.BoundField]:
        for option in self.singly:
            yield self[_field_of(option.home_id)]
        if self.together:
            yield self["why_not_rest"]
