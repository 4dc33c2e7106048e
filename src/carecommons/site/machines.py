"""Everything that goes through states, as data: what may become what, drawn into the manual (tools/states_page.py).

Each room holds its own states beside the rule that reads them; here they only stand together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carecommons.decisions import emergency, ending, placement, review, starting, state
from carecommons.matching import detail, family, referral, visits
from carecommons.matching.invitation import states as invitation

from .jobs import states as jobs

__all__ = ["MACHINES", "Machine"]


@dataclass(frozen=True, slots=True)
class Machine:
    """One thing and its states. follows: state -> the states that may follow; words: how each is said to people."""

    title: str
    where: str
    follows: Mapping[Any, Sequence[str]]
    words: Mapping[Any, str]

    @property
    def first(self) -> str:
        """The state in which it begins: the one that stands first."""
        return str(next(iter(self.follows)))


MACHINES: tuple[Machine, ...] = (
    Machine("A search for a home", "matching/referral.py", referral.NEXT, referral.STATE_WORDS),
    Machine("A round of invitations", "matching/invitation/states.py", invitation.ROUND_NEXT, invitation.ROUND_WORDS),
    Machine(
        "An invitation to one home",
        "matching/invitation/states.py",
        invitation.INVITATION_NEXT,
        invitation.INVITATION_WORDS,
    ),
    Machine("A visit to a home of the list", "matching/visits.py", visits.NEXT, visits.VISIT_WORDS),
    Machine("What a shortlisted home may read", "matching/detail.py", detail.NEXT, detail.ASKED_WORDS),
    Machine("A choice of a home", "decisions/state.py", state.NEXT, state.STATE_WORDS),
    Machine("A placement", "decisions/placement.py", placement.NEXT, placement.PLACED_WORDS),
    Machine("A notice that a stay ends", "decisions/ending.py", ending.NEXT, ending.NOTICED_WORDS),
    Machine("A visit before a move", "decisions/starting.py", starting.NEXT_STEP, starting.STEP_WORDS),
    Machine("A relative or friend, approved for a time", "matching/family.py", family.NEXT, family.APPROVED_STATES),
    Machine("An emergency", "decisions/emergency.py", emergency.NEXT, emergency.PHASE_WORDS),
    Machine("A review as of right", "decisions/review.py", review.NEXT, review.REVIEW_WORDS),
    Machine("Long work", "site/jobs/states.py", jobs.NEXT, jobs.WORDS),
)
