"""Rounds of invitations of the demonstration: one that runs, with a question, and one that is over. Invented data."""

import random
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from carecommons.children.needs import DOMAINS
from carecommons.matching.actions import (
    answer_invitation,
    answer_question,
    ask_question,
    close_round,
    make_shortlist,
    open_round,
)
from carecommons.matching.queries import eligible_homes, rounds_of, shortlist
from carecommons.matching.shortlist import ShownHome
from carecommons.people.roles import Person, Role
from carecommons.provision.queries import providers_of

WORDS = "Likes to build things and to be outdoors. A calm start to the day helps, and a warning before plans change."
DECLINE_SHARE = 0.2
NO = (
    ("no_place", "A child came to us last week, and both rooms are taken."),
    ("carers", "Our second carer is away until the new year."),
    ("children_here", "The two who live here need us for themselves just now."),
    ("time", "We could be ready in a month, and not before."),
)


def round_that_runs(referral: UUID, staff: dict[Role, Person], *, at: datetime) -> bool:
    """Every home of the list is invited; one asks something, which is answered to all. Whether any could be asked."""
    worker = staff[Role.SOCIAL_WORKER]
    if not eligible_homes(shortlist(referral)):
        return False
    draw = random.Random(referral.int).randbytes  # noqa: S311
    open_round(referral_id=referral, narrative=WORDS, by=worker, at=at, draw=draw)
    home = rounds_of(referral, at=at)[0].homes[0]
    keeper = Person(
        role=Role.PROVIDER_MANAGER, id=worker.id, home_ids=frozenset({home.home_id}),
        provider_id=providers_of([home.home_id])[home.home_id],
    )  # fmt: skip
    asked = ask_question(
        invitation_id=home.invitation_id, words="Would a quiet dog be all right?", by=keeper,
        at=at + timedelta(minutes=20),
    )  # fmt: skip
    answer_question(
        question_id=asked, answer="Yes. The child is at ease with dogs.", by=worker, at=at + timedelta(minutes=40)
    )
    return True


def round_that_is_over(
    referral: UUID, staff: Mapping[Role, Person], *, at: datetime, sure: Collection[UUID] = ()
) -> bool:  # fmt: skip
    """Every home of the list is invited and answers by telephone; then the homes are looked at again.

    sure: homes that offer themselves for certain. Whether there was a home to ask.
    """
    officer, rng = staff[Role.PLACEMENT_OFFICER], random.Random(referral.int)  # noqa: S311
    listed = shortlist(referral)
    if not eligible_homes(listed):
        return False
    round_id = open_round(referral_id=referral, narrative=WORDS, by=officer, at=at, draw=rng.randbytes)
    for home in rounds_of(referral, at=at)[0].homes:
        found = listed.home(home.home_id)
        no = found is None or (rng.random() < DECLINE_SHARE and home.home_id not in sure)
        said = _no(rng) if found is None or no else offer(found)
        answer_invitation(invitation_id=home.invitation_id, by=officer, at=at + timedelta(minutes=10), **said)
    close_round(round_id=round_id, by=officer, at=at + timedelta(minutes=15))
    make_shortlist(referral_id=referral, by=officer, at=at + timedelta(minutes=16), draw=rng.randbytes)
    return True


def offer(home: ShownHome) -> dict[str, Any]:
    answers = {
        domain.code: "met" if said == "none" else said for domain, said in zip(DOMAINS, home.answers, strict=True)
    }
    return {
        "offers": True, "answers": answers, "impact_there": "acceptable", "impact_child": "acceptable",
        "impact_words": "We talked about it with everybody who lives here.",
        "conditions": "A visit before the move, and a telephone number for the evenings.",
    }  # fmt: skip


def _no(rng: random.Random) -> dict[str, Any]:
    reason, words = rng.choice(NO)
    return {"offers": False, "reason": reason, "reason_words": words}
