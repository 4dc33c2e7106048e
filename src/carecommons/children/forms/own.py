"""The young person's own forms: big words, few boxes, nothing that must be chosen. Every string is marked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from carecommons.common.errors import Fault
from carecommons.common.forms import CommonsForm, Radios, Words

from ..own import WORDS_MAX
from ..plain import OWN_WORDS

__all__ = ["NOT_SENT", "MessageForm", "OwnForm", "OwnNeedForm"]
NOT_SENT = _("Not sent yet. Look at this:")


class OwnForm(CommonsForm):
    """A form of the young person's own pages."""

    say_optional = False
    refused_heading = NOT_SENT

    def refuse(self, faults: Iterable[Fault]) -> bool:
        """Put each fault beside its answer, in the reader's language. Whether there were any."""
        found = list(faults)
        for fault in found:
            self.add_error(fault.column if fault.column in self.fields else None, now(fault.message))
        return bool(found)


class OwnNeedForm(OwnForm):
    """How much help the young person says they need in one part of life."""

    level = forms.ChoiceField(
        label=_("How much help do you need with this?"), widget=Radios(), required=False,
        error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Tell us more, if you like"), widget=Words(rows=4), required=False, max_length=WORDS_MAX,
        error_messages={"max_length": _("This is too long. Write a bit less.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(level), now(words)) for level, words in enumerate(OWN_WORDS)]
        self.fields["level"].choices = [*listed, ("", now("I do not want to choose"))]  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        """What the act takes."""
        level = self.cleaned_data["level"]
        return {"level": int(level) if level else None, "words": self.cleaned_data["words"]}


class MessageForm(OwnForm):
    """One private message. Only the young person is asked whether somebody else may read it."""

    words = forms.CharField(
        label=_("Your message"), widget=Words(rows=5), max_length=WORDS_MAX,
        error_messages={
            "required": _("Write your message first."),
            "max_length": _("This is too long. Write a bit less."),
        },
    )  # fmt: skip
    with_reviewing = forms.BooleanField(
        label=_("Let my reviewing officer read this one too"), required=False,
        help_text=_("Leave it empty, and only you and your advocate can read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_child:
            del self.fields["with_reviewing"]
