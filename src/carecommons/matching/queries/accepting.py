"""What homes say beyond what was accepted of them, for a search whose rounds are over. For rooms that have asked."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import numpy as np
from django.utils import timezone

from carecommons.constitution.queries import criteria
from carecommons.provision.queries import homes_for_matching

from ..fit import fit
from ..rules import rules_of
from ..seeker import seeker_of
from ..shortlist import Referral
from .emergencies import child_of_search
from .rounds import RoundLog, rounds_of, said_in_rounds

__all__ = ["log_of", "more_said"]


def more_said(found: Referral, *, at: datetime) -> dict[UUID, tuple[str, ...]]:
    """home -> the parts of life of which its newest answer that counts says more than was accepted of it."""
    on = timezone.localdate(at)
    needing = child_of_search(found, on)
    said = said_in_rounds(found, profile_version=needing.profile_version, at=at)
    if not any(reply.offers for reply in said.replies.values()):
        return {}
    child = seeker_of(
        needing, on=on, wanted_by=found.wanted_by, stay=found.stay, area_levels={}, emergency=found.emergency
    )
    homes = homes_for_matching(at=at, home_ids=list(said.replies))
    rows = np.arange(len(homes), dtype=np.intp)
    rules = rules_of(criteria(found.criteria_version), on)
    return said.more(child, homes, rows, fit(child.levels, homes, rows, rules.support_gap_max))


def log_of(found: Referral, *, at: datetime) -> tuple[RoundLog, ...]:
    """The search log, newest round first, with what homes say beyond what was accepted of them."""
    rounds = rounds_of(found.id, at=at)
    if not any(home.reply and home.reply.offers for each in rounds for home in each.homes if each.state == "closed"):
        return rounds
    waiting = more_said(found, at=at)
    told = []
    for each in rounds:
        # A home's newest answer is the one that waits: what it answered in an earlier round is history.
        homes = [
            replace(home, more=waiting.pop(home.home_id, ())) if each.state == "closed" and home.reply else home
            for home in each.homes
        ]
        told.append(replace(each, homes=tuple(homes)))
    return tuple(told)
