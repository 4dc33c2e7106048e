"""Why searches were opened, for rooms that count from it: the code alone. The caller has asked who may see them."""

from collections.abc import Iterable
from uuid import UUID

from .. import models

__all__ = ["why_of"]


def why_of(referrals: Iterable[UUID]) -> dict[UUID, str]:
    """Search -> the code of why a home was looked for (referral.WHYS), in one question to the database."""
    return dict(models.Referral.objects.filter(id__in=set(referrals)).values_list("id", "why"))
