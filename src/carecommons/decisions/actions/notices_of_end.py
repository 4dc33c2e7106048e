"""Notice that a stay is to end, and everything that is done so that it need not: each is an entry of the register.

The home's notice and the council's are one act with one set of debts (handbook section 5, step 12).
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing, Refused
from carecommons.common.texts import gettext_noop as _
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.queries import provider_of
from carecommons.register.actions import record

from ..ending import Noticed, NoticeGiven, Party, Task, check_meeting, check_next, check_notice
from ..models import EmergencyEndRead, EndNotice, NoticeNo, Placement, PlacementEnd, StabilisationMeeting
from ..placement import Placed
from ..queries import AT_HOME, reviews_before, stays_with
from ..reasons import too_thin

__all__ = [
    "give_notice", "read_emergency_end", "record_meeting", "refuse_notice", "take_notice_back", "tell_of_notice",
]  # fmt: skip


@transaction.atomic
def give_notice(
    *,
    placement_id: UUID,
    reason: str,
    words: str,
    tried: str,
    ends_on: date,
    at_once: str = "",
    reviewed_on: date | None = None,
    emergency: str = "",
    by: Person,
    at: datetime,
) -> UUID:
    """Give notice that a child's stay is to end, for the home or for the council, whichever one acts for.

    Raises NotNow("nobody_lives_there_yet"), NotNow("notice_given_already"), and what ending.check_notice raises.
    """
    row = _placement(placement_id)
    check_may(by, "decisions.give_notice", _subject(row))
    check_still_theirs(row=row, by=by, at=at)
    on = timezone.localdate(at)
    if row.state != Placed.LIVING:
        raise NotNow(
            "nobody_lives_there_yet",
            "The child does not live there: nobody has said that they came, or they have left, or the day on which "
            "they leave is set. A planned move is taken back, not ended.",
        )
    given = NoticeGiven(
        party=Party.HOME if by.role in AT_HOME else Party.COUNCIL, reason=reason,
        words=kept(words, what="The reason"), tried=kept(tried, what="What was tried"), given_on=on, ends_on=ends_on,
        at_once=kept(at_once, what="Why it cannot wait"), reviewed_on=reviewed_on,
        emergency=kept(emergency, what="Why it could not wait"),
    )  # fmt: skip
    check_notice(
        given, reviews_before(row.pk, on, on=on), began=row.from_day, notice_days=whole("notice_days", on),
        words_min=whole("reason_words_min", on),
    )  # fmt: skip
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = EndNotice(
        placement=row, child_id=row.child_id, home_id=row.home_id, authority=row.authority, party=given.party,
        reason=given.reason, words=given.words, tried=given.tried, at_once=given.at_once, given_on=on,
        ends_on=ends_on, reviewed_on=reviewed_on, emergency=given.emergency, given_at=at, given_by=by.id,
        given_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = _entry(
        "notice_given", made, by, at, placement=str(row.id), party=given.party.value, reason=reason,
        words=given.words, tried=given.tried, ends_on=ends_on.isoformat(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise NotNow(
            "notice_given_already", "A notice stands open for this stay already. Read it, and add to its meeting."
        ) from clash
    return made.pk


@transaction.atomic
def take_notice_back(*, notice_id: UUID, words: str, by: Person, at: datetime) -> None:
    """Take a notice back: the child stays. Only the side that gave it can. Raises NotAllowed("not_your_notice")."""
    row = _notice(notice_id)
    check_may(by, "decisions.give_notice", _subject(row))
    check_still_theirs(row=row, by=by, at=at)
    if (by.role in AT_HOME) is not (row.party == Party.HOME):
        raise NotAllowed(
            "not_your_notice", "The other side gave this notice, so only they take it back. A meeting can ask them to."
        )
    check_next(row.state, Noticed.STAYS)
    words = kept(words, what="What you wrote")
    if _too_thin(words, at):
        raise ReasonMissing("take_back_words_missing", "Say in a sentence why the child can stay after all.")
    row.state, row.closed_words = Noticed.STAYS, words
    row.save(update_fields=["state", "closed_words"])
    _entry("notice_taken_back", row, by, at, words=words)


@transaction.atomic
def tell_of_notice(*, notice_id: UUID, words: str, told_on: date, by: Person, at: datetime) -> None:
    """Write down that somebody spoke with the child about a notice, and what they said: the child reads it.

    Raises NotNow("notice_told_already"), Refused("notice_day_wrong"), ReasonMissing("told_words_missing").
    """
    row = _notice(notice_id)
    check_may(by, "decisions.tell_notice", _subject(row))
    if row.told_on is not None:
        raise NotNow("notice_told_already", "The child was told already, and reads those words. Speak with them again.")
    if not row.given_on <= told_on <= timezone.localdate(at):
        raise Refused(
            "notice_day_wrong", "The child was told before the notice, or will be in the future. Check the day."
        )
    words = kept(words, what="What you wrote")
    if _too_thin(words, at):
        raise ReasonMissing(
            "told_words_missing", "Write what you told the child, in a sentence or more that they can read."
        )
    row.told_words, row.told_on = words, told_on
    row.save(update_fields=["told_words", "told_on"])
    _entry("notice_told", row, by, at, words=words, told_on=told_on.isoformat())


@transaction.atomic
def refuse_notice(*, notice_id: UUID, words: str, by: Person, at: datetime) -> UUID:
    """Keep a child's no to a notice, word for word; one word is enough.

    Raises ReasonMissing("no_empty"), NotNow("notice_not_open").
    """
    row = _notice(notice_id)
    check_may(by, "decisions.refuse_notice", _subject(row))
    if row.state in (Noticed.STAYS, Noticed.OVER):
        raise NotNow("notice_not_open", _("This is over. You can still say what you want."))
    words = kept(words, what="What you wrote")
    if not words:
        raise ReasonMissing("no_empty", _("Say what is not right. One word is enough."))
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = NoticeNo(
        notice=row, child_id=row.child_id, authority=row.authority, words=words, said_at=at, said_by=by.id,
        said_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = _entry("notice_refused", row, by, at, words=words)
    made.save(force_insert=True)
    return made.pk


@transaction.atomic
def record_meeting(
    *,
    notice_id: UUID,
    held_on: date,
    there: Sequence[str],
    child_there: str,
    why_not: str = "",
    child_said: str = "",
    would_change: str,
    tasks: Sequence[Task],
    outcome: str,
    outcome_words: str = "",
    by: Person,
    at: datetime,
) -> UUID:
    """Record a meeting on what would have to change so that the child can stay, and what it came to.

    Where it finds that the child stays, the notice is closed. Raises what ending.check_meeting raises, and
    NotNow("notice_not_so").
    """
    row = _notice(notice_id)
    check_may(by, "decisions.hold_meeting", _subject(row))
    on = timezone.localdate(at)
    check_meeting(
        given_on=row.given_on, held_on=held_on, today=on, there=there, child_there=child_there, why_not=why_not,
        would_change=would_change, tasks=tasks, outcome=outcome, words_min=whole("reason_words_min", on),
    )  # fmt: skip
    check_next(row.state, Noticed(outcome))
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = StabilisationMeeting(
        notice=row, child_id=row.child_id, authority=row.authority, held_on=held_on, there=sorted(set(there)),
        child_there=child_there, why_not=kept(why_not, what="Why not"),
        child_said=kept(child_said, what="What the child said"),
        would_change=kept(would_change, what="What would have to change"),
        tasks=[[kept(task.what, what="A task"), kept(task.who, what="Who"), task.by_day.isoformat()] for task in tasks],
        outcome=outcome, outcome_words=kept(outcome_words, what="What it came to"), recorded_at=at,
        recorded_by=by.id, recorded_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = _entry(
        "stabilisation_meeting", row, by, at, meeting=str(made.pk), outcome=outcome, would_change=made.would_change,
        tasks=made.tasks,
    )  # fmt: skip
    made.save(force_insert=True)
    row.state = Noticed(outcome)
    if row.state == Noticed.STAYS:
        row.closed_words = made.outcome_words
    row.save(update_fields=["state", "closed_words"])
    return made.pk


@transaction.atomic
def read_emergency_end(
    *, end_id: UUID | None = None, notice_id: UUID | None = None, words: str, by: Person, at: datetime
) -> UUID:
    """The reviewing officer answers an end, or a notice, that came before any review.

    Raises ReasonMissing("emergency_answer_missing").
    """
    assert (end_id is None) is not (notice_id is None), "one thing is read at a time"
    found: PlacementEnd | EndNotice | None = None
    if end_id is not None:
        found = PlacementEnd.objects.filter(id=end_id).first()
    elif notice_id is not None:
        found = EndNotice.objects.filter(id=notice_id).first()
    if found is None:
        raise NotFound()
    check_may(by, "decisions.read_emergency_end", Subject(authority=found.authority, child_id=found.child_id))
    words = kept(words, what="What you wrote")
    if _too_thin(words, at):
        raise ReasonMissing(
            "emergency_answer_missing",
            "Say in a sentence whether it could have waited for a review, and what is owed now.",
        )
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = EmergencyEndRead(
        end_id=end_id, notice_id=notice_id, child_id=found.child_id, authority=found.authority, words=words,
        read_at=at, read_by=by.id,
    )  # fmt: skip
    sealed = {"read": str(made.pk), "of": str(found.pk), "words": words}
    made.entry_id = record(
        kind="emergency_end_read", public={}, sealed=sealed, by_id=by.id, by_role=by.role.value, at=at
    )
    made.save(force_insert=True)
    return made.pk


def check_still_theirs(*, row: Placement | EndNotice, by: Person, at: datetime) -> None:
    """Raise NotFound for a carer or provider in whose home the child does not live, and has not lately."""
    if by.role in AT_HOME and stays_with(by, at=at).get(row.child_id) != row.home_id:
        raise NotFound()


def _too_thin(words: str, at: datetime) -> bool:
    return too_thin(words, words_min=whole("reason_words_min", timezone.localdate(at)))


def _placement(placement_id: UUID) -> Placement:
    row = Placement.objects.select_for_update().filter(id=placement_id).first()
    if row is None:
        raise NotFound()
    return row


def _notice(notice_id: UUID) -> EndNotice:
    row = EndNotice.objects.select_for_update().filter(id=notice_id).first()
    if row is None:
        raise NotFound()
    return row


def _subject(row: Placement | EndNotice) -> Subject:
    return Subject(
        authority=row.authority, child_id=row.child_id, home_id=row.home_id, provider_id=provider_of(row.home_id)
    )


def _entry(kind: str, row: EndNotice, by: Person, at: datetime, **sealed: object) -> UUID:
    sealed = {"notice": str(row.pk), **sealed}
    return record(kind=kind, public={}, sealed=sealed, by_id=by.id, by_role=by.role.value, at=at)
