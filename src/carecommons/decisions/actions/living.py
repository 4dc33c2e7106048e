"""Writing down the life in a home: visits, reviews, health, the child's own word, time with family, time a match took.

What the child says of how it goes, the times with family and the minutes of a match decide nothing: they stand in rows
that are only ever added, and leave no entry in the register, as the child's other own words leave none. Visits,
reviews, health assessments and answers to early signs each leave one.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.children.actions import record_wish
from carecommons.children.queries import connections, find_child, siblings
from carecommons.common.days import age_on
from carecommons.common.errors import NotFound, NotNow, ReasonMissing, Refused
from carecommons.common.texts import cleaned, kept
from carecommons.common.texts import gettext_noop as _
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.register.actions import record

from ..heard import check_how
from ..living import (
    FEELINGS,
    REVIEW_KINDS,
    Answered,
    check_answers,
    check_day,
    check_heard,
    check_minutes,
    check_took_part,
    check_visit,
)
from ..models import (
    CareReview,
    ContactTime,
    HealthAssessment,
    MatchingTime,
    OutcomeAnswer,
    OwnRating,
    Placement,
    SignAnswer,
    Visit,
)
from ..placement import Placed, still_there
from ..queries import REVIEW_STAGE, cohort_on, said_for_review, signs_of, sought_now
from ..reasons import too_thin

__all__ = [
    "answer_sign", "record_contact", "record_health", "record_review", "record_time", "record_visit", "say_how_it_goes",
]  # fmt: skip


@transaction.atomic
def record_visit(
    *, placement_id: UUID, day: date, alone: str, said: str, why_not: str = "", seen: str = "", by: Person, at: datetime
) -> UUID:
    """Write down a visit to the child where they live (regs 28-30).

    Raises Refused("living_day_ahead"), ("living_day_before"), ReasonMissing("not_alone_reason_missing"),
    ("visit_said_missing"), NotNow("placement_taken_back").
    """
    row = _to_write(placement_id, "decisions.record_visit", by)
    check_visit(
        day=day,
        began=row.from_day,
        on=timezone.localdate(at),
        alone=alone,
        why_not=cleaned(why_not),
        said=cleaned(said),
    )
    made = Visit(
        day=day, alone=alone, why_not=kept(why_not, what="The reason"), said=kept(said, what="What the child said"),
        seen=kept(seen, what="What you saw"), **_of(row, by, at),
    )  # fmt: skip
    made.entry_id = _recorded("visit_recorded", row, {"day": day.isoformat(), "said": made.said}, by=by, at=at)
    made.save(force_insert=True)
    return made.pk


@transaction.atomic
def record_review(
    *,
    placement_id: UUID,
    day: date,
    kind: str = "review",
    took_part: str,
    decided: str,
    until_18: bool,
    answers: Sequence[Answered] = (),
    not_asked: str = "",
    not_asked_why: str = "",
    child_said: str = "",
    child_how: str = "",
    next_by: date | None = None,
    by: Person,
    at: datetime,
) -> UUID:
    """Close a review of the child's plan (regs 32-36), with how each sought outcome stands (A4).

    It does not close unless the child was asked for it (a wish of the stage "review"), or the law lets it close without
    and the reason is written (A2). child_said, child_how: what the child says for it and how we know, where that is not
    on record yet: it is recorded as a wish of that stage, or nothing is. Raises NotNow("review_wish_missing"),
    Faulty("wish_not_complete"), ReasonMissing("review_words_missing"), ("outcome_answer_missing"),
    NotNow("review_recorded").
    """
    row = _to_write(placement_id, "decisions.record_review", by)
    on, child = timezone.localdate(at), find_child(row.child_id)
    _check_review(row, day=day, kind=kind, next_by=next_by, on=on)
    check_took_part(took_part, age=age_on(child.birth_date, day))
    if child_said.strip() or child_how:
        check_how(child_how)
        record_wish(
            child_id=row.child_id,
            stage=REVIEW_STAGE,
            words=child_said.strip(),
            how=child_how,
            said_on=day,
            by=by,
            at=at,
        )
    days_max = whole("review_wish_days_max", day)
    heard = said_for_review(row.child_id, review_on=day, days_max=days_max)
    check_heard(heard=heard, why=not_asked, words=cleaned(not_asked_why))
    decided = kept(decided, what="What was decided")
    if too_thin(decided, words_min=whole("reason_words_min", on)):
        raise ReasonMissing("review_words_missing", "Write what the review decided, in a sentence or more.")
    version, sought = sought_now(row.child_id)
    check_answers(answers, [each.outcome for each in sought], all_of_them=kind == "review")
    made = CareReview(
        day=day, kind=kind, took_part=took_part, not_asked="" if heard else not_asked,
        not_asked_why="" if heard else kept(not_asked_why, what="The reason"), decided=decided, until_18=until_18,
        next_by=next_by, **_of(row, by, at),
    )  # fmt: skip
    sealed = {"day": day.isoformat(), "took_part": took_part, "decided": decided, "not_asked": made.not_asked_why}
    made.entry_id = _recorded("care_review_recorded", row, sealed, by=by, at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise NotNow(
            "review_recorded", "A review of this child on this day is recorded already. Open it, or use another day."
        ) from None
    _answer(row, answers, version, [each.outcome for each in sought], day=day, review=made, by=by, at=at)
    return made.pk


@transaction.atomic
def record_health(*, placement_id: UUID, day: date, by: Person, at: datetime) -> UUID:
    """Write down that the child's health was assessed (reg 7), and nothing of what was found."""
    row = _to_write(placement_id, "decisions.record_health", by)
    check_day(day, began=None, on=timezone.localdate(at))
    held = HealthAssessment.objects.filter(child=row.child_id, day=day).first()
    if held is not None:  # said again: it is written already
        return held.pk
    made = HealthAssessment(day=day, **_of(row, by, at))
    made.entry_id = _recorded("health_assessment_recorded", row, {"day": day.isoformat()}, by=by, at=at)
    made.save(force_insert=True)
    return made.pk


