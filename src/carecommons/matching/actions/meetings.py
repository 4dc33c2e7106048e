"""A matching meeting as it is written down, and what a social worker answers to a home on living together."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow
from carecommons.common.unpriced import kept_unpriced as kept
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.register.actions import record

from ..impact import check_impact_answer
from ..meeting import HomeSaid, check_meeting
from ..models import ImpactAnswer, MatchingMeeting
from ..queries import meeting_rows, meeting_sheet, referral, shortlist, subject_of
from ..referral import check_going_on

__all__ = ["answer_impact", "hold_meeting"]


@transaction.atomic
def hold_meeting(
    *, referral_id: UUID, held_on: date, took_part: Collection[str], homes: Sequence[HomeSaid], absent: str = "",
    absent_words: str = "", child_first: str = "", by: Person, at: datetime,
) -> UUID:  # fmt: skip
    """Write down a matching meeting: who was there, what was found of each home, which go on, in which order and why.

    It chooses nothing. Raises ReasonMissing("meeting_not_complete") with every lack, NotNow("meeting_not_now") where
    a home is chosen already or the search is over.
    """
    search = referral(referral_id)
    check_may(by, "matching.hold_meeting", subject_of(search))
    found = meeting_sheet(referral_id)
    if search.state != "shortlisted":
        raise NotNow(
            "meeting_not_now",
            "A home is proposed already, or the search is over, so a meeting changes nothing. Open the choice to read "
            "it; where it is sent back, a meeting can be held again.",
        )
    preference = found.preference
    check_meeting(
        held_on=held_on, on=timezone.localdate(at), took_part=took_part, absent=absent, absent_words=absent_words,
        homes=found.homes, said=homes, child_first=child_first,
        wanted=[each.home_id for each in preference.ranked] if preference else (),
        refused=[each.home_id for each in preference.noes] if preference else (),
    )  # fmt: skip
    there = {"child", "advocate"} & set(took_part)
    said = [
        replace(each, words=kept(each.words, what="What was found"), why=kept(each.why, what="Why")) for each in homes
    ]
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    row = MatchingMeeting(
        referral_id=referral_id, shortlist_id=found.listed.id, child_id=search.child_id, authority=search.authority,
        criteria_version=found.listed.criteria_version, held_on=held_on, took_part=sorted(set(took_part)),
        absent="" if there else absent,
        absent_words="" if there else kept(absent_words, what="What was brought in"),
        homes=meeting_rows(found, said), child_first=kept(child_first, what="What you say to the child"),
        made_at=at, made_by=by.id, made_by_role=by.role,
    )  # fmt: skip
    row.entry_id = record(
        kind="matching_meeting",
        public={"criteria_version": row.criteria_version},
        sealed={
            "search": str(referral_id), "meeting": str(row.pk), "list": str(row.shortlist_id),
            "held_on": held_on.isoformat(), "took_part": row.took_part, "absent": row.absent, "homes": row.homes,
            "child_first": row.child_first,
        },
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    return row.pk


@transaction.atomic
def answer_impact(*, referral_id: UUID, home_id: UUID, answer: str, words: str, by: Person, at: datetime) -> None:
    """Answer, for the child, what a home says of living together: agree, in part, or see it differently, and why."""
    search = referral(referral_id)
    check_may(by, "matching.answer_impact", subject_of(search))
    check_going_on(search.state)
    if search.shortlist_id is None or shortlist(referral_id).home(home_id) is None:
        raise NotFound()
    check_impact_answer(answer=answer, words=words)
    row = ImpactAnswer(
        referral_id=referral_id, home_id=home_id, child_id=search.child_id, authority=search.authority, answer=answer,
        words=kept(words, what="Why"), answered_at=at, answered_by_role=by.role,
    )  # fmt: skip
    row.save(force_insert=True)
    record(
        kind="impact_answered",
        public={},
        sealed={"search": str(referral_id), "home": str(home_id), "answer": answer, "words": row.words},
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
