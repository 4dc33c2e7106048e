"""Assessing relatives and friends, and approving one for a time: so long at most, made longer once, begun once."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.children.queries import find_child
from carecommons.common.errors import NotFound, NotNow, Refused
from carecommons.common.texts import kept
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Subject
from carecommons.provision.actions import approve_family_for_a_time, end_family_approval, extend_family_approval
from carecommons.register.actions import record

from .. import models
from ..family import (
    Approved,
    check_full_facts,
    check_longer_facts,
    check_next,
    check_not_assessor,
    check_reason,
    check_viability,
    last_day,
    longer,
)
from ..queries import approved_before, assessments_of, full_days, looked_at_by

__all__ = ["approve_for_a_time", "assess_relative", "close_approval", "extend_approval"]


@transaction.atomic
def assess_relative(
    *, child_id: UUID, relation: str, outcome: str, words: str, assessor: str, training: str, experience: str,
    assessed_on: date, who: str = "", follows: UUID | None = None, by: Person, at: datetime,
) -> UUID:  # fmt: skip
    """Record whether a relative or friend could care for a child: who by relation, and how competent the assessor is.

    follows: the earlier assessment of the same person. Raises Faulty("viability_not_complete"), NotFound, and
    NotNow("already_corrected") where a later one follows it already.
    """
    child = find_child(child_id)
    check_may(by, "matching.assess_relative", child.subject)
    on = timezone.localdate(at)
    check_viability(
        relation=relation, outcome=outcome, words=words, assessor=assessor, training=training, experience=experience,
        assessed_on=assessed_on, words_min=whole("reason_words_min", on), on=on,
    )  # fmt: skip
    if follows is not None and follows not in {each.id for each in assessments_of(child.id)}:
        raise NotFound()
    row = models.ViabilityAssessment(
        id=uuid4(), child_id=child.id, authority=child.authority, relation=relation, outcome=outcome,
        words=kept(words, what="What was found"), who=kept(who, what="Who it is"), assessor=assessor.strip(),
        training=training.strip(), experience=experience.strip(), assessed_on=assessed_on,
        follows_id=follows, recorded_at=at, recorded_by=by.id, recorded_by_role=by.role,
    )  # fmt: skip
    row.entry_id = record(
        kind="viability", public={},
        sealed={"child": str(child.id), "assessment": str(row.id), "relation": relation, "outcome": outcome,
                "reasons": row.words},
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise NotNow(
            "already_corrected",
            "A later assessment of this person is on record already. Read it, then follow that one.",
        ) from clash
    return row.id


@transaction.atomic
def approve_for_a_time(
    *, assessment_id: UUID, home_id: UUID, from_day: date, because: str, by: Person, at: datetime
) -> UUID:
    """Approve a relative or friend for a time (reg 24): from a day, for the published number of weeks.

    Raises Refused("approval_day_past"), NotNow("nobody_assessed") unless the newest assessment says that they could,
    ReasonMissing, NotNow("approved_already"), also where this person or home was approved for a time before:
    it cannot begin again. NotAllowed("own_assessment") for whoever assessed this person, at first or later.
    """
    found = models.ViabilityAssessment.objects.filter(id=assessment_id).first()
    if found is None:
        raise NotFound()
    check_may(by, "matching.approve_for_a_time", Subject(authority=found.authority, child_id=found.child_id))
    check_not_assessor(found.id in looked_at_by(found.child_id, by.id))
    if found.outcome != "viable" or models.ViabilityAssessment.objects.filter(follows=found).exists():
        raise NotNow(
            "nobody_assessed",
            "Only somebody whose newest assessment says that they could care for the child can be approved for a time.",
        )
    on = timezone.localdate(at)
    if from_day < on:
        raise Refused(
            "approval_day_past", "An approval begins today or later: it makes nothing lawful that was before it."
        )
    words_min = whole("reason_words_min", on)
    because = check_reason(because, words_min=words_min, what="why the child must live there before all is assessed")
    to_day = last_day(from_day, weeks=whole("connected_person_weeks", from_day))
    made_id = uuid4()
    row = models.TemporaryApproval(
        id=made_id, child_id=found.child_id, authority=found.authority, home_id=home_id, assessment=found,
        number=f"TA-{made_id.hex[:10].upper()}", from_day=from_day, to_day=to_day,
        because=kept(because, what="The reason"), made_at=at, made_by=by.id, made_by_role=by.role,
    )  # fmt: skip
    again = models.TemporaryApproval.objects.filter(child_id=found.child_id, home_id=home_id).exists()
    if again or found.id in approved_before(found.child_id):
        raise NotNow(
            "approved_already",
            "They were approved for a time for this child before, and the law does not let it begin again "
            "(Care Planning Regulations 2010 reg 24-25). Finish the full assessment.",
        )
    approve_family_for_a_time(
        home_id=home_id, child=found.child_id, number=row.number, from_day=from_day, to_day=to_day, by=by, at=at
    )
    row.entry_id = _entry("approved_for_a_time", row, {"to_day": to_day.isoformat(), "reasons": because}, by, at)
    row.save(force_insert=True)
    return row.id


@transaction.atomic
def extend_approval(
    *, approval_id: UUID, because: str, most_appropriate_on: date | None, panel_asked_on: date | None,
    reviewer_told_on: date | None, by: Person, at: datetime,
) -> date:  # fmt: skip
    """Make an approval for a time longer, once (reg 25); answer its new last day.

    because: why the full assessment or the panel is not done. The days on which it was considered whether this is still
    the most appropriate home, the fostering panel was asked and the reviewing officer was told: all three are owed.
    Raises NotNow("extended_already"), NotNow("approval_lapsed"), NotNow("approval_over"),
    NotAllowed("own_assessment"), Faulty("longer_not_complete").
    """
    row = _locked(approval_id, "matching.extend_approval", by)
    check_not_assessor(row.assessment_id in looked_at_by(row.child_id, by.id))
    on = timezone.localdate(at)
    days = {
        "most_appropriate_on": most_appropriate_on, "panel_asked_on": panel_asked_on,
        "reviewer_told_on": reviewer_told_on,
    }  # fmt: skip
    check_next(Approved(row.state), Approved.EXTENDED, to_day=row.to_day, on=on)
    why = check_reason(because, words_min=whole("reason_words_min", on), what="why the assessment is not finished")
    check_longer_facts(days, from_day=row.from_day, on=on)
    row.to_day = longer(row.to_day, weeks=whole("connected_person_more_weeks", row.from_day))
    row.state, row.extended_because = Approved.EXTENDED, kept(why, what="The reason")
    for name, day in days.items():
        setattr(row, name, day)
    extend_family_approval(by=by, at=at, **_terms(row))
    row.save(update_fields=["state", "extended_because", "to_day", *days])
    told = {name: day.isoformat() for name, day in days.items() if day is not None}
    _entry("approval_longer", row, {"to_day": row.to_day.isoformat(), "reasons": why, **told}, by, at)
    return row.to_day


@transaction.atomic
def close_approval(
    *, approval_id: UUID, in_full: bool, because: str, panel_recommended_on: date | None = None,
    decided_on: date | None = None, by: Person, at: datetime,
) -> None:  # fmt: skip
    """End an approval for a time: the person was approved in full, or is not approved any more.

    in_full: the full approval must be among the terms of the home (NotNow("full_approval_missing") otherwise), and the
    days on which the fostering panel recommended it and on which the decision maker decided it are owed
    (Faulty("full_not_complete")): those that the register of homes was told need not be given again, and no others
    count. Else the home may have no child from today on.
    """
    row = _locked(approval_id, "matching.close_approval", by)
    on = timezone.localdate(at)
    new = Approved.IN_FULL if in_full else Approved.ENDED
    check_next(Approved(row.state), new, to_day=row.to_day, on=on)
    why = check_reason(because, words_min=whole("reason_words_min", on), what="what was decided, and by whom")
    days = {"panel_recommended_on": panel_recommended_on, "decided_on": decided_on}
    told: dict[str, date] = {}
    if in_full:
        told = _registered(row, on)
        days = {name: day or told.get(name) for name, day in days.items()}
    check_full_facts(days, in_full=in_full, assessed_on=row.assessment.assessed_on, on=on, registered=told)
    if not in_full:
        end_family_approval(on=on, by=by, at=at, **_terms(row))
    row.state, row.closed_because, row.closed_on = new, kept(why, what="The reason"), on
    for name, day in days.items():
        setattr(row, name, day)
    row.save(update_fields=["state", "closed_because", "closed_on", *days])
    said = {name: day.isoformat() for name, day in days.items() if day is not None}
    _entry("approval_closed", row, {"in_full": in_full, "reasons": why, **said}, by, at)


def _registered(row: models.TemporaryApproval, on: date) -> dict[str, date]:
    """The days of the full approval as the register of homes was told. Raises NotNow("full_approval_missing")."""
    told = full_days(row.home_id, row.number, on)
    if told is None:
        raise NotNow(
            "full_approval_missing",
            "The full approval is not in the register of homes yet, or has not begun. A placement officer of your "
            "council records it on the page of the home, under “Record an approval”; then say here that it was given.",
        )
    return told


def _terms(row: models.TemporaryApproval) -> dict[str, Any]:
    return {
        "home_id": row.home_id, "child": row.child_id, "number": row.number, "from_day": row.from_day,
        "to_day": row.to_day,
    }  # fmt: skip


def _locked(approval_id: UUID, act: str, by: Person) -> models.TemporaryApproval:
    row = models.TemporaryApproval.objects.select_for_update().filter(id=approval_id).first()
    if row is None:
        raise NotFound()
    check_may(by, act, Subject(authority=row.authority, child_id=row.child_id))
    return row


def _entry(kind: str, row: models.TemporaryApproval, told: dict[str, object], by: Person, at: datetime) -> UUID:
    about = {"child": str(row.child_id), "home": str(row.home_id), "approval": str(row.id)}
    return record(kind=kind, public={}, sealed=about | told, by_id=by.id, by_role=by.role, at=at)
