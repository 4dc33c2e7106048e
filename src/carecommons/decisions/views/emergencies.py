"""An emergency on one page: what was said, the home of the night, until when it runs, and what is owed by which day."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carecommons.children.doors import open_child
from carecommons.common.errors import NotNow, ReasonMissing, Refused
from carecommons.people.actions import record_look
from carecommons.people.doors import Request, door
from carecommons.people.may import may, may_at_all
from carecommons.people.roles import ROLE_NAMES

from .. import actions, queries
from ..approvals import may_approve
from ..counts import EMERGENCY_TABLES, emergencies_counted
from ..emergency import Phase
from ..forms import ConfirmForm, ReasonsForm, ReviewForm, TonightForm

SEE = "decisions.see_emergencies"


@door(SEE)
@require_safe
def emergencies(request: Request) -> HttpResponse:
    """Emergencies that are under way or still owe something."""
    now = datetime.now(UTC)
    found = queries.emergencies(request.person, SEE, at=now)
    for child_id in {each.told.child_id for each in found}:
        record_look(person=request.person, child_id=child_id, act=SEE, purpose="Reading a list of emergencies", at=now)
    context = {
        "found": found, "on": timezone.localdate(now),
        "may_open": bool(may_at_all(request.person, "matching.open_emergency")),
    }  # fmt: skip
    return render(request, "decisions/emergencies.html", context)


@door(SEE)
@require_safe
def emergency(request: Request, search_id: UUID) -> HttpResponse:
    """One emergency."""
    return _page(request, search_id, datetime.now(UTC))


@door("decisions.propose")
@require_POST
def choose(request: Request, search_id: UUID) -> HttpResponse:
    """Choose a home for the night, with a sentence."""
    now = datetime.now(UTC)
    found = queries.emergency_record(search_id, at=now)
    form = TonightForm(_sheet_for(request, search_id, now), request.POST, asked=found.told.asked)
    if form.is_valid():
        try:
            actions.propose_tonight(
                search_id=search_id, home_id=UUID(form.cleaned_data["home"]), by=request.person, at=now, **form.words()
            )
        except ReasonMissing as refusal:
            form.say_what_lacks(refusal.facts.get("lacks", ()))  # type: ignore[arg-type]
        else:
            messages.success(request, "Sent to the approver on call.")
            return redirect("decisions:emergency", search_id)
    return _page(request, search_id, now, {"tonight": form})


@door("decisions.review_emergency")
@require_POST
def look_again(request: Request, search_id: UUID) -> HttpResponse:
    """Say whether the stay goes on."""
    now = datetime.now(UTC)
    form = ReviewForm(request.POST, prefix="review")
    on_goes_on = ("exemption_over", "stay_went_on_enough", "same_reviewer")
    if form.is_valid():
        try:
            actions.review_emergency(
                search_id=search_id, goes_on=form.cleaned_data["goes_on"] == "yes", words=form.cleaned_data["words"],
                by=request.person, at=now,
            )  # fmt: skip
        except Refused as refusal:
            if refusal.code not in ("emergency_review_reason_missing", *on_goes_on):
                raise
            form.add_error("goes_on" if refusal.code in on_goes_on else "words", str(refusal))
        else:
            messages.success(request, "The review is recorded.")
            return redirect("decisions:emergency", search_id)
    return _page(request, search_id, now, {"review": form})


@door("decisions.keep_trail")
@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: Request, search_id: UUID) -> HttpResponse:
    """Write the full reasons for the home that was chosen at night."""
    now = datetime.now(UTC)
    found = queries.emergency_record(search_id, at=now)
    child = open_child(
        person=request.person, child_id=found.told.child_id, act="decisions.keep_trail",
        purpose="To write the full reasons after an emergency", at=now,
    )  # fmt: skip
    if found.choice is None or found.placed_at is None:
        raise NotNow(
            "emergency_not_placed", "No home is in force for this emergency, so there is nothing to explain yet."
        )
    sheet = queries.sheet_tonight(search_id, at=now)
    form = ReasonsForm(sheet, request.POST if request.method == "POST" else None, chosen=found.choice.home_id)
    if form.is_valid():
        words = form.words()
        try:
            actions.give_full_reasons(search_id=search_id, by=request.person, at=now, **words)
        except ReasonMissing as refusal:
            form.say_what_lacks(refusal.facts.get("lacks", ()))  # type: ignore[arg-type]
        else:
            messages.success(request, "The full reasons are on record.")
            return redirect("decisions:emergency", search_id)
    context = {
        "form": form, "found": found, "child": child, "home_name": found.choice.home_name,
        "heard": queries.wishes_since(child.id, found.told.opened_at),
        "may_record": bool(may(request.person, "children.write_wishes", found.subject)),
    }  # fmt: skip
    return render(request, "decisions/emergency_reasons.html", context, status=422 if form.errors else 200)


@door("decisions.approve")
@require_POST
def confirm(request: Request, search_id: UUID) -> HttpResponse:
    """Confirm what was chosen at night."""
    now = datetime.now(UTC)
    found = queries.emergency_record(search_id, at=now)
    form = ConfirmForm(queries.facts_after(found, at=now), request.POST, prefix="confirm")
    if form.is_valid():
        try:
            actions.confirm_emergency(
                search_id=search_id, words=form.cleaned_data["words"],
                satisfied=form.cleaned_data.get("satisfied", ()), by=request.person, at=now,
            )  # fmt: skip
        except ReasonMissing as refusal:
            form.add_error("satisfied" if refusal.code == "not_satisfied" else "words", str(refusal))
        else:
            messages.success(request, "Confirmed. The trail of this emergency is whole.")
            return redirect("decisions:emergency", search_id)
    return _page(request, search_id, now, {"confirm": form})


@door("decisions.count_emergencies")
@require_safe
def counted(request: Request) -> HttpResponse:
    """Emergencies of the last whole quarters, counted: for planners."""
    found = emergencies_counted(by=request.person, at=datetime.now(UTC))
    return render(request, "decisions/emergencies_counted.html", {"counted": found, "tables": EMERGENCY_TABLES})


def _sheet_for(request: Request, search_id: UUID, now: datetime) -> queries.Sheet:
    """The list, for somebody who may choose from it: whose it is comes first, as at every door."""
    found = queries.sheet_tonight(search_id, at=now)
    open_child(
        person=request.person, child_id=found.child_id, act="decisions.propose", purpose="Choosing a home for tonight",
        at=now,
    )  # fmt: skip
    return found


def _page(
    request: Request, search_id: UUID, now: datetime, typed: dict[str, Any] | None = None
) -> HttpResponse:  # fmt: skip
    found, typed = queries.emergency_record(search_id, at=now), typed or {}
    if "tonight" not in typed:  # else the look is written: one reading, one look
        open_child(person=request.person, child_id=found.told.child_id, act=SEE, purpose="Reading an emergency", at=now)
    context = {
        "found": found, "told": found.told, "on": timezone.localdate(now), "typed": list(typed.values()),
        "role_names": ROLE_NAMES, "looking": found.phase is Phase.LOOKING,
        "late": found.phase is Phase.LATE, "items": _items(found, now),
        "heard": queries.wishes_since(found.told.child_id, found.told.opened_at),
        **_forms(request, found, now, typed),
    }  # fmt: skip
    return render(request, "decisions/emergency.html", context, status=422 if typed else 200)


def _items(found: queries.EmergencyRecord, now: datetime) -> list[Any]:
    """Each thing of the trail, whether it is late, and what was written with it."""
    on = timezone.localdate(now)
    return [(item, item.late(on), found.written.get(item.code)) for item in found.trail]


def _forms(request: Request, found: queries.EmergencyRecord, now: datetime, typed: dict[str, Any]) -> dict[str, Any]:
    person, subject = request.person, found.subject
    chooses = found.phase is Phase.LOOKING and bool(may(person, "decisions.propose", subject))
    listed = chooses and found.told.state == "shortlisted"
    in_stay = found.phase in (Phase.PLACED, Phase.LATE)
    confirms = (
        found.choice is not None and found.placed_at is not None
        and [item.code for item in found.to_do] == ["confirmed"]
        and may_approve(person.role, found.choice.approver_needed) and found.choice.proposed_by != person.id
        and bool(may(person, "decisions.approve", subject))
    )  # fmt: skip
    shown: dict[str, Any] = {
        "may_look": found.phase is Phase.LOOKING and bool(may(person, "matching.make_shortlist", subject)),
        "may_call_off": found.phase in (Phase.LOOKING, Phase.RAN_OUT) and bool(may(person, "matching.refer", subject)),
        "may_write": found.placed_at is not None and bool(may(person, "decisions.keep_trail", subject)),
        "placement": queries.placement_of(found.choice.id) if found.choice else None,
        "may_ask": bool(may(person, "children.write_wishes", subject)),
        "tonight": typed.get("tonight"), "review": typed.get("review"), "confirm": typed.get("confirm"),
    }  # fmt: skip
    if listed and shown["tonight"] is None:
        sheet = queries.sheet_tonight(found.id, at=now)
        shown["tonight"] = TonightForm(sheet, asked=found.told.asked) if (*sheet.suitable, *sheet.possible) else None
        shown["none_left"] = shown["tonight"] is None
    if in_stay and shown["review"] is None and may(person, "decisions.review_emergency", subject):
        shown["review"] = ReviewForm(prefix="review", goes_on=found.may_go_on(person.id, at=now))
    if confirms and shown["confirm"] is None:
        shown["confirm"] = ConfirmForm(queries.facts_after(found, at=now), prefix="confirm")
    return shown
