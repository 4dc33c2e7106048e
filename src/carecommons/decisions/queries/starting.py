"""The start of a placement as values: its plan, the visits before it, its notices. The caller asks who may read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from carecommons.children.queries import children_named, find_child
from carecommons.common.days import age_on
from carecommons.common.errors import NotFound
from carecommons.constitution.queries import whole
from carecommons.matching.queries import agreement_withdrawn, emergencies_among
from carecommons.people.roles import Role
from carecommons.provision.queries import home_names
from carecommons.provision.where import moves_to

from ..approvals import where
from ..hold import FREE, Hold
from ..models import Decision, Introduction, NoticeSent, Placement, PlacementStart, PlanAnswer
from ..notices import Facts, Notice, owed
from ..placement import UNDER_WAY, Placed
from ..starting import (
    GROUPS,
    HOME_AGREES,
    HOMES_WORD,
    STEP_WORDS,
    STEPS,
    Item,
    Reply,
    Step,
    answered,
    items_for,
    lacking,
    plan_due,
    yes_owed,
)
from .holding import what_holds
from .placements import PlacementRecord

__all__ = [
    "HomeSays", "Owing", "Plan", "PlanLine", "Visit", "agreement_gone", "answered_items", "emergency", "notices_of",
    "owing_among", "plan_of", "visit", "visits_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomeSays:
    """What the home itself says of the yes that was written down for it: that it is right, or what is wrong."""

    right: bool
    words: str
    said_on: date
    said_by_role: Role


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One item of a plan and its newest answer; reply None while there is none.

    home_says: of the home's yes, since it was written down. Where the home says that it is not so, reply is None and
    the words are those that were written.
    """

    item: Item
    reply: Reply | None = None
    words: str = ""
    said_on: date | None = None
    said_by_role: Role | None = None
    home_says: HomeSays | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one placement. due_on: the day by which it is whole. came_on: the day on which the child came.

    A stay that was taken up has neither: what lacked when it began is a fact of that day, and nobody here knows it.
    """

    lines: tuple[PlanLine, ...]
    emergency: bool
    due_on: date | None
    came_on: date | None
    begun_whole: bool

    @property
    def lacks(self) -> tuple[Item, ...]:
        """What nobody has answered yet."""
        return tuple(line.item for line in self.lines if line.reply is None)

    @property
    def groups(self) -> tuple[tuple[str, tuple[PlanLine, ...]], ...]:
        """The lines under the headings of the plan."""
        under = {title: tuple(line for line in self.lines if line.item.group == code) for code, title in GROUPS.items()}
        return tuple((title, lines) for title, lines in under.items() if lines)

    def late(self, on: date) -> bool:
        """Whether something still lacks and its day has passed."""
        return bool(self.lacks) and self.due_on is not None and on > self.due_on

    def line(self, code: str) -> PlanLine:
        """The line of one item. Raises NotFound for one that this plan does not ask."""
        found = next((line for line in self.lines if line.item.code == code), None)
        if found is None:
            raise NotFound()
        return found


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit or call before the move."""

    id: UUID
    kind: str
    on_day: date
    who: str
    state: Step
    how_it_was: str

    @property
    def words(self) -> str:
        return STEPS[self.kind]

    @property
    def state_words(self) -> str:
        return STEP_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Owing:
    """What one placement under way owes before or just after its start, for a day page.

    lacks: how many items of the plan lack. notices: those not sent yet, but for the home's own.
    hold: what holds the planned move, so that `first_day` does not hold.
    """

    id: UUID
    child_id: UUID
    child_reference: str
    home_name: str
    home_kind: str
    state: Placed
    first_day: date
    plan_due_on: date
    lacks: int
    notices: tuple[Notice, ...]
    hold: Hold = FREE

    @property
    def moves_to(self) -> str:
        """The home as it stands after "the move"."""
        return moves_to(self.home_name, self.home_kind)