@transaction.atomic
def say_how_it_goes(
    *,
    placement_id: UUID,
    feeling: str,
    words: str = "",
    answers: Sequence[Answered] = (),
    by: Person,
    at: datetime,
) -> UUID:
    """Keep how the child says it goes, and how they say each outcome stands, as far as they want to say.

    Raises Refused("feeling_unknown"), NotNow("placement_not_lived_in").
    """
    row = _locked(placement_id)
    check_may(by, "decisions.say_how_it_goes", _subject(row))
    if not still_there(row.state, row.ended_on, timezone.localdate(at)):
        raise NotNow("placement_not_lived_in", _("You do not live there now. You can still write to us."))
    if feeling not in FEELINGS:
        raise Refused("feeling_unknown", _("Choose how it is going."))
    version, sought = sought_now(row.child_id)
    check_answers(answers, [each.outcome for each in sought], all_of_them=False)
    made = OwnRating(feeling=feeling, words=kept(words, what="What you wrote"), **_of(row, by, at))
    made.save(force_insert=True)
    outcomes = [each.outcome for each in sought]
    _answer(row, answers, version, outcomes, day=timezone.localdate(at), review=None, by=by, at=at)
    return made.pk


@transaction.atomic
def record_contact(
    *, placement_id: UUID, key: str, day: date, happened: bool, why_not: str = "", by: Person, at: datetime
) -> UUID:
    """Write down a time with somebody who matters: that it happened, or that it was planned and did not (A8).

    key: "connection:ID" or "sibling:N", as queries.contact_of says them.
    Raises ReasonMissing("contact_reason_missing"), Refused("contact_unknown").
    """
    row = _to_write(placement_id, "decisions.record_visit", by)
    check_day(day, began=row.from_day, on=timezone.localdate(at))
    if not happened and not cleaned(why_not):
        raise ReasonMissing("contact_reason_missing", "Say why the planned time did not happen. The child may read it.")
    made = ContactTime(
        day=day, happened=happened, why_not="" if happened else kept(why_not, what="The reason"), **_with(row, key),
        **_of(row, by, at),
    )  # fmt: skip
    made.save(force_insert=True)
    return made.pk


@transaction.atomic
def record_time(*, placement_id: UUID, day: date, kind: str, minutes: int, by: Person, at: datetime) -> UUID:
    """Write down time that finding this home and moving in took (B15): minutes of one day, never money."""
    row = _to_write(placement_id, "decisions.record_time", by)
    check_day(day, began=None, on=timezone.localdate(at))
    check_minutes(minutes, kind)
    made = MatchingTime(day=day, kind=kind, minutes=minutes, **_of(row, by, at))
    made.save(force_insert=True)
    return made.pk


