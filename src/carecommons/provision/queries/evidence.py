"""Documents behind specialisms: one of them, those that need somebody, and whether the files are as they were sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from carecommons.common.errors import NotFound, Refused
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may, may_at_all
from carecommons.people.roles import Person, Subject
from carecommons.provision.capability import Evidence
from carecommons.provision.documents import FOLDER, kept_names, read_kept
from carecommons.provision.models import DocumentOpened, EvidenceFile, EvidenceItem, NamedChild

from .local import within_reach

__all__ = [
    "DocumentRecord",
    "EvidenceDue",
    "FilesFound",
    "document",
    "documents_of",
    "evidence_due",
    "evidence_has_run_out",
    "files_found",
    "home_of",
]

STATES = ("ran_out", "runs_out", "not_read")


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One piece of evidence and its file. size in bytes, 0 where no file was sent; opened: this person opened it."""

    id: UUID
    home_id: UUID
    code: str
    item: Evidence
    checked_by_role: str
    file_name: str
    file_kind: str
    size: int
    sent_at: datetime | None
    opened: bool


@dataclass(frozen=True, slots=True)
class EvidenceDue:
    """Evidence that needs somebody. state: ran_out, runs_out (within the days of reminder) or not_read.

    days: until it runs out, below nought once it has. named: the children for whom the home is approved by name:
    whoever shows the line writes the look (doors.look_at_named).
    """

    id: UUID
    home_id: UUID
    reference: str
    home: str
    code: str
    item: Evidence
    state: str
    days: int
    named: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class FilesFound:
    """The kept files beside what the database says: ids of evidence whose file is missing or changed, and files of
    which nothing is known (a write that was cut off)."""

    kept: int
    missing: tuple[UUID, ...]
    changed: tuple[UUID, ...]
    unknown: tuple[str, ...]


def document(home_id: UUID, evidence_id: UUID, *, by: Person) -> DocumentRecord:
    """One piece of evidence of a home. Raises NotFound; NotAllowed where the person's reach ends before it."""
    row = EvidenceItem.objects.select_related("claim__home", "file").filter(id=evidence_id).first()
    if row is None or row.claim.home_id != home_id:
        raise NotFound()
    home = row.claim.home
    check_may(
        by, "provision.see_evidence", Subject(authority=home.kept_by, provider_id=home.provider_id, home_id=home.id)
    )
    file = getattr(row, "file", None)
    opened = bool(file and by.id and DocumentOpened.objects.filter(file=file, account=by.id).exists())
    return DocumentRecord(
        id=row.id, home_id=home_id, code=row.claim.code, item=_item(row), checked_by_role=row.checked_by_role,
        file_name=file.name if file else "", file_kind=file.kind if file else "", size=file.size if file else 0,
        sent_at=file.sent_at if file else None, opened=opened,
    )  # fmt: skip


def home_of(evidence_id: UUID) -> UUID:
    """The home of which a piece of evidence speaks. Raises NotFound."""
    home_id = EvidenceItem.objects.filter(id=evidence_id).values_list("claim__home_id", flat=True).first()
    if home_id is None:
        raise NotFound()
    return UUID(str(home_id))


def evidence_has_run_out(evidence_id: UUID, *, on: date) -> bool:
    """Whether the last day on which a piece of evidence is good has passed: it is kept, and counts for nothing."""
    return EvidenceItem.objects.filter(id=evidence_id, expires_on__lt=on).exists()


def documents_of(home_id: UUID) -> Mapping[UUID, str]:
    """The kind of file behind each piece of evidence of a home that has one."""
    rows = EvidenceFile.objects.filter(evidence__claim__home_id=home_id)
    return dict(rows.values_list("evidence_id", "kind"))


def evidence_due(person: Person, *, at: datetime) -> tuple[EvidenceDue, ...]:
    """What ran out, then what runs out soon, then what nobody outside the home has read; the soonest first.

    Evidence that newer evidence of the same kind has replaced needs nobody. Only for those who keep homes.
    """
    if not may_at_all(person, "provision.keep_homes"):
        return ()
    on = timezone.localdate(at)
    soon = on + timedelta(days=whole("evidence_reminder_days", on))
    homes = within_reach(person).filter(closed_on__isnull=True)
    rows = EvidenceItem.objects.filter(claim__home__in=homes).select_related("claim__home")
    named: dict[UUID, set[UUID]] = {}
    for home_id, child in NamedChild.objects.filter(home__in=homes).values_list("home", "child"):
        named.setdefault(home_id, set()).add(child)
    found = []
    for row in _newest(rows):
        state = (
            "ran_out" if row.expires_on < on
            else "runs_out" if row.expires_on <= soon
            else "not_read" if row.checked_on is None
            else ""
        )  # fmt: skip
        if state:
            home = row.claim.home
            found.append(
                EvidenceDue(
                    id=row.id, home_id=home.id, reference=home.reference, home=home.name, code=row.claim.code,
                    item=_item(row), state=state, days=(row.expires_on - on).days,
                    named=tuple(sorted(named.get(home.id, ()))),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda due: (STATES.index(due.state), due.days, due.reference, str(due.id))))


def files_found() -> FilesFound:
    """Every file read and its hash compared: for an operator, after a restore or a doubt."""
    folder = Path(settings.HOME) / FOLDER
    missing: list[UUID] = []
    changed: list[UUID] = []
    known: set[str] = set()
    for evidence_id, kept_as, sha256 in EvidenceFile.objects.order_by("sent_at", "id").values_list(
        "evidence_id", "kept_as", "sha256"
    ):
        known.add(kept_as)
        try:
            read_kept(folder, kept_as, sha256=sha256)
        except Refused as refusal:
            (missing if refusal.code == "document_missing" else changed).append(evidence_id)
    unknown = tuple(sorted(kept_names(folder) - known))
    return FilesFound(len(known), tuple(missing), tuple(changed), unknown)


def _newest(rows: Iterable[EvidenceItem]) -> list[EvidenceItem]:
    """Of each kind behind each claim, the item that is good for longest."""
    best: dict[tuple[int, str], EvidenceItem] = {}
    for row in sorted(rows, key=lambda each: (each.expires_on, each.issued_on, str(each.id))):
        best[row.claim_id, row.kind] = row
    return list(best.values())


def _item(row: EvidenceItem) -> Evidence:
    return Evidence(row.kind, row.document, row.issued_on, row.expires_on, row.checked_on)
