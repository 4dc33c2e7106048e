"""Searches, shortlists and decisions of the demonstration, through the real acts. Invented data.

Some searches stop at every stage, so that whoever signs in finds something that waits for them.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from carecommons.children.actions import record_wish
from carecommons.children.queries import profile
from carecommons.common.days import day_in_london
from carecommons.decisions.actions import approve, propose, record_notice
from carecommons.decisions.choice import Option
from carecommons.decisions.queries import Sheet, notices_of, sheet
from carecommons.matching.actions import (
    answer_ladder,
    assess_relative,
    hold_meeting,
    make_shortlist,
    rank_homes,
    record_prevention,
    refer,
)
from carecommons.matching.meeting import HomeSaid
from carecommons.matching.prevention import Tried
from carecommons.matching.queries import homes_for_child, is_unplanned, people_asked
from carecommons.people.roles import Person, Role
from carecommons.provision.queries import homes_for_matching

from . import children_made as made_up
from .area import Area
from .children_fill import Opened
from .family_fill import enter, family_home
from .own_voice import speak_of_homes
from .people_made import Cast
from .reasons import reason_against, reason_for
from .rounds import round_that_is_over, round_that_runs
from .starting import start

# How far each search goes, in turn: opened, asked, listed, proposed, decided.
STAGES = ("decided", "listed", "decided", "proposed", "decided", "asked", "decided", "listed", "opened", "decided")
SHARE = 60
RELATIVE_CAN_SHARE = 0.3
ASKS_FROM_AGE = 6
TURNS = (0, 2, 1)  # how far the start of each placement goes, in turn (starting.py); the first is the speaker's own
# A root cause, what was tried (nothing where it is empty), and what came of it. Invented.
TRIED = (
    ("help_for_carer", "Evenings of help, three times a week", "It was calmer for a month, then not enough."),
    ("needs_grew", "A clinician met the carers every week", "They understood more, and the nights stayed too hard."),
    (
        "living_together",
        "Separate times and rooms, and a talk with each child",
        "It helped two of them, not the third.",
    ),
    ("carers_life", "", ""),
)
ROUNDS_RUNNING = 2
ROUNDS_OVER = 3  # as many searches asked every home alike before a choice; the others say why not
TRIED_FOR_ADVOCATE = 2  # the others stay for choices, of which a small world has few
WHYS = ("planned_move", "notice", "child_asked", "nearer", "short_stay_ends")


@dataclass
class Tally:
    """What became of the searches."""

    referrals: int = 0
    shortlists: int = 0
    proposed: int = 0
    decisions: int = 0
    begun: int = 0  # placements in which a child has come
    emergencies: int = 0
    running: int = 0  # rounds of invitations in which homes have time to answer
    over: int = 0  # and those that are over
    listed: list[UUID] = field(default_factory=list)  # searches with an open list in which no home was invited


def search(
    opened: list[Opened], area: Area, cast: Cast, *, at: datetime, rng: random.Random, advance: Callable[[int], object]
) -> Tally:
    """About one search for every 60 children, in every council; the first council has the most."""
    tally = Tally()
    number = max(6, len(opened) // SHARE)
    picked = _chosen(opened, number, next(iter(cast.at)), at.date(), rng)
    # Whoever signs in as the young person finds a decision on their page.
    own = [one for one in opened if one.id == cast.speaker and one.id not in cast.settled]
    own = [one for one in own if searchable(one, at.date())]
    theirs = [one for one in opened if one.id in cast.spoken_for and searchable(one, at.date())][:TRIED_FOR_ADVOCATE]
    apart = {cast.speaker, *cast.settled, *(one.id for one in theirs)}
    # Of whoever was looked at in the months before, the answer of the family rung would speak otherwise.
    picked = [*own, *(one for one in picked if one.id not in apart and not people_asked(one.id))]
    for place, child in enumerate(_own_at_lists(picked[:number], next(iter(cast.at)))):
        _one(child, STAGES[place % len(STAGES)], area, cast, tally, at=at, rng=rng)
        advance(1)
    for child in theirs:  # until the advocate finds one open list with homes on it
        _one(child, "listed", area, cast, tally, at=at, rng=rng)
        if homes_for_child(child.id).homes:
            break
    return tally


def _chosen(opened: list[Opened], number: int, first: str, on: date, rng: random.Random) -> list[Opened]:
    """Children in foster care or a children's home whose needs are on record; two thirds in the first council."""
    ready = [one for one in opened if _of_an_age(one, on)]
    rng.shuffle(ready)
    ready = [one for one in ready if _known(one)]
    own = [one for one in ready if one.life.authority == first]
    others = [one for one in ready if one.life.authority != first]
    half = (number * 2 + 2) // 3
    picked = own[:half] + others[: number - len(own[:half])]
    rng.shuffle(picked)
    return picked


