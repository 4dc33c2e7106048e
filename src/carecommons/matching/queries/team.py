"""Who took part in a search, and which homes were asked in it: for rooms that judge or answer them afterwards."""

from collections.abc import Iterable
from uuid import UUID

from carecommons.register.queries import entry_that_says, who_recorded

from ..models import Detail, Invitation, MatchingMeeting, Referral, Reply, Round, Shortlist

__all__ = ["homes_asked", "took_part_in_search"]


def homes_asked(referrals: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """search -> the homes that were invited in a round of it, whatever they answered, or asked to accept terms."""
    wanted = set(referrals)
    found: dict[UUID, set[UUID]] = {each: set() for each in wanted}
    invited = Invitation.objects.filter(round__referral_id__in=wanted).values_list("round__referral_id", "home_id")
    terms = Detail.objects.filter(referral_id__in=wanted).values_list("referral_id", "home_id")
    for referral_id, home_id in [*invited, *terms]:
        found[referral_id].add(home_id)
    return {referral_id: frozenset(homes) for referral_id, homes in found.items()}


def took_part_in_search(referral_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Everybody who ran a search, with the role in which they did: who began it, made a list, opened or ended a round,
    wrote down what a home answered, asked a home to accept terms, or wrote down the matching meeting.

    Where a row keeps no account, the register does: whoever did it stands in the sealed part of its entry.
    """
    found = set(Referral.objects.filter(id=referral_id).values_list("made_by", "made_by_role"))
    found |= set(MatchingMeeting.objects.filter(referral_id=referral_id).values_list("made_by", "made_by_role"))
    found |= set(
        Reply.objects.filter(invitation__round__referral_id=referral_id).values_list("said_by", "said_by_role")
    )
    lists = Shortlist.objects.filter(referral_id=referral_id)
    entries: list[UUID | None] = list(lists.values_list("entry_id", flat=True))
    for row in Round.objects.filter(referral_id=referral_id):
        found.add((row.opened_by, row.opened_by_role))
        if row.closed_at is not None:
            entries.append(entry_that_says("round_over", "round", str(row.id), since=row.closed_at))
    for asked in Detail.objects.filter(referral_id=referral_id):
        moment = {"since": asked.asked_at, "until": asked.asked_at}
        entries.append(entry_that_says("detail_asked", "code", asked.code, **moment))
    found |= {told for entry in entries if entry is not None and (told := who_recorded(entry)) is not None}
    return tuple(sorted((account, role) for account, role in found if account is not None))
