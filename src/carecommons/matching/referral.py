"""What a search owes before homes are looked at, and the states through which it goes.

Source: Children Act 1989 s22C(2)-(7) (parents, then relatives and friends, asked first), s22(4)-(5) and
handbook A2 (wishes before the list), C1 (only under published criteria).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from carecommons.common.errors import NotNow, ReasonMissing, Refused

from .shortlist import RUNG_ANSWERS, RUNGS, Rung

WHYS: dict[str, str] = {
    "first_home": "Coming into care",
    "planned_move": "A planned move",
    "notice": "The home has given notice",
    "breakdown": "Living there has broken down",
    "closure": "The home is closing",
    "allegation": "Something was alleged there",
    "child_asked": "The child asked to move",
    "nearer": "To be nearer home, school, or brothers and sisters",
    "emergency": "An emergency tonight",
    "consent_withdrawn": "A parent withdrew their agreement",
    "short_stay_ends": "A short stay is ending",
}
STAYS: dict[str, str] = {
    "any": "For as long as it is needed",
    "long_term": "To grow up there",
    "short_term": "For a time, while plans are made",
    "emergency": "Tonight, while a home is looked for",
    "short_break": "A short break",
}
EMERGENCY = "emergency"  # of why, and of stay: only opening an emergency opens such a search
WHYS_BY_DAY = {code: words for code, words in WHYS.items() if code != EMERGENCY}
STAYS_BY_DAY = {code: words for code, words in STAYS.items() if code != EMERGENCY}
# state -> the states that may follow; a decided or withdrawn search is over.
NEXT: dict[str, tuple[str, ...]] = {
    "open": ("shortlisted", "withdrawn"),
    "shortlisted": ("shortlisted", "proposed", "withdrawn"),
    "proposed": ("shortlisted", "decided"),
    "decided": (),
    "withdrawn": (),
}
STATE_WORDS: dict[str, str] = {
    "open": "Asked for; family and wishes come first",
    "shortlisted": "Every home was looked at, and the list is frozen",
    "proposed": "A home is proposed and waits for approval",
    "decided": "A choice is in force",
    "withdrawn": "Ended without a home",
}
# What comes first, in a search of each state, before anything else can follow.
FIRST: dict[str, str] = {
    "open": "Make the list of homes first.",
    "shortlisted": "Propose a home of the list first.",
    "proposed": "The proposed home must be answered first.",
    "decided": "Open a new search if the child needs a home.",
    "withdrawn": "Open a new search if the child needs a home.",
}
# What a search waits for -> (where it stands, what is next). The first six are the codes of its steps.
NEXT_STEPS: dict[str, tuple[str, str]] = {
    "prevention": (
        "Nobody planned this search: what was tried comes first",
        "say what lay behind it, and what was tried so that the child need not move",
    ),
    "avoid": ("A place to avoid must be known first", "say where this child must not live"),
    "parents": ("Parents are asked first", "ask the parents"),
    "connected_person": ("Relatives and friends are asked next", "ask relatives and friends"),
    "wishes": ("The child’s wishes come next", "ask what the child wishes, before any home is looked at"),
    "criteria": ("The criteria changed: it must be opened again", "withdraw the search and open it again"),
    "ready": ("All that comes first is done; looking at homes is next", "look at every home"),
    "invite": (
        "Homes were looked at; inviting them is next",
        "invite every home that could be right, all at once and alike",
    ),
    "answering": (
        "Homes were invited and may still answer",
        "wait for what the homes answer, until their time is over",
    ),
    "read_answers": (
        "The time of the homes to answer is over; looking at every home again is next",
        "look at every home again: the next list reads what the homes answered",
    ),
    "ask_child": (
        "Homes were looked at; asking the child is next",
        "ask the child about the homes on the list, before one is chosen",
    ),
    "choose": (
        "Homes were looked at; a choice is next",
        "compare the homes that could be right, and choose with reasons",
    ),
    "proposed": ("A home is proposed and waits for approval", "wait for the approver’s answer"),
    "decided": ("Decided", ""),
    "withdrawn": ("Withdrawn", ""),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a search owes before homes are looked at: done or not, and what is to do.

    binding: homes are not looked at before it is done. Without a needs profile they may be (tonight's emergency),
    but every home will wait: what nobody knows fits nothing.
    """

    code: str
    words: str
    done: bool
    to_do: str
    binding: bool = True