def plan_of(found: PlacementRecord) -> Plan:
    """The plan of a placement as it stands."""
    rows: dict[str, list[PlanAnswer]] = {}
    for row in PlanAnswer.objects.filter(placement_id=found.id):  # oldest first
        rows.setdefault(row.item, []).append(row)
    start = PlacementStart.objects.filter(placement_id=found.id).first()
    chosen = found.decision_id
    urgent = start.emergency if start else chosen is not None and emergency(chosen)
    items = items_for(found.home_kind, owes_yes=found.owes_yes, moves=chosen is not None)
    return Plan(
        lines=tuple(_line(item, rows.get(item.code, ())) for item in items), emergency=urgent,
        due_on=None if chosen is None else _plan_due(found.from_day, urgent), came_on=start.came_on if start else None,
        begun_whole=start.plan_whole if start else False,
    )  # fmt: skip


def answered_items(placement_id: UUID) -> frozenset[str]:
    """Codes of the items that have an answer."""
    return answered(PlanAnswer.objects.filter(placement_id=placement_id).values_list("item", "reply"))


def visits_of(placement_id: UUID) -> tuple[Visit, ...]:
    """The visits before the move, in the order of their days."""
    return tuple(_visit(row) for row in Introduction.objects.filter(placement_id=placement_id))


def visit(visit_id: UUID) -> tuple[Visit, UUID]:
    """One visit, and the id of its placement. Raises NotFound."""
    row = Introduction.objects.filter(id=visit_id).first()
    if row is None:
        raise NotFound()
    return _visit(row), row.placement_id


def emergency(decision_id: UUID) -> bool:
    """Whether a choice was made in an emergency: its search is the short one that `open_emergency` opened."""
    return bool(emergencies_among(Decision.objects.filter(id=decision_id).values_list("referral_id", flat=True)))


def agreement_gone(decision_id: UUID) -> str:
    """The id of the search that was opened, since a choice was approved, because a parent withdrew agreement; or ""."""
    row = Decision.objects.filter(id=decision_id).only("child_id", "answered_at").first()
    if row is None or row.answered_at is None:
        return ""
    return str(agreement_withdrawn(row.child_id, since=row.answered_at) or "")


def notices_of(decision_id: UUID | None, *, at: datetime) -> tuple[Notice, ...]:
    """Every notice that a choice owes, soonest first, with the days of those that were sent. Raises NotFound.

    decision_id: None for a stay that was taken up; no move led there, and nothing is owed of one.

    Where the home lies is asked as of today: the home's own area counts, not that of the council which registered it.
    """
    if decision_id is None:
        return ()
    row = Decision.objects.filter(id=decision_id).first()
    if row is None:
        raise NotFound()
    card = home_names([row.home_id])[row.home_id]
    placed = Placement.objects.filter(decision_id=row.id).first()
    return _notices(
        row, placed.from_day if placed else row.from_day, card.authority, card.kind,
        born=find_child(row.child_id).birth_date, urgent=emergency(row.id), on=timezone.localdate(at),
        sent=dict(NoticeSent.objects.filter(decision_id=row.id).values_list("kind", "sent_on")),
    )  # fmt: skip


