"""What holds a planned move, so that its day does not hold, and what each of it asks for.

Two things hold one, and they are answered by different people in different ways. The choice is looked at again: a
review runs, or a child who said no waits for an answer or was answered that the move waits. Or a parent took back their
agreement after the approval (Children Act 1989 s20(7)-(8)): nobody looks at the choice again then, and somebody has to
find out whether the child may still live away from home. At 16 a young person may agree for themselves (s20(11)).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carecommons.common.days import age_on
from carecommons.matching.prevention import CONSENTS_FROM_AGE

__all__ = ["FREE", "Hold", "agrees_themselves"]


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a planned move waits; false where it does not.

    looked_at: the choice is looked at again. search_id: the search that was opened because a parent took back their
    agreement since the approval; None where none did, or where it is answered.
    """

    looked_at: bool = False
    search_id: UUID | None = None

    def __bool__(self) -> bool:
        return self.looked_at or self.search_id is not None

    @property
    def codes(self) -> tuple[str, ...]:
        """The same as stable codes, for doors without a page."""
        told = (("looked_at_again", self.looked_at), ("agreement_withdrawn", self.search_id is not None))
        return tuple(code for code, holds in told if holds)


FREE = Hold()


def agrees_themselves(birth_date: date, on: date) -> bool:
    """Whether a young person is old enough to agree themselves to live away from home, whatever a parent says."""
    return age_on(birth_date, on) >= CONSENTS_FROM_AGE
