"""Emergency access: asked for by reference and reason, watched by reviewing officers and auditors."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carecommons.children.queries import find_child
from carecommons.common.errors import NotFound, NotNow, ReasonMissing
from carecommons.common.places import authority
from carecommons.people import actions, queries
from carecommons.people.doors import Request, door
from carecommons.people.may import may
from carecommons.people.roles import Role, Subject

from .forms import BreakGlassForm, JudgeForm
from .terms import emergency_terms

NOBODY = "No child has this reference. Check it. We wrote down that you asked."


@door("people.break_glass")
@require_http_methods(["GET", "HEAD", "POST"])
def open_now(request: Request) -> HttpResponse:
    """Ask for a record that is out of one's reach, for a few minutes, with a reason that the child will read."""
    at, person = datetime.now(UTC), request.person
    terms = emergency_terms(at)
    form = BreakGlassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            queries.check_emergency_tries(person, most=terms.tries_max, at=at)
            child = find_child(form.cleaned_data["reference"])
            actions.break_glass(
                subject=child.subject, post_id=queries.post_in_use(person), category=form.cleaned_data["category"],
                words=form.cleaned_data["words"], terms=terms, by=person, at=at,
            )  # fmt: skip
        except NotFound:
            actions.note_emergency_try(by=person, at=at)
            form.add_error("reference", NOBODY)
        except ReasonMissing as refusal:
            form.add_error("words", str(refusal))
        except NotNow as refusal:
            form.add_error(None, str(refusal))
            if refusal.code == "emergency_not_needed":
                return redirect("children:record", child.id)
        else:
            _tell(request, child.authority)
            return redirect("children:record", child.id)
    context = {"form": form, "minutes": terms.minutes, "words_min": terms.words_min}
    return render(request, "site/emergency_open.html", context, status=422 if form.errors else 200)


@door("people.break_glass")
@require_POST
def end_now(request: Request, emergency_id: UUID) -> HttpResponse:
    """End one's own emergency access early."""
    actions.end_emergency(emergency_id=emergency_id, by=request.person, at=datetime.now(UTC))
    messages.success(request, "Emergency access has ended. The record is closed to you again.")
    return redirect("my_day")


@door("people.see_emergencies")
@require_safe
def listing(request: Request) -> HttpResponse:
    """Every emergency access that one watches over; no child is named here."""
    at = datetime.now(UTC)
    is_auditor = request.person.role is Role.AUDITOR
    found = queries.emergencies_seen_by(request.person, at=at)
    context = {
        "lines": [(each, authority(each.authority, timezone.localdate(at)).name) for each in found],
        "waiting": sum(not each.verdict_words for each in found),
        "tries": queries.emergency_tries(at=at) if is_auditor else (), "is_auditor": is_auditor,
    }  # fmt: skip
    return render(request, "site/emergencies.html", context)


@door("people.see_emergencies")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, emergency_id: UUID) -> HttpResponse:
    """One emergency access: who, when, why, what they opened; and the judgement, once."""
    at, person = datetime.now(UTC), request.person
    line = queries.emergency(emergency_id, by=person, at=at)
    subject = Subject(authority=line.authority, child_id=line.child_id)
    form = JudgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.judge_emergency(
                emergency_id=line.id, terms=emergency_terms(at), by=person, at=at, **form.cleaned_data
            )
        except ReasonMissing as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "Your judgement is kept, and the child and the auditors can read it.")
            return redirect("emergency", line.id)
    child = find_child(line.child_id)
    actions.record_look(
        person=person, child_id=child.id, act="people.see_emergencies", purpose="Reading an emergency access", at=at
    )
    may_judge = not line.verdict_words and bool(may(person, "people.judge_emergency", subject))
    context = {
        "line": line, "child": child, "council": authority(line.authority, timezone.localdate(at)).name,
        "looks": queries.looks_during(line), "form": form, "may_judge": may_judge and line.account_id != person.id,
    }  # fmt: skip
    return render(request, "site/emergency.html", context, status=422 if form.errors else 200)


def _tell(request: Request, council: str) -> None:
    """A mail without personal words to each reviewing officer of the child's council. It never undoes the access."""
    address = request.build_absolute_uri(reverse("emergencies"))
    words = (
        "Somebody used emergency access to a record in your council. Sign in to read who, why and what they opened, "
        f"and to say whether it was justified:\n\n{address}\n\nThis message names nobody."
    )
    for to in queries.reviewing_officers_of(council):
        send_mail(
            "Care Commons: emergency access was used", words, settings.DEFAULT_FROM_EMAIL, [to], fail_silently=True
        )
