"""One emergency of the demonstration, of last night, its trail half done. Through the real acts; invented data."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from carecommons.common.days import day_in_london
from carecommons.common.errors import Refused
from carecommons.decisions.actions import approve, propose_tonight, record_notice
from carecommons.decisions.queries import decision, facts_owed, notices_of, sheet_tonight
from carecommons.matching.actions import answer_ladder, make_shortlist, open_emergency
from carecommons.matching.emergency import NONE, SAID, Known, Said
from carecommons.matching.queries import emergency_told, open_search_of
from carecommons.people.roles import Role
from carecommons.provision.queries import homes_for_matching

from .children_fill import Opened
from .people_made import Cast

TRIED = 12
SAYS = Said(
    cause="carers_life",
    cannot_wait="The carer was taken to hospital this evening, and nobody else in the family can stay. Invented data.",
    danger=Known(NONE),
    health=Known(SAID, "Asthma: the blue inhaler goes with them."),
    child_said="I want to go to school tomorrow. I want my own bed back.",
)


def last_night(opened: list[Opened], cast: Cast, *, at: datetime, seed: int) -> bool:
    """Open one emergency in the first council, choose and approve a home, and do half of what is owed."""
    rng = random.Random(f"emergency {seed}")  # noqa: S311 - invented data, not a secret
    first = next(iter(cast.at))
    apart = {cast.speaker, *cast.spoken_for, *cast.settled}
    ready = [one for one in opened if one.life.authority == first and one.id not in apart]
    for one in [one for one in ready if open_search_of(one.id) is None][:TRIED]:
        with transaction.atomic():
            if _one(one, cast, at=at, rng=rng):
                return True
            transaction.set_rollback(True)  # no home for this child tonight: another child is shown
    return False


def _one(one: Opened, cast: Cast, *, at: datetime, rng: random.Random) -> bool:
    staff = cast.at[one.life.authority]
    worker, officer = staff[Role.SOCIAL_WORKER], staff[Role.PLACEMENT_OFFICER]
    begun = at - timedelta(hours=5)
    search_id = open_emergency(child_id=one.id, said=SAYS, by=worker, at=begun, draw=rng.randbytes)
    make_shortlist(referral_id=search_id, by=officer, at=begun + timedelta(minutes=10), draw=rng.randbytes)
    found = sheet_tonight(search_id, at=begun + timedelta(minutes=20))
    homes = homes_for_matching(at=begun, home_ids=(), lived_in_by=[one.id])
    row = homes.residents.get(one.id)
    lives = homes.ids[row] if row is not None else None
    for option in (*found.suitable, *found.possible):
        approver = staff.get(found.approvals[option.home_id].role)
        if option.home_id == lives or approver is None:
            continue
        try:
            chosen = propose_tonight(
                search_id=search_id, home_id=option.home_id, by=worker, at=begun + timedelta(minutes=30),
                why="They are near, know how to help, and have a bed for you tonight.",
                exempt_because="No foster family within its terms could be reached this night.",
            )  # fmt: skip
        except Refused:  # it may have been stopped since: the next one is asked
            continue
        satisfied = facts_owed(chosen, at=begun)
        approve(decision_id=chosen, satisfied=satisfied, by=approver, at=begun + timedelta(minutes=50))
        _half_done(search_id, chosen, cast, one, at=at)
        assert decision(chosen).emergency
        return True
    return False


def _half_done(search_id: UUID, chosen: UUID, cast: Cast, one: Opened, *, at: datetime) -> None:
    """The notices went out and the parents were asked; the reasons, the plan and the confirmation are still owed."""
    worker = cast.at[one.life.authority][Role.SOCIAL_WORKER]
    told = emergency_told(search_id)
    answer_ladder(
        referral_id=told.full_search_id, rung="parents", answer="not_possible", by=worker, at=at - timedelta(hours=1),
        reason="Asked by telephone this morning. They cannot take the child home now.",
    )  # fmt: skip
    for notice in notices_of(chosen, at=at):
        if not notice.kind.by_home and notice.sent_on is None:
            record_notice(
                decision_id=chosen, kind=notice.kind.code, sent_on=day_in_london(at - timedelta(hours=1)), by=worker,
                sent_to="Their duty desk.", at=at - timedelta(hours=1),
            )  # fmt: skip


__all__ = ["last_night"]
