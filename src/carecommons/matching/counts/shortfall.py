"""Searches for which nobody was found, and why homes declined, as facts to be counted: raw, suppress before printing.

No child's id, no name and no word leaves here: needs as strata and codes, reasons as codes. For rooms that have asked
who may, and opened the wall. Source: handbook section 7 (declined searches feed the gap), C6.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from carecommons.children.strata import stratum_of

from .. import models
from ..officers import RoundOver
from .officers import rounds_over

__all__ = ["SearchOver", "needs_of_lists", "searches_over"]


@dataclass(frozen=True, slots=True)
class SearchOver:
    """One search with a round that ran to its end in a time. needs: stratum and specialist needs as they were sent.

    found: somebody offered a home. declined: the reason of each home that declined, as its answer stood in the end.
    """

    authority: str
    stratum: str
    flags: tuple[str, ...]
    found: bool
    declined: tuple[str, ...]


def searches_over(*, first: datetime, before: datetime, high_from: int) -> tuple[SearchOver, ...]:
    """Every search of which a round ended in this time, once, by the rounds of this time together."""
    rounds: dict[UUID, list[RoundOver]] = defaultdict(list)
    for each in rounds_over(first=first, before=before, high_from=high_from):
        if not each.called_off:
            rounds[each.search].append(each)
    newest = {search: max(own, key=lambda each: each.ended_at) for search, own in rounds.items()}
    wanted = {each.id for each in newest.values()}
    lists = dict(models.Round.objects.filter(id__in=wanted).values_list("id", "shortlist_id"))
    needs = needs_of_lists(set(lists.values()), high_from=high_from)
    return tuple(
        SearchOver(
            last.authority, *needs[lists[last.id]], found=any(each.offered for each in rounds[search]),
            declined=tuple(reason for each in rounds[search] for reason in _declined(each)),
        )
        for search, last in newest.items()
    )  # fmt: skip


def needs_of_lists(lists: set[UUID], *, high_from: int) -> dict[UUID, tuple[str, tuple[str, ...]]]:
    """List -> stratum and specialist needs, as the search stood when it was made."""
    rows = models.Shortlist.objects.filter(id__in=lists).only("id", "levels", "flags")
    return {row.pk: (stratum_of(row.levels, row.flags, high_from=high_from), tuple(row.flags)) for row in rows}


def _declined(one: RoundOver) -> list[str]:
    answers = (home.answer(one.ended_at) for home in one.homes)
    return [answer.reason for answer in answers if answer is not None and not answer.offers]
