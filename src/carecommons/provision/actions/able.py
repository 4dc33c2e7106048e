"""What a home says it can do, and what stands behind it: claims, evidence, and who outside the home has read it."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow
from carecommons.common.intake import MEGABYTE
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.capability import Evidence, check_evidence, check_specialism
from carecommons.provision.documents import FOLDER, Document, check_document, forget, keep, read_kept
from carecommons.provision.models import CapabilityClaim, DocumentOpened, EvidenceFile, EvidenceItem, Home

from .local import Draw, _evidence_row, _id, _kept, _sealed, _subject

__all__ = ["attach_document", "check_evidence_read", "claim_capability", "evidence_capability", "open_document"]


@transaction.atomic
def claim_capability(*, home_id: UUID, code: str, on: date, by: Person, at: datetime, specialist: bool = False) -> None:
    """Write down that a home says it has a specialism. Until evidence is read, the claim opens nothing."""
    home = _kept(home_id, by)
    check_specialism(code)
    claim, is_new = CapabilityClaim.objects.get_or_create(
        home=home, code=code, defaults={"claimed_on": on, "specialist": specialist}
    )
    if not is_new and claim.specialist != specialist:
        claim.specialist = specialist
        claim.save(update_fields=["specialist"])


@transaction.atomic
def evidence_capability(
    *, home_id: UUID, code: str, kind: str, document: str, issued_on: date, by: Person, at: datetime,
    expires_on: date | None = None, file: tuple[str, bytes] | None = None, draw: Draw = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Attach a dated document to a claim.

    It counts once someone outside the home has read it: a council's officer who attaches it has done so.
    Staffing ratios and statements of purpose are refused: they are not evidence of a specialism (B9).
    The same document once more within `same_again_seconds` is one act sent twice: the id of the first is answered.
    Raises Refused("evidence_of_the_future"); what has run out already is kept, and counts for nothing.
    file: its name and content, where the document itself is sent with it.
    """
    home = _kept(home_id, by)
    check_specialism(code)
    ends = expires_on or _months_later(issued_on, whole("capability_evidence_months", issued_on))
    item = Evidence(kind, document.strip(), issued_on, ends)
    check_evidence(item, timezone.localdate(at))
    claim, _ = CapabilityClaim.objects.get_or_create(home=home, code=code, defaults={"claimed_on": issued_on})
    row = _evidence_row(claim, item, by=by, at=at)
    since = at - timedelta(seconds=whole("same_again_seconds", timezone.localdate(at)))
    same = EvidenceItem.objects.filter(
        claim=claim, kind=row.kind, document=row.document, issued_on=row.issued_on, expires_on=row.expires_on,
        checked_by_role=row.checked_by_role, recorded_at__gte=since, recorded_at__lte=at,
        file__sha256=hashlib.sha256(file[1]).hexdigest() if file else None,
    ).first()  # fmt: skip
    if same is not None:
        return same.id
    row.id = _id(draw)
    row.save(force_insert=True)
    if file is not None:
        _attach(row, home, *file, by=by, at=at, draw=draw)
    return row.id


@transaction.atomic
def attach_document(
    *, evidence_id: UUID, name: str, data: bytes, by: Person, at: datetime, draw: Draw = secrets.token_bytes
) -> None:
    """Send the document itself for evidence that was only named. What was read on paper must be read again.

    Raises Refused("document_...") as `provision.documents` says, NotNow("document_there"): nothing is overwritten.
    """
    row = _evidence(evidence_id)
    home = _kept(row.claim.home_id, by)
    if EvidenceFile.objects.filter(evidence=row).exists():
        raise NotNow(
            "document_there",
            "This evidence has its document, and it is kept as it was sent. Attach the newer one as new evidence.",
        )
    _attach(row, home, name, data, by=by, at=at, draw=draw)
    reads_it = by.provider_id is None
    row.checked_on, row.checked_by_role = (timezone.localdate(at), by.role) if reads_it else (None, "")
    row.save(update_fields=["checked_on", "checked_by_role"])


@transaction.atomic
def open_document(*, evidence_id: UUID, by: Person, at: datetime) -> tuple[Document, bytes]:
    """The document, unchanged since it was sent; who opened it is written down. Raises NotFound, Refused."""
    row = _evidence(evidence_id)
    check_may(by, "provision.see_evidence", _subject(row.claim.home))
    file = EvidenceFile.objects.filter(evidence=row).first()
    if file is None:
        raise NotFound()
    assert by.id is not None, "only somebody with an account reaches a document"
    data = read_kept(_folder(), file.kept_as, sha256=file.sha256)
    DocumentOpened.objects.create(file=file, account=by.id, role=by.role, at=at)
    return Document(file.kind, file.name, file.size, file.sha256), data


@transaction.atomic
def check_evidence_read(*, evidence_id: UUID, on: date, by: Person, at: datetime) -> None:
    """Say that someone outside the home has read the document and found what it says.

    Where the document itself was sent, the person who says so has opened it: NotNow("document_not_opened").
    """
    row = _evidence(evidence_id)
    check_may(by, "provision.verify", Subject(authority=row.claim.home.kept_by))
    file = EvidenceFile.objects.filter(evidence=row).first()
    if file is not None and not (by.id and DocumentOpened.objects.filter(file=file, account=by.id).exists()):
        raise NotNow(
            "document_not_opened",
            "You have not opened this document yet. Open it, read it, and then say that you have read it.",
        )
    row.checked_on = on
    row.checked_by_role = by.role
    row.save(update_fields=["checked_on", "checked_by_role"])
    _sealed("evidence_checked", {"evidence": str(row.id), "home": str(row.claim.home_id)}, by=by, at=at)


def _evidence(evidence_id: UUID) -> EvidenceItem:
    row = EvidenceItem.objects.select_related("claim__home").filter(id=evidence_id).first()
    if row is None:
        raise NotFound()
    return row


def _folder() -> Path:
    return Path(settings.HOME) / FOLDER


def _attach(row: EvidenceItem, home: Home, name: str, data: bytes, *, by: Person, at: datetime, draw: Draw) -> None:
    on = timezone.localdate(at)
    found = check_document(name, data, megabytes_max=whole("evidence_file_megabytes_max", on))
    most = whole("evidence_home_megabytes_max", on)
    # Two files at once must not both find room: the home's own row is held while its files are added up.
    Home.objects.select_for_update().get(id=home.id)
    kept = EvidenceFile.objects.filter(evidence__claim__home=home).aggregate(all=Sum("size"))["all"] or 0
    if kept + found.size > most * MEGABYTE:
        raise NotNow(
            "documents_full",
            f"The documents of this home would be larger than {most} MB together. Send smaller scans, or ask the "
            "council which older ones it still needs.",
        )
    kept_as = keep(_folder(), data, draw=draw)
    try:
        EvidenceFile.objects.create(
            id=_id(draw), evidence=row, kept_as=kept_as, name=found.name, kind=found.kind, size=found.size,
            sha256=found.sha256, sent_at=at, sent_by_role=by.role,
        )  # fmt: skip
    except BaseException:
        forget(_folder(), kept_as)
        raise


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = (date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))
