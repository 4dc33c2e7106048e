"""Relatives and friends of a child: who was asked, what was found, and approvals for a time."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carecommons.children.doors import open_child
from carecommons.common.errors import Faulty, NotAllowed, NotFound, Refused
from carecommons.constitution.queries import whole
from carecommons.people.doors import Request, door
from carecommons.people.may import may, roles_for
from carecommons.provision.queries import family_homes_of

from .. import actions, queries
from ..forms import ApproveForm, AssessForm, CloseForm, LongerForm
from .about import uuid_of


@door("matching.see_relatives")
@require_safe
def relatives(request: Request, child_id: UUID) -> HttpResponse:
    """Which relatives and friends were asked, what was found, and whose approval for a time runs out when."""
    now = datetime.now(UTC)
    on = timezone.localdate(now)
    child = open_child(
        person=request.person, child_id=child_id, act="matching.see_relatives",
        purpose="Reading which relatives and friends were asked", at=now,
    )  # fmt: skip
    found = queries.assessments_of(child.id)
    asked = queries.people_asked(child.id)
    approvals, own = queries.approvals_of(child.id), queries.looked_at_by(child.id, request.person.id)
    homes, theirs = family_homes_of(child.id), queries.homes_to_approve(child.id, on)
    before = queries.approved_before(child.id)
    context = {
        "child": child, "asked": asked, "earlier": [each for each in found if each not in asked], "on": on,
        "own": own,
        "approvals": [
            (each, each.has_lapsed(on), each.may_be_longer(on) and each.assessment_id not in own)
            for each in approvals if each.under_way
        ],
        "over": [each for each in approvals if not each.under_way], "before": before, "homes": homes,
        "to_approve": theirs,
        "who_extends": roles_for("matching.extend_approval"), "who_closes": roles_for("matching.close_approval"),
        "search_id": queries.open_search_of(child.id), "who_records": roles_for("provision.verify"),
        **{
            name: bool(may(request.person, f"matching.{act}", child.subject))
            for name, act in (
                ("may_assess", "assess_relative"), ("may_approve", "approve_for_a_time"),
                ("may_extend", "extend_approval"), ("may_close", "close_approval"),
            )
        },
        "may_open": bool(may(request.person, "provision.see_family_home", child.subject)),
    }  # fmt: skip
    return render(request, "matching/relatives.html", context)


@door("matching.assess_relative")
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: Request, child_id: UUID) -> HttpResponse:
    """Record whether a relative or friend could care for the child (?follows= an earlier look at the same person)."""
    follows = uuid_of(request.GET.get("follows"))
    earlier = next((each for each in queries.people_asked(child_id) if each.id == follows), None)
    begin: dict[str, Any] = {"assessed_on": timezone.localdate()}
    if earlier is not None:
        begin |= {"relation": earlier.relation, "who": earlier.who}
    form = AssessForm(request.POST if request.method == "POST" else None, initial=begin)

    def save(at: datetime) -> None:
        actions.assess_relative(child_id=child_id, follows=follows, by=request.person, at=at, **form.cleaned_data)

    return _asked(
        request, child_id, "matching.assess_relative", form, save, "Could this person care for the child?",
        "What was found is recorded.",
    )  # fmt: skip


@door("matching.approve_for_a_time")
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: Request, assessment_id: UUID) -> HttpResponse:
    """Approve a relative or friend for a time."""
    child_id, found = queries.assessment_of(assessment_id)
    on = timezone.localdate()
    homes = queries.homes_to_approve(child_id, on)
    form = ApproveForm(request.POST if request.method == "POST" else None, homes=homes, on=on)

    def save(at: datetime) -> None:
        given = form.cleaned_data
        actions.approve_for_a_time(
            assessment_id=assessment_id, home_id=UUID(given["home_id"]), from_day=given["from_day"],
            because=given["because"], by=request.person, at=at,
        )  # fmt: skip

    weeks = whole("connected_person_weeks", on)
    return _asked(
        request, child_id, "matching.approve_for_a_time", form, save,
        f"Approve {found.relation_words.lower()} for a time?", "Approved for a time.",
        lead=f"It holds for {weeks} weeks, once. Then the child may not live there, unless the person is approved in "
        "full by then.",
    )  # fmt: skip


@door("matching.extend_approval")
@require_http_methods(["GET", "HEAD", "POST"])
def longer(request: Request, approval_id: UUID) -> HttpResponse:
    """Make an approval for a time longer, once."""
    found = queries.approval_for_a_time(approval_id)
    form = LongerForm(request.POST if request.method == "POST" else None)

    def save(at: datetime) -> None:
        actions.extend_approval(approval_id=approval_id, by=request.person, at=at, **form.cleaned_data)

    weeks = whole("connected_person_more_weeks", found.from_day)
    return _asked(
        request, found.child_id, "matching.extend_approval", form, save, "Make this approval longer?",
        "The approval is longer now.",
        lead=f"By {weeks} weeks, once, before it runs out. The law asks first for three things.",
    )  # fmt: skip


@door("matching.close_approval")
@require_http_methods(["GET", "HEAD", "POST"])
def end_early(request: Request, approval_id: UUID) -> HttpResponse:
    """Say how an approval for a time ended."""
    found = queries.approval_for_a_time(approval_id)
    told = queries.full_days(found.home_id, found.number, timezone.localdate())
    form = CloseForm(request.POST if request.method == "POST" else None, registered=told or {})

    def save(at: datetime) -> None:
        given = form.cleaned_data
        actions.close_approval(
            approval_id=approval_id, in_full=given["how"] == "in_full", because=given["because"],
            panel_recommended_on=given.get("panel_recommended_on"), decided_on=given.get("decided_on"),
            by=request.person, at=at,
        )  # fmt: skip

    return _asked(
        request, found.child_id, "matching.close_approval", form, save, "How did this approval end?",
        "The end of the approval is recorded.", approval=found, registered=told,
    )  # fmt: skip


def _asked(
    request: Request, child_id: UUID, act: str, form: BaseForm, save: Callable[[datetime], None], title: str,
    done: str, *, lead: str = "", **more: object,
) -> HttpResponse:  # fmt: skip
    """One form about a child's family, then back to the family's page."""
    now = datetime.now(UTC)
    child = open_child(
        person=request.person, child_id=child_id, act=act, purpose="Looking for a home with relatives or friends",
        at=now,
    )  # fmt: skip
    if form.is_valid():
        try:
            save(now)
        except (NotAllowed, NotFound):
            raise
        except Faulty as refusal:
            form.refuse(refusal.faults)  # type: ignore[attr-defined]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("matching:relatives", child_id)
    context: dict[str, Any] = {"child": child, "form": form, "title": title, "lead": lead, **more}
    return render(request, "matching/relative_form.html", context, status=422 if form.errors else 200)
