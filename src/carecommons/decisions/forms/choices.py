"""The decide page asks; what an answer owes is judged by the heart (ruling.py), and lands at its field here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from carecommons.children.forms import OwnForm
from carecommons.children.needs import DOMAINS
from carecommons.children.own import WORDS_MAX
from carecommons.common.forms import CommonsForm, Radios, Ticks, Words
from carecommons.matching.kept import LEVEL_WORDS, miles_words
from carecommons.people.roles import ROLE_NAMES

from ..approvals import FACTS, FACTS_RULES
from ..beside import answer_owed
from ..choice import WISHES_ANSWERS, Option, could_point_apart, whole_groups, with_all_equals
from ..no_round import NO_ROUND
from ..queries import Sheet, meeting_owed, no_round_owed
from ..ruling import Lack
from .before_move import ReviewFirstForm

__all__ = [
    "AnswerForm",
    "ApproveForm",
    "DecideForm",
    "DisagreeForm",
    "SendBackForm",
    "WithdrawMoveForm",
    "typed_before",
]  # fmt: skip


class DecideForm(CommonsForm):
    """One home, none preselected; a reason for it and for each suitable home that is passed over."""

    say_optional: ClassVar[bool] = False

    home = forms.ChoiceField(label="Which home?", required=False)
    other_home = forms.CharField(
        label="Or another home of the list, by its reference", required=False,
        help_text="For example, H-7K2QD. Every home of the list that no binding gate stopped can be chosen.",
    )  # fmt: skip
    why_chosen = forms.CharField(
        label="Why is this the most appropriate home?", help_text="Write it so that the child could read it.",
        widget=Words(rows=5), required=False,
    )  # fmt: skip
    wishes_effect = forms.ChoiceField(
        label="What did the child’s wishes change?", choices=list(WISHES_ANSWERS.items()), widget=Radios(small=True),
        required=False,
    )  # fmt: skip
    wishes_how = forms.CharField(
        label="Say how, or why not", widget=Words(rows=3), required=False,
        help_text="For example: transport home from drama club every Thursday is now in the plan.",
    )  # fmt: skip
    own_order_answer = forms.CharField(
        label="If you choose another home than the child’s first, or one they say no to: what do you answer them?",
        widget=Words(rows=3), required=False, help_text="Their own order stands above. It is owed an answer.",
    )  # fmt: skip
    no_meeting = forms.CharField(
        label="Why was no matching meeting held?", widget=Words(rows=2), required=False,
        help_text="This is no emergency. Leave it empty where you choose a home of family and nobody was invited.",
    )  # fmt: skip
    prevailed = forms.CharField(
        label="The law’s tests and the child’s wishes can point to different homes. Which prevailed, and why?",
        widget=Words(rows=3), required=False,
    )  # fmt: skip
    search_evidence = forms.CharField(
        label="Where else did you search, and what came back?", widget=Words(rows=4), required=False,
        help_text="With so few suitable homes you cannot decide without the search behind it.",
    )  # fmt: skip
    no_round = forms.ChoiceField(
        label="Why is a home chosen that did not offer in a round?", choices=list(NO_ROUND.items()),
        widget=Radios(small=True), required=False,
        error_messages={"invalid_choice": "Choose one of the reasons in the list."},
    )  # fmt: skip
    no_round_words = forms.CharField(
        label="How was it asked, and why were the others not asked alike?", widget=Words(rows=3), required=False
    )
    spot_reason = forms.CharField(
        label="Why a home outside every agreement of the council?", widget=Words(rows=3), required=False,
        help_text="Only for a home marked as a spot purchase: no agreement stands with whoever runs it.",
    )  # fmt: skip
    spot_remedy = forms.CharField(
        label="What is done so that the next child does not need one?", widget=Words(rows=2), required=False,
        help_text="Only for a spot purchase. Planners count these.",
    )  # fmt: skip
    missing = forms.MultipleChoiceField(
        label="What will be missing there?", widget=Ticks(small=True), required=False,
        help_text="Only for a home that leaves something unmet or unknown. It is recorded as a compromise.",
    )  # fmt: skip
    missing_other = forms.CharField(label="Anything else that will be missing", widget=Words(rows=2), required=False)

    def __init__(self, found: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        # Equals are asked for alike, wherever the draw put them: all as choices, each with words of its own or none.
        singly = whole_groups(found.suitable, at_most=found.cards_max)
        self.singly, self.together = found.suitable[:singly], found.suitable[singly:]
        choosable = (*found.suitable, *found.possible)
        first = found.suitable[: with_all_equals(found.suitable, at_least=found.cards_max)]
        near_the_top = (*first, *found.possible[: found.cards_max])
        home = cast(forms.ChoiceField, self.fields["home"])
        home.widget = Radios(small=True, hints={str(each.home_id): self._hint(each) for each in near_the_top})
        home.choices = [(str(each.home_id), _label(each)) for each in near_the_top]
        home.error_messages["invalid_choice"] = "Choose a home of the list that no binding gate stopped."
        # Where one home alone can be chosen, there is no other to give a reason against, or to write to.
        alone = choosable[0].home_id if len(choosable) == 1 else None
        self.singly = tuple(option for option in self.singly if option.home_id != alone)
        self.told = tuple(each for each in found.beside.offered if each != alone)
        for option in self.singly:
            self.fields[_field_of(option.home_id)] = forms.CharField(
                label=option.name, widget=Words(rows=2), required=False
            )
        if self.together:
            self.fields["why_not_rest"] = forms.CharField(
                label=self._together_words(len(first) - singly), widget=Words(rows=2), required=False,
            )  # fmt: skip
        for offered in self.told:
            self.fields[_letter_of(offered)] = forms.CharField(
                label=found.beside.offered[offered], widget=Words(rows=2), required=False
            )
        told = {name for each in found.possible for name in (*each.unmet, *each.unknown)}
        missing = cast(forms.MultipleChoiceField, self.fields["missing"])
        missing.choices = [(domain.name, domain.name) for domain in DOMAINS if domain.name in told]
        for name, wanted in (
            ("other_home", len(near_the_top) < len(choosable)),
            ("own_order_answer", any(answer_owed(found.beside.preference, each.home_id) for each in choosable)),
            ("no_meeting", not found.beside.meeting_id and any(meeting_owed(found, e.home_id) for e in choosable)),
            ("prevailed", could_point_apart(choosable)),
            ("search_evidence", len(found.suitable) < found.asked.choices_min),
            ("no_round", any(no_round_owed(found, each.home_id) for each in choosable)),
            ("no_round_words", any(no_round_owed(found, each.home_id) for each in choosable)),
            ("spot_reason", any(each.spot for each in choosable)),
            ("spot_remedy", any(each.spot for each in choosable)),
            ("missing", bool(found.possible)),
            ("missing_other", bool(found.possible)),
        ):
            if not wanted:
                del self.fields[name]

    def _together_words(self, equals: int) -> str:
        """What the one reason is for. equals: how many of those homes stand among the choices above."""
        further = len(self.together) - equals
        if not equals:
            return f"The other {further} suitable homes, further down the list"
        told = f"The {equals} homes that nothing in the criteria separates"
        return f"{told}, and {further} further down the list" if further else told

    def why_not_fields(self) -> Iterator[forms.BoundField]:
        """The reasons that suitable homes are owed, in the order of the list."""
        for option in self.singly:
            yield self[_field_of(option.home_id)]
        if self.together:
            yield self["why_not_rest"]

    def letter_fields(self) -> Iterator[forms.BoundField]:
        """What each home that offered itself is told when it is not chosen."""
        for home in self.told:
            yield self[_letter_of(home)]

    def clean_other_home(self) -> str:
        """The id of the home with this reference, if it is one that may be chosen."""
        typed = str(self.cleaned_data.get("other_home", "")).strip().upper()
        if not typed:
            return ""
        may = {option.home_id for option in (*self.found.suitable, *self.found.possible)}
        for home in self.found.shown.values():
            if home.reference == typed and home.home_id in may:
                return str(home.home_id)
        raise forms.ValidationError("No home of the list that may be chosen has this reference. Read the list again.")

    @property
    def home_id(self) -> UUID | None:
        """The home that was chosen, when exactly one was."""
        chosen = {self.cleaned_data.get("home"), self.cleaned_data.get("other_home")} - {"", None}
        return UUID(chosen.pop()) if len(chosen) == 1 else None

    def words(self) -> dict[str, Any]:
        """What `propose` takes, from a form that was filled in."""
        typed = self.cleaned_data
        rest = {option.home_id: typed.get("why_not_rest", "") for option in self.together}
        each = {option.home_id: typed.get(_field_of(option.home_id), "") for option in self.singly}
        other = typed.get("missing_other", "").strip()
        return {
            "why_chosen": typed.get("why_chosen", ""),
            "why_not": {home: words for home, words in {**each, **rest}.items() if home != self.home_id},
            "wishes_effect": typed.get("wishes_effect", ""),
            "wishes_how": typed.get("wishes_how", ""),
            "prevailed": typed.get("prevailed", ""),
            "compromise_missing": (*typed.get("missing", ()), *([other] if other else [])),
            "search_evidence": typed.get("search_evidence", ""),
            "own_order_answer": typed.get("own_order_answer", ""),
            "no_meeting": typed.get("no_meeting", ""),
            "to_homes": {home: typed.get(_letter_of(home), "") for home in self.told},
            "no_round": typed.get("no_round", ""),
            "no_round_words": typed.get("no_round_words", ""),
            "spot_reason": typed.get("spot_reason", ""),
            "spot_remedy": typed.get("spot_remedy", ""),
        }

    def say_what_lacks(self, lacks: Sequence[Lack]) -> None:
        """Put each sentence at the field that it belongs in; once for the homes that share a field."""
        said: set[tuple[str | None, str]] = set()
        for lack in lacks:
            field = self._field_for(lack)
            words = lack.words if field != "why_not_rest" else "Say why the other suitable homes were not chosen."
            if (field, words) not in said:
                said.add((field, words))
                self.add_error(field, words)

    def _field_for(self, lack: Lack) -> str | None:
        if lack.field == "why_not" and lack.home_id is not None:
            single = _field_of(lack.home_id)
            return single if single in self.fields else "why_not_rest"
        if lack.field == "to_homes" and lack.home_id is not None:
            return _letter_of(lack.home_id)
        name = "missing" if lack.field == "compromise_missing" else lack.field
        return name if name in self.fields else None

    def _hint(self, option: Option) -> str:
        home, approver = self.found.shown[option.home_id], ROLE_NAMES[self.found.approvals[option.home_id].role]
        spot = " A spot purchase: outside every agreement." if option.spot else ""
        miles = "" if home.miles is None else f", {miles_words(home.miles)} from the child’s home"
        return f"{home.place_words}; {LEVEL_WORDS[home.level]}{miles}. Needs the approval of the {approver}.{spot}"


class ApproveForm(ReviewFirstForm):
    """Of what the approver is satisfied; nothing is asked where no requirement asks for a fact."""

    # Each tick is owed by law; the act names those that lack, so that every door says the same.
    satisfied = forms.MultipleChoiceField(
        label="Of what are you satisfied?", widget=Ticks(small=True), required=False,
    )  # fmt: skip

    def __init__(self, facts: Sequence[str], *args: Any, why: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = tuple(facts)
        if facts:
            asked = cast(forms.MultipleChoiceField, self.fields["satisfied"])
            asked.choices = [(code, FACTS[code]) for code in facts]
            asked.help_text = f"Each of these is owed. {' '.join(f'{FACTS_RULES[each]}.' for each in why)}"
        else:
            del self.fields["satisfied"]

    def clean_satisfied(self) -> list[str]:
        """The ticks, when each that is owed is there; else one line for each that is not."""
        ticked = self.cleaned_data["satisfied"]
        for code in self.facts:
            if code not in ticked:
                self.add_error("satisfied", f"Not ticked yet: {FACTS[code]}")
        return ticked


class SendBackForm(CommonsForm):
    """Why a choice goes back."""

    words = forms.CharField(
        label="Why does it go back?", widget=Words(rows=3),
        help_text="Whoever proposed it reads this. Say what they should look at again.",
    )  # fmt: skip


def typed_before(before: Mapping[UUID, str], letters: Mapping[UUID, str], *, form: Mapping[str, Any]) -> dict[str, Any]:
    """First values for the form from an earlier choice of the same search, so that no word is lost."""
    told = {_letter_of(home): words for home, words in letters.items()}
    return {**form, **{_field_of(home): words for home, words in before.items()}, **told}


def _field_of(home_id: UUID) -> str:
    return f"why_not_{home_id.hex}"


def _letter_of(home_id: UUID) -> str:
    return f"letter_{home_id.hex}"


def _label(option: Option) -> str:
    return option.name if option.appropriate else f"{option.name} (recorded as a compromise)"


class DisagreeForm(OwnForm):
    """The young person says no to a decision: one word is enough."""

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
    move_should_wait = forms.BooleanField(label=_("I want the move to wait until someone has looked"), required=False)
    wants_advocate = forms.BooleanField(label=_("I want my advocate to help me"), required=False)


class AnswerForm(CommonsForm):
    """The answer to a child who does not agree, in words that the child reads."""

    words = forms.CharField(
        label="What do you answer?", widget=Words(rows=5),
        help_text="The child reads this. Say what you looked at, what happens now, and why. Short sentences.",
        error_messages={"required": "Write your answer to the child."},
    )  # fmt: skip
    move_waits = forms.BooleanField(label="The move waits while this is looked at", required=False)


class WithdrawMoveForm(CommonsForm):
    """Why a planned move is taken back."""

    why = forms.CharField(
        label="Why is the planned move taken back?", widget=Words(rows=2),
        help_text="The child may read it.", error_messages={"required": "Say why the planned move is taken back"},
    )  # fmt: skip
