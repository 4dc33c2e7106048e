"""Reviews as values: what was asked and found, what waits for whom, and what everybody may read.

The caller has asked who may read them, except where a function takes a person: that one asks for itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from carecommons.children.plain import who_words
from carecommons.children.queries import avoided_places, children_named, connections, siblings
from carecommons.common.errors import NotFound, NotNow
from carecommons.common.places import Level, authorities, level_of
from carecommons.common.walls import seeing_all
from carecommons.constitution.queries import parameter, whole
from carecommons.matching.invitation.scanning import words_that_name
from carecommons.matching.queries import took_part_in_search
from carecommons.people.may import may_at_all
from carecommons.people.queries import posts_in_roles
from carecommons.people.roles import Person, Role, Subject
from carecommons.provision.queries import home_cards, homes_seen_by, stays_of

from ..ending import CLOSED
from ..models import (
    Decision,
    EmergencyReview,
    EndNotice,
    HomeLetter,
    Placement,
    PlacementEnd,
    ReviewFinding,
    ReviewSeat,
    TrailEntry,
)
from ..models import Review as Row
from ..panel import PANEL_ROLES, Decider, Freed, Member, Part, free_because, may_sit
from ..placement import UNDER_WAY, Placed
from ..review import (
    ABOUT_WORDS,
    OPEN,
    OUTCOME_WORDS,
    REDIRECT_WORDS,
    REMEDY_WORDS,
    REVIEW_WORDS,
    SEATING,
    About,
    AskedAs,
    Outcome,
    Redirect,
    Remedy,
    Review,
    check_in_time,
    heard_words,
)  # fmt: skip
from ..rights import WAYS_NEEDED, Way, ways_open
from ..state import State
from ..trail import REASONS
from .holding import holding
from .record import DecisionRecord, decision
from .until import asked_until, choice_until, ending_until, endings_until, homes_until

__all__ = [
    "Concerned", "FindingRecord", "PanelCall", "PanelPaper", "ReviewRecord", "SeatLine", "Sitter", "deciders_of",
    "decisions_concerning", "docket", "may_be_reviewed", "my_reviews", "names_known", "panel_paper", "panels_of",
    "places_known", "posts_held", "review", "review_is_theirs", "reviews_of_child", "reviews_of_decision",
    "running_reviews", "seats_to_free", "sitters_for", "team_of", "ways_on",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One member of a panel. interest: None while they have not said; who has one has left.

    Who left without an interest had their seat made free: their post had ended, or they were silent.
    """

    id: UUID
    account: UUID
    role: Role
    name: str
    interest: bool | None
    left: bool
    named_at: datetime
    declared_at: datetime | None

    @property
    def stands(self) -> str:
        """How it stands with this member, in words."""
        if self.left:
            return "left, has an interest" if self.interest else "left: the seat was made free"
        return "has not said yet whether they have an interest" if self.interest is None else "has no interest"


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding. voices: how many members have said whether they agree; dissent: the reasons of those who do not."""

    outcome: Outcome
    remedy: Remedy
    words_child: str
    words_parties: str
    duty_words: str
    digest: str
    written_at: datetime
    voices: int
    dissent: tuple[str, ...]
    spoken: frozenset[UUID]

    @property
    def outcome_words(self) -> str:
        return OUTCOME_WORDS[self.outcome]

    @property
    def remedy_words(self) -> str:
        return REMEDY_WORDS[self.remedy]


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One review with its words. child_reference is "" for a reader to whom the database shows no child.

    finding: the one that stands, or the newest that waits or fell (`stands` says which). holds: the planned move is
    held by this review now.
    """

    id: UUID
    decision_id: UUID
    placement_id: UUID | None
    disagreement_id: UUID | None
    child_id: UUID
    child_reference: str
    child_known_as: str
    authority: str
    home_id: UUID | None
    home_name: str
    about: About
    asked_as: AskedAs
    asked_by: UUID
    asked_by_role: Role
    asked_at: datetime
    words: str
    wants: str
    safety: bool
    urgent: bool
    acknowledge_by: date
    finding_by: date
    holds: bool
    frozen: bool
    lifted_at: datetime | None
    lifted_by_role: Role | None
    lifted_words: str
    state: Review
    acknowledged_at: datetime | None
    acknowledged_words: str
    seats: tuple[SeatLine, ...]
    heard_at: datetime | None
    heard_how: str
    heard_words: str
    closed_at: datetime | None
    closed_words: str
    redirected_to: Redirect | None
    finding: FindingRecord | None
    stands: bool
    duty_by: date | None
    remedied_at: datetime | None
    remedied_words: str
    deciders: tuple[Decider, ...]
    published: str
    panel_size: int

    @property
    def subject(self) -> Subject:
        """The child as the policy asks about them."""
        return Subject(authority=self.authority, child_id=self.child_id)

    @property
    def state_words(self) -> str:
        return REVIEW_WORDS[self.state]

    @property
    def about_words(self) -> str:
        return ABOUT_WORDS[self.about]

    @property
    def redirect_words(self) -> str:
        return REDIRECT_WORDS[self.redirected_to] if self.redirected_to else ""

    @property
    def how_words(self) -> str:
        return heard_words(self.heard_how)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def decided_by(self) -> frozenset[UUID]:
        """The accounts of everybody who decided what is looked at again."""
        return frozenset(each.account for each in self.deciders)

    @property
    def seats_empty(self) -> bool:
        """Whether somebody has to be named for the panel."""
        return self.state in SEATING and len(self.sitting) < self.panel_size

    @property
    def panel_whole(self) -> bool:
        """Whether every seat is filled by somebody who has no interest."""
        return len(self.sitting) == self.panel_size and all(each.interest is False for each in self.sitting)

    @property
    def finding_waits(self) -> bool:
        """Whether a finding is written on which not everybody has spoken."""
        return self.state is Review.HEARD and self.finding is not None and self.finding.voices < self.panel_size

    @property
    def may_be_let_go(self) -> bool:
        """Whether a manager may let the move go on: not against what the panel found."""
        return self.holds and self.state is not Review.FOUND

    def has_spoken(self, account: UUID) -> bool:
        """Whether this member has said whether they agree with the finding that waits."""
        return self.finding_waits and self.finding is not None and account in self.finding.spoken

    @property
    def owes(self) -> bool:
        """Whether the council has still to do what was found."""
        return self.duty_by is not None and self.remedied_at is None

    @property
    def who(self) -> str:
        """Who asked, in a young person's words."""
        return who_words(self.asked_by_role)

    @property
    def sitting(self) -> tuple[SeatLine, ...]:
        return tuple(each for each in self.seats if not each.left)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who may be named for a panel, by the post that they would sit in. councils: the names of theirs."""

    post_id: UUID
    name: str
    role: Role
    outside: bool
    councils: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelCall:
    """What a member of a panel may know of a review at any time: who asked for what, and its days; no child, no home.

    opens: whether they may read the rest now: they have said that they have no interest, and the review is not closed.
    child_id, child_reference: None and "" until it opens. owes: interest, hear, finding or voice; "" where nothing.
    may_leave: they may still say that they have an interest after all.
    """

    review_id: UUID
    role: Role
    about: About
    asked_as: AskedAs
    asked_on: date
    urgent: bool
    finding_by: date
    state: Review
    opens: bool
    owes: str
    may_leave: bool
    child_id: UUID | None
    child_reference: str

    @property
    def state_words(self) -> str:
        return REVIEW_WORDS[self.state]

    @property
    def about_words(self) -> str:
        return ABOUT_WORDS[self.about]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class PanelPaper:
    """What a member of a panel reads: the review, and the decision that it is about; another council's too.

    Both are None before the member has said that they have no interest, and once the review is closed.
    """

    call: PanelCall
    review: ReviewRecord | None
    decision: DecisionRecord | None


@dataclass(frozen=True, slots=True)
class Concerned:
    """A decision in force in which one of a provider's homes had a part, as its people may know of it: no child.

    abouts: what may be looked at again now. ask_by: the last day for it; None where that is not reckoned yet, because a
    notice stands and the child lives there. child_id is there for the look alone, and is shown to nobody.
    """

    decision_id: UUID
    child_id: UUID
    home_id: UUID
    home_name: str
    chosen: bool
    decided_on: date
    ask_by: date | None
    abouts: tuple[About, ...]


# ------------------------------------------------------------------ one review, and several
def review(review_id: UUID) -> ReviewRecord:
    """One review. Raises NotFound, as for one that is not the asker's."""
    found = _records(Row.objects.filter(id=review_id))
    if not found:
        raise NotFound()
    return found[0]


