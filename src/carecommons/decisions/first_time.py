"""Whether a placement was right first time, and when that can be told.

Right: it lasted as long as planned or for the published number of days, or ended as planned, with no unplanned move
within those days; and it was not recorded as a compromise when it was chosen. A temporary stay elsewhere (T codes of
the statutory return: hospital, a carer's holiday) from which the child comes back is no move. Short breaks are out.

Source: handbook section 3 (First-time-right), section 7 and B12. Units: days. The share is always shown with the mix of
needs beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carecommons.children.returns.measures import PLANNED_ENDS, PLANNED_MOVES

# Why a placement ended as planned: as the measures of the statutory return have it.
PLANNED = frozenset({*PLANNED_MOVES, *PLANNED_ENDS})
TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
SHORT_BREAKS = frozenset({"V3", "V4"})


@dataclass(frozen=True, slots=True)
class Spell:
    """One placement with what is known of its end.

    ended_on: None while it lasts. planned_until: the day to which it was planned, where one was. reason: the code of
    the end (a move's or an end of care's), "" where none is known, which is never taken for planned.
    kind: the return's code of the place, for temporary stays; legal_status: for short breaks.
    """

    home: str
    began: date
    ended_on: date | None
    reason: str = ""
    planned_until: date | None = None
    compromise: bool = False
    kind: str = ""
    legal_status: str = ""


def joined(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """One child's spells, oldest first, without short breaks; a temporary stay from which they come back is no move."""
    kept: list[Spell] = []
    away = False
    for spell in sorted(spells, key=lambda each: (each.began, each.ended_on or date.max)):
        if spell.legal_status in SHORT_BREAKS:
            continue
        if spell.kind in TEMPORARY:
            away = True
            continue
        if away and kept and kept[-1].home == spell.home:
            first = kept.pop()
            spell = Spell(
                first.home, first.began, spell.ended_on, spell.reason, first.planned_until, first.compromise,
                first.kind, first.legal_status,
            )  # fmt: skip
        kept.append(spell)
        away = False
    return tuple(kept)


def right_first_time(spell: Spell, *, days: int, known_until: date) -> bool | None:
    """Whether it was; None while what is known up to a day cannot tell yet.

    A compromise never is, whatever came of it. An end whose reason is not known is not taken for planned.
    """
    if spell.compromise:
        return False
    enough = spell.began + timedelta(days=days)
    ended = spell.ended_on if spell.ended_on is not None and spell.ended_on <= known_until else None
    if ended is None:
        return True if known_until >= enough else None
    if ended >= enough or spell.reason in PLANNED:
        return True
    return spell.planned_until is not None and ended >= spell.planned_until


def counted(spells: Sequence[Spell], *, days: int, known_until: date) -> tuple[int, int]:
    """(right first time, all that can be told) of one child's joined spells."""
    told = [right_first_time(each, days=days, known_until=known_until) for each in spells]
    return sum(each is True for each in told), sum(each is not None for each in told)
