"""Freeze a search: every home that was looked at becomes a line with its place or its reason, in words.

Plain values in, a `Shortlist` out; `as_rows` and `from_rows` carry it to and from one JSON document.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

import numpy as np

from carecommons.children.wishes import Wish
from carecommons.provision.capability import DOMAIN_CODES
from carecommons.provision.card import HomeCard
from carecommons.provision.homes import Homes, Impact

from .fit import ANSWER_CODES, Answer
from .gates import impact_on, outside_terms
from .invitation.said import TOGETHER
from .kept import FAMILY_DOMAIN, beside, law_tests, level_of_row, miles_home
from .lottery import draw, drawn_groups
from .rank import Ranking, Status
from .reasons import Reason, gate_of
from .rules import Rules
from .seeker import Seeker
from .shortlist import GateCount, PassedHome, ShownHome, Test
from .words import FIXED, place_words, reason_words, waiting_words

ANOTHER_CHILDS = "A home approved for another child"
NOT_ACCEPTED = "Says that it would be acceptable for the children who live there, and nobody has accepted that yet"
ACCEPT_IT = "The home says that it would be acceptable. An officer must accept its answer before that counts."
IMPACT_CODES = {
    Impact.UNKNOWN: "unknown",
    Impact.ACCEPTABLE: "acceptable",
    Impact.NOT_ACCEPTABLE: "not_acceptable",
    Impact.NOBODY_THERE: "nobody_there",
}
IMPACT_WORDS = {
    "unknown": "The home must say before a decision what it would mean for the children there.",
    "nobody_there": "No child lives there now.",
}
Cards = Mapping[UUID, HomeCard]


def shown_homes(
    child: Seeker, ranking: Ranking, *, seed: bytes, rules: Rules, cards: Cards, wishes: Sequence[Wish]
) -> tuple[ShownHome, ...]:
    """The homes that may be chosen or wait for an answer, in order, equals by lot.

    A reason why the child could not be asked is nothing that a home could be asked to keep.
    """
    wished = [wish for wish in wishes if wish.words.strip() and not wish.excused]
    asked = tuple(Test(wish.words, "unknown", "", str(wish.id)) for wish in wished)
    found: list[ShownHome] = []
    for tie, group in enumerate(drawn_groups(ranking, seed), start=1):
        rank = len(found) + 1
        for row in group:
            found.append(
                _shown(child, ranking, row, rules=rules, card=cards[ranking.homes.ids[row]], wishes=asked,
                       rank=rank, tie=tie, equals=len(group))
            )  # fmt: skip
    return tuple(found)


def passed_homes(child: Seeker, ranking: Ranking, *, seed: bytes, cards: Cards) -> tuple[PassedHome, ...]:
    """Every other home with the first gate that it failed: by gate, then by reason, then by lot."""
    homes = ranking.homes
    stopped = (ranking.status == Status.STOPPED).nonzero()[0]
    lots = {row: place for place, row in enumerate(draw(seed, homes, stopped))}
    order = sorted(lots, key=lambda row: (int(ranking.reason[row]), lots[row]))
    return tuple(_passed(child, ranking, row, cards[homes.ids[row]]) for row in order)


def gate_counts(ranking: Ranking, gate_words: Mapping[int, str]) -> tuple[GateCount, ...]:
    """How many homes stopped first at each gate, gate 0 for none: together, every home that was looked at."""
    counts = Counter(ranking.failed_gate.tolist())
    return tuple(GateCount(gate, gate_words.get(gate, ""), counts[gate]) for gate in sorted({0, *counts}))


def _shown(
    child: Seeker, ranking: Ranking, row: int, *, rules: Rules, card: HomeCard, wishes: tuple[Test, ...],
    rank: int, tie: int, equals: int,
) -> ShownHome:  # fmt: skip
    homes, column = ranking.homes, ranking.column(row)
    coded = ranking.fit.answers[:, column]
    answers = tuple(ANSWER_CODES[Answer(code)] for code in coded)
    status = Status(ranking.status[row])
    laws = law_tests(child, homes, row, rules)
    reason, more = int(ranking.reason[row]), ranking.more.get(card.id, ())
    impact, impact_words = _impact(child, homes, row, card, says_so=TOGETHER in more)
    return ShownHome(
        home_id=card.id, reference=card.reference, name=card.name, kind=card.kind,
        provider_kind=card.sector or "family", authority=card.authority, level=level_of_row(child, homes, row),
        miles=miles_home(child, homes, row),
        place_words=waiting_words(answers.count("unknown") + (impact == "unknown")) if status is Status.WAITING
        else place_words(rank=rank, equals=equals, compromise=status is Status.COMPROMISE),
        tie=tie, equals=equals, appropriate=status is Status.APPROPRIATE, compromise=status is Status.COMPROMISE,
        answers=answers, supports=_supports(answers, card), failed_gate=gate_of(reason) or None, reason_code=reason,
        reason=NOT_ACCEPTED if reason == Reason.IMPACT_NOT_KNOWN and TOGETHER in more
        else reason_words(reason, child=child, homes=homes, row=row, card=card, answers=answers),
        laws=laws, beside=beside(child, homes, row, int(coded[FAMILY_DOMAIN]), laws, rules), wishes=wishes,
        impact=impact, impact_words=impact_words, free=int(homes.free[row]),
        outside_terms=outside_words(child, homes, row, card), says_more=more,
    )  # fmt: skip


def outside_words(child: Seeker, homes: Homes, row: int, card: HomeCard) -> str:
    """What of a foster family's terms does not fit, where the child may come there for a few days all the same."""
    reason = outside_terms(child, homes, row) if child.emergency else 0
    return reason_words(reason, child=child, homes=homes, row=row, card=card)


