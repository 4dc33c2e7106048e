"""Asking a shortlisted home to accept terms, its answer, and the end of what it may read: written here alone."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.common.errors import NotAppropriate, NotFound, NotNow, ReasonMissing
from carecommons.common.unpriced import kept_unpriced
from carecommons.constitution.terms import detail_terms_on
from carecommons.people.actions import record_look
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision.entry import reference
from carecommons.provision.queries import home_subjects
from carecommons.register.actions import record

from ..detail import SAID_NO, Asked, DetailRecord, check_asked_next, check_may_say_no, check_was_read
from ..models import Detail
from ..queries import (
    check_no_round_runs,
    chosen_since_asked,
    detail,
    detail_facts,
    detail_subject,
    nobody_invited,
    offers_of,
    referral,
    shortlist,
    subject_of,
)

__all__ = ["accept_terms", "ask_terms", "decline_terms", "read_detail", "say_not_right", "take_off_shortlist"]


@transaction.atomic
def ask_terms(
    *, referral_id: UUID, home_id: UUID, read: str, by: Person, at: datetime,
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Put a home on the shortlist: ask whoever runs it to accept the terms in force, and freeze what it will read.

    read: the fingerprint of what whoever asks has read. Only a home that offered itself in a round, and nobody while
    one is open: until it is over every home reads the same. In an emergency without a round, any home of the list.
    Raises NotNow("details_not_now") without an open list, NotNow("round_open"), NotAppropriate("nobody_was_invited",
    "home_has_not_offered"), ReasonMissing("detail_not_read"), NotNow("detail_changed_since"),
    NotNow("details_asked_already").
    """
    search = referral(referral_id)
    check_may(by, "matching.ask_terms", subject_of(search))
    if search.state != "shortlisted":
        raise NotNow("details_not_now", "Homes read more of a child while a list is open and nothing is chosen yet.")
    listed = shortlist(referral_id)
    if listed.home(home_id) is None:
        raise NotFound()
    check_no_round_runs(referral_id, at=at)
    if nobody_invited(search, at=at):
        raise NotAppropriate(
            "nobody_was_invited",
            "No home was invited for this child yet, so none may read more. Invite the homes of this list, and ask one "
            "that offers itself. A home that is chosen without a round reads the plan once the choice is approved.",
        )
    offers = offers_of(referral_id, at=at)
    if offers is not None and offers.get(home_id) != "offered":
        raise NotAppropriate(
            "home_has_not_offered",
            "This home has not offered itself for this child in a round that closed, so it may not read more. Choose a "
            "home that has; or invite every home again, and wait for the answers.",
        )
    told = detail_facts(search, timezone.localdate(at))
    check_was_read(told, read=read)
    on, whose = timezone.localdate(at), home_subjects([home_id])[home_id]
    row = Detail(
        code=_free_code(draw), referral_id=referral_id, shortlist_id=listed.id, child_id=search.child_id,
        home_id=home_id, provider_id=whose.provider_id, home_kept_by=whose.authority or "",
        authority=search.authority, terms_version=detail_terms_on(on).version, asked_at=at, asked_by_role=by.role,
        told=[[part.heading, list(part.lines)] for part in told],
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise NotNow("details_asked_already", "This home has been asked already. Wait for its answer.") from clash
    _record("detail_asked", row, by=by, at=at)
    return row.pk


@transaction.atomic
def accept_terms(*, detail_id: UUID, by: Person, at: datetime) -> None:
    """Promise, for a home, what the terms ask; from now on it may read."""
    row = _to_answer(detail_id, Asked.ACCEPTED, by=by, at=at)
    _answered(row, Asked.ACCEPTED, by=by, at=at)


@transaction.atomic
def decline_terms(*, detail_id: UUID, words: str, by: Person, at: datetime) -> None:
    """Say, for a home, that it does not accept the terms, and why."""
    row = _to_answer(detail_id, Asked.DECLINED, by=by, at=at)
    row.why_not = kept_unpriced(words, what="Why not")
    if not row.why_not:
        raise ReasonMissing("decline_terms_reason_missing", "Say why you do not accept: the council reads it.")
    _answered(row, Asked.DECLINED, by=by, at=at)


@transaction.atomic
def say_not_right(*, detail_id: UUID, words: str, by: Person, at: datetime) -> None:
    """Say, for a home that has read more, that it is not right for the child, and why. It reads no more from then on.

    Raises NotNow("detail_not_so") before it has accepted, once it is over, and once the home was chosen.
    """
    on = timezone.localdate(at)
    row, found = _locked(detail_id), detail(detail_id, on=on)
    check_may(by, "matching.answer_terms", detail_subject(found))
    check_may_say_no(found.state, chosen=chosen_since_asked(found, on=on))
    row.why_not = kept_unpriced(words, what="Why not")
    if not row.why_not:
        raise ReasonMissing("decline_terms_reason_missing", "Say why your home is not right: the council reads it.")
    row.save(update_fields=["why_not"])
    _revoke(row, SAID_NO, by=by, at=at)


def read_detail(*, detail_id: UUID, by: Person, at: datetime) -> DetailRecord:
    """What a home may read; each reading of it is a look that the child can read, under the role of who read it.

    Before the terms are accepted, and after they are revoked, nothing of the child is shown and nobody looked.
    """
    found = detail(detail_id, on=timezone.localdate(at))
    check_may(by, "matching.see_detail", detail_subject(found))
    if found.told:
        record_look(
            person=by, child_id=found.child_id, act="matching.see_detail", at=at,
            purpose=f"A home on the shortlist reads more, under its terms: {found.home_name}"[:300],
        )  # fmt: skip
    return found


@transaction.atomic
def take_off_shortlist(*, detail_id: UUID, by: Person, at: datetime) -> None:
    """Take a home off the shortlist again: it may read no more."""
    row = _locked(detail_id)
    check_may(by, "matching.ask_terms", subject_of(referral(row.referral_id)))
    check_asked_next(row.state, Asked.REVOKED)
    _revoke(row, "taken_off", by=by, at=at)


def revoke_details(
    *, referral_id: UUID, because: str, by: Person, at: datetime, but: Collection[UUID | None] = ()
) -> None:  # fmt: skip
    """End what the homes of a search may read, `but` for these: the one that was chosen, those still on the list."""
    rows = Detail.objects.select_for_update().filter(
        referral_id=referral_id, state__in=(Asked.ASKED, Asked.ACCEPTED)
    )  # fmt: skip
    for row in rows.order_by("asked_at", "id"):
        if row.home_id not in but:
            _revoke(row, because, by=by, at=at)


def _revoke(row: Detail, because: str, *, by: Person, at: datetime) -> None:
    row.state, row.revoked_at, row.revoked_because = Asked.REVOKED, at, because
    row.save(update_fields=["state", "revoked_at", "revoked_because"])
    _record("detail_revoked", row, by=by, at=at)


def _to_answer(detail_id: UUID, new: Asked, *, by: Person, at: datetime) -> Detail:
    row, found = _locked(detail_id), detail(detail_id, on=timezone.localdate(at))
    check_may(by, "matching.answer_terms", detail_subject(found))
    check_asked_next(found.state, new)
    return row


def _answered(row: Detail, state: Asked, *, by: Person, at: datetime) -> None:
    row.state, row.answered_at, row.answered_by_role = state, at, by.role
    row.save(update_fields=["state", "answered_at", "answered_by_role", "why_not"])
    _record("detail_answered", row, by=by, at=at)


def _locked(detail_id: UUID) -> Detail:
    row = Detail.objects.select_for_update().filter(id=detail_id).first()
    if row is None:
        raise NotFound()
    return row


def _record(kind: str, row: Detail, *, by: Person, at: datetime) -> None:
    record(
        kind=kind,
        public={},
        sealed={
            "search": str(row.referral_id), "home": str(row.home_id), "code": row.code, "state": str(row.state),
            "terms": row.terms_version,
        },
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip


def _free_code(draw: Callable[[int], bytes]) -> str:
    """What a home calls the child by: drawn for this home alone, so that no two homes know a child by one code."""
    while True:
        drawn = reference("D", draw(5))
        if not Detail.objects.filter(code=drawn).exists():
            return drawn