def check_referral(
    *, wanted_by: date, why: str, stay: str, on: date, ahead_days_max: int, emergency: bool = False
) -> None:
    """Refuse a search that nobody could answer. ahead_days_max: how far ahead a home may be looked for.

    emergency: it is the short search of an emergency; no other may be for tonight, as what is waived there is owed.
    """
    if wanted_by < on:
        raise Refused("wanted_by_past", "The day by which a home is wanted has passed. Choose today or a later day.")
    if (wanted_by - on).days > ahead_days_max:
        raise Refused(
            "wanted_by_far",
            f"{wanted_by.day} {wanted_by:%B %Y} is more than {ahead_days_max} days ahead: no home can say today "
            "whether it has a place then. Look at the year, or open the search nearer the day.",
        )
    if why not in WHYS:
        raise Refused("why_unknown", f"Say why a home is looked for with one of: {', '.join(WHYS_BY_DAY)}.")
    if stay not in STAYS:
        raise Refused("stay_unknown", f"Say for what stay with one of: {', '.join(STAYS_BY_DAY)}.")
    if not emergency and EMERGENCY in (why, stay):
        raise Refused(
            "open_an_emergency",
            "A child who cannot wait until tomorrow has a way of their own, and no other search goes on with less: "
            "open an emergency, on the page of the child, with `carecommons referral emergency`, or by "
            "POST /api/v1/matching/emergencies. It opens the full search beside it.",
        )


def check_next(state: str, new: str) -> None:
    """Raise NotNow when a search in `state` cannot go on to `new`."""
    if new not in NEXT[state]:
        raise NotNow(
            "search_is_over" if not NEXT[state] else "search_not_ready",
            f"This search is {state}, so it cannot become {new}. " + (FIRST[state]),
            state=state,
        )


def check_no_choice_waits(state: str) -> None:
    """Raise NotNow("choice_waits") while a proposed home waits for its approver: what it rests on stays as it is."""
    if state == "proposed":
        raise NotNow(
            "choice_waits",
            "A home is proposed for this child and waits for an answer. Withdraw that choice first, on its own page.",
        )


def check_going_on(state: str) -> None:
    """Raise NotNow("search_is_over") for a search that takes no more answers."""
    if not NEXT[state]:
        raise NotNow(
            "search_is_over",
            f"This search is {state}, so nothing can be added to it. Open a new search if the child needs a home.",
            state=state,
        )


def check_rung(*, rung: str, answer: str, reason: str, ladder: Sequence[Rung], family_homes: int) -> None:
    """The ladder is climbed from the bottom, every answer has its reason, and a yes has its home."""
    if rung not in RUNGS or answer not in RUNG_ANSWERS:
        raise Refused("ladder_unknown", f"Answer for one of {', '.join(RUNGS)} with one of {', '.join(RUNG_ANSWERS)}.")
    if not reason.strip():
        raise ReasonMissing(
            "ladder_reason_missing",
            "Say in a sentence who was asked and why this is the answer: the law puts family first, and the child "
            "may read it one day.",
        )
    if rung == "connected_person" and "parents" not in {each.rung for each in ladder}:
        raise NotNow("parents_first", "The law asks about parents first. Record their answer, then go on.")
    if answer == "possible" and family_homes == 0:
        raise NotNow(
            "family_home_missing",
            "If it is possible, their home must be in the register first, for this child by name. Enter it "
            "under Homes, or have it entered there; then record the answer.",
        )


# Named only where it is owed: most children have no place to avoid.
AVOID_STEP = Step(
    "avoid",
    "Where this child must not live",
    False,
    "A place that this child must keep away from is on record, and nobody can say where it is. Correct its postcode in "
    "the child's record, or name the whole council area to avoid; if every postcode is unknown, ask the operator to "
    "build the postcode lookup.",
)


