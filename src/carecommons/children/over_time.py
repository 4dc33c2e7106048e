"""How much help a child needed in each part of life, rating by rating: one course each, never added together.

Source: handbook A3 (measured change over time); look.md section 6. Units: levels 0 to 4, None unknown; days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from .needs import DOMAINS, FLAGS, Profile


@dataclass(frozen=True, slots=True)
class Point:
    """One rating of one part of life: by whom it was rated stands in that version. own: the child's own view."""

    on: date
    version: int
    level: int | None
    own: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """One part of life through all versions, oldest first."""

    code: str
    name: str
    points: tuple[Point, ...]

    @property
    def words(self) -> str:
        """The course in words: "3, then 2, then unknown. The child said 3, then 2."."""
        said = _in_turn([_level(point.level) for point in self.points])
        own = [str(point.own) for point in self.points if point.own is not None]
        return f"{said[0].upper()}{said[1:]}." + (f" The child said {_in_turn(own)}." if own else "")


@dataclass(frozen=True, slots=True)
class Span:
    """A specialist need from the day of its formulation. ended: its last day; None while it stands."""

    code: str
    name: str
    began: date
    ended: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day and may explain a change; never a cause."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class OverTime:
    """Everything that the page of change over time shows. versions: (number, day), oldest first."""

    versions: tuple[tuple[int, date], ...]
    courses: tuple[Course, ...]
    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = field(default=())

    @property
    def begins(self) -> date:
        return self.versions[0][1]

    @property
    def until(self) -> date:
        return self.versions[-1][1]


def over_time(profiles: Sequence[Profile], moves: Sequence[Mark] = ()) -> OverTime | None:
    """All versions, in any order, as twelve courses; None when nothing was ever rated.

    A mark counts from the first rating on: what happened before explains no change between ratings.
    """
    if not profiles:
        return None
    turns = sorted(profiles, key=lambda profile: (profile.assessed_on, profile.version))
    begins = turns[0].assessed_on
    return OverTime(
        versions=tuple((profile.version, profile.assessed_on) for profile in turns),
        courses=tuple(Course(domain.code, domain.name, _points(turns, domain.code)) for domain in DOMAINS),
        spans=_spans(turns),
        marks=tuple(sorted((mark for mark in moves if mark.on >= begins), key=lambda mark: (mark.on, mark.words))),
    )


def _points(turns: Sequence[Profile], code: str) -> tuple[Point, ...]:
    rated = ((profile, profile.rating(code)) for profile in turns)
    return tuple(
        Point(profile.assessed_on, profile.version, rating.level, rating.own_level) for profile, rating in rated
    )


def _spans(turns: Sequence[Profile]) -> tuple[Span, ...]:
    """A specialist need that a later version no longer holds ended there, unless it has a last day of its own."""
    found = []
    for code, name in FLAGS.items():
        held = [profile for profile in turns if any(flag.code == code for flag in profile.flags)]
        if not held:
            continue
        flag = next(flag for flag in held[-1].flags if flag.code == code)
        began = min(flag.assessed_on for profile in held for flag in profile.flags if flag.code == code)
        after = [profile for profile in turns if profile.assessed_on >= held[-1].assessed_on and profile not in held]
        if flag.ended_on:
            found.append(Span(code, name, began, flag.ended_on, "ended"))
        elif after:
            found.append(Span(code, name, began, after[0].assessed_on, "no longer recorded"))
        else:
            found.append(Span(code, name, began, None, "stands"))
    return tuple(found)


def _level(level: int | None) -> str:
    return "unknown" if level is None else str(level)


def _in_turn(said: Sequence[str]) -> str:
    """What was said, in turn, a repeated answer once: "3, then 2"."""
    kept = [each for n, each in enumerate(said) if n == 0 or each != said[n - 1]]
    return ", then ".join(kept)
