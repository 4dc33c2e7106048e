"""What comes before a search: what was tried, and which relatives and friends could care for the child."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from carecommons.common.errors import Fault
from carecommons.common.forms import CommonsForm, DayField, Radios, Words
from carecommons.provision.queries import FamilyHome

from ..family import OUTCOMES, RELATIONS
from ..prevention import ROOT_CAUSES, Tried

__all__ = ["ApproveForm", "AssessForm", "CloseForm", "LongerForm", "PreventionForm"]

TRIED_ROWS = 4  # boxes on the page; the API takes more
PARTS = ("what", "by_whom", "tried_on", "came_of")


class PreventionForm(CommonsForm):
    """What lay behind a search that nobody planned, and what was tried so that the child need not move."""

    root_cause = forms.ChoiceField(
        label="What lay behind it, as far as you know?", choices=list(ROOT_CAUSES.items()), widget=Radios(),
        help_text="It is counted, so that the next move is not needed. It blames nobody.",
        error_messages={"required": "Choose what lay behind it"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, TRIED_ROWS + 1):
            self.fields[f"what_{row}"] = forms.CharField(
                label=f"Tried {row}: what was done?", required=False, widget=Words(rows=2),
                help_text="For example, more evenings of help, a break for the carer, a meeting with the child"
                if row == 1 else "",
            )  # fmt: skip
            self.fields[f"by_whom_{row}"] = forms.CharField(
                label=f"Tried {row}: by whom?", required=False, max_length=120, help_text="A role or service, no name"
            )
            self.fields[f"tried_on_{row}"] = DayField(label=f"Tried {row}: on which day?", required=False)
            self.fields[f"came_of_{row}"] = forms.CharField(
                label=f"Tried {row}: what came of it?", required=False, widget=Words(rows=2)
            )
        self.fields["nothing_because"] = forms.CharField(
            label="If nothing could be tried: why not?", required=False, widget=Words(rows=2),
            help_text="Leave it empty if you wrote something above. The child may read it one day.",
        )  # fmt: skip

    @property
    def rows(self) -> list[int]:
        """The rows in which something was written."""
        given = self.cleaned_data
        return [row for row in range(1, TRIED_ROWS + 1) if any(given.get(f"{part}_{row}") for part in PARTS)]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data = dict(super().clean() or {})
        for row in self.rows:
            if not self.cleaned_data.get(f"tried_on_{row}") and f"tried_on_{row}" not in self.errors:
                self.add_error(f"tried_on_{row}", "Enter the day on which it was tried")
        return self.cleaned_data

    def tried(self) -> tuple[Tried, ...]:
        given = self.cleaned_data
        return tuple(Tried(**{part: given[f"{part}_{row}"] for part in PARTS}) for row in self.rows)

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Put each fault beside its answer."""
        rows = self.rows
        for fault in faults:
            where = f"{fault.column}_{rows[fault.row - 1]}" if fault.file == "tried" and fault.row else fault.column
            self.add_error(where if where in self.fields else None, fault.message)


class AssessForm(CommonsForm):
    """Whether one relative or friend could care for the child, and who looked."""

    relation = forms.ChoiceField(
        label="Who was asked?", choices=list(RELATIONS.items()), widget=Radios(),
        error_messages={"required": "Choose who was asked"},
    )  # fmt: skip
    who = forms.CharField(
        label="Their name (optional)", max_length=120, required=False,
        help_text="Kept in this record, and never printed outside it",
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label="What was found?", choices=list(OUTCOMES.items()), widget=Radios(),
        error_messages={"required": "Choose what was found"},
    )  # fmt: skip
    words = forms.CharField(
        label="What was looked at, and why is this the answer?", widget=Words(rows=5),
        help_text="How they know the child, what the child says, who else lives there, what help they would need",
        error_messages={"required": "Say what was looked at, and why this is the answer"},
    )  # fmt: skip
    assessor = forms.CharField(
        label="In which role does the person who assessed work?", max_length=60,
        error_messages={"required": "Say in which role they work"},
    )  # fmt: skip
    training = forms.CharField(
        label="Their training for this", max_length=200, help_text="“None yet” is an answer",
        error_messages={"required": "Say what training they have had. “None yet” is an answer"},
    )  # fmt: skip
    experience = forms.CharField(
        label="Their experience of this", max_length=200,
        error_messages={"required": "Say what experience they have of this work"},
    )  # fmt: skip
    assessed_on = DayField(label="On which day?")

    def refuse(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.add_error(fault.column if fault.column in self.fields else None, fault.message)


class ApproveForm(CommonsForm):
    """Approve a relative or friend for a time."""

    home_id = forms.ChoiceField(
        label="Which home is theirs?", widget=Radios(), error_messages={"required": "Choose the home"}
    )
    from_day = DayField(label="From which day?")
    because = forms.CharField(
        label="Why must the child live there before everything is assessed?", widget=Words(rows=4),
        error_messages={"required": "Say why the child must live there before everything is assessed"},
    )  # fmt: skip

    def __init__(self, *args: Any, homes: Sequence[FamilyHome], on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_day": on})
        super().__init__(*args, **kwargs)
        self.fields["home_id"].choices = [  # type: ignore[attr-defined]
            (str(home.id), f"{home.name} ({home.reference})") for home in homes
        ]  # fmt: skip


class LongerForm(CommonsForm):
    """Make an approval for a time longer, once."""

    because = forms.CharField(
        label="Why is the full assessment, or the panel, not finished?", widget=Words(rows=4),
        help_text="The law allows this once. The child may read it one day.",
        error_messages={"required": "Say why the assessment is not finished"},
    )  # fmt: skip
    most_appropriate_on = DayField(
        label="On which day was it considered whether this is still the most appropriate home? It must be."
    )
    panel_asked_on = DayField(label="On which day was the fostering panel asked for its views?")
    reviewer_told_on = DayField(label="On which day was the independent reviewing officer told?")

    def refuse(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.add_error(fault.column if fault.column in self.fields else None, fault.message)


HOW_HINTS = {
    "in_full": "A placement officer records the full approval on the page of the home first. Give both days below.",
    "ended": "From today no child may live there by law, and no search offers the home. A child who lives there is not "
    "moved by this: their social worker, team manager and reviewing officer read today that the home may not have "
    "them, review whether the child is safe, and look for a home.",
}


class CloseForm(CommonsForm):
    """How an approval for a time ended. registered: the days that the register of homes was told."""

    say_optional: ClassVar[bool] = False

    how = forms.ChoiceField(
        label="What was decided?", widget=Radios(hints=HOW_HINTS),
        choices=[("in_full", "They are approved in full"), ("ended", "They are not approved any more")],
        error_messages={"required": "Choose what was decided"},
    )  # fmt: skip
    because = forms.CharField(
        label="Who decided it, and why?", widget=Words(rows=4),
        error_messages={"required": "Say who decided it, and why"},
    )  # fmt: skip
    panel_recommended_on = DayField(
        label="Approved in full: on which day did the fostering panel recommend it?", required=False
    )  # fmt: skip
    decided_on = DayField(
        label="Approved in full: on which day was it decided, after the panel?", required=False,
        help_text="By the decision maker of the fostering service.",
    )  # fmt: skip

    def __init__(self, *args: Any, registered: Mapping[str, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in registered:  # they are known: nobody types them again
            del self.fields[name]
        if registered:
            how = self.fields["how"].widget
            assert isinstance(how, Radios)
            how.hints = how.hints | {"in_full": "As the register of homes has it, with both days."}

    def refuse(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.add_error(fault.column if fault.column in self.fields else None, fault.message)
