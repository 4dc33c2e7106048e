"""What is asked about homes: in plain words, judged by the heart."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from carecommons.common.forms import CommonsForm, DayField, Radios, Ticks, Words
from carecommons.common.places import areas_beyond, authorities

from .capability import ACCESS, DOMAIN_CODES, EVIDENCE_KINDS, LEVEL_MAX, SPECIALISMS, DomainAnswer
from .entry import HomeEntry
from .homes import FAMILY_KINDS, KINDS, Terms
from .map import KEPT_KINDS, LISTED_KINDS, LISTED_MORE, SHADES
from .models.living import IMPACTS
from .public_list.words import KIND_NAMES

OPEN_KINDS = {code: words for code, words in KINDS.items() if code not in FAMILY_KINDS | {"other_arrangement"}}
SEXES = (("any", "Any"), ("F", "Girls and young women"), ("M", "Boys and young men"))
LEVELS = [("", "Not known"), *((str(level), str(level)) for level in range(LEVEL_MAX + 1))]
NARROW = forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})

NEAR = (("1", "In our own council"), ("2", "Or adjoining, or in our group"), ("3", "Or in our region"))
DOCUMENT = forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})
DOCUMENT_HINT = "PDF, PNG or JPEG. It is kept for those who may check it, and never shown in public."


class FilterForm(forms.Form):
    """Narrow the list of homes. Every filter may be left open."""

    kind = forms.ChoiceField(label="Kind of home", required=False, choices=[("", "Every kind"), *KINDS.items()])
    specialism = forms.ChoiceField(
        label="Specialist need", required=False, choices=[("", "Any or none"), *SPECIALISMS.items()]
    )
    vacancy = forms.ChoiceField(
        label="Free places", required=False,
        choices=[("", "Free or not"), ("open", "A place is free now"), ("old", "Ask again: its word ran out")],
    )  # fmt: skip
    proof = forms.ChoiceField(
        label="How far", required=False, choices=[("", "Proved or claimed"), ("proved", "Proved only")]
    )
    council = forms.ChoiceField(label="Stands in", required=False)
    level = forms.ChoiceField(label="How near", required=False)
    words = forms.CharField(label="Name, reference or who runs it", required=False, max_length=60)

    def __init__(self, *args: Any, councils: Sequence[tuple[str, str]], own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = sorted(councils, key=lambda pair: pair[1])
        self.fields["council"].choices = [("", "Any council"), *by_name]  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", "Near or far"), *NEAR]  # type: ignore[attr-defined]
        if not own:
            del self.fields["level"]


class MapForm(forms.Form):
    """What the map is asked. The public list knows kinds; the register knows need, proof and free places too."""

    council = forms.ChoiceField(label="Looking from", required=False)
    kind = forms.ChoiceField(label="Kind of home", required=False)
    specialism = forms.ChoiceField(
        label="Specialist need", required=False, choices=[("", "Any or none"), *SPECIALISMS.items()]
    )
    proof = forms.ChoiceField(
        label="How far", required=False, choices=[("proved", "Proved"), ("claimed", "Proved, or only claimed")]
    )
    free = forms.ChoiceField(
        label="Free places", required=False, choices=[("", "Free or not"), ("1", "A place is free now")]
    )
    shade = forms.ChoiceField(label="Shaded by", required=False)

    def __init__(self, *args: Any, register: bool, councils: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = KEPT_KINDS if register else {code: KIND_NAMES[code] for code in (*LISTED_KINDS, *LISTED_MORE)}
        every = "Every kind" if register else "Every kind where a child may live"
        shades = {name: words for name, words in SHADES.items() if register or name != "free"}
        by_name = sorted(councils, key=lambda pair: pair[1])
        for name, choices in (
            ("council", [("", "England as a whole"), *by_name]),
            ("kind", [("", every), *kinds.items()]),
            ("shade", [(name, words.capitalize()) for name, words in shades.items()]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name in () if register else ("specialism", "proof", "free"):
            del self.fields[name]


class VacancyForm(CommonsForm):
    """How many places are free now."""

    free = forms.IntegerField(
        label="How many places are free now?", min_value=0, widget=NARROW,
        error_messages={"required": "Enter how many places are free; 0 if none is"},
    )  # fmt: skip
    next_free_on = DayField(
        label="If none is free, when is the next expected? (optional)",
        required=False,
        help_text="For example, 8 1 2027",
    )


class ClaimForm(CommonsForm):
    """A specialism, and the document behind it."""

    code = forms.ChoiceField(
        label="Which specialist need?", choices=[("", "Choose"), *SPECIALISMS.items()], widget=forms.Select(),
        error_messages={"required": "Choose the specialist need"},
    )  # fmt: skip
    specialist = forms.BooleanField(
        label="The home exists for this", required=False,
        help_text="Its places are kept for children who have the need.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="What stands behind it?", widget=Radios(or_before=""), required=False,
        choices=[*EVIDENCE_KINDS.items(), ("", "Nothing yet: only record the claim")],
        help_text="Staff numbers and statements of purpose are not evidence of a specialism.",
    )  # fmt: skip
    document = forms.CharField(label="Name of the document", required=False, max_length=200)
    issued_on = DayField(label="When was it issued?", required=False)
    expires_on = DayField(
        label="Until when is it good? (optional)",
        required=False,
        help_text="Left empty: as the criteria allow.",
    )
    file = forms.FileField(
        label="The document itself (optional)", required=False, widget=DOCUMENT, help_text=DOCUMENT_HINT,
        error_messages={"empty": "The file is empty. Open it to see whether it was saved, and send it again"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Evidence has a document and a day; a bare claim has neither."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("file") and not answers.get("kind"):
            self.add_error("kind", "Choose what the document is, so that it can count")
        if answers.get("kind"):
            if not answers.get("document"):
                self.add_error("document", "Enter the name of the document, so that someone can read it")
            if "issued_on" not in self.errors and not answers.get("issued_on"):
                self.add_error("issued_on", "Enter the day on which it was issued")
        return answers


class DocumentForm(CommonsForm):
    """The document behind evidence that was only named."""

    file = forms.FileField(
        label="The document itself", widget=DOCUMENT, help_text=DOCUMENT_HINT,
        error_messages={
            "required": "Choose the file of the document",
            "empty": "The file is empty. Open it to see whether it was saved, and send it again",
        },
    )  # fmt: skip


class ImpactForm(CommonsForm):
    """What a newcomer would mean for the children there."""

    answer = forms.ChoiceField(
        label="Would a newcomer be right with the children who live there now, and they with the newcomer?",
        choices=list(IMPACTS.items()), widget=Radios(),
        error_messages={"required": "Choose acceptable, not acceptable or not known"},
    )  # fmt: skip
    words = forms.CharField(
        label="Why, and under which conditions?", widget=Words(rows=3),
        help_text="No child’s name. Those who look for a home will read it.",
        error_messages={"required": "Say why, and under which conditions"},
    )  # fmt: skip


class LevelsForm(CommonsForm):
    """The highest level that the home meets in each part of life, alone and with support."""

    basis = forms.CharField(
        label="How is this known?", help_text="A review, a visit or a report, with its date.",
        error_messages={"required": "Say how this is known"},
    )  # fmt: skip

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in zip(DOMAIN_CODES, names, strict=True):
            self.fields[f"{code}-meets"] = forms.ChoiceField(
                label=f"{name}: meets alone up to level", choices=LEVELS, required=False
            )
            self.fields[f"{code}-with"] = forms.ChoiceField(
                label=f"{name}: with support up to level", choices=LEVELS, required=False
            )
            self.fields[f"{code}-support"] = forms.CharField(
                label=f"{name}: which support?", required=False, max_length=80
            )

    @staticmethod
    def begin(answers: Sequence[DomainAnswer]) -> dict[str, Any]:
        """What the home said last, to change from."""
        found: dict[str, Any] = {}
        for code, said in zip(DOMAIN_CODES, answers, strict=True):
            found[f"{code}-meets"] = "" if said.meets is None else str(said.meets)
            found[f"{code}-with"] = "" if said.with_support is None else str(said.with_support)
            found[f"{code}-support"] = said.support
        return found

    def answers(self) -> dict[str, DomainAnswer]:
        """The answers as the register keeps them; what is left open stays unknown."""
        given = self.cleaned_data
        return {
            code: DomainAnswer(
                _level(given[f"{code}-meets"]), _level(given[f"{code}-with"]), given[f"{code}-support"].strip()
            )
            for code in DOMAIN_CODES
        }


# What the law says of a home is written by officers of the council: nobody makes their own home lawful.
OFFICERS_ASK = ("number", "from_day", "age_min", "age_max", "sexes", "public_urn")


class HomeForm(CommonsForm):
    """Enter a home in the register."""

    kind = forms.ChoiceField(
        label="What kind of home?", choices=list(OPEN_KINDS.items()), widget=Radios(),
        error_messages={"required": "Choose the kind of home"},
    )  # fmt: skip
    name = forms.CharField(
        label="Name of the home", max_length=120, help_text="For a foster household, not the surname of the family",
        error_messages={"required": "Enter the name of the home"},
    )  # fmt: skip
    provider_id = forms.ChoiceField(
        label="Who runs it?", error_messages={"required": "Choose who runs it"}, widget=forms.Select()
    )
    authority = forms.ChoiceField(
        label="In which council’s area does it stand?", error_messages={"required": "Choose the council"}
    )
    postcode = forms.CharField(label="Postcode", required=False, max_length=8, help_text="Kept here, never published")
    places = forms.IntegerField(
        label="How many places?", min_value=1, widget=NARROW, error_messages={"required": "Enter how many places"}
    )
    number = forms.CharField(
        label="Number of its registration or approval", max_length=40, error_messages={"required": "Enter the number"}
    )
    from_day = DayField(label="Registered or approved since", error_messages={"required": "Enter since when"})
    age_min = forms.IntegerField(label="From which age?", min_value=0, max_value=25, widget=NARROW)
    age_max = forms.IntegerField(label="To which age?", min_value=0, max_value=25, widget=NARROW)
    sexes = forms.ChoiceField(
        label="For whom?", choices=SEXES, widget=Radios(), error_messages={"required": "Choose whom it may take"}
    )
    public_urn = forms.CharField(
        label="Number in the regulator’s list (optional)", required=False, max_length=12,
        help_text="The two are shown side by side, never merged",
    )  # fmt: skip
    access = forms.MultipleChoiceField(
        label="What does the building allow? (optional)", required=False, choices=list(ACCESS.items()), widget=Ticks()
    )

    def __init__(
        self, *args: Any, providers: Sequence[tuple[UUID, str]], on: date, officer: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in () if officer else OFFICERS_ASK:
            del self.fields[name]
        self.fields["provider_id"].choices = [("", "Choose"), *providers]  # type: ignore[attr-defined]
        councils = sorted((each.name, code) for code, each in authorities(on).items())
        beyond = tuple(areas_beyond().items())
        self.fields["authority"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"), *((code, name) for name, code in councils), ("Outside England", beyond)
        ]  # fmt: skip

    def entry(self, *, kept_by: str) -> HomeEntry:
        """What is written in the register."""
        given = self.cleaned_data
        return HomeEntry(
            kind=given["kind"], name=given["name"], kept_by=kept_by, authority=given["authority"],
            places=given["places"], provider_id=UUID(given["provider_id"]), postcode=given["postcode"].upper(),
            public_urn=given.get("public_urn", ""), access=frozenset(given["access"]) or None,
            terms=Terms(
                number=given["number"], from_day=given["from_day"], to_day=None, age_min=given["age_min"],
                age_max=given["age_max"], sexes=given["sexes"], places=given["places"],
            ) if "number" in self.fields else None,
        )  # fmt: skip


def _level(text: str) -> int | None:
    return int(text) if text else None
