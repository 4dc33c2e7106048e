"""What is owed after an emergency, each thing with its day: done, open or overdue.

At night a home is chosen with a sentence; what an ordinary choice owes beforehand is owed afterwards instead, and
nothing of it is dropped. Source: handbook section 5, row 7 (a trail of at most 5 working days), C3, A2; Care Planning
Regulations 2010 reg 9 (placement plan), reg 11(2) (of what the approver is satisfied), reg 13 (written notices).
Units: working days in England, counted from the day after the beginning.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from carecommons.common.days import add_working_days
from carecommons.common.errors import NotNow


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that an emergency owes: what, what to do, and by which law ("" where it is a rule of this house).

    since: "opened" (from the opening) or "placed" (from the day of the stay). The record tells when each was done.
    """

    code: str
    words: str
    to_do: str
    source: str
    since: str


OWED = (
    Owed(
        "family", "Parents, relatives and friends asked",
        "Ask parents, then relatives and friends, and record their answers on the full search.",
        "Children Act 1989 s22C(2)-(7)", "opened",
    ),
    Owed(
        "wishes", "The child asked what they wish and feel",
        "Ask the child, and record what they say.", "Children Act 1989 s22(4)-(5)", "opened",
    ),
    Owed(
        "reasons", "The full reasons, and why not each other suitable home",
        "Write the full reasons: why this home, why not the others, and what the child’s wishes change.",
        "", "placed",  # handbook C3 and A2
    ),
    Owed(
        "notice", "Written notice to those who must know",
        "Send each notice that stands on the page of the choice, and record the day.",
        "Care Planning Regulations 2010 reg 13", "placed",
    ),
    Owed(
        "plan", "The placement plan",
        "Answer every part of the plan on the page of the placement, with those who care for the child.",
        "Care Planning Regulations 2010 reg 9", "placed",
    ),
    Owed(
        "confirmed", "The approver’s confirmation",
        "An approver, other than whoever proposed the home, reads the full reasons and confirms the choice.",
        "Care Planning Regulations 2010 reg 11(2)", "placed",  # and handbook section 5, row 7
    ),
)  # fmt: skip
OWED_BY_CODE: Mapping[str, Owed] = {each.code: each for each in OWED}
LAST = "confirmed"  # it rests on all the others
REASONS = "reasons"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the trail of one emergency."""

    owed: Owed
    due_on: date
    done_on: date | None

    @property
    def code(self) -> str:
        return self.owed.code

    @property
    def done(self) -> bool:
        return self.done_on is not None

    def late(self, on: date) -> bool:
        """Done after its day, or not done and its day has passed."""
        return (self.done_on or on) > self.due_on


def trail(
    *, opened_on: date, placed_on: date | None, done: Mapping[str, date], working_days: int, plan_working_days: int
) -> tuple[Item, ...]:  # fmt: skip
    """What is owed, in order. placed_on None: no home was chosen, so that only what the opening owes is there.

    done: code -> the day on which it was done. plan_working_days: the placement plan has a number of its own.
    """
    found = []
    for each in OWED:
        begun = opened_on if each.since == "opened" else placed_on
        if begun is not None:
            days = plan_working_days if each.code == "plan" else working_days
            found.append(Item(each, add_working_days(begun, days), done.get(each.code)))
    return tuple(found)


def kept(items: Collection[Item], on: date) -> str:
    """Whether the trail was kept: "kept" (all in time), "late" (something was or is late) or "open" (still running)."""
    if any(item.late(on) for item in items):
        return "late"
    return "kept" if all(item.done for item in items) else "open"


KEPT_WORDS = {"kept": "All of it done in time", "late": "Something late", "open": "Still within its days"}


def check_not_done(items: Collection[Item], code: str) -> None:
    """Raise NotNow("trail_done_already") for what is done: it is written once."""
    if any(item.code == code and item.done for item in items):
        raise NotNow("trail_done_already", "This is done and on record already. Nothing was changed.")


def check_ready_to_confirm(items: Collection[Item]) -> None:
    """Raise NotNow("trail_not_done") while anything is open that a confirmation rests on."""
    open_ = [item for item in items if not item.done and item.code != LAST]
    if open_:
        raise NotNow(
            "trail_not_done",
            "The confirmation comes last. Still to do: " + "; ".join(item.owed.words for item in open_) + ".",
            items=[item.code for item in open_],
        )
