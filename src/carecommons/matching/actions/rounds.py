"""The only writers of rounds: invite every home that could be right, answer what they ask, and end the round."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from carecommons.children.queries import carried_accepted, profile
from carecommons.common.errors import NotFound, NotNow, ReasonMissing
from carecommons.common.unpriced import kept_unpriced as kept
from carecommons.constitution.queries import check_numbers
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Role, Subject
from carecommons.provision.entry import reference
from carecommons.provision.queries import providers_of
from carecommons.register.actions import record

from .. import models
from ..invitation.clocks import clock_of, closes_at
from ..invitation.replies import Reply, check_may_be_written, check_reply
from ..invitation.scanning import check_releasable, is_clean
from ..invitation.states import (
    INVITATION_NEXT,
    UNANSWERED,
    check_invitation_next,
    check_may_close,
    check_round_next,
    check_takes_answers,
)
from ..queries import draft_profile, eligible_homes, known_of, referral, shortlist, subject_of
from ..queries.rounds import subject_of_invitation, times
from ..referral import check_no_choice_waits
from ..shortlist import Referral, Shortlist
from .details import revoke_details

__all__ = [
    "answer_invitation",
    "answer_question",
    "ask_question",
    "call_off_round",
    "close_round",
    "end_rounds",
    "note_opened",
    "open_round",
]


@transaction.atomic
def open_round(
    *, referral_id: UUID, narrative: str = "", notes: Collection[UUID] = (), read: bool = False, by: Person,
    at: datetime, draw: Callable[[int], bytes] = secrets.token_bytes,
) -> UUID:  # fmt: skip
    """Invite every home of the newest list that passed the lawful and the capability gate: one text, one clock.

    What homes on the shortlist could read beyond it ends here: until the round is over all of them read the same.

    narrative: words about the child; notes: accepted notes for the next home that are told after it, as the social
    worker let them go on. Both are scanned; read: the releaser has read every word that the scan marked.
    Raises Faulty("words_name_the_child"), ReasonMissing("marked_words_not_read"), NotNow("round_open_already"),
    NotNow("nobody_to_invite"), NotNow("list_invited_already"), NotNow("profile_changed").
    """
    found = referral(referral_id)
    check_may(by, "matching.invite_homes", subject_of(found))
    models.Referral.objects.select_for_update().filter(id=found.id).first()
    end_rounds(referral_id=found.id, by=by, at=at)
    homes_of = _list_to_invite(found)
    homes = eligible_homes(homes_of)
    if not homes:
        raise NotNow(
            "nobody_to_invite",
            "No home of this list passed the lawful and the capability gate, so there is nobody to invite. The list "
            "says what each lacks; look again when that changes, or widen the search.",
        )
    narrative = kept(narrative, what="What is said of the child")
    check_numbers()
    known, of_notes = known_of(found, timezone.localdate(at)), _words_of(found.child_id, notes)
    check_releasable(narrative, known, field="narrative", read=read)
    check_releasable(of_notes, known, field="notes", read=read)
    told = kept("\n\n".join(words for words in (narrative, of_notes) if words), what="What is said of the child")
    sent = draft_profile(found, homes_of, narrative=told, at=at)
    clock = clock_of(why=models.Referral.objects.get(id=found.id).why, stay=found.stay)
    row = models.Round(
        id=UUID(bytes=draw(16), version=4), referral_id=found.id, shortlist_id=homes_of.id, child_id=found.child_id,
        authority=found.authority, number=models.Round.objects.filter(referral_id=found.id).count() + 1, clock=clock,
        profile_version=homes_of.profile_version, opened_at=at, opened_by=by.id, opened_by_role=by.role,
        closes_at=closes_at(clock, at, times(timezone.localdate(at))),
    )  # fmt: skip
    revoke_details(referral_id=found.id, because="invited", by=by, at=at)
    row.entry_id = record(
        kind="round_opened",
        public={"criteria_version": found.criteria_version},
        sealed={
            "search": str(found.id), "round": str(row.id), "closes_at": row.closes_at.isoformat(),
            "homes": [str(home) for home in homes], "told": [asdict(line) for line in sent.lines],
            "broadened": list(sent.broadened),
        },
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip
    _save_open(row)
    text = models.SentProfile.objects.create(
        id=UUID(bytes=draw(16), version=4), authority=found.authority, text=[asdict(line) for line in sent.lines],
        broadened=list(sent.broadened), released_at=at, released_by=by.id, released_by_role=by.role,
    )  # fmt: skip
    providers = providers_of(homes)
    for home in homes:
        models.Invitation.objects.create(
            id=UUID(bytes=draw(16), version=4), round=row, profile=text, authority=found.authority, home_id=home,
            provider_id=providers[home], code=_free_code(draw), sent_at=at, closes_at=row.closes_at,
        )  # fmt: skip
    return row.id


@transaction.atomic
def note_opened(*, invitation_id: UUID, by: Person, at: datetime) -> None:
    """Note that a home opened its invitation. The council may have done so for it: then nothing is noted."""
    row = _invitation(invitation_id)
    check_may(by, "matching.see_invitation", subject_of_invitation(row, by))
    if row.opened_at is None and row.ended_at is None and at < row.closes_at:
        row.opened_at = at
        row.state = "opened" if row.state == "sent" else row.state
        row.save(update_fields=["opened_at", "state"])


@transaction.atomic
def ask_question(*, invitation_id: UUID, words: str, by: Person, at: datetime) -> UUID:
    """Ask the council something about an invitation; the answer goes to every invited home."""
    row = _invitation(invitation_id)
    check_may(by, "matching.see_invitation", subject_of_invitation(row, by))
    _check_open(row, at)
    words = kept(words, what="The question")
    if not words:
        raise ReasonMissing("question_missing", "Write what you want to know.")
    made = models.Question.objects.create(
        round_id=row.round_id, invitation=row, authority=row.authority, words=words, asked_at=at,
        asked_by_role=by.role,
    )  # fmt: skip
    record(
        kind="invitation_question", public={}, by_id=by.id, by_role=by.role, at=at,
        sealed={"invitation": str(row.id), "question": str(made.id), "words": words},
    )  # fmt: skip
    return made.id


@transaction.atomic
def answer_question(*, question_id: UUID, answer: str, read: bool = False, by: Person, at: datetime) -> None:
    """Answer what one home asked, to every home that was invited. A question that could name the child is withheld."""
    row = models.Question.objects.select_for_update().select_related("round").filter(id=question_id).first()
    if row is None:
        raise NotFound()
    found = referral(row.round.referral_id)
    check_may(by, "matching.invite_homes", subject_of(found))
    check_takes_answers(row.round.state, row.round.closes_at, at)
    answer = kept(answer, what="The answer")
    if not answer:
        raise ReasonMissing("answer_missing", "Write the answer. Every invited home reads it.")
    known = known_of(found, timezone.localdate(at))
    check_releasable(answer, known, field="answer", read=read)
    if row.answered_at is not None:
        raise NotNow("question_answered", "This question is answered already, and every home has read it.")
    row.answer, row.answered_at, row.answered_by_role = answer, at, by.role
    row.withheld = not is_clean(row.words, known)
    row.save(update_fields=["answer", "answered_at", "answered_by_role", "withheld"])
    record(
        kind="invitation_question", public={}, by_id=by.id, by_role=by.role, at=at,
        sealed={"round": str(row.round_id), "question": str(row.id), "answer": answer},
    )  # fmt: skip


@transaction.atomic
def answer_invitation(
    *, invitation_id: UUID, offers: bool, answers: Mapping[str, str] | None = None, impact_there: str = "",
    impact_child: str = "", impact_words: str = "", conditions: str = "", words: str = "", reason: str = "",
    reason_words: str = "", by: Person, at: datetime,
) -> int:  # fmt: skip
    """Offer a home, need by need, or decline with a reason. It may be changed until the round closes; all is kept.

    answers: domain code -> met, support, unmet or unknown. Answers the number of the version.
    An officer writes down what a home told them, and nothing over what the home has answered itself.
    Raises ReasonMissing("decline_reason_missing"), Faulty("reply_not_complete"), NotNow("round_not_open"),
    NotNow("home_answered_itself").
    """
    row = _invitation(invitation_id)
    for_home = by.role is Role.PLACEMENT_OFFICER
    act = "matching.write_reply" if for_home else "matching.answer_invitation"
    check_may(by, act, subject_of_invitation(row, by))
    _check_open(row, at)
    earlier = models.Reply.objects.filter(invitation=row).values_list("said_by_role", flat=True)
    check_may_be_written(earlier, for_home=for_home)
    reply = Reply(
        offers=offers, answers=dict(answers or {}) if offers else {}, impact_there=impact_there if offers else "",
        impact_child=impact_child if offers else "", impact_words=kept(impact_words, what="How you know"),
        conditions=kept(conditions, what="The conditions"), words=kept(words, what="What you want to add"),
        reason="" if offers else reason, reason_words=kept(reason_words, what="The reason"),
    )  # fmt: skip
    check_reply(reply)
    new = "offered" if offers else "declined"
    check_invitation_next(row.state, new)
    version = models.Reply.objects.filter(invitation=row).count() + 1
    given = {name: value for name, value in asdict(reply).items() if name not in ("version", "said_at", "said_by_role")}
    models.Reply.objects.create(
        invitation=row, authority=row.authority, version=version, said_at=at, said_by=by.id, said_by_role=by.role,
        **given,
    )  # fmt: skip
    row.state = new
    row.save(update_fields=["state"])
    record(
        kind="invitation_answered", public={}, by_id=by.id, by_role=by.role, at=at,
        sealed={"invitation": str(row.id), "answer": given},
    )  # fmt: skip
    return version


@transaction.atomic
def close_round(*, round_id: UUID, by: Person, at: datetime) -> None:
    """End a round whose time is over, or in which every home has answered. Raises NotNow("round_still_runs")."""
    row, found = _round(round_id, by)
    check_round_next(row.state, "closed")
    invited = list(models.Invitation.objects.filter(round=row).values_list("state", flat=True))
    check_may_close(row.closes_at, invited, at)
    _end(row, found, "closed", "", by=by, at=at)


@transaction.atomic
def call_off_round(*, round_id: UUID, reason: str, by: Person, at: datetime) -> None:
    """Take every invitation of an open round back, and say why. Nothing that was answered counts.

    reason: for the search log, which the council reads. Homes read that the round was taken back, and not why.
    """
    row, found = _round(round_id, by)
    check_round_next(row.state, "called_off")
    check_takes_answers(row.state, row.closes_at, at)
    reason = kept(reason, what="The reason")
    if not reason:
        raise ReasonMissing(
            "call_off_reason_missing", "Say why the invitations are taken back: it stands in the search log."
        )
    _end(row, found, "called_off", reason, by=by, at=at)


def end_rounds(*, referral_id: UUID, by: Person, at: datetime, withdrawn: str = "") -> None:
    """Bring a search's open round up to date: closed once its time is over; taken back where the search is withdrawn.

    For the acts of a search, which have asked who may.
    """
    row = models.Round.objects.select_for_update().filter(referral_id=referral_id, state="open").first()
    if row is None:
        return
    found = referral(referral_id)
    if at >= row.closes_at:
        _end(row, found, "closed", "", by=by, at=at)
    elif withdrawn:
        _end(row, found, "called_off", withdrawn, by=by, at=at)


def _end(row: models.Round, found: Referral, state: str, because: str, *, by: Person, at: datetime) -> None:
    row.state, row.closed_at, row.closed_because = state, min(at, row.closes_at), because
    row.save(update_fields=["state", "closed_at", "closed_because"])
    for invited in models.Invitation.objects.select_for_update().filter(round=row):
        if state == "called_off":
            invited.state = "revoked" if "revoked" in INVITATION_NEXT[invited.state] else invited.state
        elif invited.state in UNANSWERED:
            invited.state = "run_out"
        invited.ended_at = row.closed_at
        invited.save(update_fields=["state", "ended_at"])
    record(
        kind="round_over",
        public={"criteria_version": found.criteria_version},
        sealed={"search": str(found.id), "round": str(row.id), "state": state, "because": because},
        by_id=by.id, by_role=by.role, at=at,
    )  # fmt: skip


def _words_of(child_id: UUID, notes: Collection[UUID]) -> str:
    """The words of these notes for the next home, oldest first. Raises NotFound for one that does not go on."""
    accepted = {note.id: note.put_as for note in carried_accepted(child_id)}
    if set(notes) - set(accepted):
        raise NotFound()
    return "\n\n".join(words for note, words in accepted.items() if note in notes)


def _list_to_invite(found: Referral) -> Shortlist:
    """The newest list, if homes can be invited from it now."""
    check_no_choice_waits(found.state)
    if found.state != "shortlisted":
        raise NotNow("list_first", "Homes are invited from a list. Look at every home first.", state=found.state)
    newest = shortlist(found.id)
    if models.Round.objects.filter(referral_id=found.id, state="open").exists():
        raise _open_already()
    if models.Round.objects.filter(shortlist_id=newest.id, state="closed").exists():
        raise NotNow(
            "list_invited_already",
            "Every home of this list was invited, and the round is over. Look at every home again: the new list reads "
            "what they answered, and its homes can be invited.",
        )
    needs = profile(found.child_id)
    if (needs.version if needs else None) != newest.profile_version:
        raise NotNow(
            "profile_changed",
            "What the child needs was recorded anew since this list was made. Look at every home again, so that those "
            "are invited who can meet it.",
        )
    return newest


def _save_open(row: models.Round) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise _open_already() from clash


def _open_already() -> NotNow:
    return NotNow(
        "round_open_already",
        "Homes were invited for this child already, and still have time to answer. Wait, or call that round off and "
        "say why.",
    )


def _invitation(invitation_id: UUID) -> models.Invitation:
    row = models.Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if row is None:
        raise NotFound()
    return row


def _check_open(row: models.Invitation, at: datetime) -> None:
    check_takes_answers("closed" if row.ended_at is not None else "open", row.closes_at, at)


def _round(round_id: UUID, by: Person) -> tuple[models.Round, Referral]:
    row = models.Round.objects.select_for_update().filter(id=round_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "matching.invite_homes", Subject(authority=row.authority, child_id=row.child_id))
    return row, referral(row.referral_id)


def _free_code(draw: Callable[[int], bytes]) -> str:
    """A code that no invitation has: drawn by lot, so that it says nothing of the child, the search or the home."""
    while True:
        drawn = reference("V", draw(5))
        if not models.Invitation.objects.filter(code=drawn).exists():
            return drawn
