"""The forms of a needs profile: one for each part."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from carecommons.common.errors import Fault
from carecommons.common.forms import CommonsForm, Radios, Words

from .. import dictionary
from ..needs import (
    DOMAINS,
    LEVEL_HELP,
    LEVEL_MAX,
    MATTERS_AT_MOST,
    Domain,
    Flag,
    Outcome,
    Rating,
    Strength,
    rating_faults,
    strength_faults,
)
from ..plain import OWN_WORDS
from .asked import RecordForm, ask, choices_of

LEVELS = [(str(level), f"{level} – {LEVEL_HELP[level]}") for level in range(LEVEL_MAX + 1)]
OWN_LEVELS = [
    *((str(level), f"{level} – “{OWN_WORDS[level]}”") for level in range(LEVEL_MAX + 1)),
    ("", "Not asked, or did not want to say"),
]


class RatingForm(RecordForm):
    """One part of life: the level with its anchors, what was seen, how sure, and the child's own view."""

    record = "rating"
    names = ("level", "evidence", "unknown_because", "confidence", "own_level", "own_words")
    heading = "level"
    say_optional = False

    def __init__(self, *args: Any, domain: Domain, **kwargs: Any) -> None:
        self.domain = domain
        super().__init__(*args, **kwargs)

    @classmethod
    def filled(cls, domain: Domain, rating: Rating | None) -> "RatingForm":
        """The form showing an earlier answer."""
        if rating is None:
            return cls(domain=domain)
        level = "unknown" if rating.level is None else str(rating.level)
        own = "" if rating.own_level is None else str(rating.own_level)
        said = {name: getattr(rating, name) for name in ("evidence", "unknown_because", "confidence", "own_words")}
        return cls(domain=domain, initial={**said, "level": level, "own_level": own})

    def changes(self, name: str) -> dict[str, Any]:
        if name == "level":
            anchors = {
                str(level): f"For example: {words}"
                for level, words in self.domain.anchors.items()
                if level in (0, 2, 4)
            }
            anchors["unknown"] = "An honest answer. You will be asked why, and who could tell us"
            return {
                "label": f"{self.domain.name}: {self.domain.question}", "required": True,
                "widget": Radios(hints=anchors, or_before="unknown"),
                **choices_of([*LEVELS, ("unknown", "Unknown")], "Choose how much help the child needs, or Unknown."),
            }  # fmt: skip
        if name == "own_level":
            return {"widget": Radios(small=True)} | choices_of(OWN_LEVELS, "")
        if name == "confidence":
            return {"widget": Radios(inline=True, small=True), "required": False}
        return {"widget": Words(rows=3)} if name != "evidence" else {"widget": Words(rows=5)}

    @property
    def answers(self) -> dict[str, Any]:
        said = super().answers
        level, own = said["level"], said["own_level"]
        return {
            **said,
            "level": int(level) if level not in (None, "", "unknown") else None,
            "own_level": int(own) if own else None,
            "unknown_because": said["unknown_because"] if level == "unknown" else "",
            # Nobody is sure of what is not known.
            "confidence": said["confidence"] or ("low" if level == "unknown" else ""),
        }

    def judged(self) -> Iterable[Fault]:
        if "level" in self.errors:
            return ()
        # Who rated it, with what competence and on which day, is asked once, under "About this assessment".
        return [fault for fault in rating_faults(self.rating()) if fault.column in self.names]

    def rating(self) -> Rating:
        """The answers as a rating that nobody has signed yet."""
        return Rating(domain=self.domain.code, rater="", training="", experience="", rated_on=date.min, **self.answers)


