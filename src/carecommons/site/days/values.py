"""What one person finds after signing in, as plain values: what waits, what stands below it, and quiet facts beside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from carecommons.provision.queries import VacancyAsked

# The most pressing first; the places are the order of the page.
KINDS = ("overdue", "now", "soon", "later", "plain")
PRESSING = ("overdue", "now")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits.

    noun: what it is counted as in the title, for one and for several ("home to find", "homes to find").
    due_on: the day by which it is due; None where no day is set. due, due_below: that day in words, for the margin.
    kind: one of KINDS, from the day. number: how many things the line stands for.
    first: it stands before everything else, whatever the days: somebody cannot move on without it.
    child_id, act: the child whom the line names, and what seeing it counts as.
    """

    title: str
    why: str
    address: str
    noun: tuple[str, str]
    go: str = "Open it"
    due_on: date | None = None
    due: str = ""
    due_below: str = ""
    kind: str = "plain"
    child_id: UUID | None = None
    act: str = ""
    number: int = 1
    first: bool = False

    @property
    def pressing(self) -> bool:
        return self.kind in PRESSING


@dataclass(frozen=True, slots=True)
class Section:
    """A list below what waits: nothing in it is owed today.

    more: how many stand only behind the address. headline: the title of the day when nothing waits.
    """

    title: str
    lines: tuple[Waiting, ...]
    none: str = ""
    more: int = 0
    address: str = ""
    link_words: str = ""
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A quiet list beside the day."""

    title: str
    lines: tuple[str, ...]
    address: str = ""
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What one person finds after signing in. asked: homes whose free places this person can say, right here."""

    title: str
    first: Waiting | None
    waiting: tuple[Waiting, ...]
    more: int
    more_address: str
    sections: tuple[Section, ...]
    asides: tuple[Aside, ...]
    nothing: str
    asked: tuple[VacancyAsked, ...] = ()
    asked_more: int = 0
    counted: int = field(default=0)

    @property
    def lines(self) -> tuple[Waiting, ...]:
        """What waits and is named on the page, in its order."""
        return (self.first, *self.waiting) if self.first else self.waiting

    @property
    def children_named(self) -> tuple[tuple[UUID, str], ...]:
        """Each child whom the page names, once, with the act that seeing them is."""
        return children_of([*self.lines, *(line for section in self.sections for line in section.lines)])


def children_of(lines: Iterable[Waiting]) -> tuple[tuple[UUID, str], ...]:
    """Each child whom the lines name, once, with the act that seeing them is."""
    named: dict[UUID, str] = {}
    for line in lines:
        if line.child_id is not None:
            named.setdefault(line.child_id, line.act)
    return tuple(named.items())


def first_of_all(found: Sequence[Waiting], at_most: int) -> list[Waiting]:
    """At most so many of the lines, in their order: the first of each kind of thing, then as many more as fit.

    found: in the order of the page. A kind is what a line is counted as: its noun.
    """
    seen: set[tuple[str, str]] = set()
    leading: list[int] = []
    others: list[int] = []
    for place, line in enumerate(found):
        (others if line.noun in seen else leading).append(place)
        seen.add(line.noun)
    return [found[place] for place in sorted([*leading, *others][:at_most])]


def in_order(found: Sequence[Waiting]) -> list[Waiting]:
    """What must stand first; then by the day on which each is due, what is overdue before; then what has no day."""
    return sorted(found, key=lambda line: (not line.first, KINDS.index(line.kind), line.due_on or date.max))
