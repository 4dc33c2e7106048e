"""What changed between two versions of a child's needs, said in words, part of life by part of life.

Source: handbook A3 (measured change over time). Units: levels 0 to 4, None unknown. Each part is compared
with itself only; nothing is added up. A lower level because support works never cuts the support by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .needs import DOMAINS, FLAGS, Profile

Direction = Literal["less", "more", "same", "now_known", "not_known_now", "unknown"]
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "all twelve")


@dataclass(frozen=True, slots=True)
class Change:
    """One part of life, earlier and now. direction: how much help is needed now, against before."""

    domain: str
    name: str
    before: int | None
    now: int | None
    direction: Direction
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side. changes: all twelve, in order; flags by name."""

    earlier: int
    later: int
    changes: tuple[Change, ...]
    flags_begun: tuple[str, ...]
    flags_ended: tuple[str, ...]
    strengths_begun: tuple[str, ...]
    matters_changed: bool

    def parts(self, *directions: Direction) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.direction in directions)

    @property
    def changed(self) -> tuple[Change, ...]:
        """The parts of life that are not as they were, in order: what a reader wants first."""
        return self.parts("less", "more", "now_known", "not_known_now")

    @property
    def unchanged(self) -> tuple[Change, ...]:
        return self.parts("same", "unknown")

    @property
    def counts(self) -> dict[str, int]:
        """How many parts of life went which way. Each is a count of parts, never a level, and none is a score."""
        return {
            "less": len(self.parts("less")), "more": len(self.parts("more")), "same": len(self.parts("same")),
            "not_comparable": len(self.parts("now_known", "not_known_now", "unknown")),
        }  # fmt: skip

    @property
    def counted(self) -> str:
        """The measured change in words (A3): "three need less help, one needs more, seven are as they were..."."""
        less, more, same, apart = self.counts.values()
        said = [f"{_count(less)} {_need(less)} less help", f"{_count(more)} {_need(more)} more"]
        said.append(f"{_count(same)} {_is(same or 1)} as before")
        said += [f"{_count(apart)} cannot be compared, because a rating is unknown"] if apart else []
        return f"Of twelve parts of life, {', '.join(said)}."

    @property
    def headline(self) -> str:
        """The comparison in a sentence: "Four parts of life need less help, one needs more."."""
        less, more = len(self.parts("less")), len(self.parts("more"))
        learned = len(self.parts("now_known"))
        if not (less or more or learned or self.parts("not_known_now")):
            return "All twelve parts of life are as they were."
        words = f"{_parts(less).capitalize()} less help, {_more(more)}."
        return words + (
            f" {_NUMBERS[learned].capitalize()} that {_was(learned)} unknown {_is(learned)} known now." * bool(learned)
        )


def compare(earlier: Profile, later: Profile) -> Comparison:
    """What changed from one version to a later one."""
    before = {rating.domain: rating.level for rating in earlier.ratings}
    now = {rating.domain: rating.level for rating in later.ratings}
    old_flags, new_flags = earlier.active_flags(earlier.assessed_on), later.active_flags(later.assessed_on)
    return Comparison(
        earlier=earlier.version,
        later=later.version,
        changes=tuple(
            change(domain.code, domain.name, before.get(domain.code), now.get(domain.code)) for domain in DOMAINS
        ),
        flags_begun=tuple(FLAGS[code] for code in new_flags if code not in old_flags),
        flags_ended=tuple(FLAGS[code] for code in old_flags if code not in new_flags),
        strengths_begun=_strengths_begun(earlier, later),
        matters_changed=earlier.matters != later.matters,
    )


def change(code: str, name: str, before: int | None, now: int | None) -> Change:
    """One part of life against itself."""
    direction, words = _said(before, now)
    return Change(code, name, before, now, direction, words)


def _said(before: int | None, now: int | None) -> tuple[Direction, str]:
    if before is None and now is None:
        return "unknown", "Still unknown."
    if before is None:
        return "now_known", f"Was unknown, now {now}."
    if now is None:
        return "not_known_now", f"Was {before}, now unknown."
    if now < before:
        return "less", f"Was {before}, now {now}: needs less help."
    if now > before:
        return "more", f"Was {before}, now {now}: needs more help."
    return "same", f"{now}, as before."


def _strengths_begun(earlier: Profile, later: Profile) -> tuple[str, ...]:
    known = {strength.domain: strength.state for strength in earlier.strengths}
    names = {domain.code: domain.name for domain in DOMAINS}
    grown = [each for each in later.strengths if _ORDER[each.state] > _ORDER[known.get(each.domain, "unknown")]]
    return tuple(f"{names[each.domain]}: {each.text}" for each in grown)


_ORDER = {"unknown": 0, "emerging": 1, "present": 2}


def _parts(number: int) -> str:
    return f"{_NUMBERS[number]} {'part of life needs' if number == 1 else 'parts of life need'}"


def _count(number: int) -> str:
    return _NUMBERS[number] if number else "none"


def _need(number: int) -> str:
    return "needs" if number <= 1 else "need"


def _more(number: int) -> str:
    if number == 0:
        return "none needs more"
    return f"{_NUMBERS[number]} {_need(number)} more"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def course(
    profiles: Sequence[Profile], code: str, at_most: int = 3
) -> tuple[tuple[Profile, int | None, int | None], ...]:
    """The last few ratings of one part of life, newest first: (version, level, the child's own view)."""
    found = []
    for profile in profiles[:at_most]:
        rating = profile.rating(code)
        found.append((profile, rating.level, rating.own_level))
    return tuple(found)