def owing_among(authorities: Collection[str], *, on: date) -> tuple[Owing, ...]:
    """What the placements under way of these councils owe; those that owe nothing are left out.

    Of a stay that was taken up nothing is owed by a day of its start: that day lies before anything was kept here.
    """
    under_way = Placement.objects.filter(authority__in=authorities, state__in=UNDER_WAY, decision__isnull=False)
    rows = [(row, row.decision) for row in under_way.select_related("decision") if row.decision is not None]
    if not rows:
        return ()
    cards, children = home_names([row.home_id for row, _ in rows]), children_named(row.child_id for row, _ in rows)
    urgent = emergencies_among(choice.referral_id for _, choice in rows)
    held = what_holds(choice.pk for row, choice in rows if row.state == Placed.PLANNED)
    ids = [row.id for row, _ in rows]
    said: dict[UUID, list[tuple[str, str]]] = {}
    for placement_id, item, reply in PlanAnswer.objects.filter(placement__in=ids).values_list(
        "placement_id", "item", "reply"
    ):
        said.setdefault(placement_id, []).append((item, reply))
    sent: dict[UUID, dict[str, date]] = {}
    for decision_id, kind, day in NoticeSent.objects.filter(decision__placement__in=ids).values_list(
        "decision_id", "kind", "sent_on"
    ):
        sent.setdefault(decision_id, {})[kind] = day
    found = []
    for row, choice in rows:
        card, is_urgent = cards[row.home_id], choice.referral_id in urgent
        owes_yes = row.state == Placed.PLANNED and yes_owed(card.kind, choice.no_round)
        lacks = lacking(card.kind, answered(said.get(row.id, ())), owes_yes=owes_yes)
        open_notices = _notices(
            choice, row.from_day, card.authority, card.kind, born=children[row.child_id].birth_date,
            urgent=is_urgent, on=on, sent=sent.get(choice.pk, {}),
        )  # fmt: skip
        still = tuple(each for each in open_notices if each.sent_on is None and not each.kind.by_home)
        if lacks or still or row.state == Placed.PLANNED:
            found.append(
                Owing(
                    id=row.id, child_id=row.child_id, child_reference=children[row.child_id].reference,
                    home_name=card.name, home_kind=card.kind, state=Placed(row.state), first_day=row.from_day,
                    plan_due_on=_plan_due(row.from_day, is_urgent), lacks=len(lacks), notices=still,
                    hold=held.get(choice.pk, FREE),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.first_day, each.id)))


def _visit(row: Introduction) -> Visit:
    return Visit(row.id, row.kind, row.on_day, row.who, Step(row.state), row.how_it_was)


def _line(item: Item, rows: Sequence[PlanAnswer]) -> PlanLine:
    """rows: every answer to the item, oldest first."""
    if item.code == HOME_AGREES:
        return _homes_yes(item, rows)
    return _said(item, rows[-1]) if rows else PlanLine(item)


def _homes_yes(item: Item, rows: Sequence[PlanAnswer]) -> PlanLine:
    """The yes as somebody wrote it down for the home, with what the home has said of it since; or the home's own."""
    written = next((row for row in reversed(rows) if row.reply not in HOMES_WORD), None)
    own = rows[-1] if rows and rows[-1].reply in HOMES_WORD else None
    if own is None:
        return _said(item, written) if written else PlanLine(item)
    right = own.reply == Reply.YES
    says = HomeSays(right, own.words, timezone.localdate(own.said_at), Role(own.said_by_role))
    if written is None:
        return replace(_said(item, own), reply=Reply.SAID) if right else PlanLine(item, home_says=says)
    line = replace(_said(item, written), home_says=says)
    return line if right else replace(line, reply=None)


def _said(item: Item, row: PlanAnswer) -> PlanLine:
    return PlanLine(item, Reply(row.reply), row.words, timezone.localdate(row.said_at), Role(row.said_by_role))


def _plan_due(first_day: date, urgent: bool) -> date:
    return plan_due(first_day, emergency=urgent, working_days=whole("placement_plan_working_days", first_day))


def _notices(
    row: Decision, first_day: date, home_authority: str, home_kind: str, *, born: date, urgent: bool, on: date,
    sent: dict[str, date],
) -> tuple[Notice, ...]:  # fmt: skip
    facts = Facts(
        place=where(row.authority, home_authority, on),
        home_kind=home_kind,
        first_day=first_day,
        emergency=urgent,
        taught=age_on(born, first_day) >= whole("school_notice_age_min", first_day),
    )
    found = owed(
        facts, after_emergency_days=whole("emergency_trail_working_days", first_day),
        by_home_days=whole("home_council_told_working_days", first_day),
    )  # fmt: skip
    return tuple(replace(each, sent_on=sent.get(each.kind.code)) for each in found)
