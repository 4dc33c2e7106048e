"""Asking that somebody who did not decide looks again, and taking that back.

Source: handbook C4 (who may ask), C2 (a home that was not asked), section 7, Adjudication (days, and the move waits).
"""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotAllowed, NotFound, NotNow, ReasonMissing
from carecommons.common.texts import gettext_noop as _
from carecommons.common.texts import kept
from carecommons.common.walls import seeing_all
from carecommons.constitution.queries import whole
from carecommons.people.may import check_may, check_may_at_all
from carecommons.people.roles import Person, Role, Subject
from carecommons.provision.queries import home as home_of
from carecommons.register.actions import record
from carecommons.register.queries import entry_id_of

from ..models import Decision, Disagreement, Placement, Review
from ..queries import emergency
from ..queries.until import choice_until, ending_until, homes_until
from ..review import About, AskedAs, check_in_time, check_next_step, due_by, is_urgent, starts_frozen, who_asks
from ..review import Review as Asked
from ..state import State

__all__ = ["ask_review", "ask_review_for_home", "ask_review_of_no", "withdraw_review"]

ACT, ACT_FOR_HOME = "decisions.ask_review", "decisions.ask_review_for_home"


@transaction.atomic
def ask_review(
    *,
    decision_id: UUID,
    words: str,
    wants: str = "",
    about: About = About.DECISION,
    safety: bool = False,
    by: Person,
    at: datetime,
) -> UUID:
    """Ask for a review of a decision in force, or of the end of living there; one word of a child is enough.

    Where the child or the family asks before the child has moved, the planned move is held from this moment.
    Raises ReasonMissing("review_empty"), NotNow("decision_not_in_force"), NotNow("review_too_late"),
    NotNow("review_asked_already") and NotAllowed("review_of_own_choice").
    """
    row = Decision.objects.filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    check_may(by, ACT, Subject(authority=row.authority, child_id=row.child_id))
    return _ask(row, about=About(about), words=words, wants=wants, safety=safety, by=by, at=at)


@transaction.atomic
def ask_review_for_home(
    *,
    home_id: UUID,
    decision_id: UUID | None = None,
    entry_number: int | None = None,
    words: str,
    wants: str = "",
    about: About = About.DECISION,
    safety: bool = False,
    by: Person,
    at: datetime,
) -> UUID:
    """Ask for a home: one that has a part in a choice (until.homes_until), or one that was not asked at all (C2).

    A home that was not asked names the decision by its number in the public register: it knows nothing else of it.
    The end of living there is for the home in which the child lived.
    Answers alike for a decision that does not exist and one that this home has no part in: NotFound.
    """
    check_may_at_all(by, ACT_FOR_HOME)
    home = home_of(home_id, by=by, at=at)
    check_may(by, ACT_FOR_HOME, Subject(provider_id=home.provider_id, home_id=home.id))
    about = About.NOT_INVITED if decision_id is None else About(about)
    if about is About.NOT_INVITED and entry_number is None:
        raise ReasonMissing("review_entry_missing", "Give the number of the decision in the public register.")
    with seeing_all("a home of any council asks for a review of a decision that it has a part in"):
        where = {"id": decision_id} if decision_id else {"entry_id": entry_id_of(entry_number or 0)}
        row = Decision.objects.filter(state=State.APPROVED, **where).first()
        until = homes_until([row])[row.pk].get(home_id) if row is not None else None
        if row is None or not _has_part(row, home_id, about, named=until is not None):
            raise NotFound()
        return _ask(
            row, about=about, words=words, wants=wants, safety=safety, by=by, at=at, home_id=home_id, until=until
        )


@transaction.atomic
def ask_review_of_no(*, disagreement_id: UUID, by: Person, at: datetime) -> UUID:
    """Make a review of a child's no, with its words: one press. The day of the no counts as the day of asking.

    Raises NotNow("review_asked_already") where that was done before.
    """
    said = Disagreement.objects.select_related("decision").filter(id=disagreement_id).first()
    if said is None:
        raise NotFound()
    check_may(by, "decisions.disagree", Subject(authority=said.authority, child_id=said.child_id))
    said_on = timezone.localdate(said.said_at)
    return _ask(
        said.decision, about=About.DECISION, words=said.words, wants=said.wants, safety=False, by=by, at=at,
        said=said, said_on=said_on,
    )  # fmt: skip


