"""Documents behind specialisms for machines: send one, open one, say that it was read, and see what runs out."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Query, Schema
from ninja.files import UploadedFile

from carecommons.common.wire import Page, Paged, Window, cut
from carecommons.people.doors import Request, door_api

from .. import actions, doors, queries
from ..documents import MEDIA
from ..doors import look_at_named
from ..queries import EvidenceDue
from .homes import HomeOut, read_home
from .router import router


class DueOut(Schema):
    """state: ran_out, runs_out or not_read. days: until it runs out, below nought once it has."""

    id: UUID
    home_id: UUID
    reference: str
    home: str
    code: str
    kind: str
    document: str
    expires_on: date
    state: str
    days: int

    @staticmethod
    def resolve_kind(due: EvidenceDue) -> str:
        return due.item.kind

    @staticmethod
    def resolve_document(due: EvidenceDue) -> str:
        return due.item.document

    @staticmethod
    def resolve_expires_on(due: EvidenceDue) -> date:
        return due.item.expires_on


@router.get("/evidence", response=Paged[DueOut], summary="Documents that ran out, run out soon, or nobody has read")
@door_api("provision.keep_homes")
def evidence_due(request: Request, window: Query[Window]) -> Page[EvidenceDue]:
    now = datetime.now(UTC)
    page = cut(queries.evidence_due(request.person, at=now), window)
    look_at_named(page.items, by=request.person, at=now)
    return page


@router.post("/homes/{home_id}/evidence/{evidence_id}/file", response=HomeOut, summary="Send the document itself")
@door_api("provision.keep_homes")
def send_document(request: Request, home_id: UUID, evidence_id: UUID, file: File[UploadedFile]) -> HomeOut:
    """PDF, PNG or JPEG, told by its content. What was read on paper must be read again."""
    queries.document(home_id, evidence_id, by=request.person)
    actions.attach_document(
        evidence_id=evidence_id, name=str(file.name), data=file.read(), by=request.person, at=datetime.now(UTC)
    )
    return read_home(request, home_id)


@router.get(
    "/homes/{home_id}/evidence/{evidence_id}/file", summary="The document as it was sent",
    openapi_extra={
        "responses": {200: {"content": {media: {"schema": {"type": "string"}} for media in sorted(MEDIA.values())}}}
    },
)  # fmt: skip
@door_api("provision.see_evidence")
def open_document(request: Request, home_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Who opened it is written down."""
    queries.document(home_id, evidence_id, by=request.person)
    found, data = doors.open_document(evidence_id, by=request.person, at=datetime.now(UTC))
    answer = HttpResponse(data, content_type=MEDIA[found.kind])
    answer["Content-Disposition"] = f'attachment; filename="evidence-{str(evidence_id)[:8]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@router.post("/homes/{home_id}/evidence/{evidence_id}/read", response=HomeOut, summary="It was read outside the home")
@door_api("provision.verify")
def evidence_read(request: Request, home_id: UUID, evidence_id: UUID) -> HomeOut:
    """Where the document itself was sent, only by somebody who has opened it."""
    queries.document(home_id, evidence_id, by=request.person)
    now = datetime.now(UTC)
    actions.check_evidence_read(evidence_id=evidence_id, on=timezone.localdate(now), by=request.person, at=now)
    return read_home(request, home_id)