def review_is_theirs(found: ReviewRecord, person: Person) -> bool:
    """Whether this person asked for it, or is the child for whom it was asked."""
    own = found.asked_by == person.id and found.asked_by_role == person.role
    return own or (person.role is Role.CHILD and found.asked_as is AskedAs.CHILD and found.child_id in person.children)


def reviews_of_decision(decision_id: UUID) -> tuple[ReviewRecord, ...]:
    """Every review of one decision, oldest first."""
    return _records(Row.objects.filter(decision_id=decision_id))


def reviews_of_child(child_id: UUID) -> tuple[ReviewRecord, ...]:
    """Every review that concerns a child, oldest first."""
    return _records(Row.objects.filter(child_id=child_id))


def my_reviews(person: Person) -> tuple[ReviewRecord, ...]:
    """The reviews that this person asked for, and a child's own; newest first."""
    if person.id is None or not may_at_all(person, "decisions.see_own_reviews"):
        return ()
    mine = Q(asked_by=person.id, asked_by_role=person.role.value)
    if person.role is Role.CHILD:
        mine |= Q(child_id__in=person.children, asked_as=AskedAs.CHILD)
    return _records(Row.objects.filter(mine))[::-1]


def running_reviews(person: Person, decision_id: UUID) -> dict[About, ReviewRecord]:
    """The open reviews of a decision that this person asked for: what about -> the review. None can be asked twice."""
    mine = [each for each in my_reviews(person) if each.decision_id == decision_id and each.asked_by == person.id]
    return {each.about: each for each in mine if each.is_open}


