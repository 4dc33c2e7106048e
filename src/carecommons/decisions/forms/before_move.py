"""The question of which review came before a move, where a move takes a child out of where they live."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms

from carecommons.common.forms import CommonsForm, Radios, Words

from ..queries import ReviewBefore

__all__ = ["ReviewFirstForm"]


class ReviewFirstForm(CommonsForm):
    """Asked only where a review is owed and none was named yet; none is preselected."""

    say_optional: ClassVar[bool] = False

    reviewed_on = forms.ChoiceField(
        label="Which review weighed this move?", widget=Radios(small=True), required=False,
        help_text="Those on record for the home in which the child lives now, as far as they are recent enough.",
    )  # fmt: skip
    no_review = forms.CharField(
        label="If there was no review: who is in danger, and why could it not wait?", widget=Words(rows=2),
        required=False, help_text="The reviewing officer reads it.",
    )  # fmt: skip

    def __init__(self, *args: Any, before: ReviewBefore | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if before is None or not before.lacks:
            del self.fields["reviewed_on"], self.fields["no_review"]
        elif not before.days:
            del self.fields["reviewed_on"]
        else:
            days = [(day.isoformat(), f"{day:%-d %B %Y}") for day in before.days]
            cast(forms.ChoiceField, self.fields["reviewed_on"]).choices = days

    @property
    def first(self) -> dict[str, Any]:
        """What the act takes of it."""
        day = self.cleaned_data.get("reviewed_on", "")
        return {
            "reviewed_on": date.fromisoformat(day) if day else None,
            "no_review": self.cleaned_data.get("no_review", ""),
        }

    def blame_review(self, words: str) -> None:
        """Put a refusal at the first of its fields that is asked."""
        self.add_error(next((name for name in ("reviewed_on", "no_review") if name in self.fields), None), words)
