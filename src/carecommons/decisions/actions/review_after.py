"""After a finding: what the council owed is done, and the digest is let out for everybody by a person.

Source: handbook section 7, Adjudication (remedy ladder; published anonymised digest); section 6 (class D0).
"""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotNow
from carecommons.common.texts import kept
from carecommons.people.roles import Person
from carecommons.register.actions import record

from ..digest import check_anonymous, scan
from ..models import Decision, Review, ReviewDigest
from ..queries import frozen
from ..queries.reviews import names_known, places_known
from ..review import Remedy, check_put_right
from ..review import Review as Asked
from ..state import State
from .review_run import RUN, _to_asker, _to_run

__all__ = ["release_digest", "remedy_done"]


@transaction.atomic
def remedy_done(*, review_id: UUID, words: str, read: bool = False, by: Person, at: datetime) -> None:
    """Write down what the council did of what the finding asks; who asked and the child read it.

    Raises NotNow("nothing_owed"), ReasonMissing, and NotNow("move_still_planned") where the home must be chosen again
    and the move to it was neither taken back nor followed by another choice.
    """
    row = _to_run(review_id, RUN, by)
    if row.state != Asked.FOUND or row.remedy == Remedy.NONE or row.remedied_at is not None:
        raise NotNow("nothing_owed", "This review owes nothing now: there is no finding, or what it asks is done.")
    check_put_right(
        row.remedy, planned=row.placement_id is not None and str(row.pk) in frozen(row.placement_id),
        chosen_again=_chosen_again(row),
    )  # fmt: skip
    row.remedied_words, row.remedied_at = _to_asker(row, words, at, what="what was done", read=read), at
    row.save(update_fields=["remedied_words", "remedied_at"])
    record(
        kind="review_remedied", public={"remedy": row.remedy},
        sealed={"review": str(row.pk), "words": row.remedied_words}, by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip


def _chosen_again(row: Review) -> bool:
    """Whether another choice is in force for the child since the finding; for another home, of another home."""
    later = Decision.objects.filter(child_id=row.child_id, state=State.APPROVED, answered_at__gt=row.closed_at)
    if row.remedy == Remedy.OTHER_HOME:
        later = later.exclude(home_id=row.decision.home_id)
    return later.exclude(pk=row.decision_id).exists()


@transaction.atomic
def release_digest(*, review_id: UUID, text: str, read: bool = False, by: Person, at: datetime) -> UUID:
    """Let the digest of a finding out, after it was searched for names, places and days; each thing found refuses it.

    read: whoever lets it out has read each word that may be a name. Raises Refused("digest_locates") with every word
    found, ReasonMissing("digest_not_read"), ReasonMissing("digest_missing"), NotNow("digest_out") and
    NotNow("review_not_found_yet").
    """
    row = _to_run(review_id, RUN, by)
    if row.state != Asked.FOUND:
        raise NotNow("review_not_found_yet", "There is no finding yet, so there is nothing to publish.")
    if ReviewDigest.objects.filter(review=row).exists():
        raise NotNow("digest_out", "The digest of this finding is published already, and stands as it is.")
    text, on = kept(text, what="The digest"), timezone.localdate(at)
    check_anonymous(text, scan(text, known=names_known(row), places=places_known(on)), read=read)
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    entry_id = record(
        kind="review_digest",
        public={
            "criteria_version": row.criteria_version, "outcome": row.outcome, "remedy": row.remedy,
            "digest": sha256(text.encode()).hexdigest(),
        },
        sealed={"review": str(row.pk)}, by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip
    made = ReviewDigest(
        review=row, month=f"{on:%Y-%m}", asked_as=row.asked_as, about=row.about, outcome=row.outcome,
        remedy=row.remedy, criteria_version=row.criteria_version, text=text, released_by=by.id, released_at=at,
        entry_id=entry_id,
    )  # fmt: skip
    made.save(force_insert=True)
    return made.pk