def may_be_reviewed(decision_id: UUID, *, on: date) -> tuple[About, ...]:
    """What of a decision there is still time to ask about: the choice, and the end of what has begun."""
    row = Decision.objects.get(id=decision_id)
    lived = Placement.objects.filter(decision_id=decision_id).first()
    found = []
    for about, until in ((About.DECISION, choice_until(row)), (About.ENDING, ending_until(lived))):
        if about is About.ENDING and lived is not None and Placed(lived.state) is Placed.PLANNED:
            continue
        try:
            check_in_time(about, on=on, until=until, placed=lived.state if lived else "")
        except NotNow:
            continue
        found.append(about)
    return tuple(found)


def docket(person: Person) -> tuple[ReviewRecord, ...]:
    """The reviews of the person's councils that they may run: not those of what they decided or asked for."""
    if not may_at_all(person, "decisions.run_review"):
        return ()
    found = _records(Row.objects.filter(authority__in=person.authorities))
    return tuple(each for each in found if person.id not in each.decided_by and person.id != each.asked_by)


def panels_of(person: Person) -> tuple[PanelCall, ...]:
    """The reviews on whose panel this person sits now, in this role, oldest first."""
    if person.id is None or not may_at_all(person, "decisions.sit_on_panel"):
        return ()
    seats = ReviewSeat.objects.filter(account=person.id, role=person.role.value, left=False)
    found = _records(Row.objects.filter(id__in=seats.values("review_id")))
    return tuple(_call(each, _seat_of(each, person)) for each in found)


