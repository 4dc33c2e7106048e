"""What homes answered in a round that is over, as the list that follows reads it.

A decline stops a home at the first gate, with its reason: there is no place there for this child. An offer's answers,
need by need, take the place of the home's general statement, and what it said of living together is said of this
child. An offer passes no gate by itself: evidence and the law are asked as before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from uuid import UUID

import numpy as np

from carecommons.provision.capability import DOMAIN_CODES
from carecommons.provision.card import HomeCard
from carecommons.provision.homes import Homes, Impact
from carecommons.provision.vacancies import Opening

from ..fit import Answer, Fit, fit_of
from ..gates import Rows
from ..seeker import Seeker
from .replies import DECLINE_REASONS, Reply

ANSWER_OF = {"met": Answer.MET, "support": Answer.SUPPORT, "unmet": Answer.UNMET, "unknown": Answer.UNKNOWN}
UNSAID = (Opening.RAN_OUT, Opening.NEVER_SAID)
IMPACT_OF = {"acceptable": Impact.ACCEPTABLE, "not_acceptable": Impact.NOT_ACCEPTABLE}


@dataclass(frozen=True, eq=False)
class Said:
    """The newest answer of each home that answered in time: home -> reply.

    placed: the homes whose offer is so lately confirmed that it stands for their word about a free place.
    """

    replies: Mapping[UUID, Reply] = field(default_factory=lambda: MappingProxyType({}))
    placed: frozenset[UUID] = frozenset()

    def declined(self, homes: Homes) -> list[int]:
        """The rows of the homes that declined this child."""
        return [row for row, reply in self._rows(homes) if not reply.offers]

    def fit(self, child: Seeker, homes: Homes, rows: Rows, found: Fit) -> Fit:
        """The answers of the homes in `rows`, with what was offered in place of the general statement.

        A need that nobody knows stays unknown, and where no help is needed there is nothing to meet.
        """
        offered = [(row, reply) for row, reply in self._rows(homes) if reply.offers]
        if not offered:
            return found
        answers = found.answers.copy()
        for row, reply in offered:
            column = int(np.searchsorted(rows, row))
            if column >= len(rows) or rows[column] != row:
                continue
            for domain, code in enumerate(DOMAIN_CODES):
                if child.levels[domain] and code in reply.answers:
                    answers[domain, column] = ANSWER_OF[reply.answers[code]]
        return fit_of(child.levels, answers)

    def homes(self, child: Seeker, homes: Homes) -> Homes:
        """The homes as they answered: a place where one was offered, and what each said of living together."""
        return self._placed(self._together(child, homes))

    def _placed(self, homes: Homes) -> Homes:
        """An offer is a word about a place where the last word ran out or was never given; a full home stays full."""
        rows = [row for row, _ in self._rows(homes) if homes.ids[row] in self.placed and homes.opening[row] in UNSAID]
        if not rows:
            return homes
        opening, free = homes.opening.copy(), homes.free.copy()
        opening[rows], free[rows] = Opening.OPEN, 1
        return replace(homes, opening=opening, free=free)

    def _together(self, child: Seeker, homes: Homes) -> Homes:
        """What each said of living together with this child; "not known" leaves what was known."""
        about = {
            row: int(IMPACT_OF[reply.impact])
            for row, reply in self._rows(homes)
            if reply.offers and reply.impact in IMPACT_OF
        }
        if not about:
            return homes
        known = homes.impact_about.get(child.id, {})
        return replace(homes, impact_about={**homes.impact_about, child.id: {**known, **about}})

    def cards(self, child: Seeker, cards: Mapping[UUID, HomeCard]) -> dict[UUID, HomeCard]:
        """The homes in words: why one declined, and what one said of living together."""
        made = dict(cards)
        for home, reply in self.replies.items():
            if home not in made:
                continue
            if not reply.offers:
                made[home] = replace(made[home], declined=DECLINE_REASONS[reply.reason])
            elif reply.impact in IMPACT_OF:
                words = {**made[home].impact_about, child.id: reply.impact_words}
                made[home] = replace(made[home], impact_about=words)
        return made

    def _rows(self, homes: Homes) -> Iterator[tuple[int, Reply]]:
        if self.replies:
            yield from ((row, self.replies[home]) for row, home in enumerate(homes.ids) if home in self.replies)


NOTHING_SAID = Said()
