"""The children of some councils as others could know them: counted by whoever must not make one child stand out."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from carecommons.common.days import age_on

from ..alike import Alike, requirements_of
from ..models import Child, NeedsProfile

__all__ = ["alike_in"]


def alike_in(councils: Iterable[str], on: date, *, age_max: int) -> tuple[Alike, ...]:
    """Every child on record of these councils, up to an age, in no order. For rooms that have asked."""
    codes = sorted(set(councils))
    flags: dict[UUID, frozenset[str]] = {}
    rows = NeedsProfile.objects.filter(child__authority__in=codes, assessed_on__lte=on).order_by("version")
    newest = {row.child_id: row for row in rows.only("child", "flags")}
    for child, row in newest.items():
        held = (flag["code"] for flag in row.flags if not flag["ended_on"] or flag["ended_on"] > on.isoformat())
        flags[child] = frozenset(held)
    found = []
    for each in Child.objects.filter(authority__in=codes):
        if each.birth_date > on or (age := age_on(each.birth_date, on)) > age_max:
            continue
        requirements = requirements_of(tuple(each.languages), tuple(each.faiths))
        found.append(Alike(age, each.sex, flags.get(each.pk, frozenset()), frozenset(each.access_needs), requirements))
    return tuple(found)
