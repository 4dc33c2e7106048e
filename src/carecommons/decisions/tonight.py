"""A choice at night: one home, one sentence why. What it does not say now it owes within the days of the trail.

The gates bind as they always do: a home that a binding gate stopped is no choice for anybody, and nobody is placed in
a home that has not said what it would mean for the children there. Source: handbook section 5 (emergency path).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from carecommons.common.errors import ReasonMissing
from carecommons.common.texts import cleaned

from .choice import Option, WishesEffect, check_can_be_chosen, option_of
from .reasons import REASON_LETTERS_MAX, too_thin
from .ruling import Lack, lacks_unpriced


@dataclass(frozen=True, slots=True)
class Tonight:
    """A short choice, as typed. wishes_how: what the words of a child who was asked changed; may be owed.

    exempt_because: why a foster family outside its terms is needed; only where the home is one.
    """

    home_id: UUID
    why: str
    wishes_how: str = ""
    exempt_because: str = ""


def rule_tonight(
    draft: Tonight, options: Sequence[Option], *, exempt: bool, asked: bool, words_min: int
) -> Tonight:  # fmt: skip
    """The choice, its words cleaned. exempt: the home is outside its terms. asked: the child was, tonight.

    Raises NotAppropriate for a home that cannot be chosen, ReasonMissing("reasons_missing") with every lack.
    """
    check_can_be_chosen(option_of(options, draft.home_id))
    found = _lacks("why", draft.why, "in a sentence why this home, tonight", words_min)
    if exempt:
        found += _lacks(
            "exempt_because", draft.exempt_because,
            "why a foster family outside its terms of approval is needed, and why no home within its terms will do",
            words_min,
        )  # fmt: skip
    if asked and draft.wishes_how:
        found += _lacks(
            "wishes_how", draft.wishes_how, "what the child's words changed, or leave it for the trail", words_min
        )
    if found:
        raise ReasonMissing(
            "reasons_missing", "This cannot be sent yet. " + " ".join(lack.words for lack in found), lacks=tuple(found)
        )
    return Tonight(
        home_id=draft.home_id,
        why=cleaned(draft.why),
        wishes_how=cleaned(draft.wishes_how) if asked else "",
        exempt_because=cleaned(draft.exempt_because) if exempt else "",
    )


def wishes_effect(ruled: Tonight) -> WishesEffect:
    """What is on record of the wishes tonight: how they changed it, or that this is owed."""
    return WishesEffect.HOW if ruled.wishes_how else WishesEffect.OWED


def _lacks(field: str, words: str, what: str, words_min: int) -> list[Lack]:
    if len(words) > REASON_LETTERS_MAX:
        return [Lack(field, f"{field}_too_long", f"Say in at most {REASON_LETTERS_MAX} letters {what}.")]
    if priced := lacks_unpriced(field, words, what):
        return priced
    if too_thin(words, words_min=words_min):
        return [Lack(field, f"{field}_missing", f"Say {what}: {words_min} words or more.")]
    return []
