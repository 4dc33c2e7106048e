"""Forms built from the data dictionary: the same questions, hints and refusals as the API and the manual.

A form asks and tidies; what an answer may be is judged by the dictionary and the heart alone.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from carecommons.common.errors import Fault
from carecommons.common.forms import CommonsForm, DayField, Radios, Ticks, Words
from carecommons.common.places import authorities

from . import dictionary
from .connections import AVOID, tidy_postcode
from .dictionary import Field
from .needs import (
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

LEVELS = [(str(level), f"{level} – {LEVEL_HELP[level]}") for level in range(LEVEL_MAX + 1)]
OWN_LEVELS = [*((str(level), str(level)) for level in range(LEVEL_MAX + 1)), ("", "Not asked, or did not want to say")]


class Lines(forms.CharField):
    """A short list, one a line."""

    widget = Words

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


def ask(asked: Field, **changes: Any) -> forms.Field:
    """One field of the dictionary as a form asks it."""
    told: dict[str, Any] = {
        "label": asked.label, "help_text": asked.help, "required": bool(asked.missing),
        "error_messages": {"required": f"{asked.missing}."} if asked.missing else {},
    }  # fmt: skip
    match "one_of" if "choices" in changes else asked.kind:
        case "words":
            return forms.CharField(**{**told, "widget": Words(rows=5), **changes})
        case "list":
            return Lines(**{**told, "widget": Words(rows=3), **changes})
        case "day":
            return DayField(**{**told, **changes})
        case "yes_no":
            return forms.BooleanField(**{**told, "required": False, **changes})
        case "one_of":
            choose = f"{asked.label}: choose one of the answers in the list."
            told["error_messages"]["invalid_choice"] = choose
            return forms.ChoiceField(**{**told, "choices": asked.choices, "widget": Radios(), **changes})
        case "several_of":
            return forms.MultipleChoiceField(**{**told, "choices": asked.choices, "widget": Ticks(), **changes})
        case "whole":
            return forms.IntegerField(**{**told, **changes})
    return forms.CharField(**{**told, **changes})


class RecordForm(CommonsForm):
    """A form over one record of the dictionary. `names`: the fields asked here, in order."""

    record: ClassVar[str]
    names: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.names:
            self.fields[name] = ask(dictionary.field(self.record, name), **self.changes(name))

    def changes(self, name: str) -> dict[str, Any]:
        """How this form asks one field differently from the dictionary."""
        return {}

    @property
    def answers(self) -> dict[str, Any]:
        """The tidied answers, by the dictionary's names."""
        return {name: self.cleaned_data.get(name) for name in self.names}

    def clean(self) -> dict[str, Any]:
        tidied = dict(super().clean() or {})
        self.cleaned_data = tidied
        self.refuse(self.judged())
        return self.cleaned_data

    def judged(self) -> Iterable[Fault]:
        """What the dictionary says of the answers."""
        return dictionary.faults(self.record, self.answers)

    def refuse(self, faults: Iterable[Fault]) -> bool:
        """Put each fault beside its answer, once; those of no answer here stand above. Whether there were any."""
        found = list(faults)
        for fault in found:
            where = fault.column if fault.column in self.fields else None
            if where is None or where not in self.errors:
                self.add_error(where, fault.message)
        return bool(found)


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
                **_choices([*LEVELS, ("unknown", "Unknown")], "Choose how much help the child needs, or Unknown."),
            }  # fmt: skip
        if name == "own_level":
            return {"widget": Radios(inline=True, small=True)} | _choices(OWN_LEVELS, "")
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
    names = ("code", "basis", "professional", "assessed_on")

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


class StoryForm(RecordForm):
    """The story, strengths first."""

    record = "story"
    names: ClassVar[tuple[str, ...]] = ("strengths", "words", "helps", "authorship", "not_agreed_because")
    say_optional = False


class TellForm(StoryForm):
    """The child's own form of the story: three boxes, and nothing to choose."""

    names = ("strengths", "words", "helps")
    OWN: ClassVar[dict[str, tuple[str, str]]] = {
        "strengths": ("What are you good at? What do you love?", ""),
        "words": ("Tell your story", "Who you are, and what has happened. You choose what to say."),
        "helps": ("What helps you? What makes things worse?", ""),
    }

    def changes(self, name: str) -> dict[str, Any]:
        label, hint = self.OWN[name]
        return {"label": label, "help_text": hint, "error_messages": {"required": f"Write something here: {label}"}}

    def judged(self) -> Iterable[Fault]:
        return [fault for fault in super().judged() if fault.column in self.names]


class WishForm(RecordForm):
    """What the child wishes and feels, when they were asked, and how we know."""

    record = "wish"
    names = ("stage", "words", "how", "said_on")


class SayForm(RecordForm):
    """The child's own form: one box."""

    record = "wish"
    names = ("words",)

    def changes(self, name: str) -> dict[str, Any]:
        return {
            "label": "What do you want to say?",
            "help_text": "What you want, how you feel, or what we got wrong.",
            "error_messages": {"required": "Write what you want to say."},
        }

    def judged(self) -> Iterable[Fault]:
        return [fault for fault in super().judged() if fault.column in self.names]


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


def _choices(listed: Sequence[tuple[str, str]], missing: str) -> dict[str, Any]:
    """A list of choices in place of the dictionary's number."""
    wrong = "Choose one of the answers in the list."
    messages = {"invalid_choice": wrong, **({"required": missing} if missing else {})}
    return {"choices": listed, "error_messages": messages}