def panel_paper(review_id: UUID, person: Person) -> PanelPaper:
    """What a member reads. NotFound for whoever has no seat on this panel, whatever their council.

    Who the child is, where they live and why stays closed until the member has said that they have no interest, and
    closes again with the review (handbook section 6: D3 is for those who need it, as long as they do).
    """
    if person.id is None:
        raise NotFound()
    seats = ReviewSeat.objects.filter(review_id=review_id, account=person.id, role=person.role.value, left=False)
    if not seats.exists():
        raise NotFound()
    with seeing_all("a member of a panel reads the review that they sit on, also of another council"):
        found = review(review_id)
        call = _call(found, _seat_of(found, person))
        return PanelPaper(call, found, decision(found.decision_id)) if call.opens else PanelPaper(call, None, None)


def _seat_of(found: ReviewRecord, person: Person) -> SeatLine:
    return next(each for each in found.sitting if (each.account, each.role) == (person.id, person.role))


def _call(found: ReviewRecord, seat: SeatLine) -> PanelCall:
    opens = seat.interest is False and found.is_open
    return PanelCall(
        review_id=found.id, role=seat.role, about=found.about, asked_as=found.asked_as,
        asked_on=timezone.localdate(found.asked_at), urgent=found.urgent, finding_by=found.finding_by,
        state=found.state, opens=opens, owes=_owed_by(found, seat),
        may_leave=opens and not found.has_spoken(seat.account), child_id=found.child_id if opens else None,
        child_reference=found.child_reference if opens else "",
    )  # fmt: skip


def _owed_by(found: ReviewRecord, seat: SeatLine) -> str:
    """What is this member's to do now: interest, hear, finding or voice; "" where they wait for others."""
    if found.state not in SEATING:
        return ""
    if seat.interest is None:
        return "interest"
    if found.state is Review.ACKNOWLEDGED:
        return "hear" if found.panel_whole else ""
    if found.finding_waits:
        return "" if found.has_spoken(seat.account) else "voice"
    return "finding" if found.panel_whole else ""


# ------------------------------------------------------------------ who may hear, and who decided
def deciders_of(row: Row) -> tuple[Decider, ...]:
    """Who proposed and who put in force what is reviewed; where its ending is, also everybody who had a part in it.

    That is who gave notice, who recorded the end, who confirmed a choice of the night, and who said in an emergency
    that the stay does not go on. None of them runs the review.
    """
    return _deciders(row, row.decision)


def team_of(row: Row) -> tuple[Decider, ...]:
    """The deciding team, of whom nobody sits on the panel: everybody of `deciders_of`, whoever wrote the full reasons
    of a choice of the night or confirmed it, and everybody who ran the search from which the home was chosen."""
    found = list(_deciders(row, row.decision))
    wrote = TrailEntry.objects.filter(decision=row.decision).values_list("recorded_by", "recorded_by_role")
    found += [Decider(account, Role(role)) for account, role in wrote]
    ran = took_part_in_search(row.decision.referral_id)
    found += [Decider(account, Role(role), Part.SEARCH) for account, role in ran]
    return tuple(dict.fromkeys(found))


def _deciders(row: Row, choice: Decision) -> tuple[Decider, ...]:
    found = [Decider(choice.proposed_by, Role(choice.proposed_by_role))]
    if choice.answered_by is not None:
        found.append(Decider(choice.answered_by, Role(choice.answered_by_role)))
    if row.about == About.ENDING:
        found += _enders(row, choice)
    return tuple(dict.fromkeys(found))


def _enders(row: Row, choice: Decision) -> list[Decider]:
    said: list[tuple[UUID, str]] = []
    if row.placement_id:
        said += EndNotice.objects.filter(placement=row.placement_id).values_list("given_by", "given_by_role")
        said += PlacementEnd.objects.filter(placement=row.placement_id).values_list("recorded_by", "recorded_by_role")
    confirmed = TrailEntry.objects.filter(decision=choice, code="confirmed")
    said += confirmed.values_list("recorded_by", "recorded_by_role")
    stopped = EmergencyReview.objects.filter(decision=choice, goes_on=False)
    said += stopped.values_list("reviewed_by", "reviewed_by_role")
    return [Decider(account, Role(role), Part.ENDING) for account, role in said]


