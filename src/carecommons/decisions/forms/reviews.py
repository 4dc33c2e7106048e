"""What a review asks for: of who asks, of who runs it, and of the panel."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from carecommons.children.forms import OwnForm
from carecommons.children.own import WORDS_MAX
from carecommons.common.forms import CommonsForm, Radios, Ticks, Words
from carecommons.people.roles import ROLE_NAMES

from ..panel import FREED_WORDS, Freed
from ..queries import SeatLine, Sitter
from ..review import (
    ABOUT_WORDS,
    HEARING_WORDS,
    OUTCOME_WORDS,
    REDIRECT_WORDS,
    REMEDY_WORDS,
    About,
    Hearing,
    Outcome,
    Redirect,
    Remedy,
)

__all__ = [
    "AskForHomeForm", "AskOwnReviewForm", "AskReviewForm", "DigestForm", "FindingForm", "FreeSeatForm", "HearForm",
    "InterestForm", "NotInvitedForm", "PanelForm", "RedirectForm", "ToAskerForm", "VoiceForm", "WordsForm",
]  # fmt: skip


READ = "I have read each word that was named to me, and none says who the child is or where they live"


class _AboutForm(forms.Form):
    """A form that asks what is to be looked at again."""

    def only(self, abouts: Sequence[About]) -> None:
        """Offer these alone: the rest is looked at already."""
        field = cast(forms.ChoiceField, self.fields["about"])
        offered = cast("list[tuple[str, Any]]", list(field.widget.choices))
        field.choices = [(code, words) for code, words in offered if code in abouts]
        self.initial["about"] = abouts[0]


class AskOwnReviewForm(_AboutForm, OwnForm):
    """The young person, or their advocate for them, asks that somebody new looks again."""

    about = forms.ChoiceField(
        label=_("What should they look at?"), widget=Radios(), initial=About.DECISION,
        choices=[(About.DECISION, _("The home that was chosen")), (About.ENDING, _("That I must leave where I live"))],
        error_messages={"required": _("Choose one of the answers in the list.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("What is not right?"), widget=Words(rows=4), help_text=_("One word is enough."), max_length=WORDS_MAX,
        error_messages={
            "required": _("Say what is not right. One word is enough."),
            "max_length": _("This is too long. Write a bit less."),
        },
    )  # fmt: skip
    wants = forms.CharField(
        label=_("What should happen instead?"), widget=Words(rows=3), required=False, max_length=WORDS_MAX,
        error_messages={"max_length": _("This is too long. Write a bit less.")},
    )  # fmt: skip
    safety = forms.BooleanField(label=_("I do not feel safe. It cannot wait."), required=False)


class AskReviewForm(_AboutForm, CommonsForm):
    """A parent or a practitioner asks for a review."""

    about = forms.ChoiceField(
        label="What should be looked at again?", widget=Radios(), initial=About.DECISION,
        choices=[(each, ABOUT_WORDS[each]) for each in (About.DECISION, About.ENDING)],
    )  # fmt: skip
    words = forms.CharField(
        label="What is not right?", widget=Words(rows=5),
        help_text="In your own words. The panel reads them, and the people who decided answer to them.",
    )  # fmt: skip
    wants = forms.CharField(label="What should happen instead?", widget=Words(rows=3), required=False)
    safety = forms.BooleanField(label="Somebody may be unsafe: this cannot wait", required=False)


class AskForHomeForm(CommonsForm):
    """A home that has a part in a choice asks for a review of what is in time for it now."""

    about = forms.ChoiceField(label="What should be looked at again?", widget=Radios())
    words = forms.CharField(
        label="What is not right?", widget=Words(rows=5),
        help_text="In your own words. The child may read them one day: name no child.",
    )  # fmt: skip
    wants = forms.CharField(label="What should happen instead?", widget=Words(rows=3), required=False)

    def __init__(self, abouts: Sequence[About], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].initial = abouts[0]
        cast(forms.ChoiceField, self.fields["about"]).choices = [(each, ABOUT_WORDS[each]) for each in abouts]


class NotInvitedForm(CommonsForm):
    """A home that was not asked names the decision by its public number."""

    home_id = forms.ChoiceField(label="For which of your homes?", error_messages={"required": "Choose the home"})
    entry_number = forms.IntegerField(
        label="Number of the decision in the public register", min_value=1,
        help_text="Every decision has an entry there, which names no child, no home and no council.",
    )  # fmt: skip
    words = forms.CharField(
        label="Why should your home have been asked?", widget=Words(rows=4), help_text="In your own words.",
    )  # fmt: skip

    def __init__(self, homes: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["home_id"]).choices = [("", "Choose"), *homes]


class WordsForm(CommonsForm):
    """One text: an acknowledgement, a reason why a move cannot wait, what was done."""

    words = forms.CharField(widget=Words(rows=4))

    def __init__(self, label: str, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, hint
        self.fields["words"].error_messages["required"] = "Write a sentence or more."


class ToAskerForm(WordsForm):
    """Words that who asked reads: to a family or a home, nothing of where the child lives."""

    read = forms.BooleanField(label=READ, required=False)


class PanelForm(CommonsForm):
    """Who hears the review: people whom the rules let sit, and nobody else is offered."""

    posts = forms.MultipleChoiceField(
        label="Who hears it?", widget=Ticks(small=True), error_messages={"required": "Choose who hears it"},
    )  # fmt: skip

    def __init__(self, sitters: Sequence[Sitter], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].help_text = (
            "Nobody is offered who had a part in the choice, in its search or in its end, who asked, or who holds "
            "their role in the same council. At least two roles, and one reviewing officer or somebody from outside "
            "the council."
        )
        cast(forms.MultipleChoiceField, self.fields["posts"]).choices = [
            (str(each.post_id), self._label(each)) for each in sitters
        ]

    def _label(self, each: Sitter) -> str:
        """Who it is, in which role and of which council: two people of one name and role are told apart."""
        whose = f" of {' and '.join(each.councils)}" if each.councils else ""
        return f"{each.name}, {ROLE_NAMES[each.role]}{whose}" + (", from outside the council" if each.outside else "")


class FreeSeatForm(CommonsForm):
    """Whose seat is made free: members whose post has ended, or who are silent, and nobody else is offered."""

    seat_id = forms.ChoiceField(
        label="Whose seat is made free?", widget=Radios(small=True), error_messages={"required": "Choose whose seat"},
        help_text="They stay on record as having left, and read nothing more. Name somebody else then.",
    )  # fmt: skip

    def __init__(self, seats: Sequence[tuple[SeatLine, Freed]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["seat_id"]).choices = [
            (str(seat.id), f"{seat.name}, {ROLE_NAMES[seat.role]}: {FREED_WORDS[why]}") for seat, why in seats
        ]


class RedirectForm(CommonsForm):
    """Where something goes on that this panel cannot settle."""

    to = forms.ChoiceField(
        label="Where does it go on?", widget=Radios(small=True),
        choices=[(each, REDIRECT_WORDS[each]) for each in Redirect],
        error_messages={"required": "Choose where it goes on"},
    )  # fmt: skip
    words = forms.CharField(
        label="Tell who asked why, and what they can do there", widget=Words(rows=4),
        help_text="They read this. A planned move that waits goes on waiting for a complaint or a court.",
    )  # fmt: skip
    read = forms.BooleanField(label=READ, required=False)


class DigestForm(CommonsForm):
    """What everybody may read of the finding."""

    text = forms.CharField(
        label="Digest for everybody", widget=Words(rows=6),
        help_text="What was asked, what was found, what follows. No names, places, days, ages or schools: each one "
        "that is found refuses it.",
        error_messages={"required": "Write the digest"},
    )  # fmt: skip
    read = forms.BooleanField(label=READ, required=False)


class InterestForm(CommonsForm):
    """Whether a member of the panel has an interest in what is reviewed."""

    interest = forms.ChoiceField(
        label="Do you have an interest in this?", widget=Radios(small=True),
        choices=[("no", "No: I know nobody in it, and gain or lose nothing by it"), ("yes", "Yes: I leave the panel")],
        error_messages={"required": "Say whether you have an interest"},
    )  # fmt: skip
    words = forms.CharField(label="If you do: what is it?", widget=Words(rows=2), required=False)


class HearForm(CommonsForm):
    """How the review was heard."""

    how = forms.ChoiceField(
        label="How was the child heard?", widget=Radios(small=True),
        choices=[(each, HEARING_WORDS[each]) for each in Hearing],
        error_messages={"required": "Say how the child was heard"},
    )  # fmt: skip
    words = forms.CharField(label="Who was heard, and what did they say?", widget=Words(rows=6))


class FindingForm(CommonsForm):
    """The panel's finding, for the child, for the parties, and for everybody."""

    say_optional: ClassVar[bool] = False

    outcome = forms.ChoiceField(
        label="What do you find?", widget=Radios(small=True), choices=[(each, OUTCOME_WORDS[each]) for each in Outcome],
        error_messages={"required": "Say what you find"},
    )  # fmt: skip
    remedy = forms.ChoiceField(
        label="What must the council do?", widget=Radios(small=True),
        choices=[(each, REMEDY_WORDS[each]) for each in Remedy],
        error_messages={"required": "Say what the council must do"},
    )  # fmt: skip
    duty_words = forms.CharField(label="Say exactly what, and for whom", widget=Words(rows=3), required=False)
    words_child = forms.CharField(
        label="Your words to the child", widget=Words(rows=5),
        help_text="Short sentences, no words of the office. Begin with what was found.",
    )  # fmt: skip
    words_parties = forms.CharField(
        label="Your words to the family, the homes and the council", widget=Words(rows=6),
        help_text="The family and the homes read this. Say nothing of where the child lives.",
    )  # fmt: skip
    digest = forms.CharField(
        label="A draft of the digest for everybody", widget=Words(rows=4),
        help_text="No names, places, days, ages or schools. Somebody reads it again before it is let out.",
    )  # fmt: skip
    read = forms.BooleanField(label=READ, required=False)


class VoiceForm(CommonsForm):
    """Whether a member agrees with the finding that waits."""

    agrees = forms.ChoiceField(
        label="Do you agree with this finding?", widget=Radios(small=True), choices=[("yes", "Yes"), ("no", "No")],
        error_messages={"required": "Say whether you agree"},
    )  # fmt: skip
    words = forms.CharField(label="If you do not: why?", widget=Words(rows=3), required=False)
