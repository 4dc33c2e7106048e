"""Why a search was not planned, and what was tried so that it would not be needed.

A search that nobody planned (UNPLANNED: a published list) owes two things before homes are looked at: a root cause,
as far as it is known, and what was tried to prevent it: what, by whom, when, and what came of it; or why nothing
could be. Neither blames a home or a child: they are counted, so that the next one is not needed.
Source: handbook B17 (root cause of each emergency), section 5 step 1 ("prevention tried"); Children Act 1989 s20(7)-(8)
and (11) (a parent's agreement, and its end).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carecommons.common.errors import Fault, Faulty, Refused
from carecommons.common.texts import cleaned

ROOT_CAUSES: dict[str, str] = {
    "help_for_carer": "Those who cared had less help than they needed",
    "needs_grew": "What the child needs grew, or became known only now",
    "needs_not_met": "The home could not meet what was known from the start",
    "carers_life": "Illness, loss or a change in the life of those who cared",
    "living_together": "The children who lived there could not live well together",
    "child_unhappy": "The child could not bear it there, and said or showed so",
    "home_ends": "The home closed, or lost its registration or approval",
    "harm_alleged": "Harm was alleged, and the child could not stay meanwhile",
    "family_changed": "What the family agreed to, or could do, changed",
    "outside_danger": "Danger from outside: exploitation, or somebody who found the address",
    "late_planning": "An ending that was known of was not planned for in time",
    "not_known": "Not known yet: to be found out at the next review",
}
CONSENT_WITHDRAWN = "consent_withdrawn"
BY_AGREEMENT = "V2"  # legal status of the return: looked after by agreement (section 20)
TRIED_AT_MOST = 12
CONSENTS_FROM_AGE = 16  # Children Act 1989 s20(11): a young person of this age may agree for themselves
RIGHTS_OF_PARENT = (
    "The child lives away from home by agreement (section 20), and a parent has withdrawn it. Whoever has parental "
    "responsibility may take the child home at any time, unless a court order says otherwise; a court is asked where "
    "that would not be safe. Ask the parents first, and write down what they want now."
)
AGREES_THEMSELVES = (
    "The young person is 16 or over and may agree to go on living away from home, whatever a parent says "
    "(section 20(11)). Ask them before anybody else."
)


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing that was tried. by_whom: a role or a service, never a private person's name."""

    what: str
    by_whom: str
    tried_on: date
    came_of: str


@dataclass(frozen=True, slots=True)
class Prevention:
    """What is on record of one search: the newest that was written down counts. tried in order of days."""

    root_cause: str
    tried: tuple[Tried, ...]
    nothing_because: str
    recorded_at: datetime
    recorded_by_role: str

    @property
    def cause_words(self) -> str:
        return ROOT_CAUSES[self.root_cause]


def check_prevention(
    *, root_cause: str, tried: Sequence[Tried], nothing_because: str, words_min: int, on: date
) -> None:
    """Raise Refused("root_cause_unknown"), or Faulty("prevention_not_complete") with everything that is missing.

    Either something was tried, each with its four answers, or one reason says why nothing could be: never both, never
    neither. words_min: the least words of a reason.
    """
    if root_cause not in ROOT_CAUSES:
        raise Refused("root_cause_unknown", f"Say what lay behind it with one of: {', '.join(ROOT_CAUSES)}.")
    found = [fault for row, each in enumerate(tried, start=1) for fault in _faults(each, row, on)]
    reason = cleaned(nothing_because)
    if tried and reason:
        found.append(_fault("nothing_because", "both", "Say what was tried, or why nothing could be: not both."))
    if not tried and not reason:
        words = "Say what was tried so that the child need not move, or why nothing could be."
        found.append(_fault("nothing_because", "missing", words))
    elif reason and len(reason.split()) < words_min:
        words = f"Say in {words_min} words or more why nothing could be tried."
        found.append(_fault("nothing_because", "too_thin", words))
    if len(tried) > TRIED_AT_MOST:
        found.append(_fault("tried", "too_many", f"Name the {TRIED_AT_MOST} things that mattered most."))
    if found:
        raise Faulty("prevention_not_complete", "Nothing was recorded. Put right what is named below.", found)


def check_why_of_status(*, why: str, legal_status: str) -> None:
    """Raise Refused("consent_not_theirs"): only where the child lives away by agreement can a parent withdraw it."""
    if why == CONSENT_WITHDRAWN and legal_status != BY_AGREEMENT:
        raise Refused(
            "consent_not_theirs",
            "A parent can withdraw agreement only where the child lives away from home by agreement (section 20). On "
            "record is another legal status. Put the record right, or choose another reason for this search.",
        )


def rights_words(*, why: str, age: int) -> tuple[str, ...]:
    """What the law says where a parent withdrew agreement, as sentences for whoever looks for a home."""
    if why != CONSENT_WITHDRAWN:
        return ()
    return (RIGHTS_OF_PARENT, AGREES_THEMSELVES) if age >= CONSENTS_FROM_AGE else (RIGHTS_OF_PARENT,)


def _faults(tried: Tried, row: int, on: date) -> list[Fault]:
    asked = {
        "what": "Say what was tried.", "by_whom": "Say who tried it, by role or service.",
        "came_of": "Say what came of it.",
    }  # fmt: skip
    found = [
        Fault("tried", row, name, "missing", words) for name, words in asked.items()
        if not cleaned(getattr(tried, name))
    ]  # fmt: skip
    if tried.tried_on > on:
        found.append(Fault("tried", row, "tried_on", "in_future", "On which day? This day has not come yet."))
    return found


def _fault(column: str, code: str, words: str) -> Fault:
    return Fault("prevention", 0, column, code, words)