def posts_held() -> frozenset[tuple[UUID, Role]]:
    """Who holds a post in which they may sit on a panel, with its role."""
    return frozenset((who.id, who.role) for _, who in posts_in_roles(PANEL_ROLES) if who.id is not None)


def seats_to_free(
    found: ReviewRecord, *, on: date, held: frozenset[tuple[UUID, Role]] | None = None
) -> dict[UUID, Freed]:
    """The seats of this panel that may be made free, and why. held: posts_held(), where it was read already."""
    if found.state not in SEATING or not found.sitting:
        return {}
    held, days = posts_held() if held is None else held, whole("review_seat_silent_working_days", on)
    because = {
        seat.id: free_because(
            ended=(seat.account, seat.role) not in held, waited_since=_waits_since(found, seat),
            spoken=found.has_spoken(seat.account), on=on, working_days=days,
        )
        for seat in found.sitting
    }  # fmt: skip
    return {seat: why for seat, why in because.items() if why is not None}


def _waits_since(found: ReviewRecord, seat: SeatLine) -> date | None:
    """The day since which something waits for this member alone; None where nothing does."""
    if seat.interest is None:
        return timezone.localdate(seat.named_at)
    if not found.finding_waits or found.finding is None:
        return None
    return timezone.localdate(max(found.finding.written_at, seat.declared_at or seat.named_at))


def sitters_for(review_id: UUID, *, on: date) -> tuple[Sitter, ...]:
    """Everybody who may be named for this panel and has not been: the council's own people and those of the councils
    next to it, and adjudicators. Nobody of the deciding team is offered."""
    row = Row.objects.filter(id=review_id).first()
    if row is None:
        raise NotFound()
    team = team_of(row)
    there = set(ReviewSeat.objects.filter(review=row).values_list("account", flat=True))
    known = authorities(on)
    near = {code for code in known if level_of(row.authority, code, on=on) <= Level.ADJOINING}
    found = []
    for post, who in posts_in_roles(PANEL_ROLES):
        inside = who.role is Role.ADJUDICATOR or bool(who.authorities & near)
        if who.id is None or who.id in there or not inside:
            continue
        member = Member(who.id, who.role, who.authorities)
        if may_sit(member, deciders=team, askers={row.asked_by}, authority=row.authority):
            councils = tuple(sorted(known[code].name if code in known else code for code in who.authorities))
            found.append(Sitter(post, who.name, who.role, row.authority not in who.authorities, councils))
    return tuple(found)


# ------------------------------------------------------------------ for a home's people
def decisions_concerning(person: Person, *, at: datetime) -> tuple[Concerned, ...]:
    """Decisions in force, still in time for a review, in which a home of this provider or carer had a part.

    A choice, by its days (until.homes_until); and the end of living in the home that was chosen: while a notice stands,
    and for its days after the end.
    """
    if not may_at_all(person, "decisions.ask_review_for_home"):
        return ()
    homes = {line.id: line.name for line in homes_seen_by(person, at=at)}
    on, found = timezone.localdate(at), []
    with seeing_all(
        "a home of any council reads in which decisions of the last weeks it had a part: no child is named"
    ):
        endings = _endings_in(homes, on)
        rows = _choices_known_since(homes, endings, on)
        until = homes_until(rows)
        for row in rows:
            for home_id, name in homes.items():
                choice = until[row.pk].get(home_id, date.min)
                ending = endings.get(row.pk, date.min) if row.home_id == home_id else date.min
                abouts = [About.DECISION] * (choice >= on) + [About.ENDING] * (ending is None or ending >= on)
                if not abouts or row.answered_at is None:
                    continue
                found.append(
                    Concerned(
                        row.pk, row.child_id, home_id, name, row.home_id == home_id,
                        timezone.localdate(row.answered_at), None if ending is None else max(choice, ending),
                        tuple(abouts),
                    )
                )  # fmt: skip
    return tuple(found)


