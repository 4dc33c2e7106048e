"""Whether a home still passes the binding gates on the day of approval: a list is a photograph, not a licence."""

from datetime import datetime
from uuid import UUID

import numpy as np
from django.utils import timezone

from carecommons.children.queries import child_for_matching
from carecommons.common.errors import NotAppropriate
from carecommons.constitution.queries import criteria
from carecommons.matching.gates import able, lawful, together
from carecommons.matching.queries import referral
from carecommons.matching.reasons import OPENING_BASE, gate_of
from carecommons.matching.rules import rules_of
from carecommons.matching.seeker import seeker_of
from carecommons.matching.words import reason_words
from carecommons.provision.queries import home_cards, homes_for_matching

__all__ = ["check_lawful_now"]


def check_lawful_now(referral_id: UUID, home_id: UUID, *, criteria_version: int, at: datetime) -> None:
    """Raise NotAppropriate("home_stopped_since") when a binding gate now stops the home for this child.

    Whether a place is free is not asked here: taking the place answers that.
    """
    search = referral(referral_id)
    on = timezone.localdate(at)
    child = seeker_of(
        child_for_matching(search.child_id, on), on=on, wanted_by=search.wanted_by, stay=search.stay, area_levels={}
    )
    homes = homes_for_matching(at=at)
    rules = rules_of(criteria(criteria_version), on)
    row = homes.ids.index(home_id)
    codes = [
        int(lawful(child, homes, rules)[row]),
        int(able(child, homes, np.array([row], dtype=np.intp))[0]),
        int(together(child, homes, np.array([row], dtype=np.intp))[0]),
    ]
    for code in codes:
        if code and not OPENING_BASE <= code < OPENING_BASE + 10:
            words = reason_words(code, child=child, homes=homes, row=row, card=home_cards([home_id])[home_id])
            raise NotAppropriate(
                "home_stopped_since",
                f"Since the list was made this home has been stopped at gate {gate_of(code)}: {words}. "
                "Send the choice back and make a new list; its words are kept.",
                gate=gate_of(code),
                reason=code,
            )
