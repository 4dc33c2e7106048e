"""One part of a needs profile as a form: shown from the draft, read back into the draft."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from .. import drafting
from ..drafting import Parts
from ..forms import AssessmentForm, EndFlagForm, FlagForm, MattersForm, OutcomeForm, RatingForm, StrengthsForm
from ..needs import DOMAIN, OUTCOMES_AT_MOST, Flag, flags_faults


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a part. changed: the draft to keep (None: show the page); stay: come back to this part."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    changed: Parts | None = None
    stay: bool = False
    refused: bool = False


def domain(name: str, parts: Parts, posted: QueryDict | None) -> Answer:
    """One of the twelve parts of life."""
    asked = DOMAIN[name]
    if posted is None:
        form = RatingForm.filled(asked, drafting.rating_in(parts, name))
        return Answer("children/rating.html", {"form": form, "domain": asked})
    form = RatingForm(posted, domain=asked)
    if form.is_valid():
        return Answer("", changed=drafting.with_rating(parts, form.rating()))
    return Answer("children/rating.html", {"form": form, "domain": asked}, refused=True)


def strengths(name: str, parts: Parts, posted: QueryDict | None) -> Answer:
    form = StrengthsForm(posted, strengths=drafting.strengths_in(parts))
    if posted is not None and form.is_valid():
        return Answer("", changed=drafting.with_strengths(parts, form.strengths()))
    return Answer("children/strengths.html", {"form": form, "pairs": _pairs(form)}, refused=posted is not None)


def matters(name: str, parts: Parts, posted: QueryDict | None) -> Answer:
    form = MattersForm(posted, matters=parts["matters"])
    if posted is not None and form.is_valid():
        return Answer("", changed=drafting.with_matters(parts, form.matters()))
    return Answer("children/matters.html", {"form": form}, refused=posted is not None)


def outcomes(name: str, parts: Parts, posted: QueryDict | None) -> Answer:
    """Up to five, each in a group of its own; groups left empty are left out."""
    held = drafting.outcomes_in(parts)
    shown = [
        dict(zip(OutcomeForm.names, (each.outcome, each.measure, each.owner, each.review_on), strict=True))
        for each in held
    ]
    shown += [{}] * (OUTCOMES_AT_MOST - len(shown))
    forms = [OutcomeForm(posted, prefix=f"outcome_{n}", initial=each) for n, each in enumerate(shown, start=1)]
    if posted is not None and all([form.is_valid() for form in forms]):
        return Answer("", changed=drafting.with_outcomes(parts, [form.outcome() for form in forms if not form.empty]))
    return Answer("children/outcomes.html", {"forms": forms}, refused=posted is not None)


def specialist(name: str, parts: Parts, posted: QueryDict | None) -> Answer:
    """Add one, end one, take out one that was added by mistake, or say that there is no other."""
    held = drafting.flags_in(parts)
    wanted = posted.get("act", "") if posted is not None else ""
    code = posted.get("code", "") if posted is not None else ""
    form = FlagForm(posted if wanted == "add" else None)
    ends = [
        (flag, EndFlagForm(posted if wanted == "end" and code == flag.code else None, prefix=flag.code))
        for flag in held
    ]
    if wanted == "done":
        return Answer("", changed=drafting.with_flags(parts, held, done=True))
    if wanted == "remove":
        kept = tuple(flag for flag in held if flag.code != code)
        return Answer("", changed=drafting.with_flags(parts, kept, done=False), stay=True)
    if wanted == "add" and form.is_valid():
        renewed = _renewed(held, form.flag())
        if not form.refuse(flags_faults(renewed)):
            return Answer("", changed=drafting.with_flags(parts, renewed, done=False), stay=True)
    for flag, end in ends:
        if end.is_bound and end.is_valid():
            ended = replace(flag, ended_on=end.answers["ended_on"])
            kept = tuple(ended if each is flag else each for each in held)
            if not end.refuse(flags_faults(kept)):
                return Answer("", changed=drafting.with_flags(parts, kept, done=False), stay=True)
    shown = [form, *(end for _, end in ends)]
    return Answer("children/specialist.html", {"form": form, "ends": ends, "shown": shown}, refused=posted is not None)


def assessment(name: str, parts: Parts, posted: QueryDict | None) -> Answer:
    told = parts["assessment"]
    form = AssessmentForm(posted, initial={**told, "assessed_on": drafting.assessed_on_in(parts)})
    if posted is not None and form.is_valid():
        said = {**form.answers, "assessed_on": form.cleaned_data["assessed_on"]}
        return Answer("", changed=drafting.with_assessment(parts, **said))
    return Answer("children/assessment.html", {"form": form}, refused=posted is not None)


ANSWERS: dict[str, Callable[[str, Parts, QueryDict | None], Answer]] = {
    "domain": domain, "strengths": strengths, "matters": matters, "outcomes": outcomes, "specialist": specialist,
    "assessment": assessment,
}  # fmt: skip


def _renewed(held: tuple[Flag, ...], new: Flag) -> tuple[Flag, ...]:
    """The specialist needs with a new one. A later formulation of the same need takes the place of the earlier one."""
    return (*(each for each in held if each.code != new.code or each.assessed_on >= new.assessed_on), new)


def _pairs(form: StrengthsForm) -> list[tuple[Any, Any]]:
    return [(form[f"state_{code}"], form[f"text_{code}"]) for code in DOMAIN]
