"""Early signs that a child may not be able to stay: each says why, from what is held; together they are no score.

Source: handbook B17 (fewer avoidable emergencies: early warning), section 5 step 1 and step 12. A sign asks somebody to
look; it decides nothing, is not counted against a home, and can be answered with words where it was a false alarm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carecommons.children.needs import DOMAIN
from carecommons.common.days import in_words

from .living import low_in_a_row


@dataclass(frozen=True, slots=True)
class Terms:
    """When something held is a sign: dated parameters (constitution/data/parameters.toml)."""

    domains: tuple[str, ...]
    rise_levels: int
    own_low_times: int
    neighbours_days: int
    contact_missed_times: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """Planned times with one person who matters: (day, happened), oldest first. key: an id; name: for the sentence."""

    key: str
    name: str
    times: tuple[tuple[date, bool], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one placement.

    before, now: level of each part of life when it began and as last rated (None unknown), rated_on: when that was.
    feelings: (day, feeling) by the child, oldest first. visits_late: days by which a visit was due, and none was made.
    neighbours_left, neighbours_noticed: days on which another child left the same home, or notice was given for one.
    contact: planned times with those who matter.
    said_no_on: days on which the child said no to being here, and nobody has answered.
    """

    before: Mapping[str, int | None]
    now: Mapping[str, int | None]
    rated_on: date | None = None
    feelings: Sequence[tuple[date, str]] = ()
    visits_late: Sequence[date] = ()
    neighbours_left: Sequence[date] = ()
    neighbours_noticed: Sequence[date] = ()
    contact: Sequence[Meeting] = ()
    said_no_on: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """One early sign. code, about and since: what it is, so that an answer to it holds until something new.

    about: a code or an id, never a name: it is kept with the answer.
    """

    code: str
    about: str
    since: date
    why: str

    @property
    def key(self) -> str:
        return f"{self.code}:{self.about}:{self.since.isoformat()}"


def signs(held: Held, terms: Terms, *, on: date) -> tuple[Sign, ...]:
    """The signs of a day, newest first. The same facts give the same signs, in the same order."""
    found = [
        *_ratings(held, terms), *_visits(held), *_own(held, terms), *_neighbours(held, terms, on),
        *_contact(held, terms), *_no(held),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda sign: (-sign.since.toordinal(), sign.code, sign.about)))


def _ratings(held: Held, terms: Terms) -> list[Sign]:
    found = []
    for code in terms.domains:
        before, now = held.before.get(code), held.now.get(code)
        if before is None or now is None or held.rated_on is None or now - before < terms.rise_levels:
            continue
        why = f"{DOMAIN[code].name}: more help is needed than when they moved in ({before} then, {now} now)."
        found.append(Sign("needs_rose", code, held.rated_on, why))
    return found


def _visits(held: Held) -> list[Sign]:
    if not held.visits_late:
        return []
    number, last = len(held.visits_late), max(held.visits_late)
    times = "A visit was not made in time." if number == 1 else f"{number} visits were not made in time."
    return [Sign("visits_late", "", last, f"{times} The last was due on {in_words(last)}.")]


def _own(held: Held, terms: Terms) -> list[Sign]:
    low = low_in_a_row([feeling for _, feeling in held.feelings])
    if low < terms.own_low_times:
        return []
    return [Sign("own_low", "", held.feelings[-1][0], f"The child has said {low} times in a row that it goes badly.")]


def _neighbours(held: Held, terms: Terms, on: date) -> list[Sign]:
    since, found = on - timedelta(days=terms.neighbours_days), []
    left = [day for day in held.neighbours_left if since <= day <= on]
    if left:
        number = "Another child has" if len(left) == 1 else f"{len(left)} other children have"
        why = f"{number} left this home in the last {terms.neighbours_days} days."
        found.append(Sign("neighbours_left", "", max(left), why))
    noticed = [day for day in held.neighbours_noticed if since <= day <= on]
    if noticed:
        number = "another child" if len(noticed) == 1 else f"{len(noticed)} other children"
        why = f"Notice was given for {number} in this home in the last {terms.neighbours_days} days."
        found.append(Sign("neighbours_noticed", "", max(noticed), why))
    return found


def _contact(held: Held, terms: Terms) -> list[Sign]:
    found = []
    for with_whom in sorted(held.contact, key=lambda each: each.key):
        missed = 0
        for _, happened in reversed(with_whom.times):
            if happened:
                break
            missed += 1
        if missed >= terms.contact_missed_times:
            why = f"Planned time with {with_whom.name} did not happen {missed} times in a row."
            found.append(Sign("contact_missed", with_whom.key, with_whom.times[-1][0], why))
    return found


def _no(held: Held) -> list[Sign]:
    if not held.said_no_on:
        return []
    return [
        Sign("said_no", "", max(held.said_no_on), "The child does not agree with living here. Nobody has answered.")
    ]
