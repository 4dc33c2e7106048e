"""What was missing when choices were compromises, counted for planning: suppressed, and without any child."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from carecommons.children.needs import DOMAINS
from carecommons.common.places import Level
from carecommons.common.suppress import Shown, show, show_table
from carecommons.constitution.queries import whole

from .models import GapNote

__all__ = ["MissingRow", "missing"]

OTHER = ("", "Something else")


@dataclass(frozen=True, slots=True)
class MissingRow:
    """One part of life: how often it was missing, by how far away the child went. by_level: level 1 to 4."""

    domain: str
    name: str
    by_level: tuple[Shown, ...]
    total: Shown


def missing(*, authorities: Collection[str], since: date, until: date, on: date) -> tuple[MissingRow, ...]:
    """What was missing in the compromises of these councils from `since` to `until`, both days included.

    One row for each of the twelve parts of life and one for other things; the words of a person never leave.
    """
    notes = GapNote.objects.filter(authority__in=authorities, noted_on__gte=since, noted_on__lte=until)
    # A decision that names three other things is one child: counted once a row.
    found = set(notes.values_list("domain", "level", "decision"))
    tallied = Counter((domain, level) for domain, level, _ in found)
    names = (*((domain.code, domain.name) for domain in DOMAINS), OTHER)
    counts = [[tallied[code, level] for level in Level] for code, _ in names]
    threshold, round_to = whole("suppression_threshold", on), whole("suppression_round_to", on)
    shown = show_table(counts, threshold=threshold, round_to=round_to)
    return tuple(
        MissingRow(code, name, tuple(cells), show(sum(row), threshold=threshold, round_to=round_to))
        for (code, name), cells, row in zip(names, shown, counts, strict=True)
    )