@transaction.atomic
def withdraw_review(*, review_id: UUID, words: str = "", by: Person, at: datetime) -> None:
    """Take a review back, without a reason: who asked may, and a child may where their advocate asked for them.

    A move that it held is not held any more. Another review may be asked for while there is time.
    """
    check_may_at_all(by, "decisions.see_own_reviews")
    row = Review.objects.select_for_update().filter(id=review_id).first()
    if row is None or not _theirs(row, by):
        raise NotFound()
    check_next_step(row.state, Asked.WITHDRAWN)
    row.state, row.closed_at, row.closed_words = Asked.WITHDRAWN, at, kept(words, what="What you wrote")
    row.save(update_fields=["state", "closed_at", "closed_words"])
    record(
        kind="review_closed", public={"how": "withdrawn"}, sealed={"review": str(row.pk), "words": row.closed_words},
        by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip


def _theirs(row: Review, by: Person) -> bool:
    own = row.asked_by == by.id and row.asked_by_role == by.role.value
    return own or (by.role is Role.CHILD and row.asked_as == AskedAs.CHILD and row.child_id in by.children)


def _has_part(row: Decision, home_id: UUID, about: About, *, named: bool) -> bool:
    """Whether a home may ask about this: about an end, where the child lived there; that it was not asked, where it has
    no part in the choice (`named`); about the choice, where it has one."""
    if about is About.ENDING:
        return row.home_id == home_id
    return named is not (about is About.NOT_INVITED)


def _ask(
    row: Decision,
    *,
    about: About,
    words: str,
    wants: str,
    safety: bool,
    by: Person,
    at: datetime,
    home_id: UUID | None = None,
    until: date | None = None,
    said: Disagreement | None = None,
    said_on: date | None = None,
) -> UUID:
    asked_as = who_asks(by.role)
    if row.state != State.APPROVED:
        raise NotNow("decision_not_in_force", _("Nothing has been decided yet. You can still say what you want."))
    if by.id in row.decided_by:
        raise NotAllowed(
            "review_of_own_choice",
            "You proposed or approved this choice. Take it back or choose again instead; a review is for those who "
            "did not decide.",
        )
    words, wants = kept(words, what="What you wrote"), kept(wants, what="What you wrote")
    if not words:
        raise ReasonMissing("review_empty", _("Say what is not right. One word is enough."))
    on = timezone.localdate(at)
    lived = Placement.objects.select_for_update().filter(decision_id=row.pk).first()
    placed = lived.state if lived else ""
    until = ending_until(lived) if about is About.ENDING else until or choice_until(row)
    check_in_time(about, on=said_on or on, until=until, placed=placed)
    assert by.id is not None, "the policy lets nobody in who has not signed in"
    urgent = is_urgent(
        safety=safety, placed=placed, from_day=lived.from_day if lived else on, on=on,
        within=whole("review_urgent_move_working_days", on),
    )  # fmt: skip
    days = due_by(
        on, urgent=urgent, acknowledge=whole("review_acknowledged_working_days", on),
        usual=whole("review_finding_working_days", on), soon=whole("review_finding_urgent_working_days", on),
    )  # fmt: skip
    made = Review(
        decision=row, placement=lived, disagreement=said, child_id=row.child_id, authority=row.authority,
        home_id=home_id, criteria_version=row.criteria_version, about=about, asked_as=asked_as, asked_by=by.id,
        asked_by_role=by.role.value, asked_at=at, words=words, wants=wants, safety=safety, urgent=urgent,
        acknowledge_by=days.acknowledge_by, finding_by=days.finding_by,
        frozen=starts_frozen(asked_as, placed=placed, emergency=emergency(row.pk)),
    )  # fmt: skip
    made.entry_id = record(
        kind="review_asked", public={"criteria_version": row.criteria_version},
        sealed={"decision": str(row.entry_id), "review": str(made.pk), "words": words, "wants": wants},
        by_id=by.id, by_role=by.role.value, at=at,
    )  # fmt: skip
    _save(made)
    return made.pk


def _save(made: Review) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise NotNow(
            "review_asked_already",
            _("You asked for this already, and someone is looking at it. Nothing was lost."),
        ) from clash
