"""The questions about life in a home: few boxes, big targets, in the order in which things happen."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from carecommons.children.forms import OwnForm
from carecommons.children.needs import Outcome
from carecommons.children.own import WORDS_MAX
from carecommons.common.forms import CommonsForm, DayField, Radios, Words

from ..heard import REVIEW_HOWS
from ..living import (
    ALONE,
    ANSWERS,
    FEELINGS,
    NOT_ASKED,
    OWN_ANSWERS,
    REVIEW_KINDS,
    TIME_KINDS,
    TOOK_PART,
    Answered,
)

__all__ = ["ContactForm", "HealthForm", "HowForm", "LifeVisitForm", "ReviewForm", "SignForm", "TimeForm"]


class LifeVisitForm(CommonsForm):
    """A visit to a child where they live: three questions that are always asked, and two that may be."""

    day = DayField(label="On which day did you visit?", error_messages={"required": "Enter the day of the visit"})
    alone = forms.ChoiceField(
        label="Did you see the child alone?", choices=[*ALONE.items()], widget=Radios(small=True),
        error_messages={"required": "Say whether you saw the child alone"},
    )  # fmt: skip
    why_not = forms.CharField(
        label="If not: why not?", widget=Words(rows=2), required=False,
        help_text="Owed unless the child did not want to.",
    )  # fmt: skip
    said = forms.CharField(
        label="What did the child say or show?", widget=Words(rows=4),
        help_text="In their words. The child may read this.",
        error_messages={"required": "Write what the child said or showed. If nothing, write that"},
    )  # fmt: skip
    seen = forms.CharField(
        label="What did you see, and what must be done?", widget=Words(rows=3), required=False,
        help_text="Where they sleep, how they are with those who care for them.",
    )  # fmt: skip


class _Outcomes(CommonsForm):
    """A form that asks of each sought outcome how it stands."""

    choices: ClassVar[dict[str, Any]] = ANSWERS

    def __init__(self, sought: Sequence[Outcome], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sought = tuple(sought)
        for number, each in enumerate(self.sought, start=1):
            self.fields[f"answer_{number}"] = forms.ChoiceField(
                label=each.outcome, widget=Radios(inline=True, small=True), required=False,
                choices=[(code, now(words)) for code, words in self.choices.items()],
            )  # fmt: skip
            self.more(number, each)

    def more(self, number: int, outcome: Outcome) -> None:
        """What else is asked of one outcome."""

    @property
    def answers(self) -> list[Answered]:
        """The outcomes that were answered."""
        given = self.cleaned_data
        return [
            Answered(number, each.outcome, given[f"answer_{number}"], given.get(f"words_{number}", ""))
            for number, each in enumerate(self.sought, start=1)
            if given.get(f"answer_{number}")
        ]


class ReviewForm(_Outcomes):
    """A review of a child's care plan. What is sought is answered one by one."""

    say_optional: ClassVar[bool] = False

    day = DayField(label="On which day was the review?", error_messages={"required": "Enter the day of the review"})
    kind = forms.ChoiceField(
        label="Which review was it?", choices=[*REVIEW_KINDS.items()], widget=Radios(small=True), initial="review",
        error_messages={"required": "Choose which review it was"},
    )  # fmt: skip
    took_part = forms.ChoiceField(
        label="How did the child take part?", choices=[("", "Choose"), *TOOK_PART.items()], widget=forms.Select(),
        help_text="The codes of the statutory return.", error_messages={"required": "Choose how the child took part"},
    )  # fmt: skip
    child_how = forms.ChoiceField(
        label="How do we know what the child says for this review?", required=False,
        choices=[("", "It is on record already, or the child was not asked"), *REVIEW_HOWS.items()],
        widget=Radios(small=True), initial="",
    )  # fmt: skip
    child_said = forms.CharField(
        label="What does the child say for this review?", widget=Words(rows=4), required=False,
        help_text="In their words. It is kept among their wishes, as said for a review. The child may read it.",
    )  # fmt: skip
    not_asked = forms.ChoiceField(
        label="If the child was not asked for this review: why does the law let it close?", required=False,
        choices=[("", "The child was asked"), *NOT_ASKED.items()], widget=Radios(small=True), initial="",
    )  # fmt: skip
    not_asked_why = forms.CharField(
        label="Why, in words", widget=Words(rows=2), required=False, help_text="The child may read it.",
    )  # fmt: skip
    decided = forms.CharField(
        label="What did the review decide?", widget=Words(rows=5),
        help_text="What changes, who does it, by when. The child may read it.",
        error_messages={"required": "Write what the review decided"},
    )  # fmt: skip
    until_18 = forms.BooleanField(label="The plan is that the child lives here until 18", required=False)
    next_by = DayField(
        label="Must the next review come sooner than the law says?", required=False,
        help_text="Leave it empty for the day that the law gives.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A review says how each outcome stands; one after an emergency move need not."""
        given = dict(super().clean() or {})
        if given.get("kind") == "review":
            for number, each in enumerate(self.sought, start=1):
                if not given.get(f"answer_{number}") and f"answer_{number}" not in self.errors:
                    self.add_error(f"answer_{number}", f"Say how it stands: {each.outcome}")
        return given

    def more(self, number: int, outcome: Outcome) -> None:
        self.fields[f"words_{number}"] = forms.CharField(
            label=f"Why, or what helped: {outcome.outcome}", widget=Words(rows=2), required=False
        )

    @property
    def given(self) -> dict[str, Any]:
        """What the act takes."""
        names = (
            "day",
            "kind",
            "took_part",
            "child_said",
            "child_how",
            "not_asked",
            "not_asked_why",
            "decided",
            "until_18",
            "next_by",
        )
        return {**{name: self.cleaned_data.get(name) for name in names}, "answers": self.answers}


class HealthForm(CommonsForm):
    """That the child's health was assessed."""

    day = DayField(
        label="On which day was the child’s health assessed?", error_messages={"required": "Enter the day"},
        help_text="Only the day. What was found stays with those who treat the child.",
    )  # fmt: skip


class ContactForm(CommonsForm):
    """A time with somebody who matters."""

    key = forms.ChoiceField(
        label="Who with?", widget=Radios(small=True), error_messages={"required": "Choose who it was with"}
    )
    day = DayField(label="On which day?", error_messages={"required": "Enter the day"})
    happened = forms.ChoiceField(
        label="Did it happen?", choices=[("yes", "Yes"), ("no", "No: it was planned and did not happen")],
        widget=Radios(small=True), error_messages={"required": "Say whether it happened"},
    )  # fmt: skip
    why_not = forms.CharField(
        label="If not: why not?", widget=Words(rows=2), required=False, help_text="The child may read it."
    )

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["key"]).choices = list(people)

    @property
    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "happened": self.cleaned_data["happened"] == "yes"}


