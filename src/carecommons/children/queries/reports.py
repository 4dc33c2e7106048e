"""The report of a council's newest import, exact and with the rows it names: for the council's own planners alone.

Rows are named by table, file, row and column, never by child, and no value is repeated.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject

from ..models.returns import ReturnImport
from ..returns.mending import MENDING
from ..returns.notes import EXAMPLES, KINDS, ROWS_NAMED

__all__ = ["SEE_REPORT", "ReportLine", "ReturnReport", "RowNamed", "return_report"]

SEE_REPORT = "children.see_import_report"


@dataclass(frozen=True, slots=True)
class RowNamed:
    """Where something was seen: row 1 of a file is its heading; row 0 is the file as a whole."""

    kind: str
    table: str
    file: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One kind of thing: what it means, how often, where in the return, how to mend it, and the rows named."""

    kind: str
    sort: str
    count: int
    means: str
    where: str
    how: str
    rows: tuple[RowNamed, ...]

    @property
    def first_rows(self) -> tuple[RowNamed, ...]:
        return self.rows[:EXAMPLES]


@dataclass(frozen=True, slots=True)
class ReturnReport:
    """The newest import of a council that is kept. number: of the council's imports."""

    authority: str
    number: int
    on: date
    years: tuple[int, ...]
    children: int
    episodes: int
    lines: tuple[ReportLine, ...]
    rows_named_most: int = ROWS_NAMED


def return_report(*, authority: str, by: Person) -> ReturnReport:
    """Raises NotAllowed, and NotFound("no_report") where no import of the council is kept with its report."""
    check_may(by, SEE_REPORT, Subject(authority=authority))
    found = ReturnImport.objects.filter(authority=authority).order_by("-number").first()
    if found is None:
        raise NotFound(
            "no_report",
            "No report of an import of this council is kept. Import its return: where the same rows are stored "
            "already, nothing changes and the report is kept.",
        )
    report = found.report
    named = [RowNamed(*row) for row in found.named]
    return ReturnReport(
        authority, found.number, timezone.localdate(found.imported_at), tuple(report["years"]), report["children"],
        report["episodes"],
        tuple(
            ReportLine(
                note["kind"], KINDS[note["kind"]][0], note["count"], KINDS[note["kind"]][1],
                MENDING[note["kind"]].where, MENDING[note["kind"]].how,
                tuple(row for row in named if row.kind == note["kind"]),
            )
            for note in report["repairs"]
        ),
    )  # fmt: skip
