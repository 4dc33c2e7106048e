"""Accepting, for one child, what a home says beyond what was accepted of it: written here alone."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from carecommons.children.queries import profile
from carecommons.common.errors import NotAllowed, NotFound, NotNow
from carecommons.common.unpriced import kept_unpriced
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.register.actions import record

from .. import models
from ..invitation.replies import check_rests_on
from ..invitation.states import check_counts
from ..queries import more_said, referral, subject_of
from ..referral import check_going_on, check_no_choice_waits

__all__ = ["accept_reply"]


@transaction.atomic
def accept_reply(*, invitation_id: UUID, version: int, rests_on: str, by: Person, at: datetime) -> UUID:
    """Accept a home's offer for one child where it says more than was accepted of the home: the next list counts it.

    version: of the answer that was read. rests_on: what was seen, heard or read, and of whom. Raises NotAllowed(
    "own_reply") for whoever wrote it down, NotNow("reply_may_change") while its round runs, NotNow("round_over") where
    it was called off, NotNow("profile_changed"), NotNow("reply_changed_since"), NotNow("nothing_beyond"),
    ReasonMissing("rests_on_missing").
    """
    row = models.Invitation.objects.select_for_update().select_related("round").filter(id=invitation_id).first()
    if row is None:
        raise NotFound()
    found = referral(row.round.referral_id)
    check_may(by, "matching.accept_reply", subject_of(found))
    check_no_choice_waits(found.state)
    check_going_on(found.state)
    check_counts(row.round.state, row.round.closes_at, at)
    needs = profile(found.child_id)
    if (needs.version if needs else None) != row.round.profile_version:
        raise NotNow(
            "profile_changed",
            "What the child needs was recorded anew since the home answered, so this answer does not count any more. "
            "Look at every home again, and invite again.",
        )
    reply = models.Reply.objects.filter(invitation=row).order_by("-version").first()
    later = models.Invitation.objects.filter(
        home_id=row.home_id, round__referral_id=found.id, sent_at__gt=row.sent_at, replies__isnull=False
    ).exclude(round__state="called_off")  # fmt: skip
    if reply is None or reply.version != version or later.exists():
        raise NotNow(
            "reply_changed_since",
            "The home has answered anew since you looked. Read its newest answer in the search log, then accept that.",
        )
    if reply.said_by is not None and reply.said_by == by.id:
        raise NotAllowed(
            "own_reply",
            "Whoever wrote down what a home said does not accept it as well. Ask another placement officer, or the "
            "team manager, to read it and what it rests on.",
        )
    beyond = more_said(found, at=at).get(row.home_id)
    if not beyond:
        raise NotNow(
            "nothing_beyond",
            "This answer says no more than has been accepted of the home already, so it counts as it stands. There is "
            "nothing to accept.",
        )
    rests_on = kept_unpriced(rests_on, what="What it rests on")
    check_rests_on(rests_on, words_min=whole("reason_words_min", timezone.localdate(at)))
    made = models.AcceptedReply(
        id=uuid4(), reply=reply, authority=row.authority, parts=list(beyond), rests_on=rests_on, accepted_at=at,
        accepted_by=by.id, accepted_by_role=by.role,
    )  # fmt: skip
    made.entry_id = record(
        kind="reply_accepted", public={}, by_id=by.id, by_role=by.role, at=at,
        sealed={
            "search": str(found.id), "invitation": str(row.id), "version": version, "parts": list(beyond),
            "rests_on": rests_on,
        },
    )  # fmt: skip
    made.save(force_insert=True)
    return made.id
