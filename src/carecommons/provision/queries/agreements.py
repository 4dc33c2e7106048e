"""Which homes stand under a lasting agreement of a council, on a day. Parties and days; no price is known here."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from carecommons.provision.homes import FAMILY_KINDS
from carecommons.provision.models import Agreement, Home

__all__ = ["outside_agreements"]


def outside_agreements(home_ids: Collection[UUID], authority: str, on: date) -> frozenset[UUID]:
    """Those of the homes whose provider holds no agreement with this council on the day.

    A child's own family and homes that a council runs are no purchase, so they are never among them.
    """
    agreed = Agreement.objects.filter(authority=authority, from_day__lte=on, to_day__gte=on).values("provider")
    rows = Home.objects.filter(id__in=home_ids, provider__isnull=False).exclude(kind__in=FAMILY_KINDS)
    return frozenset(rows.exclude(provider__sector="council").exclude(provider__in=agreed).values_list("id", flat=True))
