"""The end of a placement: the one way in which a stay ends, with its reasons; and the end that a move brings.

An end that is said again, with another day, changes the day; both stay on record.
"""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from carecommons.children.queries import find_child
from carecommons.common.errors import NotFound, NotNow
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision.actions import leave_place
from carecommons.register.actions import record

from ..before_move import NOT_GIVEN, First
from ..ending import CLOSED, End, LedBy, Noticed, Party, check_end
from ..leaving import KEEPS_PLACE
from ..models import EighteenChoice, EndNotice, Placement, PlacementEnd
from ..placement import Placed, check_next
from ..queries import reviews_before
from ..stays import NO_END

__all__ = ["end_placement", "ended_by_move", "say_why_ended"]


@transaction.atomic
def end_placement(*, child_id: UUID, end: End, by: Person, at: datetime) -> UUID:
    """Write down that a child leaves the place where they live, and why: stay, placement and notice end together.

    Where the council's own notice stands and names its review, that review is the one that comes first here too; and
    one is owed then whoever is said to have brought the end about.
    Raises NotFound where the child has no place, what ending.check_end raises, and what provision refuses.
    """
    child = find_child(child_id)
    check_may(by, "provision.take_place", child.subject)
    row = _last(child.id)
    stayed = row is not None and _stayed_on(row)
    notice = None if row is None else EndNotice.objects.filter(placement=row).exclude(state__in=CLOSED).first()
    end = _cleaned(_with_review_of(notice, end))
    on, noticed = timezone.localdate(at), notice is not None and notice.party == Party.COUNCIL
    check_end(
        end, reviews_before(row.pk if row else None, notice.given_on if notice and noticed else end.to_day, on=on),
        began=row.from_day if row else None, words_min=whole("reason_words_min", on), council_gave_notice=noticed,
    )  # fmt: skip
    leave_place(resident=child.id, to_day=end.to_day, reason=end.care_ends, by=by, at=at, for_authority=child.authority)
    if row is not None and not stayed:  # a placement that ended on an 18th birthday keeps that day
        _over(row, end.to_day)
    return _keep(child.id, child.authority, row, notice, end, by=by, at=at)


@transaction.atomic
def ended_by_move(*, to: Placement, on: date, first: First = NOT_GIVEN, by: Person, at: datetime) -> None:
    """End the earlier placements of a child who comes to live in another home (`to`) on a day, that day's own too.

    What the open notice says of why goes with it; without one, somebody still has to say why (say_why_ended).
    first: the review that came before the move, or why none could: it stands in the end, and the reviewing officer
    reads the words.
    A move that is only planned ends nothing, and one that was decided after `to` is still to come.
    """
    lived_in = Q(state=Placed.LIVING) | Q(state=Placed.ENDED, ended_on__gt=on)
    earlier = lived_in | Q(state=Placed.PLANNED, made_at__lt=to.made_at)
    rows = Placement.objects.select_for_update().filter(earlier, child_id=to.child_id, from_day__lte=on)
    for row in rows.exclude(pk=to.pk).order_by("from_day", "id"):
        if row.state == Placed.PLANNED:  # decided before, and never made
            check_next(row.state, Placed.WITHDRAWN)
            row.state, row.ended_on = Placed.WITHDRAWN, on
            row.save(update_fields=["state", "ended_on"])
            continue
        notice = EndNotice.objects.filter(placement=row).exclude(state__in=CLOSED).first()
        _over(row, on)
        end = _end_by_notice(notice, on)
        if end is not None and not (end.reviewed_on or end.emergency):
            end = replace(end, reviewed_on=first.reviewed_on, emergency=first.emergency)
        _keep(row.child_id, row.authority, row, notice, end, first=first, by=by, at=at)


@transaction.atomic
def say_why_ended(*, placement_id: UUID, end: End, by: Person, at: datetime) -> UUID:
    """Say why a placement ended that a move brought to its end. Raises NotNow("end_not_open"), and check_end's.

    The review that came before the move, or why none could, stands in the end already, and need not be said again.
    """
    row = Placement.objects.select_for_update().filter(id=placement_id).first()
    if row is None:
        raise NotFound()
    child = find_child(row.child_id)
    check_may(by, "provision.take_place", child.subject)
    last = PlacementEnd.objects.filter(placement=row).last()
    if last is None or row.state != Placed.ENDED or last.care_ends:
        raise NotNow("end_not_open", "Nothing is owed here: the child still lives there, or it is said why they left.")
    end = _cleaned(replace(end, to_day=last.to_day))
    on, before = timezone.localdate(at), end.to_day
    if end.reviewed_on is None and not end.emergency:
        end = replace(end, reviewed_on=last.reviewed_on, emergency=last.emergency)
        before = last.reviewed_on or before  # its age was asked when the move was approved
    reviews = reviews_before(row.pk, before, on=on)
    check_end(end, reviews, began=row.from_day, words_min=whole("reason_words_min", on))
    return _keep(row.child_id, row.authority, row, None, end, by=by, at=at)


