"""Everything that goes through states, as data: what may become what, drawn into the manual (tools/states_page.py).

Each room holds its own states beside the rule that reads them; here they only stand together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carecommons.decisions import state
from carecommons.matching import referral

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
    Machine("A choice of a home", "decisions/state.py", state.NEXT, state.STATE_WORDS),
    Machine("Long work", "site/jobs/states.py", jobs.NEXT, jobs.WORDS),
)