def _own_at_lists(picked: list[Opened], first: str) -> list[Opened]:
    """The same children, those of the first council where a list stays open: its people find the homes' questions."""
    order = list(picked)
    lists = [place for place in range(len(order)) if STAGES[place % len(STAGES)] == "listed"]
    for place in lists:
        if order[place].life.authority != first:
            own = [i for i, one in enumerate(order) if i not in lists and one.life.authority == first]
            if own:
                order[place], order[own[-1]] = order[own[-1]], order[place]
    return order


def searchable(one: Opened, on: date) -> bool:
    """Whether a home can be looked for, with every need known."""
    needs = profile(one.id) if _of_an_age(one, on) else None
    return needs is not None and None not in needs.levels


def _of_an_age(one: Opened, on: date) -> bool:
    of_a_kind = one.stay.pool in ("foster_own", "foster_agency", "home")
    return of_a_kind and made_up.age_in_years(one.life, on) < 17.5


def _known(one: Opened) -> bool:
    """Whether the needs are on record; a child with one unknown need is kept now and then, as in life."""
    needs = profile(one.id)
    if needs is None:
        return False
    return None not in needs.levels or one.reference[-1] in "0A"


def _one(one: Opened, stage: str, area: Area, cast: Cast, tally: Tally, *, at: datetime, rng: random.Random) -> None:
    staff = cast.at[one.life.authority]
    worker = staff[Role.SOCIAL_WORKER]
    begun = at - timedelta(hours=30)
    days = rng.choice((3, 7, 14, 21))
    if stage == "decided" and TURNS[tally.decisions % len(TURNS)] == max(TURNS):
        days = 0  # so that somebody finds a child who has come
    why = _why_now(one, at.date(), rng)
    referral = refer(
        child_id=one.id, wanted_by=at.date() + timedelta(days=days), why=why,
        why_words="The present home cannot go on as everybody had hoped.",
        lottery_seed=rng.randbytes(32), by=worker, at=begun, draw=rng.randbytes,
    )  # fmt: skip
    tally.referrals += 1
    if stage == "opened":
        return
    if is_unplanned(why, day_in_london(begun)):
        _tell_what_was_tried(referral, worker, at=begun, rng=rng)
    _ask_family(one, referral, area, staff, at=begun, rng=rng)
    words, how = made_up.wish(one.life, on=at.date(), rng=rng)
    record_wish(
        child_id=one.id,
        stage="before_shortlist",
        words=words,
        how=how,
        said_on=day_in_london(begun),
        by=worker,
        at=begun,
    )
    if stage == "asked":
        return
    # Drawn with the seed: the list after a round is ordered among equals by what this one draws.
    make_shortlist(
        referral_id=referral, by=staff[Role.PLACEMENT_OFFICER], at=at - timedelta(hours=3), draw=rng.randbytes
    )
    tally.shortlists += 1
    if one.id == cast.speaker:
        speak_of_homes(cast.at[one.life.authority], one.id, at=at - timedelta(hours=2, minutes=30))
    if stage == "listed":
        ran = False
        if tally.running < ROUNDS_RUNNING and one.id not in {cast.speaker, *cast.spoken_for}:
            ran = round_that_runs(referral, staff, at=at - timedelta(hours=2))
            tally.running += ran
        if not ran:
            tally.listed.append(referral)
        return
    if tally.over < ROUNDS_OVER:
        tally.over += round_that_is_over(referral, staff, at=at - timedelta(hours=2, minutes=50))
    looked = at - timedelta(hours=2)
    record_wish(
        child_id=one.id, stage="before_decision", words="We looked at the list together. " + words, how=how,
        said_on=day_in_london(looked), by=worker, at=looked,
    )  # fmt: skip
    _decide(one, referral, stage, cast, tally, at=at)