class StrengthsForm(CommonsForm):
    """What goes well, in all twelve parts of life at once."""

    say_optional = False

    def __init__(self, *args: Any, strengths: Sequence[Strength] = (), **kwargs: Any) -> None:
        held = {strength.domain: strength for strength in strengths}
        super().__init__(*args, **kwargs)
        state, text = dictionary.field("strength", "state"), dictionary.field("strength", "text")
        for domain in DOMAINS:
            before = held.get(domain.code, Strength(domain.code, "unknown"))
            self.fields[f"state_{domain.code}"] = ask(
                state, label=domain.name, widget=Radios(inline=True, small=True), initial=before.state
            )
            self.fields[f"text_{domain.code}"] = ask(
                text, label=f"{domain.name}: what goes well?", help_text="", widget=Words(rows=2), initial=before.text
            )

    def clean(self) -> dict[str, Any]:
        tidied = dict(super().clean() or {})
        self.cleaned_data = tidied
        for strength in self.strengths():
            for fault in strength_faults(strength):
                where = f"{fault.column}_{strength.domain}"
                if where in self.fields and where not in self.errors:
                    name = next(domain.name for domain in DOMAINS if domain.code == strength.domain)
                    self.add_error(where, f"{name}: {fault.message[0].lower()}{fault.message[1:]}")
        return tidied

    def strengths(self) -> tuple[Strength, ...]:
        return tuple(
            Strength(
                domain.code,
                self.cleaned_data.get(f"state_{domain.code}") or "",
                self.cleaned_data.get(f"text_{domain.code}") or "",
            )
            for domain in DOMAINS
        )


class MattersForm(CommonsForm):
    """The three things that matter most, in the child's words and order."""

    say_optional = False

    def __init__(self, *args: Any, matters: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = dictionary.field("matter", "words")
        for place, words in enumerate(("First", "Second", "Third"), start=1):
            held = matters[place - 1] if len(matters) >= place else ""
            self.fields[f"matter_{place}"] = ask(asked, label=words, help_text="", required=False, initial=held)

    def clean(self) -> dict[str, Any]:
        tidied = dict(super().clean() or {})
        for name in list(tidied):
            code, message = dictionary.fault_of(dictionary.field("matter", "words"), tidied[name])
            if code and code != "missing":
                self.add_error(name, message)
        return tidied

    def matters(self) -> tuple[str, ...]:
        given = (self.cleaned_data.get(f"matter_{place}") for place in range(1, MATTERS_AT_MOST + 1))
        return tuple(words for words in given if words)


class OutcomeForm(RecordForm):
    """One thing that should be different. Left wholly empty, it is left out."""

    record = "outcome"
    names = ("outcome", "measure", "owner", "review_on")
    say_optional = False

    def changes(self, name: str) -> dict[str, Any]:
        return {"required": False}

    @property
    def empty(self) -> bool:
        return not any(self.answers.values()) and not self.errors

    def judged(self) -> Iterable[Fault]:
        return () if not any(self.answers.values()) else super().judged()

    def outcome(self) -> Outcome:
        return Outcome(**self.answers)


class FlagForm(RecordForm):
    """A specialist need, with the formulation that it rests on."""

    record = "flag"
    names = ("code", "basis", "professional", "training", "experience", "assessed_on")

    def changes(self, name: str) -> dict[str, Any]:
        listed = [("", "Choose a specialist need"), *dictionary.field("flag", "code").choices]
        return {"widget": forms.Select(), "choices": listed} if name == "code" else {}

    def flag(self) -> Flag:
        return Flag(**self.answers)


class EndFlagForm(RecordForm):
    """The day on which a specialist need ended."""

    record = "flag"
    names = ("ended_on",)

    def changes(self, name: str) -> dict[str, Any]:
        missing = {"required": "Enter the day that it ended."}
        return {"required": True, "help_text": "It stays in the record, with this day.", "error_messages": missing}

    def judged(self) -> Iterable[Fault]:
        return [fault for fault in super().judged() if fault.column in self.names]


class AssessmentForm(RecordForm):
    """Who rates, with what training and experience, and when (B13)."""

    record = "rating"
    names = ("training", "experience")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"assessed_on": ask(dictionary.field("profile", "assessed_on"))} | self.fields

    def judged(self) -> Iterable[Fault]:
        found = [fault for fault in super().judged() if fault.column in self.names]
        return dictionary.faults("profile", {"assessed_on": self.cleaned_data.get("assessed_on")}) + found
