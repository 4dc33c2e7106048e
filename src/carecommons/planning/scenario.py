"""A scenario: what would be if something changed from a day on, and whose choice that is.

Changes of how many children come, leave or move are factors on the model's own numbers from a day on. Places are
limits: where a kind of home is full, whoever comes to it too many lives in another kind that the change names. It never
says what will be: it says what the same futures would be under this change, beside what they are without.
Source: handbook D10 and E17: each limit is a law, physics or a policy choice, and a choice has somebody who made it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from carecommons.children.stays.tables import Floats
from carecommons.common.errors import Fault, Faulty

from .forecast.categories import CATEGORIES

__all__ = [
    "FACTORS",
    "LABELS",
    "WHATS",
    "Change",
    "Limit",
    "changes_from",
    "check_changes",
    "in_words",
    "limited",
    "limits_at",
]

WHATS: dict[str, str] = {
    "starts": "Children who come into care",
    "exits": "Children who leave care",
    "moves": "Moves from one kind of home to another",
    "places": "Places in a kind of home: so many, and no more",
    "more_places": "Places added (or, below nought, closed)",
}
"""What may change. Family help: fewer starts. Recruitment of carers and new homes: more places. Closures, and a
provider that leaves under a quota: places below nought. A cap: so many places."""
FACTORS = ("starts", "exits", "moves")
LABELS: dict[str, str] = {
    "law": "The law says so",
    "physics": "It cannot be otherwise: time, distance, people",
    "policy": "Somebody chose it, and may choose otherwise",
}
FACTOR_MAX = 5.0
PLACES_MAX = 100_000
TEXT_MAX = 300


@dataclass(frozen=True, slots=True)
class Change:
    """One change. size: a factor (0.9 is a tenth fewer), or places. home: of which kind; "" every kind. to: of moves,
    where to; of places, in which kind whoever finds none lives. label: law, physics or policy; chosen_by: whose policy.
    """

    what: str
    from_day: date
    size: float
    home: str
    to: str
    source: str
    label: str
    chosen_by: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"from_day": self.from_day.isoformat()}


@dataclass(frozen=True, slots=True)
class Limit:
    """At one date: at most `places` children in one kind of home (into CATEGORIES); the others live in `instead`."""

    home: int
    places: float
    instead: int


def changes_from(kept: Sequence[Mapping[str, Any]]) -> tuple[Change, ...]:
    """Changes as they are kept, or as somebody wrote them; what is not written is blank.

    Raises KeyError, TypeError or ValueError where a day, a size or what changes is missing or cannot be read.
    """
    return tuple(
        Change(
            what=str(each["what"]), from_day=date.fromisoformat(each["from_day"]), size=float(each["size"]),
            **{name: str(each.get(name, "")) for name in ("home", "to", "source", "label", "chosen_by")},
        )
        for each in kept
    )  # fmt: skip


def check_changes(changes: Sequence[Change]) -> None:
    """Raise Faulty("scenario_not_valid") with everything that cannot be meant."""
    faults = [
        Fault("changes", number, where, "scenario_not_valid", why)
        for number, change in enumerate(changes, 1)
        for where, why in _faults(change)
    ]
    if not changes:
        faults.append(
            Fault("changes", 0, "", "scenario_not_valid", "A scenario changes something: write one change at least.")
        )
    limited_homes = {change.home for change in changes if change.what == "places"}
    faults += [
        Fault(
            "changes", number, "home", "scenario_not_valid",
            "Places are added to a number of places: say first how many there are in this kind of home.",
        )
        for number, change in enumerate(changes, 1)
        if change.what == "more_places" and change.home in CATEGORIES and change.home not in limited_homes
    ]  # fmt: skip
    if faults:
        raise Faulty("scenario_not_valid", "Nothing was kept: mend what is named and send it again.", faults)


def _faults(change: Change) -> list[tuple[str, str]]:
    if change.what not in WHATS:
        return [("what", f"What changes is one of {', '.join(WHATS)}.")]
    found = _size_faults(change) + _home_faults(change)
    if change.label not in LABELS:
        found.append(("label", "Say whether it is law, physics or a policy choice."))
    if change.label == "policy" and not change.chosen_by.strip():
        found.append(("chosen_by", "A policy choice has somebody who made it: say who."))
    if not change.source.strip():
        found.append(("source", "Say where the size comes from: a study, a plan, or an assumption of yours."))
    found += [
        (name, f"This is at most {TEXT_MAX} characters.")
        for name, said in (("source", change.source), ("chosen_by", change.chosen_by))
        if len(said) > TEXT_MAX
    ]
    return found


def _size_faults(change: Change) -> list[tuple[str, str]]:
    if change.what in FACTORS:
        fits = 0 <= change.size <= FACTOR_MAX
        return [] if fits else [("size", f"A factor is 0 to {FACTOR_MAX:g}: 0.9 is a tenth fewer, 1.1 a tenth more.")]
    if not abs(change.size) <= PLACES_MAX:
        return [("size", f"Places are numbers up to {PLACES_MAX:,}.")]
    return [("size", "There are nought places or more.")] if change.what == "places" and change.size < 0 else []


def _home_faults(change: Change) -> list[tuple[str, str]]:
    found = []
    homes = ", ".join(CATEGORIES)
    of_places = change.what not in FACTORS
    if change.home not in CATEGORIES and (of_places or change.home):
        found.append(("home", f"A kind of home is one of {homes}; for factors it may be every kind."))
    if change.what == "places" and (change.to not in CATEGORIES or change.to == change.home):
        found.append(("to", "Say in which other kind of home those live who find no place: nobody vanishes."))
    if change.what == "moves" and change.to not in ("", *CATEGORIES):
        found.append(("to", f"Moves lead to one of {homes}, or to any."))
    return found


def in_words(change: Change, names: Mapping[str, str]) -> str:
    """A change as a sentence. names: of the kinds of home."""
    day = f"{change.from_day.day} {change.from_day:%B %Y}"
    home = names[change.home].lower() if change.home else "any home"
    match change.what:
        case "starts":
            where = f", {home} first" if change.home else ""
            return f"From {day}, {change.size:g} times as many children come into care{where}."
        case "exits":
            return f"From {day}, children leave care {change.size:g} times as often, from {home}."
        case "moves":
            to = names[change.to].lower() if change.to else "any other"
            return f"From {day}, children move {change.size:g} times as often from {home} to {to}."
        case "places":
            other = names[change.to].lower()
            return f"From {day}, there are {change.size:,.0f} places {home}; whoever finds none lives {other}."
        case _:
            word = "more" if change.size >= 0 else "fewer"
            return f"From {day}, {abs(change.size):,.0f} places {word} {home}."


def limits_at(changes: Sequence[Change], day: date) -> tuple[Limit, ...]:
    """The limits that hold on a day, in the order in which their places were set."""
    found: dict[str, tuple[float, str]] = {}
    for change in sorted(changes, key=lambda each: each.from_day):
        if change.from_day > day:
            continue
        if change.what == "places":
            found[change.home] = (change.size, change.to)
        elif change.what == "more_places" and change.home in found:
            places, to = found[change.home]
            found[change.home] = (max(places + change.size, 0.0), to)
    return tuple(
        Limit(CATEGORIES.index(home), places, CATEGORIES.index(to)) for home, (places, to) in found.items()
    )  # fmt: skip


def limited(children: Floats, limits: Sequence[Limit]) -> tuple[Floats, Floats]:
    """Children (..., S) with nobody above a limit, and how many (..., S) found no place in that kind of home.

    Nobody vanishes: the sum over kinds stays. Limits are taken in their order, once: where the kind that stands in is
    full itself, its own limit comes after or it holds more than its places.
    """
    found, over = children.copy(), np.zeros_like(children)
    for limit in limits:
        more = np.maximum(found[..., limit.home] - limit.places, 0)
        found[..., limit.home] -= more
        found[..., limit.instead] += more
        over[..., limit.home] += more
    return found, over
