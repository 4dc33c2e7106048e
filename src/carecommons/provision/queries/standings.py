"""What the law says of some homes on a day, for whoever has a child there. The caller has asked who may read it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from carecommons.provision.binding import terms_on
from carecommons.provision.homes import Standing, Terms
from carecommons.provision.models import Home, HomeTerms

from .gathered import standing_of, terms_of

__all__ = ["standings"]


def standings(home_ids: Collection[UUID], on: date) -> dict[UUID, Standing]:
    """home id -> its standing on the day; in two questions to the database, however many homes."""
    recorded: dict[UUID, list[Terms]] = defaultdict(list)
    for row in HomeTerms.objects.filter(home_id__in=home_ids).order_by("recorded_at", "id"):
        recorded[row.home_id].append(terms_of(row))
    rows = Home.objects.select_related("provider").filter(id__in=home_ids)
    return {row.id: standing_of(row, terms_on(recorded[row.id], on) if recorded[row.id] else None, on) for row in rows}
