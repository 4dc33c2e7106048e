"""After a stay, and after 18: what the child says of it, what goes with them, and where they live as an adult."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.children.actions import tell_next_home
from carecommons.children.queries import find_child
from carecommons.common.errors import NotFound, NotNow, ReasonMissing
from carecommons.common.texts import gettext_noop as _
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.actions import leave_place
from carecommons.provision.queries import provider_of
from carecommons.register.actions import record

from ..ending import End, LedBy, check_belongings
from ..leaving import ENDS_CARE, KEEPS_PLACE, After, check_after
from ..models import Belongings, Debrief, EighteenChoice, Placement
from ..placement import Placed
from ..queries import coming_for, placement
from ..reasons import too_thin
from ..stays import END_REASONS
from .ending import end_in_place
from .notices_of_end import check_still_theirs

__all__ = ["check_what_goes", "decide_at_eighteen", "note_for_next_home", "record_no_debrief", "say_how_it_was"]


@transaction.atomic
def say_how_it_was(
    *,
    placement_id: UUID,
    good: str = "",
    hard: str = "",
    next_home: str = "",
    with_whom: str = "",
    wanted: bool = True,
    by: Person,
    at: datetime,
) -> UUID:
    """Keep what a child says of a home that they leave or left, or that they do not want to say.

    What they want the next home to know goes to their social worker as a note of theirs.
    Raises NotNow("still_to_come"), ReasonMissing("debrief_empty").
    """
    row = _placement(placement_id)
    check_may(by, "decisions.say_how_it_was", _subject(row))
    if row.state not in (Placed.LIVING, Placed.ENDED):
        raise NotNow("still_to_come", _("You have not lived there yet. You can say this later."))
    words = {
        name: kept(given, what="What you wrote")
        for name, given in (("good", good), ("hard", hard), ("next_home", next_home), ("with_whom", with_whom))
    }
    if wanted and not any(words.values()):
        raise ReasonMissing("debrief_empty", _("Write one thing, or tick that you do not want to say."))
    made = _debrief(row, wanted=wanted, words=words if wanted else {}, by=by, at=at)
    if wanted and words["next_home"]:
        tell_next_home(child_id=row.child_id, placement=row.id, words=words["next_home"], by=by, at=at)
    return made


@transaction.atomic
def record_no_debrief(*, placement_id: UUID, words: str, by: Person, at: datetime) -> UUID:
    """Write down that a child was asked, by whom they chose, and did not want to say how it was.

    Raises NotNow("still_to_come"), ReasonMissing("asked_how_missing").
    """
    row = _placement(placement_id)
    check_may(by, "decisions.record_debrief", _subject(row))
    if row.state != Placed.ENDED:
        raise NotNow("still_to_come", "The child still lives there, or the move is still to come.")
    words = kept(words, what="How the child was asked")
    if too_thin(words, words_min=whole("reason_words_min", timezone.localdate(at))):
        raise ReasonMissing("asked_how_missing", "Say in a sentence who asked the child, how, and what they answered.")
    return _debrief(row, wanted=False, words={"with_whom": words}, by=by, at=at)


@transaction.atomic
def check_what_goes(*, placement_id: UUID, there: Sequence[str], missing: str = "", by: Person, at: datetime) -> UUID:
    """Say what goes with a child who leaves. Raises what ending.check_belongings raises."""
    row = _placement(placement_id)
    check_may(by, "decisions.check_belongings", _subject(row))
    check_still_theirs(row=row, by=by, at=at)
    missing = kept(missing, what="What is missing")
    check_belongings(there, missing, words_min=whole("reason_words_min", timezone.localdate(at)))
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = Belongings(
        placement=row, child_id=row.child_id, authority=row.authority, there=sorted(set(there)), missing=missing,
        checked_at=at, checked_by=by.id, checked_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = _entry("belongings_checked", row, by, at, there=made.there, missing=missing)
    made.save(force_insert=True)
    return made.pk


@transaction.atomic
def note_for_next_home(*, placement_id: UUID, words: str, by: Person, at: datetime) -> UUID:
    """Say what the next home must know: those who lived or worked with the child, the child, or the social worker."""
    row = _placement(placement_id)
    check_still_theirs(row=row, by=by, at=at)
    return tell_next_home(
        child_id=row.child_id, placement=row.id, words=words, home_id=row.home_id,
        provider_id=provider_of(row.home_id), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def decide_at_eighteen(
    *, placement_id: UUID, choice: str, wants: str, words: str, care_ends: str = "", by: Person, at: datetime
) -> UUID:
    """Say where somebody lives after 18, what they want, and why: a plan before the birthday, the end on or after it.

    Staying put keeps the place; every other answer gives it back. care_ends: REC, where the answer does not settle it.
    Raises NotNow("placement_not_so"), ReasonMissing("after_words_missing"), and what leaving.check_after raises.
    """
    row = _placement(placement_id)
    check_may(by, "decisions.decide_at_eighteen", _subject(row))
    if row.state not in (Placed.PLANNED, Placed.LIVING):
        raise NotNow("placement_not_so", "This stay is over, so nothing is decided here. Nothing was changed.")
    on, child, kind = timezone.localdate(at), find_child(row.child_id), placement(row.id).home_kind
    wants, words = kept(wants, what="What they want"), kept(words, what="The reason")
    if not wants or too_thin(words, words_min=whole("reason_words_min", on)):
        raise ReasonMissing(
            "after_words_missing",
            "Say what the young person wants, in their words or that they would not say; and why.",
        )
    coming = {each.code: each.on for each in coming_for(child.birth_date, on)}
    ends = check_after(
        choice, kind=kind, birth_date=child.birth_date, on=on, asked_from=coming["eighteen_plan"],
        adult_age=whole("looked_after_age_max", on) + 1, care_ends=care_ends if care_ends in END_REASONS else "",
    )  # fmt: skip
    code = ENDS_CARE.get(After(choice), care_ends)
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = EighteenChoice(
        placement=row, child_id=row.child_id, authority=row.authority, choice=choice, wants=wants, words=words,
        care_ends=code if ends else "", ended=ends, said_at=at, said_by=by.id, said_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = _entry("after_eighteen", row, by, at, choice=choice, wants=wants, words=words)
    made.save(force_insert=True)
    if ends:
        # Care ends with childhood: the day is the birthday, or the first day there for whoever came later.
        day = max(coming["eighteen"], row.from_day)
        end = End(to_day=day, care_ends=code, change="", planned=True, led_by=LedBy.NOBODY, words=words)
        if After(choice) not in KEEPS_PLACE:
            leave_place(resident=row.child_id, to_day=on, reason=code, by=by, at=at, for_authority=row.authority)
        end_in_place(row=row, end=end, by=by, at=at)
    return made.pk


def _debrief(row: Placement, *, wanted: bool, words: dict[str, str], by: Person, at: datetime) -> UUID:
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = Debrief(
        placement=row, child_id=row.child_id, authority=row.authority, wanted=wanted, said_at=at, said_by=by.id,
        said_by_role=by.role.value, **words,
    )  # fmt: skip
    made.entry_id = _entry("debrief", row, by, at, debrief=str(made.pk), wanted=wanted, **words)
    made.save(force_insert=True)
    return made.pk


def _placement(placement_id: UUID) -> Placement:
    row = Placement.objects.select_for_update().filter(id=placement_id).first()
    if row is None:
        raise NotFound()
    return row


def _subject(row: Placement) -> Subject:
    return Subject(
        authority=row.authority, child_id=row.child_id, home_id=row.home_id, provider_id=provider_of(row.home_id)
    )


def _entry(kind: str, row: Placement, by: Person, at: datetime, **sealed: object) -> UUID:
    sealed = {"child": str(row.child_id), "placement": str(row.pk), **sealed}
    return record(kind=kind, public={}, sealed=sealed, by_id=by.id, by_role=by.role.value, at=at)
