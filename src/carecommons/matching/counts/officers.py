"""How councils searched and asked, and how homes answered, as facts to be counted: raw, so suppress before printing.

No child's id, no name and no word leaves here. A fixed number of questions to the database, however many rounds.
For rooms that have asked who may, and opened the wall. Source: handbook G9.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from carecommons.children.strata import stratum_of
from carecommons.constitution.parameters import whole

from .. import models
from ..emergency import known_for
from ..invitation.accepting import Answered
from ..officers import AskedHome, EmergencyOpened, FirstAsked, HomesAnswer, HomesQuestion, RoundOver

__all__ = [
    "answered_of", "emergencies_opened", "first_asked", "rounds_of_searches", "rounds_over", "searches_and_lists",
    "searches_since",
]  # fmt: skip


def rounds_over(*, first: datetime, before: datetime, high_from: int) -> tuple[RoundOver, ...]:
    """Every round that ended from one moment until before another."""
    rows = models.Round.objects.filter(
        Q(closed_at__gte=first, closed_at__lt=before)
        | Q(closed_at__isnull=True, closes_at__gte=first, closes_at__lt=before)
    )
    return _rounds(rows, high_from=high_from)


def rounds_of_searches(searches: Collection[UUID], *, before: datetime, high_from: int) -> tuple[RoundOver, ...]:
    """Every round of these searches that ended before a moment."""
    ended = Q(closed_at__lt=before) | Q(closed_at__isnull=True, closes_at__lt=before)
    return _rounds(models.Round.objects.filter(ended, referral_id__in=searches), high_from=high_from)


def first_asked(*, first: datetime, before: datetime) -> tuple[FirstAsked, ...]:
    """The first round of each full search of which homes were first invited in this time."""
    rows = models.Round.objects.filter(
        number=1, opened_at__gte=first, opened_at__lt=before, referral__emergency=False
    ).order_by("opened_at", "id")
    return tuple(FirstAsked(*each) for each in rows.values_list("authority", "clock", "referral__made_at", "opened_at"))


def emergencies_opened(*, first: datetime, before: datetime) -> tuple[EmergencyOpened, ...]:
    """Every emergency opened in this time, and whether it was known of before."""
    rows = models.Emergency.objects.filter(opened_at__gte=first, opened_at__lt=before).order_by("opened_at", "id")
    return tuple(
        EmergencyOpened(code, known_for(at, since, hours=whole("emergency_known_hours", timezone.localdate(at))))
        for code, at, since in rows.values_list("authority", "opened_at", "known_since")
    )


def searches_and_lists(
    searches: Collection[UUID], lists: Collection[UUID]
) -> tuple[dict[UUID, datetime], dict[UUID, tuple[datetime, int]]]:
    """Search -> when it was opened; list -> when it was made, and how many homes on it stopped at no gate."""
    opened = dict(models.Referral.objects.filter(id__in=searches).values_list("id", "made_at"))
    made = {
        key: (at, sum(each["homes"] for each in counts if each["gate"] == 0))
        for key, at, counts in models.Shortlist.objects.filter(id__in=lists).values_list("id", "made_at", "counts")
    }
    return opened, made


def searches_since() -> datetime | None:
    """When the first search of all was opened."""
    return models.Referral.objects.order_by("made_at").values_list("made_at", flat=True).first()


def answered_of(rounds: Iterable[RoundOver]) -> tuple[Answered, ...]:
    """Each invitation of rounds that ran to their end, as the creaming indicator reads it (C7)."""
    return tuple(
        Answered(each.id, home.provider, each.stratum, home.home in offered)
        for each, offered in ((one, frozenset(one.offered)) for one in rounds if not one.called_off)
        for home in each.homes
        if home.provider is not None
    )


def _rounds(rows: QuerySet[models.Round], *, high_from: int) -> tuple[RoundOver, ...]:
    ended = {
        row["id"]: row
        for row in rows.order_by("opened_at", "id").values(
            "id", "referral_id", "shortlist_id", "authority", "state", "closes_at", "closed_at"
        )
    }
    # Sealed columns open on a row, not in bare values; only these two, for a list holds every home that was looked at.
    lists = models.Shortlist.objects.filter(id__in={row["shortlist_id"] for row in ended.values()})
    strata = {
        each.pk: stratum_of(each.levels, each.flags, high_from=high_from)
        for each in lists.only("id", "levels", "flags")
    }
    answers: dict[UUID, list[HomesAnswer]] = defaultdict(list)
    said = models.Reply.objects.filter(invitation__round__in=ended).order_by("version")
    for invitation, at, offers, reason in said.values_list("invitation_id", "said_at", "offers", "reason"):
        answers[invitation].append(HomesAnswer(at, offers, reason))
    homes: dict[UUID, list[AskedHome]] = defaultdict(list)
    asked = models.Invitation.objects.filter(round__in=ended).order_by("sent_at", "id")
    told = asked.values_list("id", "round_id", "home_id", "provider_id", "sent_at")
    for key, of_round, home, provider, sent_at in told:
        homes[of_round].append(AskedHome(home, provider, sent_at, tuple(answers.get(key, ()))))
    questions: dict[UUID, list[HomesQuestion]] = defaultdict(list)
    wanted = models.Question.objects.filter(round__in=ended).order_by("asked_at", "id")
    for of_round, asked_at, answered_at in wanted.values_list("round_id", "asked_at", "answered_at"):
        questions[of_round].append(HomesQuestion(asked_at, answered_at))
    return tuple(_round(row, strata, homes, questions) for row in ended.values())


def _round(row: Mapping[str, Any], strata: Any, homes: Any, questions: Any) -> RoundOver:
    return RoundOver(
        id=row["id"], search=row["referral_id"], authority=row["authority"],
        ended_at=row["closed_at"] or row["closes_at"], called_off=row["state"] == "called_off",
        stratum=strata[row["shortlist_id"]], homes=tuple(homes[row["id"]]), questions=tuple(questions[row["id"]]),
    )  # fmt: skip
