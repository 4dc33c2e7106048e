"""What the pages of a search have in common."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from carecommons.children.queries import ChildRecord
from carecommons.common.days import age_band, age_on
from carecommons.constitution.parameters import listed

from ..referral import STAYS, WHYS
from ..shortlist import Referral


def about(found: Referral, child: ChildRecord, now: datetime) -> dict[str, Any]:
    on = timezone.localdate(now)
    return {
        "search": found, "child": child, "age_band": age_band(age_on(child.birth_date, on), listed("age_bands", on)),
        "why": WHYS[found.why], "stay": STAYS[found.stay],
    }  # fmt: skip


def uuid_of(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
