"""A needs profile being written: begun from the last version, one part at a time, confirmed as a whole.

Parts are plain JSON, so that they can be kept between visits. A part is "done" when this author has answered
it, "before" while it stands as in the last version, "empty" when nobody has answered it, and "unknown" for as
long as the answer is that nobody knows, whoever gave it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from carecommons.common.errors import Fault

from .needs import DOMAIN, DOMAINS, Flag, Outcome, Profile, Rating, Strength, profile_faults
from .packing import pack, unpack

State = Literal["done", "before", "empty", "unknown"]
Parts = dict[str, Any]
OTHER_PARTS = ("strengths", "matters", "outcomes", "specialist", "assessment")


def begin(last: Profile | None) -> Parts:
    """A draft that says what the last version said, with nothing yet marked as answered again."""
    return {
        "ratings": {row["domain"]: row for row in pack(last.ratings)} if last else {},
        "strengths": pack(last.strengths) if last else [],
        "matters": list(last.matters) if last else [],
        "outcomes": pack(last.outcomes) if last else [],
        "flags": pack(last.flags) if last else [],
        "assessment": {},
        "done": [],
    }


def with_rating(parts: Parts, rating: Rating) -> Parts:
    """The draft with one part of life answered. Who rated it, and when, is added when all is confirmed."""
    row = pack([rating])[0]
    return _done({**parts, "ratings": {**parts["ratings"], rating.domain: row}}, rating.domain)


def with_strengths(parts: Parts, strengths: Sequence[Strength]) -> Parts:
    return _done({**parts, "strengths": pack(strengths)}, "strengths")


def with_matters(parts: Parts, matters: Sequence[str]) -> Parts:
    return _done({**parts, "matters": list(matters)}, "matters")


def with_outcomes(parts: Parts, outcomes: Sequence[Outcome]) -> Parts:
    return _done({**parts, "outcomes": pack(outcomes)}, "outcomes")


def with_flags(parts: Parts, flags: Sequence[Flag], *, done: bool) -> Parts:
    """The draft with its specialist needs; `done` when the author says that there is no other."""
    changed = {**parts, "flags": pack(flags)}
    return _done(changed, "specialist") if done else changed


def with_assessment(parts: Parts, *, assessed_on: date, training: str, experience: str) -> Parts:
    told = {"assessed_on": assessed_on.isoformat(), "training": training, "experience": experience}
    return _done({**parts, "assessment": told}, "assessment")


def rating_in(parts: Parts, code: str) -> Rating | None:
    row = parts["ratings"].get(code)
    return unpack(Rating, [row])[0] if row else None


def strengths_in(parts: Parts) -> tuple[Strength, ...]:
    return unpack(Strength, parts["strengths"])


def outcomes_in(parts: Parts) -> tuple[Outcome, ...]:
    return unpack(Outcome, parts["outcomes"])


def flags_in(parts: Parts) -> tuple[Flag, ...]:
    return unpack(Flag, parts["flags"])


def assessed_on_in(parts: Parts) -> date | None:
    told = parts["assessment"].get("assessed_on")
    return date.fromisoformat(told) if told else None


def state_of(parts: Parts, name: str) -> State:
    """How far one part is: a domain's code, or one of OTHER_PARTS."""
    if name in DOMAIN:
        rating = parts["ratings"].get(name)
        if rating is None:
            return "empty"
        if rating["level"] is None:
            return "unknown"
        return "done" if name in parts["done"] else "before"
    if name in parts["done"]:
        return "done"
    held = {"specialist": parts["flags"], "assessment": None}.get(name, parts.get(name))
    return "before" if held else "empty"


def answered(parts: Parts) -> int:
    """How many of the parts hold an answer, this author's or the last version's."""
    names = (*DOMAIN, *OTHER_PARTS)
    return len([name for name in names if state_of(parts, name) != "empty"])


def to_profile(parts: Parts, *, child_id: UUID, rater: str, on: date) -> Profile:
    """The draft as a profile. Ratings that this author answered bear this author, competence and day."""
    told = parts["assessment"]
    assessed_on = assessed_on_in(parts) or on
    stamp = {
        "rater": rater, "training": told.get("training", ""), "experience": told.get("experience", ""),
        "rated_on": assessed_on.isoformat(),
    }  # fmt: skip
    rows = [
        {**parts["ratings"][domain.code], **(stamp if domain.code in parts["done"] else {})}
        for domain in DOMAINS
        if domain.code in parts["ratings"]
    ]
    return Profile(
        version=1, child_id=child_id, assessed_on=assessed_on, ratings=unpack(Rating, rows), flags=flags_in(parts),
        strengths=strengths_in(parts), matters=tuple(parts["matters"]), outcomes=outcomes_in(parts),
    )  # fmt: skip


def draft_faults(parts: Parts, *, child_id: UUID, rater: str, on: date) -> list[tuple[str, Fault]]:
    """What keeps a draft from being confirmed: (the part to open, the fault), in the order of the list."""
    found: list[tuple[str, Fault]] = []
    profile = to_profile(parts, child_id=child_id, rater=rater, on=on)
    if "assessment" not in parts["done"]:
        words = "About this assessment: say when it was, and what training and experience you bring to it."
        found.append(("assessment", Fault("assessment", 0, "assessment", "part_missing", words)))
    if not parts["strengths"]:
        words = "Strengths: not answered yet. They come before needs."
        found.append(("strengths", Fault("strengths", 0, "strengths", "part_missing", words)))
    for fault in profile_faults(profile, on=on):
        part = _part_of(fault, profile)
        # Competence is asked once, under "About this assessment", and is missing twelve times without it.
        if part == "assessment" and "assessment" not in parts["done"]:
            continue
        found.append((part, fault))
    return found


def _part_of(fault: Fault, profile: Profile) -> str:
    if fault.file == "ratings" and fault.column in DOMAIN:
        return fault.column
    if fault.file == "ratings":
        of_the_author = fault.column in ("rater", "training", "experience", "rated_on")
        return "assessment" if of_the_author else profile.ratings[fault.row - 1].domain
    return {"flags": "specialist", "profile": "assessment"}.get(fault.file, fault.file)


def _done(parts: Parts, name: str) -> Parts:
    return {**parts, "done": [*(each for each in parts["done"] if each != name), name]}
