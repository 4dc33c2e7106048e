"""What leaves this room as counts: how homes answer invitations, with small numbers withheld. No child, no search."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from carecommons.children.strata import stratum_of
from carecommons.common.suppress import Shown, show
from carecommons.provision.queries import home_cards

from .. import models
from ..invitation.accepting import Acceptance, Answered, acceptances
from ..invitation.replies import DECLINE_REASONS
from ..invitation.states import UNANSWERED, round_state_at
from ..officers import RoundOver
from .officers import answered_of

__all__ = ["Answers", "ProviderAnswers", "answers_to_invitations", "providers_told"]

KEPT_BACK = Shown(None, "withheld: a part of it is small")


@dataclass(frozen=True, slots=True)
class ProviderAnswers:
    """One provider and one kind of need. ratio, low, high: None where a count behind them is withheld.

    finding: fewer, more or no_difference beside others who were asked for the same children.
    """

    provider: str
    stratum: str
    invited: Shown
    offered: Shown
    finding: str
    ratio: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Answers:
    """How homes answered the rounds that are over. declines: reason in words -> how many."""

    invited: Shown
    offered: Shown
    run_out: Shown
    declines: tuple[tuple[str, Shown], ...]
    providers: tuple[ProviderAnswers, ...]
    invitations_min: int
    threshold: int


def answers_to_invitations(
    *, at: datetime, invitations_min: int, coverage_percent: int, high_from: int, threshold: int, round_to: int
) -> Answers:
    """Of every council whose rows are seen. For rooms that have asked who may."""
    rows = [
        row
        for row in models.Invitation.objects.select_related("round__shortlist").order_by("sent_at", "id")
        if round_state_at(row.round.state, row.round.closes_at, at) == "closed"
    ]
    strata: dict[UUID, str] = {}
    for row in rows:
        if row.round_id not in strata:
            listed = row.round.shortlist
            strata[row.round_id] = stratum_of(listed.levels, listed.flags, high_from=high_from)
    found = acceptances(
        (
            Answered(row.round_id, row.provider_id, strata[row.round_id], row.state == "offered")
            for row in rows
            if row.provider_id is not None
        ),
        invitations_min=invitations_min, coverage_percent=coverage_percent,
    )  # fmt: skip
    states = Counter("run_out" if row.state in UNANSWERED else row.state for row in rows)
    said = models.Reply.objects.filter(invitation__in=[row.id for row in rows if row.state == "declined"])
    newest = dict(said.order_by("version").values_list("invitation_id", "reason"))  # the last version of each counts
    reasons = Counter(newest.values())
    rule: dict[str, Any] = {"threshold": threshold, "round_to": round_to}
    names = {row.provider_id: row.home_id for row in rows if row.provider_id is not None}
    cards = home_cards(list(names.values()))
    return Answers(
        invited=show(len(rows), **rule), offered=show(states["offered"], **rule),
        run_out=show(states["run_out"], **rule),
        declines=tuple(
            (words, show(reasons[code], **rule)) for code, words in DECLINE_REASONS.items() if reasons[code]
        ),
        providers=tuple(_told(each, cards[names[each.provider]].provider, rule) for each in found),
        invitations_min=invitations_min, threshold=threshold,
    )  # fmt: skip


def providers_told(
    rounds: Iterable[RoundOver], *, invitations_min: int, coverage_percent: int, threshold: int, round_to: int
) -> tuple[ProviderAnswers, ...]:
    """The same of these rounds: each provider and kind of need with enough invitations, by name and not by merit."""
    asked = [(each, home) for each in rounds for home in each.homes if home.provider is not None]
    found = acceptances(
        answered_of({each.id: each for each, _ in asked}.values()),
        invitations_min=invitations_min, coverage_percent=coverage_percent,
    )  # fmt: skip
    names = {home.provider: home.home for _, home in asked}
    cards = home_cards(sorted({names[each.provider] for each in found}, key=str)) if found else {}
    rule: dict[str, Any] = {"threshold": threshold, "round_to": round_to}
    told = (_told(each, cards[names[each.provider]].provider, rule) for each in found)
    return tuple(sorted(told, key=lambda each: (each.provider, each.stratum)))


def _told(found: Acceptance, provider: str, rule: dict[str, Any]) -> ProviderAnswers:
    """A rate tells both its parts: where either is small, or what is left of the whole, only the finding is told."""
    parts = (
        found.offered, found.invited - found.offered, found.others_offered, found.others_invited - found.others_offered
    )  # fmt: skip
    small = any(show(part, **rule).withheld for part in parts)
    told = [None if small else round(each, 1) for each in (found.ratio, found.low, found.high)]
    return ProviderAnswers(
        provider=provider, stratum=found.stratum, invited=show(found.invited, **rule),
        offered=KEPT_BACK if small else show(found.offered, **rule),
        finding=found.finding, ratio=told[0], low=told[1], high=told[2],
    )  # fmt: skip