def _why_now(one: Opened, on: date, rng: random.Random) -> str:
    """A reason that this child's age allows: whoever is too young to say has not asked to move."""
    can_ask = made_up.age_in_years(one.life, on) >= ASKS_FROM_AGE
    return rng.choice([why for why in WHYS if can_ask or why != "child_asked"])


def _tell_what_was_tried(referral: UUID, worker: Person, *, at: datetime, rng: random.Random) -> None:
    """A root cause and what was tried: most often something, now and then nothing in time."""
    cause, what, came_of = rng.choice(TRIED)
    tried = [Tried(what, "Family support", at.date() - timedelta(days=rng.randint(14, 60)), came_of)] if what else []
    record_prevention(
        referral_id=referral, root_cause=cause, tried=tried,
        nothing_because="" if tried else "The carer was taken to hospital, and nobody could have known. Invented data.",
        by=worker, at=at,
    )  # fmt: skip


def _ask_family(
    one: Opened, referral: UUID, area: Area, staff: dict[Role, Person], *, at: datetime, rng: random.Random
) -> None:
    """Parents first, then relatives and friends; now and then an aunt can, and her home joins the list."""
    worker = staff[Role.SOCIAL_WORKER]
    answer_ladder(
        referral_id=referral, rung="parents", answer="not_possible", by=worker, at=at,
        reason="Asked at the last review. The court's order stands and they cannot care for the child now.",
    )  # fmt: skip
    can = rng.random() < RELATIVE_CAN_SHARE
    if can:
        code = one.life.authority
        entry, terms = family_home("connected_person", [one.id], code, rng.choice(area.spots[code]), at.date(), rng)
        enter(entry, terms, by=staff[Role.PLACEMENT_OFFICER], at=at, draw=rng.randbytes)
    assess_relative(
        child_id=one.id, relation="aunt_or_uncle", outcome="viable" if can else "not_viable",
        words="Visited twice. She knows the child well, and could have them with help at weekends. Invented data."
        if can else "Visited once. She would like to, and has no room for another child this year. Invented data.",
        assessor="Social worker", training="Assessing family and friends, two days, 2025",
        experience="Eleven such assessments", assessed_on=at.date(), by=worker, at=at,
    )  # fmt: skip
    reason = (
        "An aunt was asked, has been assessed and can. Her home is on the list."
        if can
        else "Grandmother and aunt were asked. Neither can take a child in at this time."
    )
    answer_ladder(
        referral_id=referral, rung="connected_person", answer="possible" if can else "not_possible", reason=reason,
        by=worker, at=at,
    )  # fmt: skip


