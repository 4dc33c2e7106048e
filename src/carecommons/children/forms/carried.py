"""The answer to one note for the next home."""

from typing import Any

from django import forms

from carecommons.common.forms import CommonsForm, Radios, Words

__all__ = ["CarriedForm"]


class CarriedForm(CommonsForm):
    """Whether a note goes on, and in which words."""

    note = forms.UUIDField(widget=forms.HiddenInput())
    accepted = forms.ChoiceField(
        label="Does it go on to the next home?", choices=[("yes", "Yes"), ("no", "No, it is left out")],
        widget=Radios(small=True), error_messages={"required": "Say whether it goes on"},
    )  # fmt: skip
    words = forms.CharField(
        label="In other words, or why it is left out", widget=Words(rows=2), required=False,
        help_text="Leave it empty to pass the note on as it stands.",
    )  # fmt: skip

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        return {"note_id": given["note"], "accepted": given["accepted"] == "yes", "words": given["words"]}
