"""What lay behind a search that nobody planned, and what was tried so that the child need not move."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.register.actions import record

from .. import models
from ..prevention import Tried, check_prevention
from ..queries import referral, subject_of
from ..referral import check_going_on

__all__ = ["record_prevention"]


@transaction.atomic
def record_prevention(
    *, referral_id: UUID, root_cause: str, tried: Sequence[Tried] = (), nothing_because: str = "", by: Person,
    at: datetime,
) -> UUID:  # fmt: skip
    """Write down the root cause of a search and what was tried before it; what was written before stays (B17).

    Raises Refused("root_cause_unknown"), Faulty("prevention_not_complete"), NotNow("search_is_over").
    """
    found = referral(referral_id)
    check_may(by, "matching.record_prevention", subject_of(found))
    check_going_on(found.state)
    on = timezone.localdate(at)
    check_prevention(
        root_cause=root_cause, tried=tried, nothing_because=nothing_because,
        words_min=whole("reason_words_min", on), on=on,
    )  # fmt: skip
    reason = kept(nothing_because, what="Why nothing could be tried")
    about = {"child_id": found.child_id, "authority": found.authority}
    row = models.PreventionRecord.objects.create(
        referral_id=referral_id, root_cause=root_cause, nothing_because=reason, recorded_at=at, recorded_by=by.id,
        recorded_by_role=by.role, **about,
    )  # fmt: skip
    told = [
        {
            "what": kept(each.what, what="What was tried"), "by_whom": kept(each.by_whom, what="Who tried it"),
            "tried_on": each.tried_on, "came_of": kept(each.came_of, what="What came of it"),
        }
        for each in sorted(tried, key=lambda each: each.tried_on)
    ]  # fmt: skip
    for place, each in enumerate(told):
        models.PreventionTried.objects.create(record=row, place=place, **about, **each)
    record(
        kind="prevention",
        public={"criteria_version": found.criteria_version},
        sealed={
            "search": str(referral_id), "record": str(row.id), "root_cause": root_cause, "nothing_because": reason,
            "tried": [each | {"tried_on": each["tried_on"].isoformat()} for each in told],  # type: ignore[attr-defined]
        },
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
    return row.id
