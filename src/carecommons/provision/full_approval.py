"""A full approval of a relative or friend: what must have come before it, each with its day.

Source: Fostering Services (England) Regulations 2011 (SI 2011/581) reg 25(1)(a) (the fostering panel recommends it) and
reg 27 (the decision maker decides it). An approval for a time is another act's; whatever else is written down for their
home is one in full, or a change to one that lets it do no more than before.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from carecommons.common.days import in_words
from carecommons.common.errors import Fault, Faulty

from .homes import Terms

__all__ = ["CONNECTED", "FULL_DAYS", "check_full_days", "is_change"]

CONNECTED = "connected_person"
# What is missing where a day is: the fact, and what to give.
FULL_DAYS: dict[str, str] = {
    "panel_recommended_on": "Give the day on which the fostering panel recommended that they be approved in full.",
    "decided_on": "Give the day on which the decision maker of the fostering service decided it, after the panel.",
}


def is_change(terms: Terms, recorded: Sequence[Terms]) -> bool:
    """Whether the terms only change or stop what was recorded last under their number, and let it last no longer.

    recorded: what is written down for the home, in that order.
    """
    last = next((each for each in reversed(recorded) if _number(each) == _number(terms)), None)
    if last is None or last.from_day is None or terms.from_day is None:
        return False
    return (
        last.from_day <= terms.from_day
        and _no_later(terms.to_day, last.to_day)
        and _no_later(terms.cancelled_on, last.cancelled_on)
    )


def check_full_days(
    kind: str, terms: Terms, days: Mapping[str, date | None], *, recorded: Sequence[Terms], on: date
) -> None:
    """Raise Faulty("full_not_complete") naming each of FULL_DAYS that is missing or cannot be.

    The panel recommends, then it is decided, then it begins; nothing of it lies ahead but its first day. Owed for the
    home of a relative or friend, but for a mere change; for other homes they are not asked.
    """
    given = {name: day for name, day in days.items() if day is not None}
    if kind != CONNECTED:
        wrong = dict.fromkeys(given, "Leave it empty: it is asked of relatives and friends alone.")
    elif not given and is_change(terms, recorded):
        return
    else:
        wrong = {name: said for name in FULL_DAYS if (said := _wrong(name, days, on=on))}
        decided = given.get("decided_on")
        if not wrong and decided is not None and terms.from_day is not None and terms.from_day < decided:
            wrong["from_day"] = (
                f"The approval cannot begin before {in_words(decided)}, the day on which it was decided. Give a day "
                "from then on."
            )
    if wrong:
        raise Faulty(
            "full_not_complete",
            "Nothing was recorded. A relative or friend is approved in full when the fostering panel has made its "
            "recommendation and the decision maker has decided, in this order (Fostering Services (England) "
            "Regulations 2011 reg 25(1)(a) and 27). Put right what is named below.",
            [Fault("terms", 0, name, "not_complete", said) for name, said in wrong.items()],
        )


def _wrong(name: str, days: Mapping[str, date | None], *, on: date) -> str:
    day, panel = days.get(name), days.get("panel_recommended_on")
    if day is None:
        return FULL_DAYS[name]
    if day > on:
        return f"{in_words(day)} has not come yet. Give the day on which it happened."
    if name == "decided_on" and panel is not None and day < panel:
        return (
            f"It cannot have been decided before {in_words(panel)}, the day of the panel. Give the day of the decision."
        )
    return ""


def _no_later(day: date | None, than: date | None) -> bool:
    """Whether a day is no later than another; None is never."""
    return than is None or (day is not None and day <= than)


def _number(terms: Terms) -> str:
    return "".join(terms.number.split()).casefold()
