"""The questions of a round of invitations: what is told to homes, and what homes answer."""

from collections.abc import Iterator, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms

from carecommons.children.needs import DOMAINS
from carecommons.common.forms import CommonsForm, Radios, Ticks, Words

from ..invitation.anonymous import Line
from ..invitation.replies import DECLINE_REASONS, IMPACTS, REPLY_ANSWERS, Reply
from ..queries import NoteToSend

__all__ = ["AcceptReplyForm", "AnswerForm", "AskForm", "CallOffForm", "DeclineForm", "InviteForm", "OfferForm"]

REST = ("impact_there", "impact_child", "impact_words", "conditions", "words")
READ = "I have read every word that is marked, and none could tell who the child is"


class InviteForm(CommonsForm):
    """What is said of the child in words, beside the facts that the profile tells by itself."""

    narrative = forms.CharField(
        label="What is good to know about this child, in words (optional)", required=False, widget=Words(rows=6),
        help_text="What the child enjoys, what helps, what a day is like. No names, places, schools or dates.",
    )  # fmt: skip
    notes = forms.MultipleChoiceField(
        label="Which of these notes for the next home are told to every home, after your words?", required=False,
        widget=Ticks(small=True),
        help_text="Said by the child and by those who lived with them, and let go on by the social worker",
    )  # fmt: skip
    read = forms.BooleanField(label=READ, required=False)

    def __init__(self, *args: Any, notes: Sequence[NoteToSend], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["notes"]).choices = [(str(note.id), note.words) for note in notes]
        if not notes:
            del self.fields["notes"]

    @property
    def given(self) -> dict[str, Any]:
        """What `open_round` takes."""
        return {**self.cleaned_data, "notes": [UUID(note) for note in self.cleaned_data.get("notes", ())]}


class AnswerForm(CommonsForm):
    """The answer to what a home asked: every invited home reads it."""

    answer = forms.CharField(
        label="Answer to every invited home", widget=Words(rows=3), error_messages={"required": "Write the answer"},
        help_text="No names, places, schools or dates.",
    )  # fmt: skip
    read = forms.BooleanField(label=READ, required=False)


class AcceptReplyForm(CommonsForm):
    """Accept for this child what a home says beyond what was accepted of it."""

    rests_on = forms.CharField(
        label="What does this rest on?", widget=Words(rows=4),
        help_text="What you saw, heard or read, of whom, and on which day. A home’s own word alone is no evidence.",
        error_messages={"required": "Say what this rests on"},
    )  # fmt: skip


class CallOffForm(CommonsForm):
    """Take every invitation back."""

    reason = forms.CharField(
        label="Why are the invitations taken back?", widget=Words(rows=2),
        help_text="For the search log. Homes read that the invitations were taken back, and not why.",
        error_messages={"required": "Say why the invitations are taken back"},
    )  # fmt: skip


class AskForm(CommonsForm):
    """What a home wants to know."""

    words = forms.CharField(
        label="What do you want to know?", widget=Words(rows=3),
        help_text="The council answers to every invited home. Nobody is told that you asked.",
        error_messages={"required": "Write what you want to know"},
    )  # fmt: skip


class OfferForm(CommonsForm):
    """An offer: each of the twelve needs, and what living together would mean."""

    impact_there = forms.ChoiceField(
        label="For the children who live with you", choices=list(IMPACTS.items()), widget=Radios(small=True),
        error_messages={"required": "Say what this child would mean for the children there"},
    )  # fmt: skip
    impact_child = forms.ChoiceField(
        label="For this child", choices=list(IMPACTS.items()), widget=Radios(small=True),
        error_messages={"required": "Say what living there would mean for this child"},
    )  # fmt: skip
    impact_words = forms.CharField(
        label="How do you know?", widget=Words(rows=3), help_text="Name nobody.",
        error_messages={"required": "Say how you know"},
    )  # fmt: skip
    conditions = forms.CharField(
        label="What would you need, to do it well? (optional)", required=False, widget=Words(rows=3)
    )
    words = forms.CharField(
        label="Anything else about your home and this child (optional)", required=False, widget=Words(rows=3)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = {
            _field_of(domain.code): forms.ChoiceField(
                label=domain.name, choices=list(REPLY_ANSWERS.items()), widget=Radios(inline=True, small=True),
                error_messages={"required": f"{domain.name}: say whether your home meets it"},
            )
            for domain in DOMAINS
        }  # fmt: skip
        self.fields = {**answers, **self.fields}

    def tell_needs(self, lines: Sequence[Line]) -> None:
        """Say beside each question how much help is needed there, as the home is told it."""
        told = {line.heading: line.words for line in lines}
        for domain in DOMAINS:
            if domain.name in told:
                words = told[domain.name]
                self.fields[_field_of(domain.code)].help_text = f"Needed: {words[:1].lower()}{words[1:]}"

    def needs(self) -> Iterator[forms.BoundField]:
        for domain in DOMAINS:
            yield self[_field_of(domain.code)]

    def rest(self) -> Iterator[forms.BoundField]:
        for name in REST:
            yield self[name]

    @staticmethod
    def of(said: Sequence[Reply]) -> dict[str, str]:
        """What the fields say at first: the newest offer among the answers so far, newest first; else nothing."""
        last = next((reply for reply in said if reply.offers), None)
        if last is None:
            return {}
        answers = {_field_of(code): answer for code, answer in last.answers.items()}
        return {**answers, **{name: getattr(last, name) for name in REST}}

    def reply(self) -> dict[str, Any]:
        """What `answer_invitation` takes."""
        given = self.cleaned_data
        answers = {domain.code: given[_field_of(domain.code)] for domain in DOMAINS}
        return {"offers": True, "answers": answers, **{name: given[name] for name in REST}}


class DeclineForm(CommonsForm):
    """A no, with its reason."""

    reason = forms.ChoiceField(
        label="Which reason comes nearest?", choices=list(DECLINE_REASONS.items()), widget=Radios(small=True),
        error_messages={"required": "Choose the reason that comes nearest"},
    )  # fmt: skip
    reason_words = forms.CharField(
        label="Say why in a sentence", widget=Words(rows=3),
        help_text="Those who plan for more homes read it. Name nobody.",
        error_messages={"required": "Say why in a sentence"},
    )  # fmt: skip

    @staticmethod
    def of(said: Sequence[Reply]) -> dict[str, str]:
        """What the fields say at first: the newest no among the answers so far, newest first; else nothing."""
        last = next((reply for reply in said if not reply.offers), None)
        return {"reason": last.reason, "reason_words": last.reason_words} if last else {}

    def reply(self) -> dict[str, Any]:
        """What `answer_invitation` takes."""
        return {"offers": False, **self.cleaned_data}


def _field_of(code: str) -> str:
    return f"need_{code.casefold()}"
