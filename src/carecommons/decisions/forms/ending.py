"""The questions about notice, the meeting that tries to save a home, ends, and what comes after."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from carecommons.children.forms import OwnForm
from carecommons.children.own import WORDS_MAX
from carecommons.common.forms import CommonsForm, DayField, Radios, Ticks, Words

from ..ending import (
    BELONGINGS,
    CHANGE_REASONS,
    CHILD_THERE,
    LED_BY_WORDS,
    NOTICE_REASONS,
    OUTCOMES,
    ROLES_THERE,
    End,
    LedBy,
    Party,
    Task,
)
from ..leaving import AFTER_WORDS, ENDS_CARE, HOMES, After
from ..stays import END_REASONS, NO_END

__all__ = [
    "BelongingsForm", "DebriefForm", "EighteenForm", "EndForm", "EndNoticeForm", "MeetingForm", "RefuseForm",
    "SentenceForm", "TellForm", "WhyForm",
]  # fmt: skip

TASKS = 3
TOO_LONG = {"max_length": _("This is too long. Write a bit less.")}


class EndNoticeForm(CommonsForm):
    """Notice, for the home or for the council: the same questions; the council is asked for its review as well."""

    say_optional: ClassVar[bool] = False

    reason = forms.ChoiceField(
        label="What is the reason?", widget=Radios(small=True), error_messages={"required": "Choose the reason"}
    )
    words = forms.CharField(
        label="Say why, in a sentence or more", widget=Words(rows=3),
        help_text="The child may read it. Say what happened, not what the child is like.",
        error_messages={"required": "Say why notice is given"},
    )  # fmt: skip
    tried = forms.CharField(
        label="What was tried so that the child can stay?", widget=Words(rows=3),
        help_text="By whom, when, and what came of it.",
        error_messages={"required": "Say what was tried"},
    )  # fmt: skip
    ends_on = DayField(label="On which day is the stay to end?", error_messages={"required": "Enter the day"})
    at_once = forms.CharField(
        label="If that is sooner than the agreed days: who is in danger, and why can it not wait?",
        widget=Words(rows=2), required=False,
    )  # fmt: skip
    reviewed_on = DayField(
        label="On which day was the review of the child’s case?", required=False,
        help_text="A review that is on record for this placement.",
    )  # fmt: skip
    emergency = forms.CharField(
        label="If there was no review: who is in danger, and why could it not wait?", widget=Words(rows=2),
        required=False, help_text="The reviewing officer is told at once.",
    )  # fmt: skip

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [*NOTICE_REASONS[party].items()]  # type: ignore[attr-defined]
        if party is Party.HOME:
            del self.fields["reviewed_on"], self.fields["emergency"]


class TellForm(CommonsForm):
    """What the child was told, and when."""

    told_on = DayField(label="On which day did you speak with the child?", error_messages={"required": "Enter the day"})
    words = forms.CharField(
        label="What did you tell them?", widget=Words(rows=4),
        help_text="The child reads these words. Short sentences; no blame; what happens next, and who helps.",
        error_messages={"required": "Write what you told the child"},
    )  # fmt: skip


class SentenceForm(CommonsForm):
    """One answer in words. `label` and `hint` are the page's."""

    words = forms.CharField(widget=Words(rows=3), error_messages={"required": "Write a sentence"})

    def __init__(self, label: str, hint: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, hint


class MeetingForm(CommonsForm):
    """The record of a meeting. Up to three people each take something on."""

    say_optional: ClassVar[bool] = False

    held_on = DayField(label="On which day was the meeting?", error_messages={"required": "Enter the day"})
    there = forms.MultipleChoiceField(
        label="Who was there?", choices=[*ROLES_THERE.items()], widget=Ticks(small=True),
        error_messages={"required": "Say who was there"},
    )  # fmt: skip
    child_there = forms.ChoiceField(
        label="Was the child there?", choices=[*CHILD_THERE.items()], widget=Radios(small=True),
        error_messages={"required": "Say whether the child or an advocate was there"},
    )  # fmt: skip
    why_not = forms.CharField(
        label="If neither was: why not, and how was the child heard instead?", widget=Words(rows=2), required=False
    )
    child_said = forms.CharField(label="What did the child say?", widget=Words(rows=2), required=False)
    would_change = forms.CharField(
        label="What would have to change so that the child can stay?", widget=Words(rows=3),
        error_messages={"required": "Say what would have to change"},
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label="What did the meeting come to?", choices=[*OUTCOMES.items()], widget=Radios(small=True),
        error_messages={"required": "Choose what the meeting came to"},
    )  # fmt: skip
    outcome_words = forms.CharField(label="Say more, if you like", widget=Words(rows=2), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, TASKS + 1):
            self.fields[f"what_{number}"] = forms.CharField(
                label=f"Task {number}: what is done?", required=False, max_length=WORDS_MAX
            )
            self.fields[f"who_{number}"] = forms.CharField(
                label=f"Task {number}: by whom?", required=False, max_length=WORDS_MAX
            )
            self.fields[f"by_{number}"] = DayField(label=f"Task {number}: by which day?", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in range(1, TASKS + 1):
            parts = [given.get(f"{name}_{number}") for name in ("what", "who", "by")]
            if any(parts) and not all(parts):
                self.add_error(f"what_{number}", f"Task {number} needs what, who and a day")
        return given

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        tasks = [
            Task(given[f"what_{number}"], given[f"who_{number}"], given[f"by_{number}"])
            for number in range(1, TASKS + 1) if given.get(f"what_{number}")
        ]  # fmt: skip
        names = ("held_on", "there", "child_there", "why_not", "child_said", "would_change", "outcome", "outcome_words")
        return {name: given[name] for name in names} | {"tasks": tasks}


class WhyForm(CommonsForm):
    """Why a stay ended: the codes of the statutory return, who brought it about, and what led to it."""

    say_optional: ClassVar[bool] = False

    care_ends = forms.ChoiceField(
        label="Does the child leave care?", widget=forms.Select(),
        choices=[("", "Choose"), (NO_END, "No: the child stays in care and lives elsewhere"),
                 *((code, f"Yes: {means}") for code, means in END_REASONS.items())],
        error_messages={"required": "Choose whether the child leaves care"},
    )  # fmt: skip
    change = forms.ChoiceField(
        label="If the child stays in care: why do they move?", widget=forms.Select(), required=False,
        choices=[("", "The child leaves care"), *CHANGE_REASONS.items()],
    )  # fmt: skip
    planned = forms.ChoiceField(
        label="Was it planned?", choices=[("yes", "Planned"), ("no", "Not planned")], widget=Radios(small=True),
        error_messages={"required": "Say whether it was planned"},
    )  # fmt: skip
    led_by = forms.ChoiceField(
        label="Who brought it about?", choices=[*LED_BY_WORDS.items()], widget=Radios(small=True),
        error_messages={"required": "Say who brought it about"},
    )  # fmt: skip
    words = forms.CharField(
        label="What led to it?", widget=Words(rows=3), required=False,
        help_text="A sentence or more where the child moves, or where it was not planned. Blame nobody.",
    )  # fmt: skip
    reviewed_on = DayField(
        label="If the council brought it about: on which day was the review before it?", required=False
    )
    emergency = forms.CharField(
        label="If there was no review: who is in danger, and why could it not wait?", widget=Words(rows=2),
        required=False, help_text="The reviewing officer is told at once.",
    )  # fmt: skip

    def end(self, to_day: Any) -> End:
        """What the act takes."""
        given = self.cleaned_data
        return End(
            to_day=to_day, care_ends=given["care_ends"], change=given["change"], planned=given["planned"] == "yes",
            led_by=LedBy(given["led_by"]), words=given["words"], reviewed_on=given["reviewed_on"],
            emergency=given["emergency"],
        )  # fmt: skip


class EndForm(WhyForm):
    """The day on which a child leaves, and why."""

    to_day = DayField(label="On which day does the child leave?", error_messages={"required": "Enter the day"})
    field_order = ["to_day"]


class BelongingsForm(CommonsForm):
    """What goes with the child."""

    say_optional: ClassVar[bool] = False

    there = forms.MultipleChoiceField(
        label="Tick what is so", choices=[*BELONGINGS.items()], widget=Ticks(small=True), required=False
    )
    missing = forms.CharField(
        label="What is missing, and who puts it right by when?", widget=Words(rows=3), required=False
    )


class EighteenForm(CommonsForm):
    """Where somebody lives after 18."""

    say_optional: ClassVar[bool] = False

    choice = forms.ChoiceField(
        label="Where do they live after their 18th birthday?", widget=Radios(),
        error_messages={"required": "Choose one"},
    )  # fmt: skip
    wants = forms.CharField(
        label="What do they want themselves?", widget=Words(rows=3),
        help_text="In their words; or that they would not say.", error_messages={"required": "Say what they want"},
    )  # fmt: skip
    words = forms.CharField(label="Why is it so?", widget=Words(rows=3), error_messages={"required": "Say why"})
    care_ends = forms.ChoiceField(
        label="On or after the birthday: how did care end, as the statutory return has it?", widget=forms.Select(),
        required=False, choices=[("", "Not yet, or staying put"), *END_REASONS.items()],
    )  # fmt: skip

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fits = [each for each in After if kind in HOMES.get(each, {kind})]
        self.fields["choice"].choices = [(each.value, AFTER_WORDS[each]) for each in fits]  # type: ignore[attr-defined]

    @property
    def answers(self) -> Mapping[str, Any]:
        """What the act takes."""
        given = dict(self.cleaned_data)
        if given["choice"] in ENDS_CARE:
            given["care_ends"] = ""
        return given


# ------------------------------------------------------------------ the young person's own
class RefuseForm(OwnForm):
    """A no to a notice."""

    words = forms.CharField(
        label=_("What do you want to say?"), widget=Words(rows=4), max_length=WORDS_MAX,
        error_messages={"required": _("Say what is not right. One word is enough."), **TOO_LONG},
    )  # fmt: skip


class DebriefForm(OwnForm):
    """How it was there. Nothing must be filled in."""

    good = forms.CharField(
        label=_("What was good there?"), widget=Words(rows=3), required=False, max_length=WORDS_MAX,
        error_messages=TOO_LONG,
    )  # fmt: skip
    hard = forms.CharField(
        label=_("What was hard there?"), widget=Words(rows=3), required=False, max_length=WORDS_MAX,
        error_messages=TOO_LONG,
    )  # fmt: skip
    next_home = forms.CharField(
        label=_("What must your next home know?"), widget=Words(rows=3), required=False, max_length=WORDS_MAX,
        error_messages=TOO_LONG, help_text=_("Your social worker reads it first, and passes it on."),
    )  # fmt: skip
    with_whom = forms.CharField(
        label=_("Who do you want to talk to about it?"), widget=Words(rows=1), required=False, max_length=WORDS_MAX,
        error_messages=TOO_LONG, help_text=_("You choose. It can be anyone you trust."),
    )  # fmt: skip
    not_now = forms.BooleanField(label=_("I do not want to say anything about it"), required=False)

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        given = dict(self.cleaned_data)
        not_now = given.pop("not_now")
        return {**given, "wanted": not not_now}
