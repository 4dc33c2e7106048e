"""What a home says it can do, and what stands behind it: claims, evidence, and who outside the home has read it."""

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from carecommons.common.errors import NotFound
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.capability import Evidence, check_evidence, check_specialism
from carecommons.provision.models import CapabilityClaim, EvidenceItem

from .local import Draw, _evidence_row, _id, _kept, _sealed

__all__ = ["check_evidence_read", "claim_capability", "evidence_capability"]


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
    expires_on: date | None = None, draw: Draw = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Attach a dated document to a claim.

    It counts once someone outside the home has read it: a council's officer who attaches it has done so.
    Staffing ratios and statements of purpose are refused: they are not evidence of a specialism (B9).
    """
    home = _kept(home_id, by)
    check_specialism(code)
    ends = expires_on or _months_later(issued_on, whole("capability_evidence_months", issued_on))
    item = Evidence(kind, document.strip(), issued_on, ends)
    check_evidence(item)
    claim, _ = CapabilityClaim.objects.get_or_create(home=home, code=code, defaults={"claimed_on": issued_on})
    row = _evidence_row(claim, item, by=by, at=at)
    row.id = _id(draw)
    row.save(force_insert=True)
    return row.id


@transaction.atomic
def check_evidence_read(*, evidence_id: UUID, on: date, by: Person, at: datetime) -> None:
    """Say that someone outside the home has read the document and found what it says."""
    row = EvidenceItem.objects.select_related("claim__home").filter(id=evidence_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "provision.verify", Subject(authority=row.claim.home.kept_by))
    row.checked_on = on
    row.checked_by_role = by.role
    row.save(update_fields=["checked_on", "checked_by_role"])
    _sealed("evidence_checked", {"evidence": str(row.id), "home": str(row.claim.home_id)}, by=by, at=at)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = (date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))
