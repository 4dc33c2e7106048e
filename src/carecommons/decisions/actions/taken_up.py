"""Taking up a stay that began before any choice was made here: the child lives there, and it is kept from now on."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.children.queries import children_named, find_child
from carecommons.common.errors import Fault, Faulty, NotNow, Refused
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.matching.queries import searching_since
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision.actions import lives_in_place
from carecommons.provision.queries import home as home_of
from carecommons.provision.queries import lives_in
from carecommons.register.actions import record

from ..models import Decision, Placement
from ..placement import Placed
from ..state import State
from ..taken_up import Before, Stay, check_take_up

__all__ = ["BEYOND_REACH", "take_up_stay", "take_up_stays"]

BEYOND_REACH = (403, 404)  # said as such: what one may not open is told apart by nothing


@transaction.atomic
def take_up_stay(*, child_id: UUID, home_id: UUID, since: date, words: str, by: Person, at: datetime) -> UUID:
    """Write down that a child lives in a home since a day, by no choice that was made here; answer its placement.

    words: where it is written. Where the register of homes does not hold the child as living there, it does from now
    on, whatever the number of places: that they live there is a fact. A move that is planned goes on, and ends it.
    Raises what `taken_up.check_take_up` and provision's `lives_in_place` raise, and NotFound or NotAllowed for a home
    beyond their reach in which the child is not written down.
    """
    child, on = find_child(child_id), timezone.localdate(at)
    check_may(by, "decisions.take_up_stay", child.subject)
    words = kept(words, what="Where it is written")
    lives = lives_in([child.id], on).get(child.id)
    if lives is None or lives.home_id != home_id:
        home_of(home_id, by=by, at=at)  # a home that is not written down as theirs has to be one that they may open
    known = Placement.objects.select_for_update().filter(child_id=child.id).exclude(state=Placed.WITHDRAWN)
    check_take_up(
        since, words, [Before(Placed(row.state), row.ended_on, row.home_id == home_id) for row in known],
        born=child.birth_date, on=on, age_max=whole("looked_after_age_max", on),
        words_min=whole("reason_words_min", on), chosen_here_since=searching_since(child.authority),
        choice_waits=Decision.objects.filter(child_id=child.id, home_id=home_id, state=State.PROPOSED).exists(),
    )  # fmt: skip
    lives_in_place(home_id=home_id, resident=child.id, since=since, by=by, at=at, for_authority=child.authority)
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    row = Placement(
        child_id=child.id, home_id=home_id, authority=child.authority, state=Placed.LIVING, from_day=since, made_at=at,
        taken_up_by=by.id, taken_up_by_role=by.role.value, taken_up_words=words,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        raise NotNow(
            "lives_there_here_already", "Somebody has just taken up this stay. Nothing was changed: open it."
        ) from twice
    sealed = {"placement": str(row.pk), "since": str(since), "words": words}
    record(kind="stay_taken_up", public={}, sealed=sealed, by_id=by.id, by_role=by.role.value, at=at)
    return row.pk


@transaction.atomic
def take_up_stays(*, stays: Sequence[Stay], words: str, by: Person, at: datetime) -> tuple[UUID, ...]:
    """Take up several stays whose homes and days are known, each checked and recorded alone; all of them or none.

    words: where they are written, one sentence for all. The placements are answered in the order of the stays.
    Raises Refused("no_stays_named"), what take_up_stay raises for a child or a home beyond their reach, and
    Faulty("stays_not_taken_up") with a fault for every stay that is refused, by the child's reference.
    """
    if not stays:
        raise Refused("no_stays_named", "Name at least one stay to take up: nothing was changed.")
    named = children_named(each.child_id for each in stays)
    made: list[UUID] = []
    faults: list[Fault] = []
    for number, each in enumerate(stays, start=1):
        try:
            with transaction.atomic():
                made.append(
                    take_up_stay(
                        child_id=each.child_id, home_id=each.home_id, since=each.since, words=words, by=by, at=at
                    )
                )
        except Refused as refusal:
            if refusal.status in BEYOND_REACH:
                raise
            reference = named[each.child_id].reference
            faults.append(Fault("stays", number, reference, refusal.code, f"{reference}: {refusal}"))
    if faults:
        raise Faulty(
            "stays_not_taken_up",
            f"No stay was taken up: {len(faults)} of {len(stays)} could not be. Put each right, or leave it out, and "
            "send the others again.",
            faults,
        )
    return tuple(made)
