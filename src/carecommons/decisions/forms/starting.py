"""The questions about the start of a placement."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from carecommons.children.forms import OwnForm
from carecommons.children.own import WORDS_MAX
from carecommons.common.forms import CommonsForm, DayField, Radios, Words

from ..starting import REPLY_WORDS, STEPS, Item, Reply
from .before_move import ReviewFirstForm

__all__ = ["BeginForm", "BringForm", "ItemForm", "NoticeForm", "OurYesForm", "VisitAnswerForm", "VisitForm"]


class ItemForm(CommonsForm):
    """One item of the plan."""

    say_optional: ClassVar[bool] = False

    reply = forms.ChoiceField(label="How is it answered?", widget=Radios(small=True))
    words = forms.CharField(
        label="What was agreed, and with whom?", widget=Words(rows=4), required=False,
        help_text="Write it so that the child and whoever cares for them could read it.",
    )  # fmt: skip

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if len(item.replies) == 1:
            del self.fields["reply"]
        else:
            field = self.fields["reply"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(reply, REPLY_WORDS[reply]) for reply in item.replies]
            field.error_messages["required"] = "Choose how it is answered"

    @property
    def given(self) -> str:
        """How it is answered, when the form was filled in."""
        return str(self.cleaned_data.get("reply", Reply.SAID))


class VisitForm(CommonsForm):
    """A visit or a call before the move."""

    kind = forms.ChoiceField(
        label="What is it?", choices=[(code, words) for code, words in STEPS.items()], widget=Radios(small=True),
        error_messages={"required": "Choose what it is"},
    )  # fmt: skip
    on_day = DayField(label="On which day?", error_messages={"required": "Enter the day"})
    who = forms.CharField(
        label="Who goes with the child, and whom do they meet?", widget=Words(rows=2),
        error_messages={"required": "Say who goes with the child, and whom they meet"},
    )  # fmt: skip


class VisitAnswerForm(CommonsForm):
    """How a visit was."""

    held = forms.ChoiceField(
        label="Did it happen?", choices=[("yes", "Yes"), ("no", "No")], widget=Radios(small=True),
        error_messages={"required": "Say whether it happened"},
    )  # fmt: skip
    how_it_was = forms.CharField(
        label="How was it for the child? Or why did it not happen?", widget=Words(rows=3),
        error_messages={"required": "Say how it was for the child, or why it did not happen"},
    )  # fmt: skip

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        return {"held": self.cleaned_data["held"] == "yes", "how_it_was": self.cleaned_data["how_it_was"]}


class BeginForm(ReviewFirstForm):
    """The day on which the child came; and the review that came before, where one is owed and none was named."""

    came_on = DayField(label="On which day did the child come?", error_messages={"required": "Enter the day"})
    field_order = ["came_on"]

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        return {"came_on": self.cleaned_data["came_on"], **self.first}


class NoticeForm(CommonsForm):
    """That a notice was sent."""

    sent_on = DayField(label="On which day was it sent?", error_messages={"required": "Enter the day"})
    sent_to = forms.CharField(
        label="To whom, and how?", widget=Words(rows=2),
        help_text="For example: the duty desk for placements, by secure mail.",
        error_messages={"required": "Say to whom it was sent, and how"},
    )  # fmt: skip


class OurYesForm(CommonsForm):
    """Whether the home said yes, as the home itself says it. written: somebody wrote a yes down for it."""

    say_optional: ClassVar[bool] = False

    right = forms.ChoiceField(label="Has your home said yes to this child?", widget=Radios(small=True))
    words = forms.CharField(
        label="In your own words", widget=Words(rows=3), required=False,
        help_text="Who says it for your home, or what is wrong and what must be settled first. The child’s team reads "
        "it, and the child may.",
    )  # fmt: skip

    def __init__(self, *args: Any, written: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["right"]
        assert isinstance(field, forms.ChoiceField)
        yes, no = ("Yes, it is right", "No, or something in it is wrong") if written else ("Yes", "No, or not yet")
        field.choices = [("yes", yes), ("no", no)]
        field.error_messages["required"] = "Choose yes or no"

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        return {"right": self.cleaned_data["right"] == "yes", "words": self.cleaned_data["words"]}


class BringForm(OwnForm):
    """What the young person wants to bring and keep."""

    words = forms.CharField(
        label=_("What do you want to bring?"), widget=Words(rows=4), max_length=WORDS_MAX,
        help_text=_("A toy, a pet, photos, your bike. One word is enough."),
        error_messages={
            "required": _("Write what you want to bring. One word is enough."),
            "max_length": _("This is too long. Write a bit less."),
        },
    )  # fmt: skip
