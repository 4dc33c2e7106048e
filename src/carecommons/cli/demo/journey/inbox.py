"""What homes find today: invitations, a question that waits, a no with its reason, terms, letters. Invented data."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.decisions.actions import ask_review_for_home, read_letter
from carecommons.decisions.queries import decision, decisions_concerning, letters_for
from carecommons.matching.actions import (
    accept_terms,
    answer_invitation,
    ask_question,
    ask_terms,
    make_shortlist,
    note_opened,
    open_round,
    read_detail,
    refer,
)
from carecommons.matching.detail import fingerprint
from carecommons.matching.queries import (
    detail_facts,
    details_for,
    eligible_homes,
    invitations_of,
    open_search_of,
    shortlist,
)
from carecommons.matching.queries import referral as search_of
from carecommons.people.roles import Person, Role

from ..children_fill import Opened
from ..rounds import WORDS, round_that_is_over
from .moving import ask_first
from .world import World

ROUND_TOOK = timedelta(minutes=20)
QUESTION = "How does the child get to school from us? We could drive on three days."


def ask_homes(world: World, children: Sequence[Opened], *, at: datetime) -> None:
    """This morning's search for the first child whose list holds a home of the manager's; all are invited."""
    worker, officer = world.staff(Role.SOCIAL_WORKER), world.staff(Role.PLACEMENT_OFFICER)
    manager, begun = world.staff(Role.PROVIDER_MANAGER), at - timedelta(hours=30)
    playing = {each.id for each in world.players.values()}
    for one in children:
        if one.id in playing or open_search_of(one.id) is not None:
            continue
        with transaction.atomic():
            referral = refer(
                child_id=one.id, wanted_by=world.diary.day(-14), why="short_stay_ends", by=worker, at=begun,
                why_words="The short stay was agreed until the middle of next month.",
                lottery_seed=world.rng.randbytes(32), draw=world.rng.randbytes,
            )  # fmt: skip
            ask_first(world, one, referral, at=begun)
            make_shortlist(referral_id=referral, by=officer, at=at - timedelta(hours=3), draw=world.rng.randbytes)
            if _homes_of(world, manager) & set(eligible_homes(shortlist(referral))):
                draw = random.Random(referral.int).randbytes  # noqa: S311 - invented data, not a secret
                open_round(referral_id=referral, narrative=WORDS, by=worker, at=at - timedelta(hours=2), draw=draw)
                world.told.referrals += 1
                world.told.shortlists += 1
                world.told.rounds += 1
                return
            transaction.set_rollback(True)  # no home of theirs for this child: another is asked for


def answer_some(world: World, *, at: datetime) -> None:
    """Of the invitations that are open to who signs in: one is declined, of one something is asked, others wait."""
    manager = world.staff(Role.PROVIDER_MANAGER)
    for who in (manager, world.staff(Role.FOSTER_CARER)):
        found = [line for line in invitations_of(who, at=at) if line.open and line.state in ("sent", "opened")]
        found.sort(key=lambda line: (line.closes_at, line.home))
        if who is manager and len(found) > 1:
            answer_invitation(
                invitation_id=found[-1].id, offers=False, reason="children_here", by=who, at=at,
                reason_words="The two who live here need us for themselves until the summer.",
            )  # fmt: skip
            world.told.invitations_declined += 1
            found.pop()
        if who is manager and found:
            note_opened(invitation_id=found[0].id, by=who, at=at)
            ask_question(invitation_id=found[0].id, words=QUESTION, by=who, at=at + timedelta(minutes=10))
            world.told.questions_waiting += 1
        world.told.invitations_open += len(found)


def read_letters(world: World, *, at: datetime, leave: int = 0) -> None:
    """The manager and the carer read the letters that came to their homes, save so many of the newest."""
    for role in (Role.PROVIDER_MANAGER, Role.FOSTER_CARER):
        person = world.staff(role)
        unread = [each for each in letters_for(person) if each.read_at is None]
        unread.sort(key=lambda each: (each.told_at, each.home_name))
        for found in unread[: len(unread) - leave]:
            read_letter(letter_id=found.id, by=person, at=at)
            world.told.letters_read += 1
        world.told.letters_unread += min(leave, len(unread))


def ask_why(world: World, *, at: datetime) -> None:
    """A home that was passed over this morning asks that somebody looks again: it is still to be acknowledged."""
    for role in (Role.PROVIDER_MANAGER, Role.FOSTER_CARER):
        person = world.staff(role)
        passed = [
            each for each in decisions_concerning(person, at=at)
            if not each.chosen and decision(each.decision_id).authority == world.code
        ]  # fmt: skip
        if passed:
            ask_review_for_home(
                home_id=passed[0].home_id, decision_id=passed[0].decision_id, by=person, at=at,
                words="We had a room, and were told only that another home answers more. What was it?",
                wants="The reasons, so that we can be better prepared.",
            )  # fmt: skip
            world.told.reviews_of_right += 1
            return


def ask_for_terms(world: World, referral: UUID, listed: Sequence[UUID], *, at: datetime) -> bool:
    """Homes of who signs in offer themselves in a round and are put on a shortlist.

    The manager accepts the terms and reads; the carer is still to answer. Whether there was a home of theirs to ask.
    """
    worker, officer = world.staff(Role.SOCIAL_WORKER), world.staff(Role.PLACEMENT_OFFICER)
    manager, carer = world.staff(Role.PROVIDER_MANAGER), world.staff(Role.FOSTER_CARER)
    theirs = [
        (home, person, accepts) for person, accepts in ((manager, True), (carer, False))
        if (home := next((home for home in listed if home in _homes_of(world, person)), None)) is not None
    ]  # fmt: skip
    if not theirs:
        return False
    round_that_is_over(
        referral, {Role.PLACEMENT_OFFICER: officer}, at=at - ROUND_TOOK, sure=[home for home, _, _ in theirs]
    )
    listed_still = {each.home_id for each in shortlist(referral).shown}
    asked = 0
    for home, person, accepts in theirs:
        if home not in listed_still:
            continue
        would_read = fingerprint(detail_facts(search_of(referral), timezone.localdate(at)))
        ask_terms(referral_id=referral, home_id=home, read=would_read, by=worker, at=at, draw=world.rng.randbytes)
        asked += 1
        mine = [each for each in details_for(person) if each.home_id == home and each.state == "asked"]
        if accepts and mine:
            accept_terms(detail_id=mine[0].id, by=person, at=at + timedelta(minutes=20))
            read_detail(detail_id=mine[0].id, by=person, at=at + timedelta(minutes=25))
            world.told.terms_accepted += 1
            world.told.details_read += 1
    return asked > 0


def _homes_of(world: World, person: Person) -> frozenset[UUID]:
    if person.home_ids:
        return person.home_ids
    return frozenset(
        home_id for index, home_id in world.entered.homes.items()
        if world.entered.providers[world.homes.homes[index].provider] == person.provider_id
    )  # fmt: skip