def _passed(child: Seeker, ranking: Ranking, row: int, card: HomeCard) -> PassedHome:
    homes, reason = ranking.homes, int(ranking.reason[row])
    if homes.for_named[row] and row not in homes.named.get(child.id, ()):
        # Another child's family: that it exists is counted; who and where they are is not this child's to know.
        return PassedHome(
            home_id=card.id, reference="", name=ANOTHER_CHILDS, kind=card.kind, provider_kind="family", authority="",
            failed_gate=gate_of(Reason.NAMED_FOR_ANOTHER), reason_code=int(Reason.NAMED_FOR_ANOTHER),
            reason=FIXED[Reason.NAMED_FOR_ANOTHER],
        )  # fmt: skip
    answers: tuple[str, ...] = ()
    if gate_of(reason) >= 3:
        answers = tuple(ANSWER_CODES[Answer(code)] for code in ranking.fit.answers[:, ranking.column(row)])
    return PassedHome(
        home_id=card.id, reference=card.reference, name=card.name, kind=card.kind,
        provider_kind=card.sector or "family", authority=card.authority, failed_gate=gate_of(reason),
        reason_code=reason,
        reason=reason_words(reason, child=child, homes=ranking.homes, row=row, card=card, answers=answers),
        says_more=ranking.more.get(card.id, ()),
    )  # fmt: skip


def _supports(answers: Sequence[str], card: HomeCard) -> tuple[str, ...]:
    """For each domain met with support, what the support is; empty words elsewhere."""
    return tuple(
        card.support.get(code, "") if answer == "support" else ""
        for code, answer in zip(DOMAIN_CODES, answers, strict=True)
    )


def _impact(child: Seeker, homes: Homes, row: int, card: HomeCard, *, says_so: bool) -> tuple[str, str]:
    """The code and the words. says_so: the home says "acceptable" beyond what was accepted of it."""
    found = IMPACT_CODES[Impact(int(impact_on(child, homes, np.array([row]))[0]))]
    if says_so:
        return found, ACCEPT_IT
    return found, card.impact_about.get(child.id) or card.impact_words or IMPACT_WORDS.get(found, "")


# ---------------------------------------------------------------- to and from one JSON document


def as_rows(homes: Sequence[ShownHome] | Sequence[PassedHome]) -> list[dict[str, Any]]:
    """Homes as plain values for storing."""
    return [asdict(home) | {"home_id": str(home.home_id)} for home in homes]


def shown_from_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[ShownHome, ...]:
    """Stored homes as values again."""
    return tuple(
        ShownHome(
            **{
                **row,
                "home_id": UUID(row["home_id"]),
                "answers": tuple(row["answers"]),
                "supports": tuple(row["supports"]),
                "says_more": tuple(row.get("says_more", ())),
                **{name: tuple(Test(**test) for test in row[name]) for name in ("laws", "beside", "wishes")},
            }
        )
        for row in rows
    )


def passed_from_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[PassedHome, ...]:
    return tuple(
        PassedHome(**{**row, "home_id": UUID(row["home_id"]), "says_more": tuple(row.get("says_more", ()))})
        for row in rows
    )


def answered(homes: Sequence[ShownHome], said: Mapping[tuple[UUID, str], Test]) -> tuple[ShownHome, ...]:
    """The homes with what has been found out since about the child's wishes: (home, wish) -> answer."""
    return tuple(
        replace(home, wishes=tuple(said.get((home.home_id, wish.code), wish) for wish in home.wishes)) for home in homes
    )
