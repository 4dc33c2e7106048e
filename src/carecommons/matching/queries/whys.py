"""Why homes were looked for, for many searches at once. The caller has asked who may read it."""

from collections.abc import Iterable
from uuid import UUID

from ..models import Referral

__all__ = ["emergencies_among"]


def emergencies_among(referral_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the searches that are the short search of an emergency, which only `open_emergency` opens."""
    return frozenset(Referral.objects.filter(id__in=set(referral_ids), emergency=True).values_list("id", flat=True))
