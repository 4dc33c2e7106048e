"""What comes when a young person grows up in a home: planning from 16, the pathway plan, the question before 18.

A placement of somebody who turns 18 does not go on in silence: one of four answers is owed, with its reason.
Source: Children Act 1989 s23A-23E and schedule 2 para 19A-19C (eligible children, pathway plan); s23CZA (staying put,
to 21); guidance on staying close. Which sources are confirmed, the parameters say. Units: years, months, days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from carecommons.common.days import age_on, months_after
from carecommons.common.errors import NotNow, Refused

__all__ = [
    "AFTER_WORDS", "AFTER_WORDS_CHILD", "ENDS_CARE", "KEEPS_PLACE", "After", "Milestone", "birthday", "check_after",
    "milestones", "staying_ends_on",
]  # fmt: skip


class After(StrEnum):
    """Where somebody lives after their 18th birthday."""

    STAYING_PUT = "staying_put"
    STAYING_CLOSE = "staying_close"
    MOVED_ON = "moved_on"
    OTHER = "other"


AFTER_WORDS = {
    After.STAYING_PUT: "Staying put: they go on living with their foster carers",
    After.STAYING_CLOSE: "Staying close: they live near their children’s home, which stays in touch",
    After.MOVED_ON: "Moved on: they live somewhere else, with the help that they are owed",
    After.OTHER: "Something else",
}
AFTER_WORDS_CHILD = {
    After.STAYING_PUT: "You go on living with your carers.",
    After.STAYING_CLOSE: "You live near this home. The people there stay in touch.",
    After.MOVED_ON: "You live somewhere else. You still get help.",
    After.OTHER: "Something else was agreed with you.",
}
# Only a foster home can be stayed in; only a children's home can be stayed close to.
HOMES: Mapping[After, frozenset[str]] = {
    After.STAYING_PUT: frozenset({"foster_household", "connected_person"}),
    After.STAYING_CLOSE: frozenset(
        {"childrens_home", "secure_childrens_home", "special_school_registered_as_home", "residential_family_centre"}
    ),
}
KEEPS_PLACE = frozenset({After.STAYING_PUT})
# How the statutory return says that care ended (REC), where the answer itself settles it.
ENDS_CARE = {After.STAYING_PUT: "E17"}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One thing that comes on a day. code: leaving_care, pathway_plan, eighteen_plan, eighteen or staying_ends."""

    code: str
    on: date
    words: str


def birthday(birth_date: date, age: int) -> date:
    """The day on which somebody reaches an age; born on 29 February, 1 March in common years."""
    return months_after(birth_date, 12 * age)


def milestones(
    birth_date: date, *, leaving_care_age: int, pathway_months: int, adult_age: int, plan_months: int
) -> tuple[Milestone, ...]:
    """Everything that comes, in the order of its days."""
    sixteen, adult = birthday(birth_date, leaving_care_age), birthday(birth_date, adult_age)
    asked = months_after(birth_date, 12 * adult_age - plan_months)
    found = [
        Milestone("leaving_care", sixteen, f"{leaving_care_age}th birthday: planning for leaving care begins"),
        Milestone("pathway_plan", months_after(sixteen, pathway_months), "The pathway plan is due"),
        Milestone("eighteen_plan", asked, f"From now on: where will they live after {adult_age}? Ask them"),
        Milestone("eighteen", adult, f"{adult_age}th birthday: staying put, staying close, moved on or other"),
    ]
    return tuple(sorted(found, key=lambda each: each.on))


def staying_ends_on(birth_date: date, until_age: int) -> date:
    """The birthday up to which staying put is supported."""
    return birthday(birth_date, until_age)


def check_after(
    choice: str, *, kind: str, birth_date: date, on: date, asked_from: date, adult_age: int, care_ends: str
) -> bool:
    """Whether the answer ends the placement now (the birthday has come), or is a plan for it.

    Raises Refused("after_unknown"), NotNow("eighteen_far_off"), Refused("after_home"), Refused("care_ends_missing").
    """
    if choice not in set(After):
        raise Refused("after_unknown", f"Choose one of: {', '.join(After)}.")
    if on < asked_from:
        raise NotNow("eighteen_far_off", f"This is asked from {asked_from:%-d %B %Y}. Until then the stay goes on.")
    if (homes := HOMES.get(After(choice))) is not None and kind not in homes:
        raise Refused(
            "after_home",
            "Staying put is for foster homes, and staying close for children’s homes. Choose what fits this home.",
        )
    adult = on >= birth_date and age_on(birth_date, on) >= adult_age
    if adult and not (ENDS_CARE.get(After(choice)) or care_ends):
        raise Refused("care_ends_missing", "Choose how the statutory return says that care ended (REC).")
    return adult
