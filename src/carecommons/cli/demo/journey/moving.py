"""From the search for a home to the first day there, over three weeks, through the real acts. Invented data."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from carecommons.children.actions import record_wish
from carecommons.common.days import day_in_london
from carecommons.common.errors import Refused
from carecommons.decisions.actions import (
    answer_plan,
    answer_visit,
    approve,
    begin_placement,
    plan_visit,
    propose,
    record_notice,
    record_time,
)
from carecommons.decisions.queries import PlacementRecord, Sheet, notices_of, placement_of, plan_of, sheet
from carecommons.matching.actions import (
    answer_invitation,
    answer_ladder,
    close_round,
    hold_meeting,
    make_shortlist,
    open_round,
    rank_homes,
    record_prevention,
    refer,
)
from carecommons.matching.meeting import HomeSaid
from carecommons.matching.prevention import Tried
from carecommons.matching.queries import is_unplanned, rounds_of, shortlist
from carecommons.people.roles import Role

from ..children_fill import Opened
from ..reasons import reason_against, reason_for
from ..rounds import WORDS, offer
from ..starting import HALF, reply_to
from .world import World

# Days before the first day: asked for, listed, invited, proposed, approved, seen, written down.
SEARCH, LIST, PROPOSE, APPROVE, VISIT_PLANNED, VISITED, PLAN = 21, 17, 14, 12, 9, 6, 3
TIMES = (("search", 150), ("meeting", 75), ("visit", 120), ("introduction", 180), ("travel", 95), ("writing", 110))


@dataclass(frozen=True, slots=True)
class Move:
    """One move. places: homes that said they had a place, the one to live in first. first_day: days ago, or to come
    with a minus. invited: every home of the list was invited, and offered itself. own: the child's own words on the
    list, once there is one. family: the home of a relative, which is no place of the register."""

    places: tuple[int, ...]
    first_day: int
    why: str = "planned_move"
    invited: bool = False
    begins: bool = True
    own: Callable[[World, Opened, datetime], None] | None = None
    family: UUID | None = None


def move(world: World, one: Opened, made: Move) -> UUID | None:
    """The placement of a child who moved, or is to move; None where the rules allowed none of it, and nothing stays."""
    with transaction.atomic():
        try:
            decision = _decided(world, one, made)
        except Refused:  # this child could not go there then: another plays the part
            transaction.set_rollback(True)
            return None
    found = placement_of(decision)
    assert found is not None, "an approved choice has its placement"
    _get_ready(world, found, made)
    if made.begins:
        at = world.diary.moment(made.first_day, 16)
        begin_placement(placement_id=found.id, came_on=found.from_day, by=world.staff(Role.SOCIAL_WORKER), at=at)
        world.moved(one, made.places[0] if made.places else None)
        world.told.placements += 1
    else:
        world.living[made.places[0]] += 1  # the place is kept for them
        world.told.moves_planned += 1
    for number, (kind, minutes) in enumerate(TIMES):
        who = (Role.SOCIAL_WORKER, Role.PLACEMENT_OFFICER)[number % 2]
        spent_on = max(made.first_day + PLAN + 2 * number, 1)
        record_time(
            placement_id=found.id, day=world.diary.day(spent_on), kind=kind, minutes=minutes, by=world.staff(who),
            at=world.diary.moment(spent_on, 17),
        )  # fmt: skip
        world.told.matching_minutes += minutes
    return found.id


def _decided(world: World, one: Opened, made: Move) -> UUID:
    """The choice in force. Raises Refused where the list holds no home of these that could be chosen."""
    worker, officer = world.staff(Role.SOCIAL_WORKER), world.staff(Role.PLACEMENT_OFFICER)
    diary, begun = world.diary, world.diary.moment(made.first_day + SEARCH, 9)
    referral = refer(
        child_id=one.id, wanted_by=diary.day(made.first_day), why=made.why,
        why_words="They and those around them have known for some time that this stay comes to its end.",
        lottery_seed=world.rng.randbytes(32), by=worker, at=begun, draw=world.rng.randbytes,
    )  # fmt: skip
    if is_unplanned(made.why, day_in_london(begun)):
        tried = Tried("Two more adults in the evenings, and a talk with each child", "The home", begun.date(), "Calmer")
        record_prevention(
            referral_id=referral, root_cause="living_together", tried=[tried], nothing_because="", by=worker, at=begun
        )
    ask_first(world, one, referral, family=made.family is not None, at=begun)
    listed_at = diary.moment(made.first_day + LIST, 10)
    world.say_free(made.places, at=listed_at - timedelta(minutes=30))
    make_shortlist(referral_id=referral, by=officer, at=listed_at, draw=world.rng.randbytes)
    if made.invited:
        _invite(world, referral, made, at=listed_at + timedelta(minutes=30))
    if made.own is not None:
        made.own(world, one, listed_at + timedelta(hours=5))
    at = diary.moment(made.first_day + PROPOSE, 11)
    world.say_free(made.places, at=at - timedelta(hours=2))
    words = "We looked at the list together. I want to know who else lives there."
    record_wish(
        child_id=one.id, stage="before_decision", words=words, how="said", said_on=day_in_london(at), by=worker, at=at
    )
    decision = _propose(world, one, referral, made, at=at + timedelta(hours=3))
    _approve(world, decision, referral, made)
    world.told.referrals += 1
    world.told.shortlists += 1 + made.invited
    world.told.rounds += made.invited
    world.told.decisions += 1
    return decision


def ask_first(world: World, one: Opened, referral: UUID, *, at: datetime, family: bool = False) -> None:
    """Parents, relatives and friends first; then the child."""
    worker = world.staff(Role.SOCIAL_WORKER)
    answer_ladder(
        referral_id=referral, rung="parents", answer="not_possible", by=worker, at=at,
        reason="Asked at the last review. The court's order stands and they cannot care for the child now.",
    )  # fmt: skip
    answer_ladder(
        referral_id=referral, rung="connected_person", answer="possible" if family else "not_possible",
        reason="An aunt was asked and can. She is approved for a time, and her home is on the list."
        if family else "Grandmother and a family friend were asked. Neither can take a child in at this time.",
        by=worker, at=at,
    )  # fmt: skip
    record_wish(
        child_id=one.id, stage="before_shortlist", words="I want to stay near my school, and to be told the day.",
        how="said", said_on=day_in_london(at), by=worker, at=at,
    )  # fmt: skip


def _invite(world: World, referral: UUID, made: Move, *, at: datetime) -> None:
    """Every home of the list is invited, offers itself, and the homes are looked at again with what they said."""
    officer = world.staff(Role.PLACEMENT_OFFICER)
    rng = random.Random(referral.int)  # noqa: S311 - invented data, not a secret
    round_id = open_round(referral_id=referral, narrative=WORDS, by=officer, at=at, draw=rng.randbytes)
    listed = shortlist(referral)
    for home in rounds_of(referral, at=at)[0].homes:
        found = listed.home(home.home_id)
        assert found is not None, "an invited home stands on the list"
        answer_invitation(invitation_id=home.invitation_id, by=officer, at=at + timedelta(hours=2), **offer(found))
    close_round(round_id=round_id, by=officer, at=at + timedelta(hours=3))
    make_shortlist(referral_id=referral, by=officer, at=at + timedelta(hours=4), draw=rng.randbytes)


def _propose(world: World, one: Opened, referral: UUID, made: Move, *, at: datetime) -> UUID:
    found = sheet(referral, at=at)
    wanted = made.family or world.entered.homes[made.places[0]]
    chosen = next((each for each in (*found.suitable, *found.possible) if each.home_id == wanted), None)
    if chosen is None:
        raise Refused("home_not_on_list", "The home of this part could not be chosen for this child.")
    if chosen.appropriate:
        _look_together(world, one, referral, found, wanted, made, at=at - timedelta(hours=1))
        found = sheet(referral, at=at)
    shown = found.shown[wanted]
    return propose(
        referral_id=referral, home_id=wanted, why_chosen=reason_for(shown),
        why_not={o.home_id: reason_against(found.shown[o.home_id], shown) for o in found.suitable if o != chosen},
        wishes_effect="changed_how", wishes_how="You visit before you move. You say on which day.",
        prevailed="What the law asks us to keep came first this time. Your visits answer a part of what you want.",
        compromise_missing=tuple(chosen.unmet or chosen.unknown) if not chosen.appropriate else (),
        no_round="asked_otherwise",
        no_round_words="Each of the homes was asked by telephone on the same morning. Invented data.",
        no_meeting="The people around the child spoke by telephone, because the move was near. Invented data.",
        own_order_answer="The home you want most had no place on that day. You visit this one first. Invented data.",
        to_homes={
            home: "Another home keeps more of what this child has now. Thank you for what you offered."
            for home in found.beside.offered
        },
        search_evidence="Every home of the register was looked at that day; the list with all reasons is attached.",
        spot_reason="No home under an agreement of the council answers what this child needs and has a place free.",
        spot_remedy="The want is written down for the next plan, and its provider is asked to agree lasting terms.",
        by=world.staff(Role.PLACEMENT_OFFICER), at=at,
    )  # fmt: skip


def _look_together(
    world: World, one: Opened, referral: UUID, found: Sheet, wanted: UUID, made: Move, *, at: datetime
) -> None:  # fmt: skip
    """The child's own order of the first homes, and the meeting that looked at them, in that order."""
    rest = [each.home_id for each in found.suitable if each.home_id != wanted]
    looked = [wanted, *rest][:3]
    if made.own is None:  # who signs in has said it on their own page
        rank_homes(
            child_id=one.id, given={home: (str(place), "") for place, home in enumerate(looked, start=1)}, way="told",
            by=world.staff(Role.SOCIAL_WORKER), at=at,
        )  # fmt: skip
        world.told.own_orders += 1
    hold_meeting(
        referral_id=referral, held_on=day_in_london(at), by=world.staff(Role.PLACEMENT_OFFICER), at=at,
        took_part=["child", "advocate", "social_worker", "placement_officer"],
        homes=[
            HomeSaid(
                home, "The people who run it came, and said how a day there goes.", place,
                "It answers every need, and stands in the child's own order here.", {},
            )
            for place, home in enumerate(looked, start=1)
        ],
        child_first="You put another home first. We told you why it could not be, and asked you again.",
    )  # fmt: skip
    world.told.meetings += 1


