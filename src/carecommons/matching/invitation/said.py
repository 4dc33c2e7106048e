"""What homes answered in a round that is over, as the list that follows reads it.

A decline stops a home at the first gate, with its reason: there is no place there for this child. An offer is the
home's own word about itself. It lowers what counts of the home at once; what it says beyond what was accepted counts
once an officer of the council that searches has accepted that answer, with what it rests on. So it is of living
together: "would not be right" counts at once, and "acceptable" over a "would not be right", or where nobody had said
anything, only once it is accepted. An offer passes no gate by itself: evidence and the law are asked as before.
Source: handbook section 7, stages 3 and 5; issue 4 point 9 (an unevidenced claim never improves a rank).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

import numpy as np

from carecommons.children.needs import DOMAIN
from carecommons.provision.capability import DOMAIN_CODES
from carecommons.provision.card import HomeCard
from carecommons.provision.homes import Homes, Impact
from carecommons.provision.vacancies import Opening

from ..fit import Answer, Fit, fit_of
from ..gates import Rows, impact_on
from ..seeker import Seeker
from .replies import DECLINE_REASONS, Reply

ANSWER_OF = {"met": Answer.MET, "support": Answer.SUPPORT, "unmet": Answer.UNMET, "unknown": Answer.UNKNOWN}
UNSAID = (Opening.RAN_OUT, Opening.NEVER_SAID)
IMPACT_OF = {"acceptable": Impact.ACCEPTABLE, "not_acceptable": Impact.NOT_ACCEPTABLE, "unknown": Impact.UNKNOWN}
TOGETHER = "Living together"
RAISED = (Impact.NOT_ACCEPTABLE, Impact.UNKNOWN)  # over these, "acceptable" in an offer counts once it is accepted


@dataclass(frozen=True, slots=True)
class Words:
    """When a home's record was last written, for a home that replied. None: never.

    about: of living together with this child; harm: of the newest words of living together, the last that says it
    would not be right.
    """

    about: datetime | None = None
    harm: datetime | None = None


NO_WORDS = Words()


@dataclass(frozen=True, eq=False)
class Said:
    """The newest answer of each home that answered in time: home -> reply.

    placed: the homes whose offer is so lately confirmed that it stands for their word about a free place.
    accepted: the answer of each home that was accepted for this child and has not been overtaken by a new statement.
    words: when the record of each of these homes was last written.
    """

    replies: Mapping[UUID, Reply] = field(default_factory=lambda: MappingProxyType({}))
    placed: frozenset[UUID] = frozenset()
    accepted: Mapping[UUID, Reply] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[UUID, Words] = field(default_factory=lambda: MappingProxyType({}))

    def declined(self, homes: Homes) -> list[int]:
        """The rows of the homes that declined this child."""
        return [row for row, reply in self._rows(homes) if not reply.offers]

    def fit(self, child: Seeker, homes: Homes, rows: Rows, found: Fit) -> Fit:
        """The answers of the homes in `rows`: of what was accepted and what was offered, the less.

        A need that nobody knows stays unknown, and where no help is needed there is nothing to meet.
        """
        offered = list(self._offered(homes, rows))
        if not offered:
            return found
        answers = found.answers.copy()
        for column, home, reply in offered:
            answers[:, column] = [
                max(base, own) if own is not None else base
                for base, own in self._side_by_side(child, home, reply, found, column)
            ]
        return fit_of(child.levels, answers)

    def more(self, child: Seeker, homes: Homes, rows: Rows, found: Fit) -> dict[UUID, tuple[str, ...]]:
        """home -> the parts of life of which it says more than was accepted, in words. found: without any reply.

        homes: as they are recorded, without any reply.
        """
        told = {}
        for column, home, reply in self._offered(homes, rows):
            beyond = [
                DOMAIN[code].name
                for code, (base, own) in zip(
                    DOMAIN_CODES, self._side_by_side(child, home, reply, found, column), strict=True
                )
                if own is not None and own < base
            ]
            if self._lifts_if_accepted(home, reply, _known(child, homes, int(rows[column]))):
                beyond.append(TOGETHER)
            if beyond:
                told[home] = tuple(beyond)
        return told

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
        """What counts of living together with this child, where the reply is the word that counts."""
        about = {row: int(impact) for row, impact in self._judged(child, homes)}
        if not about:
            return homes
        known = homes.impact_about.get(child.id, {})
        return replace(homes, impact_about={**homes.impact_about, child.id: {**known, **about}})

    def cards(self, child: Seeker, homes: Homes, cards: Mapping[UUID, HomeCard]) -> dict[UUID, HomeCard]:
        """The homes in words: why one declined, and what one said of living together. homes: as they are recorded."""
        made = dict(cards)
        for home, reply in self.replies.items():
            if home in made and not reply.offers:
                made[home] = replace(made[home], declined=DECLINE_REASONS[reply.reason])
        for row, _ in self._judged(child, homes):
            home = homes.ids[row]
            if home in made:
                words = {**made[home].impact_about, child.id: self.replies[home].impact_words}
                made[home] = replace(made[home], impact_about=words)
        return made

    def _judged(self, child: Seeker, homes: Homes) -> Iterator[tuple[int, Impact]]:
        """The rows in which the reply is the word that counts of living together, and what it says."""
        for row, reply in self._rows(homes):
            judged = self._judgement(homes.ids[row], reply, _known(child, homes, row)) if reply.offers else None
            if judged is not None:
                yield row, judged

    def _judgement(self, home: UUID, reply: Reply, known: Impact) -> Impact | None:
        """What the reply makes of living together; None where what is recorded stands."""
        own = IMPACT_OF[reply.impact]
        if _after(self.words.get(home, NO_WORDS).about, reply):
            return None
        if own is Impact.ACCEPTABLE and known in RAISED:
            return own if self._lifted(home) else None
        if known is Impact.NOT_ACCEPTABLE:
            return None
        if own is Impact.UNKNOWN:
            # "Not known" takes back a word that it would be right; where nobody lives, nobody is harmed.
            return own if known is Impact.ACCEPTABLE else None
        return own

    def _lifts_if_accepted(self, home: UUID, reply: Reply, known: Impact) -> bool:
        """Whether this reply, once accepted, would lift a "would not be right" or a silence that stood before it."""
        words = self.words.get(home, NO_WORDS)
        waits = known in RAISED and IMPACT_OF[reply.impact] is Impact.ACCEPTABLE
        return waits and not (_after(words.about, reply) or _after(words.harm, reply) or self._lifted(home))

    def _lifted(self, home: UUID) -> bool:
        """Whether an accepted answer says "acceptable", and no "would not be right" was recorded after it."""
        found = self.accepted.get(home)
        is_right = found is not None and IMPACT_OF[found.impact] is Impact.ACCEPTABLE
        return found is not None and is_right and not _after(self.words.get(home, NO_WORDS).harm, found)

    def _side_by_side(
        self, child: Seeker, home: UUID, reply: Reply, found: Fit, column: int
    ) -> Iterator[tuple[int, int | None]]:
        """Part of life by part of life: what counts without this reply, and what it says; None where that is nothing.

        The answers from met to not known are numbers that grow from the best to the least (fit.Answer).
        """
        accepted = self.accepted.get(home)
        for domain, code in enumerate(DOMAIN_CODES):
            base = int(found.answers[domain, column])
            if not child.levels[domain] or code not in reply.answers:
                yield base, None
                continue
            if accepted is not None and code in accepted.answers:
                base = int(ANSWER_OF[accepted.answers[code]])
            yield base, int(ANSWER_OF[reply.answers[code]])

    def _offered(self, homes: Homes, rows: Rows) -> Iterator[tuple[int, UUID, Reply]]:
        """Where in `rows` the homes that offered themselves stand."""
        for row, reply in self._rows(homes):
            column = int(np.searchsorted(rows, row))
            if reply.offers and column < len(rows) and rows[column] == row:
                yield column, homes.ids[row], reply

    def _rows(self, homes: Homes) -> Iterator[tuple[int, Reply]]:
        if self.replies:
            yield from ((row, self.replies[home]) for row, home in enumerate(homes.ids) if home in self.replies)


def _known(child: Seeker, homes: Homes, row: int) -> Impact:
    return Impact(int(impact_on(child, homes, np.array([row], dtype=np.intp))[0]))


def _after(moment: datetime | None, reply: Reply) -> bool:
    return moment is not None and reply.said_at is not None and moment > reply.said_at


NOTHING_SAID = Said()