# Named only where it is owed: a search that was planned has nothing to prevent.
PREVENTION_STEP = Step(
    "prevention",
    "What was tried to prevent this",
    False,
    "Say what lay behind this search, and what was tried so that the child need not move, or why nothing could be.",
)
_IN_EMERGENCY = " If they cannot be reached in the time, record that with the reason: they are then asked within days."


def _formulation_step(names: Sequence[str]) -> Step:
    return Step(
        "formulation",
        f"The basis of {' and '.join(names)}",
        False,
        "Ask a professional to look at it again, and record the new basis in the needs profile. The need still counts, "
        "and homes can be looked at meanwhile; none that answers it is chosen before, save in an emergency.",
        binding=False,
    )


def steps(
    *,
    ladder: Sequence[Rung],
    asked: bool,
    has_profile: bool,
    in_force: bool,
    avoid_known: bool = True,
    formulations_due: Sequence[str] = (),
    prevention: bool | None = None,
    emergency: bool = False,
) -> tuple[Step, ...]:
    """What must be done before homes are looked at, in order.

    prevention: whether it is on record what was tried before a search that nobody planned; None for a planned one.
    emergency: a child who could not be reached in the time counts as asked, and is asked within days.
    formulations_due: names of the specialist needs whose basis is due to be looked at again (a warning, no gate).
    """
    answered = {each.rung for each in ladder}
    return (
        *(() if prevention is None else (replace(PREVENTION_STEP, done=prevention),)),
        *(() if avoid_known else (AVOID_STEP,)),
        Step("parents", "Parents asked first", "parents" in answered, "Record what was found out about parents."),
        Step(
            "connected_person",
            "Relatives and friends asked",
            "connected_person" in answered,
            "Record what was found out about relatives and friends.",
        ),
        Step(
            "wishes",
            "The child’s wishes, before looking",
            asked,
            "Ask the child what they wish for, and record it as said before looking for a home."
            + (_IN_EMERGENCY if emergency else ""),
        ),
        Step("needs", "What the child needs", has_profile, "Record the needs profile.", binding=False),
        *((_formulation_step(formulations_due),) if formulations_due else ()),
        Step(
            "criteria",
            "Criteria in force",
            in_force,
            "The criteria changed since the search opened. Withdraw it and open it again under those in force.",
        ),
    )


def asking_of(
    *, emergency: bool, family_possible: bool, could_be_invited: bool, invited: bool, running: bool, read: bool
) -> str:
    """What the invitation of a list's homes waits for, as a key of NEXT_STEPS; empty where nothing waits for it.

    invited: a round was opened and not called off. running: its homes may still answer. read: a list was made since.
    Where family can take the child nobody is to be invited first: the law puts them before strangers. In an emergency
    the full search beside it invites.
    """
    if emergency:
        return ""
    if invited:
        return "answering" if running else "" if read else "read_answers"
    return "invite" if could_be_invited and not family_possible else ""


def next_step(*, state: str, undone: Sequence[str], asked_about_homes: bool, asking: str = "") -> str:
    """What a search waits for, as a key of NEXT_STEPS: the one answer of page, day, API and command line.

    undone: codes of the binding steps that are not done, in order. asked_about_homes: the child was, since the list.
    asking: what the invitation of its homes waits for: each answered round is read by a new list, about which the
    child is asked.
    """
    if state == "open":
        return undone[0] if undone else "ready"
    if state == "shortlisted":
        return asking or ("choose" if asked_about_homes else "ask_child")
    return state


REFUSALS: Mapping[str, str] = {
    "prevention": "prevention_not_recorded",
    "avoid": "avoid_place_not_known",
    "parents": "ladder_not_answered",
    "connected_person": "ladder_not_answered",
    "wishes": "wishes_not_asked",
    "criteria": "criteria_not_in_force",
}


def check_ready(found: Sequence[Step]) -> None:
    """Raise NotNow for the first binding step that is not done, naming every one that is not."""
    undone = [step for step in found if step.binding and not step.done]
    if undone:
        raise NotNow(
            REFUSALS[undone[0].code],
            "Homes are looked at only when everything before it is done. " + " ".join(step.to_do for step in undone),
            steps=[step.code for step in undone],
        )