def _decide(one: Opened, referral: UUID, stage: str, cast: Cast, tally: Tally, *, at: datetime) -> None:
    staff = cast.at[one.life.authority]
    found = sheet(referral, at=at)
    homes = homes_for_matching(at=at, home_ids=(), lived_in_by=[one.id])
    here = homes.residents.get(one.id)  # where the child lives now is no place to move to
    now = homes.ids[here] if here is not None else None
    chosen = next((each for each in (*found.suitable, *found.possible) if each.home_id != now), None)
    if chosen is None:
        return  # no home could be chosen: the search stays open, and that is a finding too
    if stage == "proposed":  # so that a choice waits for the team manager too, and not for those above alone
        near = (each for each in found.suitable if found.approvals[each.home_id].role is Role.TEAM_MANAGER)
        chosen = next((each for each in near if each.home_id != now), chosen)
    choice = found.shown[chosen.home_id]
    if stage == "decided":
        _before_choice(one, referral, found, chosen, staff, at=at - timedelta(hours=1))
    decision = propose(
        referral_id=referral, home_id=chosen.home_id, why_chosen=reason_for(choice),
        why_not={o.home_id: reason_against(found.shown[o.home_id], choice) for o in found.suitable if o != chosen},
        wishes_effect="changed_how", wishes_how="You visit twice before you move. You say on which days.",
        prevailed="What the law asks us to keep came first this time. Your visits answer a part of what you want.",
        compromise_missing=tuple(chosen.unmet or chosen.unknown) if not chosen.appropriate else (),
        no_round="asked_otherwise",
        no_round_words="Each of the homes was asked by telephone on the same morning. Invented data.",
        no_meeting="The people around the child spoke by telephone, because the move was near. Invented data.",
        own_order_answer="The home you want most had no place on that day. You visit this one first. Invented data.",
        to_homes={
            home: "Another home answers more of what this child needs now. Thank you for what you offered."
            for home in found.beside.offered
        },
        search_evidence="Every home of the register was looked at today; the list with all reasons is attached.",
        spot_reason="No home under an agreement of the council answers what this child needs and has a place free.",
        spot_remedy="The want is written down for the next plan, and its provider is asked to agree lasting terms.",
        by=staff[Role.PLACEMENT_OFFICER], at=at - timedelta(hours=1),
    )  # fmt: skip
    tally.proposed += 1
    if stage == "decided":
        approver = _approver(found.approvals[chosen.home_id].role, staff)
        if approver is not None:
            _tell(decision, staff[Role.SOCIAL_WORKER], at=at - timedelta(minutes=30))
            approve(decision_id=decision, satisfied=found.approvals[chosen.home_id].facts, by=approver, at=at)
            tally.begun += start(decision, TURNS[tally.decisions % len(TURNS)], staff[Role.SOCIAL_WORKER], at=at)
            tally.decisions += 1


def _before_choice(
    one: Opened, referral: UUID, found: Sheet, chosen: Option, staff: dict[Role, Person], *, at: datetime
) -> None:  # fmt: skip
    """The child's own order of the first homes, and the meeting that looked at them."""
    if not chosen.appropriate:
        return
    looked = [chosen, *(each for each in found.suitable if each != chosen)][:3]
    rank_homes(
        child_id=one.id, given={each.home_id: (str(place), "") for place, each in enumerate(looked, start=1)},
        way="told", by=staff[Role.SOCIAL_WORKER], at=at,
    )  # fmt: skip
    hold_meeting(
        referral_id=referral, held_on=day_in_london(at), by=staff[Role.PLACEMENT_OFFICER], at=at,
        took_part=["child", "advocate", "social_worker", "placement_officer"],
        homes=[
            HomeSaid(
                each.home_id, "The people who run it came, and said how a day there goes.", place,
                "It answers every need, and stands in the child's own order here.", {},
            )
            for place, each in enumerate(looked, start=1)
        ],
    )  # fmt: skip


def _tell(decision: UUID, worker: Person, *, at: datetime) -> None:
    """The notices that come before an approval: to the council of the area where the home is."""
    for notice in notices_of(decision, at=at):
        if notice.before:
            record_notice(
                decision_id=decision, kind=notice.kind.code, sent_on=day_in_london(at), by=worker, at=at,
                sent_to="The placements desk of that council, by secure mail. Invented.",
            )  # fmt: skip


def _approver(role: str, staff: dict[Role, Person]) -> Person | None:
    """Whoever the law names, where this council's invented staff has one; else the choice waits."""
    return staff.get(Role(role))


__all__ = ["Tally", "search", "searchable"]