class TimeForm(CommonsForm):
    """Time that a match took: hours and minutes, never money."""

    day = DayField(label="On which day?", error_messages={"required": "Enter the day"})
    kind = forms.ChoiceField(
        label="What did it go on?", choices=[*TIME_KINDS.items()], widget=Radios(small=True),
        error_messages={"required": "Choose what the time went on"},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="How many minutes?", min_value=1, max_value=1440, help_text="For example 90 for an hour and a half.",
        error_messages={"required": "Enter the minutes"},
    )  # fmt: skip


class SignForm(CommonsForm):
    """An answer to an early sign."""

    false_alarm = forms.ChoiceField(
        label="What is it?", widget=Radios(small=True),
        choices=[("no", "Something is being done"), ("yes", "A false alarm")],
        error_messages={"required": "Choose what it is"},
    )  # fmt: skip
    words = forms.CharField(
        label="What was done, or why is it a false alarm?", widget=Words(rows=3),
        error_messages={"required": "Say what was done, or why it is a false alarm"},
    )  # fmt: skip

    @property
    def given(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["words"], "false_alarm": self.cleaned_data["false_alarm"] == "yes"}


class HowForm(OwnForm, _Outcomes):
    """The young person says how it goes. Only the first question needs an answer."""

    choices: ClassVar[dict[str, Any]] = OWN_ANSWERS

    feeling = forms.ChoiceField(
        label=_("How is it going?"), widget=Radios(), error_messages={"required": _("Choose how it is going.")}
    )
    words = forms.CharField(
        label=_("Tell us more, if you like"), widget=Words(rows=4), required=False, max_length=WORDS_MAX,
        error_messages={"max_length": _("This is too long. Write a bit less.")},
    )  # fmt: skip

    def __init__(self, sought: Sequence[Outcome], *args: Any, **kwargs: Any) -> None:
        super().__init__(sought, *args, **kwargs)
        cast(forms.ChoiceField, self.fields["feeling"]).choices = [
            (code, now(words)) for code, words in FEELINGS.items()
        ]

    @property
    def given(self) -> dict[str, Any]:
        return {
            "feeling": self.cleaned_data["feeling"], "words": self.cleaned_data["words"], "answers": self.answers,
        }  # fmt: skip
