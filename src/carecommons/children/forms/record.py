"""The forms of the record: opening it, and what the child says and holds dear."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from carecommons.common.errors import Fault
from carecommons.common.forms import CommonsForm, Words
from carecommons.common.places import authorities

from .. import dictionary
from ..connections import AVOID, tidy_postcode
from ..story import story_faults
from .asked import RecordForm
from .own import NOT_SENT


class AddChildForm(RecordForm):
    """Opening a child's record."""

    record = "child"
    names = (
        "known_as", "birth_date", "sex", "authority", "home_postcode", "legal_status", "looked_after_since",
        "unaccompanied", "access_needs", "languages", "faiths", "return_key",
    )  # fmt: skip

    def __init__(self, *args: Any, mine: Iterable[str], on: date, **kwargs: Any) -> None:
        standing = authorities(on)
        self.councils = [(code, standing[code].name) for code in sorted(mine) if code in standing]
        super().__init__(*args, **kwargs)
        if len(self.councils) == 1:
            self.fields["authority"].widget = forms.HiddenInput()
            self.initial.setdefault("authority", self.councils[0][0])

    def changes(self, name: str) -> dict[str, Any]:
        if name == "authority":
            return {"widget": forms.Select(choices=[("", "Choose a council"), *self.councils]), "help_text": ""}
        if name == "legal_status":
            listed = [("", "Not known yet"), *dictionary.field("child", name).choices]
            return {"widget": forms.Select(), "choices": listed}
        return {}

    def clean_home_postcode(self) -> str:
        return tidy_postcode(self.cleaned_data["home_postcode"])

    def judged(self) -> Iterable[Fault]:
        # The reference is drawn when the record is opened; it is not asked.
        return [fault for fault in super().judged() if fault.column != "reference"]


class StoryForm(RecordForm):
    """The story, strengths first."""

    record = "story"
    names: ClassVar[tuple[str, ...]] = ("strengths", "words", "helps", "authorship", "not_agreed_because")
    say_optional = False


class TellForm(StoryForm):
    """The child's own form of the story: three boxes, of which one is enough, and nothing to choose."""

    refused_heading = NOT_SENT
    names = ("strengths", "words", "helps")
    OWN: ClassVar[dict[str, tuple[Any, Any]]] = {
        "strengths": (_("What are you good at? What do you love?"), ""),
        "words": (_("Tell your story"), _("Who you are, and what has happened. You choose what to say.")),
        "helps": (_("What helps you? What makes things worse?"), ""),
    }

    def changes(self, name: str) -> dict[str, Any]:
        label, hint = self.OWN[name]
        return {"label": label, "help_text": hint, "required": False}

    def judged(self) -> Iterable[Fault]:
        found = story_faults(**self.answers, authorship="child", not_agreed_because="", own_voice=True)
        return [_own(fault) for fault in found if fault.column in self.names]


class WishForm(RecordForm):
    """What the child wishes and feels, when they were asked, and how we know."""

    record = "wish"
    names = ("stage", "words", "how", "observed_by", "said_on")


class SayForm(RecordForm):
    """The child's own form: one box."""

    refused_heading = NOT_SENT
    record = "wish"
    names = ("words",)

    def changes(self, name: str) -> dict[str, Any]:
        return {
            "label": _("What do you want to say?"),
            "help_text": _("What you want, how you feel, or what we got wrong."),
            "error_messages": {"required": _("Write what you want to say.")},
        }

    def judged(self) -> Iterable[Fault]:
        return [_in_words(fault) for fault in super().judged() if fault.column in self.names]


class ConnectionForm(RecordForm):
    """Someone or somewhere that matters."""

    record = "connection"
    names = ("kind", "name", "how_often", "keep", "postcode", "note")

    def changes(self, name: str) -> dict[str, Any]:
        if name != "kind":
            return {"widget": Words(rows=3)} if name == "note" else {}
        return {"choices": [choice for choice in dictionary.field("connection", "kind").choices if choice[0] != AVOID]}

    def clean_postcode(self) -> str:
        return tidy_postcode(self.cleaned_data["postcode"])


class AvoidForm(RecordForm):
    """A place, or a council area, where the child must not live."""

    record = "avoid"
    names = ("name", "postcode", "miles", "authority")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.councils = sorted(((code, each.name) for code, each in authorities(on).items()), key=lambda pair: pair[1])
        super().__init__(*args, **kwargs)

    def changes(self, name: str) -> dict[str, Any]:
        if name == "authority":
            return {"widget": forms.Select(choices=[("", "No whole area"), *self.councils])}
        return {"widget": Words(rows=3)} if name == "name" else {}

    def clean_postcode(self) -> str:
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean_miles(self) -> int:
        return self.cleaned_data["miles"] or 0


class ReasonForm(CommonsForm):
    """Why these addresses are needed now: asked each time, read by the child."""

    reason = forms.CharField(
        label="Why do you need to see this now?",
        help_text="The child and their advocate read what you write here.",
        max_length=200,
        error_messages={"required": "Say why you need to see this now."},
    )


def _own(fault: Fault) -> Fault:
    return replace(fault, message=now(fault.message)) if fault.code == "missing" else _in_words(fault)


def _in_words(fault: Fault) -> Fault:
    """What the dictionary says of a young person's own answer, in two words that they read."""
    words = now("This is too long. Write a bit less.") if fault.code == "too_long" else now("Write something here.")
    return replace(fault, message=words)
