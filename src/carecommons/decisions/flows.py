"""A door for planning: who with a profile lives in which kind of home, and whose children live in each home.

Planning sees need and flow and never a child, and only this room can tell that a resident of a home is a child of a
council. What leaves here holds no id, birth date or word: counts by age and kind, homes without a name. Never rendered:
what is made from it is suppressed when it leaves. The door opens the wall (people/doors/behind.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from carecommons.children import flows
from carecommons.constitution.parameters import whole
from carecommons.provision.counts import homes_in_force, kinds_lived_in

__all__ = ["HomeLivedIn", "homes_lived_in", "profiled"]


@dataclass(frozen=True, slots=True)
class HomeLivedIn:
    """One home in force. lived_in_by: council -> how many of its children live there or are to come; "": nobody knows
    whose they are. The rest as `provision.counts.HomeInForce` has it."""

    council: str
    kind: str
    ages: tuple[int, int]
    registered: int
    staffed: int | None
    lived_in_by: Mapping[str, int]
    named: bool
    proved: frozenset[str]
    exists_for: frozenset[str]
    meets: int | None


def homes_lived_in(*, at: datetime) -> tuple[HomeLivedIn, ...]:
    """Every home that may take a child in law at a moment, and whose children live there."""
    found = homes_in_force(at=at)
    council = flows.councils_of({child for home in found for child in home.living})
    return tuple(
        HomeLivedIn(
            home.council, home.kind, home.ages, home.registered, home.staffed,
            Counter(council.get(child, "") for child in home.living), home.named, home.proved, home.exists_for,
            home.meets,
        )
        for home in found
    )  # fmt: skip


def profiled(councils: Sequence[str], *, at: datetime) -> flows.ProfiledChildren:
    """The children of these councils with a current needs profile, with the kind of home where each lives."""
    on = timezone.localdate(at)
    return flows.profiled_children(
        councils, on, kind_of=kinds_lived_in(at=at), months_valid=whole("needs_profile_months", on),
        age_max=whole("looked_after_age_max", on), high_from=whole("stratum_high_level", on),
    )  # fmt: skip
