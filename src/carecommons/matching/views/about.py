"""What the pages of a search have in common."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from carecommons.children.doors import open_child
from carecommons.children.queries import ChildRecord
from carecommons.common.days import age_band, age_on
from carecommons.constitution.parameters import listed
from carecommons.people.doors import Request

from .. import queries
from ..referral import STAYS, WHYS
from ..shortlist import Referral, Shortlist


def about(found: Referral, child: ChildRecord, now: datetime) -> dict[str, Any]:
    on = timezone.localdate(now)
    return {
        "search": found, "child": child, "age_band": age_band(age_on(child.birth_date, on), listed("age_bands", on)),
        "why": WHYS[found.why], "stay": STAYS[found.stay],
    }  # fmt: skip


def opened(request: Request, search_id: UUID, now: datetime) -> tuple[Referral, Shortlist | None, ChildRecord]:
    """The search, its list if there is one, and the child; the look is written down."""
    found = queries.referral(search_id)
    child = open_child(
        person=request.person, child_id=found.child_id, act="matching.see_shortlist", purpose="Looking for a home",
        at=now,
    )  # fmt: skip
    return found, queries.shortlist(found.id) if found.shortlist_id else None, child


def uuid_of(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