@transaction.atomic
def answer_sign(*, placement_id: UUID, key: str, false_alarm: bool, words: str, by: Person, at: datetime) -> UUID:
    """Say what was done about an early sign, or why it was a false alarm (B17). It asks again when something new comes.

    Raises NotFound for a sign that does not stand, ReasonMissing("sign_words_missing").
    """
    row = _to_write(placement_id, "decisions.answer_sign", by)
    on = timezone.localdate(at)
    if key not in {line.sign.key for line in signs_of([row], on)[row.id]}:
        raise NotFound()
    words = kept(words, what="The answer")
    if too_thin(words, words_min=whole("reason_words_min", on)):
        raise ReasonMissing(
            "sign_words_missing", "Say in a sentence what you did about it, or why it was a false alarm."
        )
    made = SignAnswer(key=key, false_alarm=false_alarm, words=words, **_of(row, by, at))
    made.entry_id = _recorded("early_sign_answered", row, {"sign": key, "words": words}, by=by, at=at)
    made.save(force_insert=True)
    return made.pk


# ------------------------------------------------------------------------------------- what they share
def _locked(placement_id: UUID) -> Placement:
    row = Placement.objects.select_for_update().filter(id=placement_id).first()
    if row is None:
        raise NotFound()
    return row


def _subject(row: Placement) -> Subject:
    return Subject(authority=row.authority, child_id=row.child_id, home_id=row.home_id)


def _to_write(placement_id: UUID, act: str, by: Person) -> Placement:
    """The placement, when this person may write of it. One that was taken back has no life to write of."""
    row = _locked(placement_id)
    check_may(by, act, _subject(row))
    if row.state == Placed.WITHDRAWN:
        raise NotNow("placement_taken_back", "This move was taken back, so nobody lives there. Nothing was written.")
    return row


def _of(row: Placement, by: Person, at: datetime) -> dict[str, Any]:
    """What every row of a placement holds."""
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    return {
        "placement": row, "child_id": row.child_id, "authority": row.authority, "recorded_at": at,
        "recorded_by": by.id, "recorded_by_role": by.role.value,
    }  # fmt: skip


def _recorded(kind: str, row: Placement, sealed: dict[str, object], *, by: Person, at: datetime) -> UUID:
    """One entry of the register, which says in public only of what kind it is."""
    return record(
        kind=kind, public={}, sealed={"placement": str(row.id), **sealed}, by_id=by.id, by_role=by.role.value, at=at
    )


def _check_review(row: Placement, *, day: date, kind: str, next_by: date | None, on: date) -> None:
    if kind not in REVIEW_KINDS:
        raise Refused("review_kind_unknown", f"Say which review it was: {', '.join(REVIEW_KINDS)}.")
    check_day(day, began=row.from_day if kind == "emergency_review" else None, on=on)
    if next_by is not None and next_by <= day:
        raise Refused("next_review_before", "The next review comes after this one. Use a later day, or leave it empty.")


def _answer(
    row: Placement,
    answers: Sequence[Answered],
    version: int,
    outcomes: Sequence[str],
    *,
    day: date,
    review: CareReview | None,
    by: Person,
    at: datetime,
) -> None:
    """How each outcome stands, as the adults of a review say it or as the child does."""
    cohort = cohort_on(row.child_id, day)
    for each in answers:
        OutcomeAnswer(
            review=review, home_id=row.home_id, version=version, number=each.number, outcome=outcomes[each.number - 1],
            answer=each.answer, words=kept(each.words, what="The answer"), by_child=review is None, cohort=cohort,
            day=day, **_of(row, by, at),
        ).save(force_insert=True)  # fmt: skip


def _with(row: Placement, key: str) -> dict[str, Any]:
    """Who a time was with: among those who are recorded for this child, and nobody else."""
    kind, _colon, name = key.partition(":")
    if kind == "connection" and name in {str(each.id) for each in connections(row.child_id)}:
        return {"connection_id": UUID(name)}
    kin = siblings(row.child_id)
    if kind == "sibling" and name.isascii() and name.isdigit() and 1 <= int(name) <= len(kin):
        return {"sibling_id": kin[int(name) - 1][0]}
    raise Refused("contact_unknown", "Choose somebody who is recorded as mattering to this child.")
