"""A child does not agree, and is answered in words. Both are kept for good, and both are entries of the register.

Source: handbook C4 (a right of review for the child); Children Act 1989 s26(3) (the complaint beside it).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from carecommons.common.errors import NotFound, NotNow, ReasonMissing
from carecommons.common.texts import gettext_noop as _
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.register.actions import record

from ..approvals import check_not_theirs
from ..models import Decision, Disagreement, DisagreementAnswer
from ..reasons import too_thin
from ..state import State

__all__ = ["answer_disagreement", "disagree"]


@transaction.atomic
def disagree(
    *,
    decision_id: UUID,
    words: str,
    wants: str = "",
    move_should_wait: bool = False,
    wants_advocate: bool = False,
    by: Person,
    at: datetime,
) -> UUID:
    """Keep that the child does not agree with a decision in force, word for word; one word is enough.

    Raises ReasonMissing("disagreement_empty"), NotNow("decision_not_in_force").
    """
    row = Decision.objects.filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "decisions.disagree", Subject(authority=row.authority, child_id=row.child_id))
    if row.state != State.APPROVED:
        raise NotNow("decision_not_in_force", _("Nothing has been decided yet. You can still say what you want."))
    words, wants = kept(words, what="What you wrote"), kept(wants, what="What you wrote")
    if not words:
        raise ReasonMissing("disagreement_empty", _("Say what is not right. One word is enough."))
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = Disagreement(
        decision=row, child_id=row.child_id, authority=row.authority, words=words, wants=wants,
        move_should_wait=move_should_wait, wants_advocate=wants_advocate, said_at=at, said_by=by.id,
        said_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = record(
        kind="disagreement",
        public={},
        sealed={"decision": str(row.entry_id), "disagreement": str(made.pk), "words": words, "wants": wants},
        by_id=by.id,
        by_role=by.role.value,
        at=at,
    )
    made.save(force_insert=True)
    return made.pk


@transaction.atomic
def answer_disagreement(*, disagreement_id: UUID, words: str, move_waits: bool, by: Person, at: datetime) -> UUID:
    """Answer a child who does not agree, in words that they read; another answer may follow.

    Whoever proposed or approved the decision does not answer, in whatever role they come: nobody judges a no to what
    they decided themselves. Raises NotAllowed("own_decision") for them, and
    ReasonMissing("disagreement_answer_missing") where the words could be no answer.
    """
    found = Disagreement.objects.select_related("decision").filter(id=disagreement_id).first()
    if found is None:
        raise NotFound()
    check_may(by, "decisions.answer_disagreement", Subject(authority=found.authority, child_id=found.child_id))
    check_not_theirs(found.decision.decided_by, by)
    words = kept(words, what="The answer")
    if too_thin(words, words_min=whole("reason_words_min", timezone.localdate(at))):
        raise ReasonMissing(
            "disagreement_answer_missing",
            "Answer the child in a sentence or more: what you looked at, what happens now, and why.",
        )
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    made = DisagreementAnswer(
        disagreement=found, words=words, move_waits=move_waits, answered_at=at, answered_by=by.id,
        answered_by_role=by.role.value,
    )  # fmt: skip
    made.entry_id = record(
        kind="disagreement_answered",
        public={},
        sealed={"disagreement": str(found.pk), "answer": str(made.pk), "words": words},
        by_id=by.id,
        by_role=by.role.value,
        at=at,
    )
    made.save(force_insert=True)
    return made.pk
