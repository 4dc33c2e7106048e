"""Names and words of homes, for the few that somebody reads and for a list that is frozen whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.provision.capability import Kinds, good_until, required_kinds
from carecommons.provision.card import HomeCard
from carecommons.provision.homes import Homes, gather
from carecommons.provision.models import Home

from .gathered import Beside, facts_of, newer_harm
from .impacts import impact_words

__all__ = ["HomeName", "home_cards", "home_names", "homes_and_cards"]


@dataclass(frozen=True, slots=True)
class HomeName:
    """What a home is called, of which kind it is, in whose area it lies, and who runs it."""

    name: str
    kind: str
    reference: str
    authority: str
    sector: str
    provider: str


def home_names(ids: Iterable[UUID]) -> dict[UUID, HomeName]:
    """Name, kind, area and provider of some homes, in one question: for whoever shows nothing else of them."""
    rows = Home.objects.select_related("provider").filter(id__in=set(ids))
    return {
        row.id: HomeName(
            row.name, row.kind, row.reference, row.authority, row.provider.sector if row.provider else "",
            row.provider.name if row.provider else "",
        )
        for row in rows
    }  # fmt: skip


def home_cards(ids: Sequence[UUID] | None = None, *, on: date | None = None) -> dict[UUID, HomeCard]:
    """Names and words for homes that a search shows; without ids, of every home.

    on: the day for which terms, those who live there and the ends of evidence are said; without it none is.
    """
    rows = Home.objects.select_related("provider").order_by("id")
    rows = rows if ids is None else rows.filter(id__in=ids)
    near = Beside(None if ids is None else list(ids), on or date.max)
    kinds = required_kinds(on) if on else ()
    cards = {row.id: _card(row, near, kinds) for row in rows}
    return cards if on else {each: replace(card, terms=None, living=0) for each, card in cards.items()}


def homes_and_cards(*, at: datetime) -> tuple[Homes, dict[UUID, HomeCard]]:
    """Every home of the register as arrays and in words, read once for one moment."""
    on = timezone.localdate(at)
    rows, near = list(Home.objects.select_related("provider").order_by("id")), Beside(None, on)
    kinds = required_kinds(on)
    return gather(facts_of(rows, near, at), on), {row.id: _card(row, near, kinds) for row in rows}


def _card(row: Home, near: Beside, kinds: Kinds) -> HomeCard:
    notes = near.impacts.get(row.id, {})
    report = near.vacancies.get(row.id)
    levels = near.levels.get(row.id)
    claims = near.capabilities.get(row.id, ())
    return HomeCard(
        id=row.id, reference=row.reference, name=row.name, kind=row.kind, authority=row.authority,
        sector=row.provider.sector if row.provider else "", provider=row.provider.name if row.provider else "",
        description=row.description, terms=near.terms.get(row.id),
        next_free_on=report.next_free_on if report else None,
        support={code: said[2] for code, said in (levels["answers"] if levels else {}).items() if said[2]},
        impact_words=notes[None].words if None in notes else "",
        living=near.living(row.id),
        evidence_dates={each.code: max(item.issued_on for item in each.evidence) for each in claims if each.evidence},
        evidence_ran_out={each.code: day for each in claims if (day := good_until(each, kinds))},
        impact_about={
            about: impact_words(newer_harm(note, notes.get(None)))
            for about, note in notes.items()
            if about is not None
        },
    )  # fmt: skip
