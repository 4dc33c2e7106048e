"""Why homes were looked for, for many searches at once. The caller has asked who may read it."""

from collections.abc import Iterable
from uuid import UUID

from ..models import Referral

__all__ = ["EMERGENCY", "emergencies_among"]

EMERGENCY = "emergency"


def emergencies_among(referral_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the searches that began as an emergency."""
    return frozenset(Referral.objects.filter(id__in=set(referral_ids), why=EMERGENCY).values_list("id", flat=True))