def _approve(world: World, decision: UUID, referral: UUID, made: Move) -> None:
    at = world.diary.moment(made.first_day + APPROVE, 15)
    world.say_free(made.places, at=at - timedelta(hours=2))
    for notice in notices_of(decision, at=at):
        if notice.before:
            _notice(world, decision, notice.kind.code, at=at - timedelta(hours=1))
    found = sheet(referral, at=at)
    approval = found.approvals[made.family or world.entered.homes[made.places[0]]]
    approve(decision_id=decision, satisfied=approval.facts, by=world.staff(Role(approval.role)), at=at)


def _get_ready(world: World, found: PlacementRecord, made: Move) -> None:
    """Visits, the whole plan and the notices; for a move that is still to come, a visit today and half of the plan."""
    worker, diary = world.staff(Role.SOCIAL_WORKER), world.diary
    visited_on = made.first_day + VISITED if made.begins else 0
    visit = plan_visit(
        placement_id=found.id, kind="see_home", on_day=diary.day(visited_on),
        who="Your social worker comes along. You meet everybody who lives there.", by=worker,
        at=diary.moment(made.first_day + VISIT_PLANNED, 17),
    )  # fmt: skip
    if made.begins:
        answer_visit(
            visit_id=visit, held=True, how_it_was="You stayed for tea. You liked the garden, and asked about the bus.",
            by=worker, at=diary.moment(visited_on, 18),
        )  # fmt: skip
    at = diary.moment(max(made.first_day + PLAN, 1), 18)
    items = [line.item for line in plan_of(found).lines]
    for item in items if made.begins else items[::HALF]:
        reply, words = reply_to(item)
        answer_plan(placement_id=found.id, item=item.code, reply=reply, words=words, by=worker, at=at)
    assert found.decision_id is not None, "a move follows a choice"
    for notice in notices_of(found.decision_id, at=at):
        if notice.sent_on is None and not notice.kind.by_home:
            _notice(world, found.decision_id, notice.kind.code, at=at)


def _notice(world: World, decision: UUID, kind: str, *, at: datetime) -> None:
    record_notice(
        decision_id=decision, kind=kind, sent_on=day_in_london(at), by=world.staff(Role.SOCIAL_WORKER), at=at,
        sent_to="Their duty desk, by secure mail. Invented.",
    )  # fmt: skip
