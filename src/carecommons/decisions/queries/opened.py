"""The sealed parts of a decision's register entry, opened for its parties and checked against their seals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from carecommons.common.places import authority
from carecommons.people.roles import ROLE_NAMES, Role
from carecommons.register.leaf import commitment
from carecommons.register.queries import PublicEntry, entry_id_of, openings, public_entry

from ..choice import WISHES_WORDS, WishesEffect
from .record import DecisionRecord, decision_of_entry

__all__ = ["OpenedEntry", "OpenedPart", "opened"]

PART_NAMES = {
    "child": "Child",
    "home": "Home",
    "provider": "Run by",
    "authority": "Council",
    "reasons": "Reasons",
    "wishes": "What the child's wishes changed",
    "role": "Acted as",
}
REASON_NAMES = {
    "why_chosen": "Why this home",
    "prevailed": "Which prevailed",
    "search_evidence": "The search",
    "no_round": "Why homes were not asked in a round",
    "missing": "What was missing",
    "satisfied": "Of what the approver was satisfied",
    "approver": "Who had to approve",
    "reviewed_on": "The review that came before the move",
    "no_review": "Why no review could come before the move",
    "no_meeting": "Why there was no matching meeting",
    "emergency": "Decided in an emergency, for a few days",
    "exempt": "Outside the foster family’s terms: until when, and why",
}
# A parent may be the person from whom a child must be safe: no page tells them where the child lives. What the
# child's wishes changed may name the place, so it stays closed to them as well.
PARENT_READS = frozenset({"authority", "role"})


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """One sealed part: its words, and whether they match the seal that everyone can see."""

    name: str
    title: str
    lines: tuple[tuple[str, str], ...]
    erased: bool
    matches: bool


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry with its sealed parts; the caller has asked who may open them."""

    entry: PublicEntry
    decision: DecisionRecord
    parts: tuple[OpenedPart, ...]

    def parts_for(self, role: Role) -> tuple[OpenedPart, ...]:
        """The parts that someone in this role may read."""
        return tuple(part for part in self.parts if role is not Role.PARENT or part.name in PARENT_READS)


def opened(number: int) -> OpenedEntry:
    """The entry of a decision with this number, opened. Raises NotFound for every other entry."""
    entry_id = entry_id_of(number)
    found, entry = decision_of_entry(entry_id), public_entry(number)
    parts = openings(entry_id)
    names = {str(home.home_id): home.name for home in found.passed_over}
    on = timezone.localdate(found.proposed_at)
    return OpenedEntry(
        entry=entry,
        decision=found,
        parts=tuple(
            OpenedPart(
                name=name,
                title=title,
                lines=() if parts[name].salt is None else tuple(_lines(name, parts[name].value, names, on)),
                erased=parts[name].salt is None,
                matches=_matches(entry, name, parts[name].salt, parts[name].value),
            )
            for name, title in PART_NAMES.items()
            if name in parts
        ),
    )


def _matches(entry: PublicEntry, name: str, salt: bytes | None, value: Any) -> bool:
    return salt is not None and commitment(name, value, salt) == entry.commitments.get(name)


def _lines(name: str, value: Any, names: Mapping[str, str], on: date) -> list[tuple[str, str]]:
    """The part as pairs of a word and what it says."""
    if name == "authority":
        return [("", authority(value, on).name)]
    if name == "role":
        return [("", ROLE_NAMES[Role(value)])]
    if name == "wishes":
        answer = value.get("own_order_answer")
        told = [("", WISHES_WORDS[WishesEffect(value["effect"])]), ("How", value["how"])]
        return [*told, *([("To the child’s own order of the homes", answer)] if answer else [])]
    if name == "reasons":
        told = [(title, _text(value[key])) for key, title in REASON_NAMES.items() if value.get(key)]
        homes: dict[str, list[str]] = {}
        for home, why in value["why_not"].items():
            homes.setdefault(why, []).append(names.get(home, "another home"))
        return [*told, *((f"Why not {', '.join(named)}", why) for why, named in homes.items())]
    if isinstance(value, Mapping):
        return [("", " ".join(str(value[key]) for key in ("reference", "name") if key in value))]
    return [("", _text(value))]


def _text(value: Any) -> str:
    if value is True:
        return "Yes"
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)
