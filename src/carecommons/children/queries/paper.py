"""What the paper for a meeting is made from. The caller has asked who may see it, and written down the look."""

from datetime import date

from carecommons.common.days import age_band, age_on
from carecommons.common.errors import NotNow
from carecommons.common.places import authority
from carecommons.constitution.parameters import listed, whole
from carecommons.constitution.queries import criteria_in_force

from ..meeting import Facts
from .nearby import around
from .needs import profiles
from .record import ChildRecord, stories, wishes

__all__ = ["facts_for_meeting"]


def facts_for_meeting(child: ChildRecord, on: date) -> Facts:
    """Everything that the paper says of a child on a day."""
    profile, previous = (*profiles(child.id)[:2], None, None)[:2]
    band = age_band(age_on(child.birth_date, on), listed("age_bands", on))
    return Facts(
        reference=child.reference, kicker=f"Aged {band} · {authority(child.authority, on).name}",
        story=next(iter(stories(child.id)), None), wishes=wishes(child.id), profile=profile, previous=previous,
        due=profile.formulations_due(on, months=whole("formulation_months", on)) if profile else (),
        bands=around(child.id, near_miles=whole("near_home_miles", on)), criteria_version=_criteria(on), on=on,
    )  # fmt: skip


def _criteria(on: date) -> int | None:
    try:
        return criteria_in_force(on).version
    except NotNow:
        return None
