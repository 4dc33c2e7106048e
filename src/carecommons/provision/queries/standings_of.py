"""What the law says of some homes on a day, for whoever has a child there. The caller has asked who may read it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.provision.binding import terms_on
from carecommons.provision.homes import Standing, Terms
from carecommons.provision.models import Home, HomeTerms

from .gathered import standing_of, terms_of

__all__ = ["HomeLaw", "law_of_homes"]


@dataclass(frozen=True, slots=True)
class HomeLaw:
    """The standing of a home on a day, and its registration or approval on that day, where there is one."""

    standing: Standing
    terms: Terms | None


def law_of_homes(home_ids: Collection[UUID], on: date) -> dict[UUID, HomeLaw]:
    """home id -> what the law says of it on the day; in two questions to the database, however many homes."""
    recorded: dict[UUID, list[Terms]] = defaultdict(list)
    for each in HomeTerms.objects.filter(home_id__in=home_ids).order_by("recorded_at", "id"):
        recorded[each.home_id].append(terms_of(each))
    found: dict[UUID, HomeLaw] = {}
    for row in Home.objects.select_related("provider").filter(id__in=home_ids):
        terms = terms_on(recorded[row.id], on) if row.id in recorded else None
        found[row.id] = HomeLaw(standing_of(row, terms, on), terms)
    return found