def _endings_in(homes: Collection[UUID], on: date) -> dict[UUID, date | None]:
    """Choices of these homes whose stay ends or has ended -> the last day to ask about that; None while it runs."""
    noticed = EndNotice.objects.exclude(state__in=CLOSED).values("placement_id")
    lived = {row.pk: row for row in Placement.objects.filter(home_id__in=homes, decision__isnull=False)}
    ending: dict[UUID, date | None] = {
        chosen: until
        for each, until in endings_until(lived.values()).items()
        if until >= on and (chosen := lived[each].decision_id)
    }
    under_way = Placement.objects.filter(home_id__in=homes, state__in=UNDER_WAY, pk__in=noticed)
    running = under_way.values_list("decision_id", flat=True)
    return ending | {each: None for each in running if each is not None}


def _choices_known_since(homes: Collection[UUID], endings: Collection[UUID], on: date) -> list[Decision]:
    """The choices in force that are in time for somebody, newest first: by their own day, by that of a letter or of
    full reasons that came later, and those whose stay ends."""
    wanted = set(endings)
    for row in Decision.objects.filter(state=State.APPROVED).order_by("-answered_at", "id").iterator():
        until = choice_until(row)
        if until is None or until < on:
            break
        wanted.add(row.pk)
    for entry in TrailEntry.objects.filter(code=REASONS).order_by("-recorded_at", "id").iterator():
        if asked_until(timezone.localdate(entry.recorded_at)) < on:
            break
        wanted.add(entry.decision_id)
    for letter in HomeLetter.objects.filter(home_id__in=homes).order_by("-told_at", "id"):
        if asked_until(timezone.localdate(letter.told_at)) < on:
            break
        wanted.add(letter.decision_id)
    return list(Decision.objects.filter(pk__in=wanted, state=State.APPROVED).order_by("-answered_at", "id"))


# ------------------------------------------------------------------ what everybody may read
def names_known(row: Row) -> tuple[str, ...]:
    """The names that the record of a review holds: what its digest may not say.

    The child, their relatives and whoever else matters to them; the homes, who runs them, and who hears the review.
    """
    homes, child, kin = _names_held(row)
    return tuple(sorted({*homes, *child, *kin, *(seat.name for seat in row.seats.all())} - {""}))


def names_hidden_from_asker(row: Row) -> tuple[str, ...]:
    """The names that words to a family or a home may not say: all that are known but those that they have themselves.

    A family knows its child's own name, a home its own and that of whoever runs it; both may know who heard them.
    """
    homes, child, kin = _names_held(row)
    if row.home_id is not None:
        own = home_cards([row.home_id])[row.home_id]
        homes -= {own.name, own.provider}
    return tuple(sorted({*homes, *kin, *(() if row.asked_as == AskedAs.FAMILY else child)} - {""}))


def _names_held(row: Row) -> tuple[set[str], set[str], set[str]]:
    """The names of the homes and who runs them, of the child, and of their people."""
    with seeing_all("the names that a text may not say are looked for in it, and shown to nobody"):
        return _of_homes(row), _of_child(row), _of_kin(row)


def _of_homes(row: Row) -> set[str]:
    """The homes of the choice and those where the child lives, lived or is to live, with who runs them."""
    chosen = row.decision
    homes = {chosen.home_id, *(UUID(each) for each in chosen.why_not), *([row.home_id] if row.home_id else [])}
    homes |= set(Placement.objects.filter(child_id=row.child_id).values_list("home_id", flat=True))
    homes |= {each.home_id for each in stays_of(row.child_id, timezone.localdate(row.asked_at))}
    cards = home_cards(list(homes)).values()
    return {each.name for each in cards} | {each.provider or "" for each in cards}


def _of_child(row: Row) -> set[str]:
    child = children_named([row.child_id]).get(row.child_id)
    return {child.known_as, child.reference} if child else set()


def _of_kin(row: Row) -> set[str]:
    """Brothers, sisters, whoever matters to the child and whom they must not meet: names without words of kinship."""
    kin = children_named(sibling for sibling, _ in siblings(row.child_id)).values()
    others = [each.name for each in connections(row.child_id)]
    others += [each.name for each in avoided_places(row.child_id)]
    return {
        *(each.reference for each in kin), *words_that_name(*(each.known_as for each in kin), *others)
    }  # fmt: skip


