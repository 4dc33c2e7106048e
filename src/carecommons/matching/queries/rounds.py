"""Rounds of invitations, as values: what a home reads of its own, and what the council reads of all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from carecommons.children.alike import requirements_of
from carecommons.children.queries import (
    alike_in,
    avoided_places,
    carried_accepted,
    child_for_matching,
    children_named,
    connections,
    find_child,
    profile,
    siblings,
    whereabouts,
)
from carecommons.common.days import age_on
from carecommons.common.errors import NotFound, NotNow
from carecommons.common.places import authorities, regions
from carecommons.common.walls import seeing_all
from carecommons.constitution.parameters import listed, whole
from carecommons.people.may import check_may, may_at_all
from carecommons.people.roles import Person, Role, Subject
from carecommons.provision.homes import APPROVED_KINDS, FAMILY_KINDS, KINDS
from carecommons.provision.queries import LastWritten, home_cards, homes_of_child, last_written, word_hours

from .. import models
from ..invitation.anonymous import D1, Alike, Facts, Line, profile_to_send
from ..invitation.clocks import Times
from ..invitation.replies import Reply, written_by_home
from ..invitation.said import Said, Words
from ..invitation.scanning import Find, Known, is_clean, scan, words_that_name
from ..invitation.scanning import Part as MarkedPart
from ..invitation.scanning import parts as cut_at
from ..invitation.states import INVITATION_WORDS, UNANSWERED, round_state_at
from ..reasons import NEEDS
from ..referral import STAYS
from ..shortlist import GOING_ON, Referral, Shortlist

__all__ = [
    "Accepted",
    "Asked",
    "InvitationLine",
    "InvitationSheet",
    "LogLine",
    "NoteToSend",
    "QuestionLine",
    "RoundLog",
    "answer_until",
    "check_no_round_runs",
    "check_of_search",
    "draft_profile",
    "eligible_homes",
    "invitation",
    "invitations_of",
    "known_of",
    "names_of_homes",
    "notes_to_send",
    "offered_in_rounds",
    "questions_for_officers",
    "rounds_of",
    "said_in_rounds",
    "subject_of_invitation",
    "times",
]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question and its answer, as every invited home reads it. mine: the reader's own home asked it.

    withheld: the question could tell who the child is, so that other homes read the answer alone.
    """

    id: UUID
    words: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    mine: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One line of an inbox. open: an answer can still be given. outcome: see outcomes.py; "" while nothing is known."""

    id: UUID
    code: str
    home_id: UUID
    home: str
    state: str
    sent_at: datetime
    closes_at: datetime
    open: bool
    outcome: str = ""

    @property
    def state_words(self) -> str:
        """Where it stands; once it is over, what came of it, as far as the home may know."""
        return self.outcome or INVITATION_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class InvitationSheet:
    """One invitation as its home reads it. lines, questions: none once the round is over: what was told is taken back.

    reply: the newest; replies: every version, newest first.
    """

    line: InvitationLine
    lines: tuple[Line, ...]
    questions: tuple[QuestionLine, ...]
    replies: tuple[Reply, ...]

    @property
    def reply(self) -> Reply | None:
        return next(iter(self.replies), None)


@dataclass(frozen=True, slots=True)
class Accepted:
    """That an officer accepted an answer: the parts of life that it was accepted for, and what it rests on."""

    parts: tuple[str, ...]
    rests_on: str
    at: datetime
    by_role: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One home in the search log: invited, opened, asked, answered, why not.

    more: the parts of life of which its answer says more than was accepted of it; `log_of` looks. accepted: that an
    officer accepted this answer. answered_itself: not only through the council, which then writes nothing over it.
    """

    invitation_id: UUID
    home_id: UUID
    home: str
    reference: str
    kind: str
    state: str
    sent_at: datetime
    closes_at: datetime
    opened_at: datetime | None
    asked: int
    reply: Reply | None
    more: tuple[str, ...] = ()
    accepted: Accepted | None = None
    answered_itself: bool = False

    @property
    def state_words(self) -> str:
        return INVITATION_WORDS[self.state]

    @property
    def kind_words(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class RoundLog:
    """One round as the council reads it. stale: the child's needs were recorded anew since; what was sent stays."""

    id: UUID
    number: int
    state: str
    clock: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    because: str
    profile_version: int | None
    stale: bool
    lines: tuple[Line, ...]
    broadened: tuple[str, ...]
    homes: tuple[LogLine, ...]
    questions: tuple[QuestionLine, ...]

    def count(self, *states: str) -> int:
        return sum(home.state in states for home in self.homes)

    @property
    def all_answered(self) -> bool:
        return not self.count(*UNANSWERED)


@dataclass(frozen=True, slots=True)
class NoteToSend:
    """One accepted note for the next home. words: as it goes on; finds: what in it could tell who the child is."""

    id: UUID
    words: str
    said_at: datetime
    said_by_role: Role
    finds: tuple[Find, ...]

    @property
    def parts(self) -> tuple[MarkedPart, ...]:
        """The words cut at what was found."""
        return cut_at(self.words, self.finds)

    @property
    def marked(self) -> tuple[str, ...]:
        """What was found, as it is written."""
        return tuple(find.text for find in self.finds)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search whose round wants an officer: a question without an answer, or a round that is over and unread."""

    search_id: UUID
    child_id: UUID
    child_reference: str
    questions: int
    offers: int
    declines: int
    over: bool
    closes_at: datetime


# ------------------------------------------------------------------------------------------ what the council sends
def eligible_homes(found: Shortlist) -> tuple[UUID, ...]:
    """Every home of a list that passed the lawful and the capability gate, but family: nobody picks among them."""
    passed = [(home.home_id, home.kind) for home in found.shown]
    passed += [(home.home_id, home.kind) for home in found.passed_over if home.failed_gate >= NEEDS]
    return tuple(sorted(home for home, kind in passed if kind not in FAMILY_KINDS))


def times(on: date) -> Times:
    """The published times to answer."""
    return Times(
        whole("invitation_planned_working_days", on), whole("invitation_urgent_hours", on),
        whole("invitation_emergency_hours", on),
    )  # fmt: skip


def known_of(found: Referral, on: date) -> Known:
    """What the child's record holds that could name them, for the scan of every word that is sent."""
    child, everywhere = find_child(found.child_id), authorities(on)
    others = children_named(sibling for sibling, _ in siblings(child.id))
    avoided = avoided_places(child.id)
    where = whereabouts(child.id)
    names = {
        child.known_as, *(other.known_as for other in others.values()), *(each.name for each in connections(child.id)),
        *(each.name for each in avoided),
    }  # fmt: skip
    own = {everywhere[child.authority].name} if child.authority in everywhere else set()
    return Known(
        names=frozenset(names),
        places=frozenset(own),
        postcodes=frozenset({each.postcode for each in where} | {each.postcode for each in avoided}) - {""},
        references=frozenset({child.reference, found.reference, *(other.reference for other in others.values())}),
        areas=frozenset(council.name for council in everywhere.values()) - own,
        homes=frozenset().union(*names_of_homes(homes_of_child(child.id)).values()),
    )


def names_of_homes(homes: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """home -> the names that would tell which one it is: its own, and that of whoever runs it.

    Of a family each word of its name that names somebody, and nothing where the name is only kinship.
    """
    found = {}
    for card in home_cards(list(homes)).values():
        people = words_that_name(card.name) if card.kind in FAMILY_KINDS | APPROVED_KINDS else frozenset()
        found[card.id] = frozenset({*people, *({card.name} if card.kind not in FAMILY_KINDS else ()), card.provider})
    return {home: names - {""} for home, names in found.items()}


def notes_to_send(found: Referral, on: date) -> tuple[NoteToSend, ...]:
    """What those who lived with the child, and the child, say the next home must know, as it goes on; oldest first."""
    notes = carried_accepted(found.child_id)
    known = known_of(found, on) if notes else Known()
    return tuple(
        NoteToSend(note.id, note.put_as, note.said_at, note.said_by_role, scan(note.put_as, known)) for note in notes
    )


def draft_profile(found: Referral, listed_homes: Shortlist, *, narrative: str, at: datetime) -> D1:
    """The profile as it would be sent now: told as closely as the children of the region allow."""
    on = timezone.localdate(at)
    child = child_for_matching(found.child_id, on)
    record, known = find_child(found.child_id), known_of(found, on)
    wanted = requirements_of(record.languages, record.faiths)
    asked = tuple((word, words) for word, words in _requirements(record.languages, record.faiths) if word in wanted)
    sent = tuple((word, words) for word, words in asked if is_clean(words, known))
    region, councils = next(
        ((name, codes) for name, codes in regions(on).items() if child.authority in codes), ("England", ())
    )
    with seeing_all("how many children of a region look alike is counted, so that no profile tells of one"):
        others = alike_in(councils or (child.authority,), on, age_max=whole("looked_after_age_max", on))
    facts = Facts(
        alike=Alike(
            age=age_on(child.birth_date, on), sex=child.sex, flags=frozenset(child.flags), access=child.access_needs,
            requirements=frozenset(word for word, _ in sent),
        ),
        region=region, levels=listed_homes.levels, requirements=sent, stay_words=STAYS[found.stay],
        weeks=max((found.wanted_by - on).days, 0) // 7,
        near_miles=whole("near_home_miles", on) if child.home_place else None,
        school_keep=child.school_keep, siblings=bool(child.siblings),
        sex_needed=any(
            card.terms is not None and card.terms.sexes != "any"
            for card in home_cards(list(eligible_homes(listed_homes)), on=on).values()
        ),
        narrative=narrative,
    )  # fmt: skip
    return profile_to_send(facts, others, k=whole("suppression_threshold", on) + 1, bands=listed("age_bands", on))


def _requirements(languages: Sequence[str], faiths: Sequence[str]) -> Iterable[tuple[str, str]]:
    for word in sorted(languages):
        yield " ".join(word.split()).casefold(), f"A carer who speaks {word.strip()}"
    for word in sorted(faiths):
        yield " ".join(word.split()).casefold(), f"A home where this faith can be lived: {word.strip()}"


# ------------------------------------------------------------------------------------------------ what a home reads
def subject_of_invitation(row: models.Invitation, person: Person) -> Subject:
    """The invitation as the policy asks about it: a carer's own home; all homes of whoever runs them."""
    provider = None if person.role is Role.FOSTER_CARER else row.provider_id
    return Subject(authority=row.authority, provider_id=provider, home_id=row.home_id)


def invitations_of(person: Person, *, at: datetime) -> tuple[InvitationLine, ...]:
    """What a person's homes were asked: what can still be answered by when it closes, then the rest, newest first."""
    if not may_at_all(person, "matching.see_invitation"):
        return ()
    own = Q(home_id__in=person.home_ids)
    if person.runs is not None:
        own |= Q(provider_id=person.runs)
    lines = _lines(models.Invitation.objects.filter(own), at)
    going_on = sorted((line for line in lines if line.open), key=lambda line: (line.closes_at, line.code))
    over = sorted((line for line in lines if not line.open), key=lambda line: (line.sent_at, line.code), reverse=True)
    return (*going_on, *over)


def invitation(invitation_id: UUID, *, by: Person, at: datetime) -> InvitationSheet:
    """One invitation of a person's own homes. Raises NotFound, NotAllowed."""
    row = models.Invitation.objects.select_related("profile").filter(id=invitation_id).first()
    if row is None:
        raise NotFound()
    check_may(by, "matching.see_invitation", subject_of_invitation(row, by))
    line = _lines([row], at)[0]
    text = row.profile.text if line.open else []
    questions = models.Question.objects.filter(round_id=row.round_id) if line.open else ()
    return InvitationSheet(
        line=line,
        lines=tuple(Line(**each) for each in text),
        questions=tuple(
            _question_for(each, mine=each.invitation_id == row.id)
            for each in questions
            if each.answered_at or each.invitation_id == row.id
        ),
        replies=tuple(_reply(each) for each in row.replies.order_by("-version")),
    )


def _lines(rows: Iterable[models.Invitation], at: datetime) -> list[InvitationLine]:
    found = list(rows)
    cards = home_cards([row.home_id for row in found])
    return [
        InvitationLine(
            row.id, row.code, row.home_id, cards[row.home_id].name, _state(row, at), row.sent_at, row.closes_at,
            open=row.ended_at is None and at < row.closes_at,
        )
        for row in found
    ]  # fmt: skip


def _state(row: models.Invitation, at: datetime) -> str:
    return "run_out" if row.state in UNANSWERED and at >= row.closes_at else row.state


# ------------------------------------------------------------------------------------------- what the council reads
def rounds_of(referral_id: UUID, *, at: datetime) -> tuple[RoundLog, ...]:
    """The search log: every round of a search, newest first, a line a home. For doors that have asked."""
    found = list(models.Round.objects.filter(referral_id=referral_id))
    if not found:
        return ()
    newest = profile(found[0].child_id)
    version = newest.version if newest else None
    rows = list(models.Invitation.objects.filter(round__in=found).select_related("profile").prefetch_related("replies"))
    cards = home_cards([row.home_id for row in rows])
    asked = list(models.Question.objects.filter(round__in=found))
    accepted = _accepted_of(rows)
    logs = []
    for each in found:
        mine = [row for row in rows if row.round_id == each.id]
        sent = mine[0].profile if mine else None
        homes = [
            LogLine(
                row.id, row.home_id, cards[row.home_id].name, cards[row.home_id].reference, cards[row.home_id].kind,
                _state(row, at), row.sent_at, row.closes_at, row.opened_at,
                sum(question.invitation_id == row.id for question in asked), _newest_reply(row),
                accepted=accepted.get(row.id),
                answered_itself=written_by_home(reply.said_by_role for reply in row.replies.all()),
            )
            for row in mine
        ]  # fmt: skip
        logs.append(
            RoundLog(
                id=each.id, number=each.number, state=round_state_at(each.state, each.closes_at, at), clock=each.clock,
                opened_at=each.opened_at, closes_at=each.closes_at, closed_at=each.closed_at,
                because=each.closed_because, profile_version=each.profile_version,
                stale=each.profile_version != version,
                lines=tuple(Line(**line) for line in sent.text) if sent else (),
                broadened=tuple(sent.broadened) if sent else (),
                homes=tuple(sorted(homes, key=lambda home: home.reference)),
                questions=tuple(_question(question) for question in asked if question.round_id == each.id),
            )
        )  # fmt: skip
    return tuple(logs)


def check_no_round_runs(referral_id: UUID, *, at: datetime) -> None:
    """Raise NotNow("round_open") while homes still have time to answer: nobody decides before all have had theirs."""
    if answer_until(referral_id, at=at) is not None:
        raise NotNow(
            "round_open",
            "Homes were invited and still have time to answer: all of them have the same time. Wait until the round is "
            "over, or call it off and say why.",
            log_of=str(referral_id),
        )


def answer_until(referral_id: UUID, *, at: datetime) -> datetime | None:
    """Until when the homes of a search may still answer; None where none is asked now. For rooms that have asked."""
    running = models.Round.objects.filter(referral_id=referral_id, state="open", closes_at__gt=at)
    return running.values_list("closes_at", flat=True).first()


def check_of_search(search_id: UUID, *, invited: UUID | None = None, asked: UUID | None = None) -> None:
    """Raise NotFound where the invitation or the question is not of this search, as where there is none."""
    rounds = models.Round.objects.filter(referral_id=search_id)
    is_invited = invited is not None and models.Invitation.objects.filter(id=invited, round__in=rounds).exists()
    is_asked = asked is not None and models.Question.objects.filter(id=asked, round__in=rounds).exists()
    if not (is_invited or is_asked):
        raise NotFound()


def said_in_rounds(found: Referral, *, profile_version: int | None, at: datetime) -> Said:
    """The newest answer of each home in the rounds of a search that are over, given to the needs as they are now.

    What was answered to an earlier version of the needs is not carried over: those homes are asked again. With them
    stands what was accepted of these homes for this child, and when their record was last written.
    """
    rounds = {
        row.id: row.closed_at or row.closes_at
        for row in models.Round.objects.filter(referral_id=found.id, profile_version=profile_version)
        if round_state_at(row.state, row.closes_at, at) == "closed"
    }
    rows = list(models.Invitation.objects.filter(round__in=rounds).order_by("sent_at").prefetch_related("replies"))
    replies = {row.home_id: reply for row in rows if (reply := _newest_reply(row)) is not None}
    # A home may take its offer back until the round is over: from then on its word holds as long as any other.
    still = timedelta(hours=word_hours(at))
    placed = {row.home_id for row in rows if row.home_id in replies and at <= rounds[row.round_id] + still}
    written = last_written(replies, about=found.child_id) if replies else {}
    return Said(
        replies, frozenset(home for home in placed if replies[home].offers),
        accepted=_accepted_for(found.child_id, profile_version, written),
        words={home: Words(each.about, each.harm) for home, each in written.items()},
    )  # fmt: skip


def _accepted_for(
    child_id: UUID, profile_version: int | None, written: Mapping[UUID, LastWritten]
) -> dict[UUID, Reply]:
    """home -> its answer that was accepted last for this child, unless the home has said its levels anew since."""
    rows = models.AcceptedReply.objects.filter(
        reply__invitation__round__child_id=child_id, reply__invitation__round__profile_version=profile_version,
        reply__invitation__home_id__in=set(written),
    )  # fmt: skip
    found = {}
    for row in rows.select_related("reply__invitation") if written else ():
        home = row.reply.invitation.home_id
        said_anew = written[home].levels
        if said_anew is None or said_anew <= row.accepted_at:
            found[home] = _reply(row.reply)
    return found


def _accepted_of(rows: Sequence[models.Invitation]) -> dict[UUID, Accepted]:
    """invitation -> that its newest answer was accepted."""
    newest = {max(row.replies.all(), key=lambda each: each.version).id: row.id for row in rows if row.replies.all()}
    return {
        newest[each.reply_id]: Accepted(tuple(each.parts), each.rests_on, each.accepted_at, each.accepted_by_role)
        for each in models.AcceptedReply.objects.filter(reply_id__in=newest)
    }  # fmt: skip


def offered_in_rounds(referral_id: UUID, *, at: datetime) -> frozenset[UUID]:
    """The homes whose newest answer, in a round of this search that is over, is an offer."""
    rows = models.Invitation.objects.filter(round__referral_id=referral_id).select_related("round").order_by("sent_at")
    newest = {
        row.home_id: row.state
        for row in rows
        if round_state_at(row.round.state, row.round.closes_at, at) == "closed"
    }  # fmt: skip
    return frozenset(home for home, state in newest.items() if state == "offered")


def questions_for_officers(person: Person, *, at: datetime) -> tuple[Asked, ...]:
    """The searches whose rounds want somebody: a home asks, or the time is over and no list has read the answers."""
    if not may_at_all(person, "matching.invite_homes"):
        return ()
    rows: QuerySet[models.Round] = models.Round.objects.filter(
        authority__in=person.authorities, referral__state__in=GOING_ON
    ).exclude(state="called_off")
    newest = {row.referral_id: row for row in rows.order_by("opened_at").select_related("referral")}
    listed_at = dict(
        models.Shortlist.objects.filter(referral__in=newest).order_by("made_at").values_list("referral_id", "made_at")
    )
    names = children_named(row.child_id for row in newest.values())
    asking = Counter(
        models.Question.objects.filter(round__in=newest.values(), answered_at=None).values_list("round_id", flat=True)
    )
    invited = list(models.Invitation.objects.filter(round__in=newest.values()).values_list("round_id", "state"))
    found = []
    for search, row in newest.items():
        over = round_state_at(row.state, row.closes_at, at) == "closed"
        unread = over and row.referral.state == "shortlisted" and listed_at[search] < row.opened_at
        waiting = 0 if over else asking[row.id]
        if waiting or unread:
            states = [state for each, state in invited if each == row.id]
            found.append(
                Asked(
                    search, row.child_id, names[row.child_id].reference, waiting, states.count("offered"),
                    states.count("declined"), unread, row.closes_at,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.closes_at, str(each.search_id))))


def _newest_reply(row: models.Invitation) -> Reply | None:
    found = sorted(row.replies.all(), key=lambda each: each.version)
    return _reply(found[-1]) if found else None


def _reply(row: models.Reply) -> Reply:
    return Reply(
        offers=row.offers, answers=row.answers, impact_there=row.impact_there, impact_child=row.impact_child,
        impact_words=row.impact_words, conditions=row.conditions, words=row.words, reason=row.reason,
        reason_words=row.reason_words, version=row.version, said_at=row.said_at, said_by_role=row.said_by_role,
    )  # fmt: skip


def _question_for(row: models.Question, *, mine: bool) -> QuestionLine:
    found = _question(row, mine=mine)
    return found if mine or not row.withheld else replace(found, words="")


def _question(row: models.Question, *, mine: bool = False) -> QuestionLine:
    return QuestionLine(row.id, row.words, row.asked_at, row.answer, row.answered_at, mine, row.withheld)
