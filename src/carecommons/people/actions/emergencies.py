"""Emergency access: opened with a reason for minutes, ended early or by itself, and judged by another person."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing
from carecommons.register.actions import record

from ..emergency import CATEGORIES, VERDICTS, EmergencyTerms
from ..may import check_may
from ..models import Emergency, EmergencyTry, Post
from ..queries import check_emergency_tries
from ..roles import Person, Subject
from .looks import record_look


@transaction.atomic
def break_glass(
    *, subject: Subject, post_id: UUID, category: str, words: str, terms: EmergencyTerms, by: Person, at: datetime
) -> UUID:
    """Open the reading of one child's record for `terms.minutes`; the child, reviewing officers and auditors see it.

    The caller has made sure that a second factor stands behind this session (the doors let nobody else in).
    Raises NotNow for a child who is in reach already, and ReasonMissing without a real reason.
    """
    check_may(by, "people.break_glass", subject)
    if subject.child_id is None or subject.authority is None or by.id is None:
        raise NotFound()
    if subject.authority in by.authorities:
        raise NotNow("emergency_not_needed", "This child is within your reach already: open the record as usual.")
    check_emergency_tries(by, most=terms.tries_max, at=at)
    said = _reason(words, category in CATEGORIES, terms.words_min)
    if not Post.objects.filter(pk=post_id, account_id=by.id, role=by.role.value, ended_at__isnull=True).exists():
        raise NotAllowed("post_not_held", "You do not hold this role now. Choose your role again.")
    made = Emergency.objects.create(
        account_id=by.id, post_id=post_id, role=by.role.value, child_id=subject.child_id,
        authority=subject.authority, category=category, words=said, at=at,
        ends_at=at + timedelta(minutes=terms.minutes),
    )  # fmt: skip
    record_look(
        person=by, child_id=subject.child_id, act="people.break_glass", at=at, at_once=True,
        purpose=f"Emergency access. {CATEGORIES[category]}: {said}"[:300],
    )  # fmt: skip
    record(
        kind="emergency_access", public={}, by_id=by.id, by_role=by.role.value, at=at,
        sealed={
            "child": subject.child_id, "council": subject.authority, "access": made.pk, "category": category,
            "reason": said,
        },
    )  # fmt: skip
    return made.pk


def note_emergency_try(*, by: Person, at: datetime) -> None:
    """Write down an asking that opened nothing: auditors count these."""
    if by.id is not None:
        EmergencyTry.objects.create(account_id=by.id, role=by.role.value, at=at)


@transaction.atomic
def end_emergency(*, emergency_id: UUID, by: Person, at: datetime) -> None:
    """End one's own emergency access before its time; ending it twice changes nothing."""
    row = Emergency.objects.select_for_update().filter(pk=emergency_id).first()
    if row is None or by.id is None or row.account_id != by.id:
        raise NotFound("emergency_not_found")
    if row.ended_at is None and row.ends_at > at:
        row.ended_at = at
        row.save(update_fields=["ended_at"])


@transaction.atomic
def judge_emergency(
    *, emergency_id: UUID, verdict: str, words: str, terms: EmergencyTerms, by: Person, at: datetime
) -> None:
    """Say, as a reviewing officer of the child's council, whether the access was justified. Said once, for good."""
    row = Emergency.objects.select_for_update().filter(pk=emergency_id).first()
    if row is None:
        raise NotFound("emergency_not_found")
    check_may(by, "people.judge_emergency", Subject(authority=row.authority, child_id=row.child_id))
    if row.account_id == by.id:
        raise NotAllowed("own_emergency", "Nobody judges their own emergency access. Ask another reviewing officer.")
    if row.judged_at is not None:
        raise NotNow("emergency_judged", "This emergency access has been judged already. What was said stays.")
    row.verdict_words = _reason(words, verdict in VERDICTS, terms.words_min)
    row.verdict, row.judged_by_id, row.judged_at = verdict, by.id, at
    if row.ended_at is None and row.ends_at > at and verdict == "not_justified":
        row.ended_at = at
    row.save(update_fields=["verdict", "verdict_words", "judged_by", "judged_at", "ended_at"])
    record(
        kind="emergency_judged", public={}, by_id=by.id, by_role=by.role.value, at=at,
        sealed={"access": row.pk, "verdict": verdict, "words": row.verdict_words},
    )  # fmt: skip


def _reason(words: str, known: bool, words_min: int) -> str:
    said = words.strip()[:2000]
    if not known:
        raise ReasonMissing("reason_kind", "Choose one of the answers that are offered.")
    if len({word.lower() for word in said.split()}) < words_min:
        raise ReasonMissing(
            "reason_too_short",
            f"Give the reason in at least {words_min} different words: what happened, and what you need to know now. "
            "The child can read it.",
            words_min=words_min,
        )
    return said