def places_known(on: date) -> tuple[str, ...]:
    """The names of councils and regions on a day."""
    known = authorities(on).values()
    return tuple(sorted({each.name for each in known} | {each.region for each in known}))


def ways_on(on: date) -> tuple[Way, ...]:
    """Every way that stays open to somebody who does not agree, with its days as they are published on a day."""
    numbers = {name: whole(name, on) for name in WAYS_NEEDED}
    return ways_open(numbers, ombudsman=parameter("ombudsman", on).text)


# ------------------------------------------------------------------ rows into values
def _records(rows) -> tuple[ReviewRecord, ...]:  # type: ignore[no-untyped-def]
    found = list(
        rows.order_by("asked_at", "id").select_related("published").prefetch_related("seats", "findings__votes__seat")
    )
    if not found:
        return ()
    # A home that asked across councils sees the review, and not the decision.
    choices = {each.pk: each for each in Decision.objects.filter(pk__in={row.decision_id for row in found})}
    cards = home_cards(
        list({each.home_id for each in choices.values()} | {row.home_id for row in found if row.home_id})
    )
    names = children_named(row.child_id for row in found)
    held, size = holding(found), whole("review_panel_members", timezone.localdate())
    return tuple(
        _record(row, choices.get(row.decision_id), cards, names.get(row.child_id), row.pk in held, size)
        for row in found
    )


def _record(row: Row, choice, cards, child, holds: bool, size: int) -> ReviewRecord:  # type: ignore[no-untyped-def]
    home = row.home_id or (choice.home_id if choice else None)
    shown = cards.get(home)
    return ReviewRecord(
        id=row.pk, decision_id=row.decision_id, placement_id=row.placement_id, disagreement_id=row.disagreement_id,
        child_id=row.child_id, child_reference=child.reference if child else "",
        child_known_as=child.known_as if child else "", authority=row.authority, home_id=row.home_id,
        home_name=shown.name if shown else "", about=About(row.about),
        asked_as=AskedAs(row.asked_as), asked_by=row.asked_by, asked_by_role=Role(row.asked_by_role),
        asked_at=row.asked_at, words=row.words, wants=row.wants, safety=row.safety, urgent=row.urgent,
        acknowledge_by=row.acknowledge_by, finding_by=row.finding_by, holds=holds, frozen=row.frozen,
        lifted_at=row.lifted_at, lifted_by_role=Role(row.lifted_by_role) if row.lifted_by_role else None,
        lifted_words=row.lifted_words, state=Review(row.state), acknowledged_at=row.acknowledged_at,
        acknowledged_words=row.acknowledged_words,
        seats=tuple(
            SeatLine(
                each.pk, each.account, Role(each.role), each.name, each.interest, each.left, each.named_at,
                each.declared_at,
            )
            for each in row.seats.all()
        ),
        heard_at=row.heard_at, heard_how=row.heard_how, heard_words=row.heard_words, closed_at=row.closed_at,
        closed_words=row.closed_words, redirected_to=Redirect(row.redirected_to) if row.redirected_to else None,
        finding=_finding(row), stands=row.state == Review.FOUND, duty_by=row.duty_by, remedied_at=row.remedied_at,
        remedied_words=row.remedied_words,
        deciders=_deciders(row, choice) if choice else (), panel_size=size,
        published=row.published.text if hasattr(row, "published") else "",
    )  # fmt: skip


def _finding(row: Row) -> FindingRecord | None:
    found: list[ReviewFinding] = list(row.findings.all())
    if not found:
        return None
    last = found[-1]
    votes = list(last.votes.all())
    return FindingRecord(
        outcome=Outcome(last.outcome), remedy=Remedy(last.remedy), words_child=last.words_child,
        words_parties=last.words_parties, duty_words=last.duty_words, digest=last.digest, written_at=last.written_at,
        voices=len(votes), dissent=tuple(each.words for each in votes if not each.agrees),
        spoken=frozenset(each.seat.account for each in votes),
    )  # fmt: skip