def end_in_place(*, row: Placement, end: End, by: Person, at: datetime) -> UUID:
    """End a placement whose young person goes on living there as an adult: the place stays theirs."""
    notice = EndNotice.objects.filter(placement=row).exclude(state__in=CLOSED).first()
    _over(row, end.to_day)
    return _keep(row.child_id, row.authority, row, notice, end, by=by, at=at)


def _last(child_id: UUID) -> Placement | None:
    """The placement that an end concerns: the one in which the child lives, whatever move is planned beside it; or else
    the one that begins last. A stay from before any choice has none."""
    rows = Placement.objects.select_for_update().filter(child_id=child_id).exclude(state=Placed.WITHDRAWN)
    in_turn = list(rows.order_by("-from_day", "-made_at"))
    lived_in = next((row for row in in_turn if row.state == Placed.LIVING), None)
    return lived_in or next(iter(in_turn), None)


def _stayed_on(row: Placement) -> bool:
    """Whether somebody went on living there after 18, and leaves only now."""
    last = EighteenChoice.objects.filter(placement=row).last()
    return row.state == Placed.ENDED and last is not None and last.ended and last.choice in KEEPS_PLACE


def _with_review_of(notice: EndNotice | None, end: End) -> End:
    if notice is None or notice.party != Party.COUNCIL or end.reviewed_on:
        return end
    return replace(end, reviewed_on=notice.reviewed_on, emergency=end.emergency or notice.emergency)


def _end_by_notice(notice: EndNotice | None, on: date) -> End | None:
    """The end as the open notice explains it; None where nothing does."""
    if notice is None:
        return None
    led = LedBy.CARER if notice.party == Party.HOME else LedBy.COUNCIL
    if notice.reason == "CHILD":
        led = LedBy.CHILD
    return End(
        to_day=on, care_ends=NO_END, change=notice.reason, planned=notice.reason == "CARPL", led_by=led,
        words=notice.words, reviewed_on=notice.reviewed_on, emergency=notice.emergency,
    )  # fmt: skip


def _over(row: Placement, day: date) -> None:
    if row.state != Placed.ENDED:
        check_next(row.state, Placed.ENDED)
    row.state, row.ended_on = Placed.ENDED, day
    row.save(update_fields=["state", "ended_on"])


def _cleaned(end: End) -> End:
    return replace(
        end,
        words=kept(end.words, what="What led to the end"),
        emergency=kept(end.emergency, what="Why it could not wait"),
    )


def _keep(
    child_id: UUID, authority: str, row: Placement | None, notice: EndNotice | None, end: End | None, *, by: Person,
    at: datetime, first: First = NOT_GIVEN,
) -> UUID:  # fmt: skip
    """The row of an end and its register entry; end None: nobody has said why yet."""
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = PlacementEnd(
        placement=row, notice=notice, child_id=child_id, authority=authority, recorded_at=at, recorded_by=by.id,
        recorded_by_role=by.role.value,
    )  # fmt: skip
    if end is None:
        assert row is not None, "an end without reasons is the end of a placement"
        assert row.ended_on is not None, "the placement was ended above"
        made.to_day, made.reviewed_on, made.emergency = row.ended_on, first.reviewed_on, first.emergency
    else:
        made.to_day, made.care_ends, made.change, made.planned = end.to_day, end.care_ends, end.change, end.planned
        made.led_by, made.words, made.reviewed_on, made.emergency = (
            end.led_by,
            end.words,
            end.reviewed_on,
            end.emergency,
        )
    sealed = {
        "child": str(child_id), "placement": str(row.pk) if row else "", "end": str(made.pk),
        "to_day": made.to_day.isoformat(), "care_ends": made.care_ends, "change": made.change,
        "planned": made.planned, "led_by": str(made.led_by), "reasons": made.words,
        "emergency": made.emergency,
    }  # fmt: skip
    made.entry_id = record(kind="placement_ended", public={}, sealed=sealed, by_id=by.id, by_role=by.role.value, at=at)
    made.save(force_insert=True)
    if notice is not None:
        notice.state = Noticed.OVER
        notice.save(update_fields=["state"])
    return made.pk
