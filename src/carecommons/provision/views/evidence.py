"""Documents behind specialisms: those that need somebody, and one of them with its file."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from carecommons.common.errors import Refused
from carecommons.constitution.parameters import whole
from carecommons.people.doors import Request, door
from carecommons.people.may import check_may, may
from carecommons.people.roles import Subject

from .. import actions, doors, queries
from ..capability import EVIDENCE_KINDS, SPECIALISMS
from ..documents import MEDIA
from ..doors import look_at_named, open_home
from ..forms import DocumentForm
from ..queries import EvidenceDue

__all__ = ["document", "evidence", "file", "send"]

A_PAGE = 50
STATE_WORDS = {
    "ran_out": ("Ran out", "unmet"),
    "runs_out": ("Runs out soon", "support"),
    "not_read": ("Nobody outside the home has read it", "unknown"),
}


@door("provision.keep_homes")
@require_safe
def evidence(request: Request) -> HttpResponse:
    """What ran out, what runs out soon, and what waits to be read."""
    now = datetime.now(UTC)
    due = queries.evidence_due(request.person, at=now)
    page = Paginator(due, A_PAGE).get_page(request.GET.get("page"))
    look_at_named(page, by=request.person, at=now)
    counts = {state: sum(each.state == state for each in due) for state in STATE_WORDS}
    context = {"page": page, "lines": [_line(each) for each in page], "total": len(due), "counts": counts}
    return render(request, "provision/evidence.html", context)


@door("provision.see_evidence")
@require_safe
def document(request: Request, home_id: UUID, evidence_id: UUID) -> HttpResponse:
    """One document: what it is, until when it is good, who has read it, and a form to send a file that is missing."""
    return _document_page(request, home_id, evidence_id, datetime.now(UTC), DocumentForm())


@door("provision.keep_homes")
@require_POST
def send(request: Request, home_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Send the file of a document that was only named."""
    now = datetime.now(UTC)
    found = queries.home(home_id, by=request.person, at=now)
    subject = Subject(authority=found.kept_by, provider_id=found.provider_id, home_id=home_id)
    check_may(request.person, "provision.keep_homes", subject)
    queries.document(home_id, evidence_id, by=request.person)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            actions.attach_document(
                evidence_id=evidence_id, name=sent.name, data=sent.read(), by=request.person, at=now
            )
        except Refused as refusal:
            if not refusal.code.startswith("document"):
                raise
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "The document is kept. It counts once somebody outside the home has read it.")
            return redirect("provision:document", home_id, evidence_id)
    return _document_page(request, home_id, evidence_id, now, form)


@door("provision.see_evidence")
@require_safe
def file(request: Request, home_id: UUID, evidence_id: UUID) -> HttpResponse:
    """The document as it was sent, to be saved and opened on one's own machine: never shown inside a page."""
    queries.document(home_id, evidence_id, by=request.person)
    if request.method == "HEAD":
        # Asking whether it is there is not opening it.
        return HttpResponse(content_type="application/octet-stream")
    found, data = doors.open_document(evidence_id, by=request.person, at=datetime.now(UTC))
    answer = HttpResponse(data, content_type=MEDIA[found.kind])
    # A name of our own: what its sender called it stands on the page, where it can do nothing.
    ending = "jpg" if found.kind == "jpeg" else found.kind
    answer["Content-Disposition"] = f'attachment; filename="evidence-{str(evidence_id)[:8]}.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer


def _document_page(
    request: Request, home_id: UUID, evidence_id: UUID, now: datetime, form: DocumentForm
) -> HttpResponse:  # fmt: skip
    found = queries.document(home_id, evidence_id, by=request.person)
    home = open_home(home_id, by=request.person, at=now)
    subject = Subject(authority=home.kept_by, provider_id=home.provider_id, home_id=home.id)
    context = {
        "home": home, "document": found, "form": form, "kind": EVIDENCE_KINDS.get(found.item.kind, found.item.kind),
        "specialism": SPECIALISMS[found.code], "state": _state(found.item.expires_on, timezone.localdate(now)),
        "may_keep": bool(may(request.person, "provision.keep_homes", subject)),
        "may_verify": bool(may(request.person, "provision.verify", Subject(authority=home.kept_by))),
    }  # fmt: skip
    return render(request, "provision/document.html", context, status=422 if form.errors else 200)


def _state(expires_on: date, on: date) -> str:
    """Whether a document ran out, runs out within the days of reminder, or neither."""
    soon = on + timedelta(days=whole("evidence_reminder_days", on))
    return "ran_out" if expires_on < on else "runs_out" if expires_on <= soon else ""


def _line(due: EvidenceDue) -> dict[str, object]:
    words, look = STATE_WORDS[due.state]
    return {"due": due, "specialism": SPECIALISMS[due.code], "state": words, "look": look}
