"""The life in a home on pages: what is due, what was done, how it goes; and the forms that write it down."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.doors import begun, open_child, sent
from carecommons.children.queries import ChildRecord
from carecommons.common.errors import Faulty, NotFound, Refused
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import Role

from .. import actions, counts, queries
from ..forms.living import ContactForm, HealthForm, HowForm, LifeVisitForm, ReviewForm, SignForm, TimeForm
from ..owing import Due
from ..queries import PlacementRecord

SEE = "decisions.see_living"
# Where a refusal belongs on its form, by its code.
FIELDS = {
    "living_day_ahead": "day", "living_day_before": "day", "not_alone_reason_missing": "why_not",
    "visit_said_missing": "said", "took_part_age": "took_part", "review_wish_missing": "not_asked",
    "not_asked_reason_missing": "not_asked_why", "review_how_unknown": "child_how",
    "review_words_missing": "decided", "review_recorded": "day",
    "next_review_before": "next_by", "contact_reason_missing": "why_not", "contact_unknown": "key",
    "minutes_out_of_day": "minutes", "sign_words_missing": "words",
}  # fmt: skip

WISH_FIELDS = {"words": "child_said", "how": "child_how", "said_on": "day"}


# ------------------------------------------------------------------------------------- parts of the placement's page
def living_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """What is due in this placement and whether early signs stand; nothing before the move and for other readers."""
    on = timezone.localdate(at)
    if not may(request.person, SEE, found.subject) or found.from_day > on:
        return None
    life = queries.life(found.id, on=on, by=request.person)
    return {
        "life": life, "signs": [line for line in life.signs if line.open], "last_visit": next(iter(life.visits), None),
        "due": [Due(each.on, each.words, "living") for each in life.due],
    }  # fmt: skip


def how_part(request: Request, found: PlacementRecord, at: datetime) -> dict[str, Any] | None:
    """How it goes, for the young person: what they said last, and the way to say it."""
    on = timezone.localdate(at)
    if not found.runs(on) or found.from_day > on:
        return None
    _, own = queries.own_life(found.id)
    return {"last": next(iter(own), None), "may_say": bool(may(request.person, SAY, found.subject))}


# ------------------------------------------------------------------------------------- the page of the life there
@door("decisions.see_living")
@require_safe
def life(request: Request, placement_id: UUID) -> HttpResponse:
    """Everything of one placement after the move: due, early signs, outcomes, needs, voices, family, visits, hours."""
    at, person = datetime.now(UTC), request.person
    found, child = _opened(request, placement_id, SEE, "to read how it goes in the home", at)
    shown = queries.life(found.id, on=timezone.localdate(at), by=person)
    for each in shown.contact:
        if each.child_id is not None:
            record_look(
                person=person, child_id=each.child_id, act=SEE, purpose="to read when they see each other", at=at
            )
    context = {
        "life": shown, "placement": found, "child": child, "on": timezone.localdate(at),
        **{f"may_{name}": bool(may(person, f"decisions.{act}", found.subject)) for name, act in LEADS_TO.items()},
    }  # fmt: skip
    return render(request, "decisions/living/life.html", context)


# What the page leads to, where its reader may go there.
LEADS_TO = {
    "visit": "record_visit", "review": "record_review", "health": "record_health", "time": "record_time",
    "sign": "answer_sign", "plan": "see_placement",
}  # fmt: skip
SAY = "decisions.say_how_it_goes"


# ------------------------------------------------------------------------------------- the forms
@door("decisions.record_visit")
@require_http_methods(["GET", "HEAD", "POST"])
def record_visit(request: Request, placement_id: UUID) -> HttpResponse:
    """Write down a visit: today, unless another day is typed."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.record_visit", "to write down a visit", at)
    form = LifeVisitForm(_sent(request), initial={"day": timezone.localdate(at)})
    return _written(
        request, "visit", found, child, form,
        lambda: actions.record_visit(placement_id=found.id, by=request.person, at=at, **form.cleaned_data),
        "Kept. The next visit is due later now.",
    )  # fmt: skip


@door("decisions.record_review")
@require_http_methods(["GET", "HEAD", "POST"])
def record_review(request: Request, placement_id: UUID) -> HttpResponse:
    """Close a review, with how each sought outcome stands."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.record_review", "to write down a review", at)
    _, sought = queries.sought_now(found.child_id)
    form = ReviewForm(sought, _sent(request), initial={"day": timezone.localdate(at)})
    return _written(
        request, "review", found, child, form,
        lambda: actions.record_review(placement_id=found.id, by=request.person, at=at, **form.given),
        "Kept. The review is closed.",
        said=queries.life(found.id, on=timezone.localdate(at), by=request.person),
        spoken=queries.spoken_for_review(found.child_id, on=timezone.localdate(at)),
    )  # fmt: skip


@door("decisions.record_health")
@require_http_methods(["GET", "HEAD", "POST"])
def record_health(request: Request, placement_id: UUID) -> HttpResponse:
    """Write down that the child's health was assessed."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.record_health", "to write down a health assessment", at)
    form = HealthForm(_sent(request), initial={"day": timezone.localdate(at)})
    return _written(
        request, "health", found, child, form,
        lambda: actions.record_health(placement_id=found.id, by=request.person, at=at, **form.cleaned_data),
        "Kept.", title="Was the child’s health assessed?",
    )  # fmt: skip


