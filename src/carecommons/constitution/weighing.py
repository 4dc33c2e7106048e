"""What "the most appropriate home" means under one version of the criteria, and how much each thing weighs in it.

Nothing is written here that the published text does not say: both are read off its gates, its order, its line and
what it never uses, each with the agreed value that it serves. A weight is a place and never a number: nothing makes up
for what stops a home, nothing is decided without what is owed, and a person leaves the order of the list in writing.
Source: handbook C5 (the definition is open, and derived from stated principles), A1 (child-centredness has explicit
weight), section 7 (staged, not scored); Children Act 1989 s22C(5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .values import Kind, Value

if TYPE_CHECKING:
    from .criteria import Criteria, Gate, OrderKey, Rule

# The values that are the child's own: what weighs for them is what child-centredness means here.
CHILDS = frozenset({"child_first", "voice", "safety", "continuity", "stability"})
LAST_GATE = 6  # the decision itself: what it owes in writing


class Weight(StrEnum):
    """How much something weighs, the heaviest first."""

    STOPS = "stops"
    OWED = "owed"
    COMPROMISE = "compromise"
    ORDERS = "orders"
    BESIDE = "beside"
    NEVER = "never"


WEIGHT_WORDS: dict[Weight, str] = {
    Weight.STOPS: "Stops a home: nobody can make an exception",
    Weight.OWED: "Nothing is decided without it, in writing",
    Weight.COMPROMISE: "Keeps a home from being called right: beyond it only a compromise, on record",
    Weight.ORDERS: "Puts the homes of the list in order",
    Weight.BESIDE: "Is weighed by a person, who may leave the order of the list for it, with reasons",
    Weight.NEVER: "Weighs nothing",
}
# What a person may do instead of what a gate says -> how much its rules weigh.
INSTEAD: dict[str, Weight] = {
    "none": Weight.STOPS,
    "recorded compromise": Weight.COMPROMISE,
    "written reasons": Weight.BESIDE,
}


@dataclass(frozen=True, slots=True)
class Weighs:
    """One thing that weighs. childs: it weighs, and serves a value that is the child's own."""

    code: str
    words: str
    weight: Weight
    kind: Kind
    source: str
    value: Value

    @property
    def childs(self) -> bool:
        return self.weight is not Weight.NEVER and self.value.code in CHILDS

    @property
    def weight_words(self) -> str:
        return WEIGHT_WORDS[self.weight]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the definition. parts: the codes that it is read off; values: the principles it is derived from."""

    words: str
    parts: tuple[str, ...]
    values: tuple[Value, ...]


def weights(found: "Criteria") -> tuple[Weighs, ...]:
    """Everything that weighs, the heaviest first, and within one weight what is the child's own first."""
    order = list(Weight)
    return tuple(sorted(_all(found), key=lambda each: (order.index(each.weight), not each.childs)))


def most_appropriate(found: "Criteria") -> tuple[Step, ...]:
    """The definition of the most appropriate home, in the order in which it is applied."""
    binding = [gate for gate in found.gates if gate.binding and gate.number != LAST_GATE]
    ordering = [key for key in found.order if key.place == "order"]
    beside = [key for key in found.order if key.place == "beside"]
    last = found.gate(LAST_GATE)
    return (
        _step(f"It passes every gate that nobody can talk away: {_named([gate.word for gate in binding])}.", binding),
        Step(found.adequacy.words, ("adequacy",), (found.adequacy.value,)),
        _step(
            "Among those, the homes that leave the least of this child's needs unmet come first: "
            f"{_named([key.name for key in ordering])}, compared one after the other.", ordering,
        ),
        _step(
            "Among homes that do equally much, a person weighs what this child keeps and what they want: "
            f"{_named([key.name for key in beside])}. Where these point to different homes, the person writes which "
            "prevailed, and why.", beside,
        ),
        _step(f"It is chosen in writing: {last.question}", [last]),
        _step("None of it rests on what is never used.", found.never_used),
    )  # fmt: skip


def _all(found: "Criteria") -> Iterator[Weighs]:
    for gate in found.gates:
        weight = Weight.OWED if gate.number == LAST_GATE else INSTEAD[gate.override]
        for rule in gate.rules:
            yield _weighs(rule, weight)
    for key in found.order:
        yield _weighs(key, Weight.ORDERS if key.place == "order" else Weight.BESIDE)
    for rule in found.never_used:
        yield _weighs(rule, Weight.NEVER)


def _weighs(part: "Rule | OrderKey", weight: Weight) -> Weighs:
    return Weighs(part.code, part.words, weight, part.kind, part.source, part.value)


def _step(words: str, parts: "list[Gate] | list[OrderKey] | tuple[Rule, ...]") -> Step:
    values = {part.value.code: part.value for part in parts}
    return Step(words, tuple(part.code for part in parts), tuple(values.values()))


def _named(words: list[str]) -> str:
    *first, last = words
    return f"{'; '.join(first)}; {last}" if first else last