@door("decisions.record_visit")
@require_http_methods(["GET", "HEAD", "POST"])
def record_contact(request: Request, placement_id: UUID) -> HttpResponse:
    """Write down a time with somebody who matters. Brothers and sisters in care are named on the page of the life."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.record_visit", "to write down a time with family", at)
    people = [(each.key, f"{each.name} ({each.what})") for each in queries.contact_of(found, by=None)]
    form = ContactForm(people, _sent(request), initial={"day": timezone.localdate(at)})
    return _written(
        request, "contact", found, child, form,
        lambda: actions.record_contact(placement_id=found.id, by=request.person, at=at, **form.given),
        "Kept.", title="Did they see each other?", nobody=not people,
    )  # fmt: skip


@door("decisions.record_time")
@require_http_methods(["GET", "HEAD", "POST"])
def record_time(request: Request, placement_id: UUID) -> HttpResponse:
    """Write down time that this match took."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.record_time", "to write down what a match took", at)
    form = TimeForm(_sent(request), initial={"day": timezone.localdate(at)})
    return _written(
        request, "time", found, child, form,
        lambda: actions.record_time(placement_id=found.id, by=request.person, at=at, **form.cleaned_data),
        "Kept.", title="How much time did this match take?",
    )  # fmt: skip


@door("decisions.answer_sign")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_sign(request: Request, placement_id: UUID) -> HttpResponse:
    """Answer one early sign, which the address names."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, "decisions.answer_sign", "to answer an early sign", at)
    shown = queries.life(found.id, on=timezone.localdate(at), by=request.person)
    key = request.GET.get("sign", "")
    line = next((each for each in shown.signs if each.sign.key == key), next(iter(shown.signs), None))
    if key and (line is None or line.sign.key != key):
        raise NotFound()
    form = SignForm(_sent(request))
    return _written(
        request, "sign", found, child, form,
        lambda: actions.answer_sign(
            placement_id=found.id, key=line.sign.key if line else "", by=request.person, at=at, **form.given
        ),
        "Kept. It asks again only when something new comes.", line=line,
    )  # fmt: skip


@door("decisions.say_how_it_goes")
@require_http_methods(["GET", "HEAD", "POST"])
def how(request: Request, placement_id: UUID) -> HttpResponse:
    """The young person says how it goes, and how what they hoped for stands."""
    at = datetime.now(UTC)
    found, child = _opened(request, placement_id, SAY, "Writing for the child", at)
    if not found.runs(timezone.localdate(at)):
        raise NotFound()
    _version, sought = queries.sought_now(found.child_id)
    name = f"how-{found.id}"
    form = HowForm(sought, _sent(request), initial=begun(request, child.id, name, at))
    if form.is_valid():
        try:
            actions.say_how_it_goes(placement_id=found.id, by=request.person, at=at, **form.given)
        except Refused as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            sent(request, child.id, name)
            messages.success(request, _("Thank you. We kept your words."))
            return redirect("mine", child.id)
    _sought, own = queries.own_life(found.id)
    context = {
        "placement": found, "child": child, "form": form, "form_name": name, "own": own[:5],
        "is_child": request.person.role is Role.CHILD,
    }  # fmt: skip
    return render(request, "decisions/living/how.html", context, status=422 if form.errors else 200)


@door("decisions.see_life_counts")
@require_safe
def life_counts(request: Request) -> HttpResponse:
    """What came of placements and what matching took, for planners: suppressed."""
    on = timezone.localdate(datetime.now(UTC))
    context = {"found": counts.life_counts(on=on), "exceptions": counts.exceptions(on=on)}
    return render(request, "decisions/living/counts.html", context)


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _opened(
    request: Request, placement_id: UUID, act: str, purpose: str, at: datetime
) -> tuple[PlacementRecord, ChildRecord]:
    found = queries.placement(placement_id)
    return found, open_child(person=request.person, child_id=found.child_id, act=act, purpose=purpose, at=at)


def _said(refusal: Refused) -> list[tuple[str | None, str]]:
    """Where on a form each sentence of a refusal belongs, and the sentence."""
    if refusal.code == "wish_not_complete" and isinstance(refusal, Faulty):
        return [(WISH_FIELDS.get(fault.column), fault.message) for fault in refusal.faults]
    return [(FIELDS.get(refusal.code), str(refusal))]


def _written(
    request: Request,
    name: str,
    found: PlacementRecord,
    child: ChildRecord,
    form: forms.Form,
    act: Callable[[], object],
    done: str,
    **more: object,
) -> HttpResponse:
    """Do the act when the form is whole and go back to the life there; else show the form, with what was refused."""
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            for field, words in _said(refusal):
                form.add_error(field if field in form.fields else None, words)
        else:
            messages.success(request, done)
            return redirect("decisions:life", found.id)
    template = f"decisions/living/{name}.html" if "title" not in more else "decisions/living/form.html"
    context = {"placement": found, "child": child, "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)
