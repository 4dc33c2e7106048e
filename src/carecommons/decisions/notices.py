"""Who must be told where a child will live, by when, and what each notice holds and does not hold.

Source: Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959) regulation 13 (written
notice before the placement; where that is not practicable, within five working days of its start) and regulation
11(2) and (4) (outside the area, the area authority is notified, or consulted, before the approval); Children's Homes
(England) Regulations 2015 (SI 2015/541) regulation 41 (the home tells the council of its area without delay).
A notice holds what its law lists and nothing else; none holds an address: that is told by word of mouth, for no paper
of this house says where a child lives (the promises of trust, number 7).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from carecommons.common.errors import NotNow, ReasonMissing, Refused

from .approvals import Where
from .starting import HOMES_WITH_STAFF, working_days_later

OUTSIDE = frozenset({Where.NEXT_DOOR, Where.AT_A_DISTANCE, Where.WALES, Where.BEYOND})


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of notice. contents: what it holds, by the names in `notice_paper.PARTS`. by_home: the home sends it."""

    code: str
    to: str
    law: str
    contents: tuple[str, ...]
    confirmed: bool = True
    by_home: bool = False


AREA, HOME_COUNCIL, HEALTH, SCHOOL = "area_authority", "home_council", "health_body", "school"
NOTICES: dict[str, Kind] = {
    each.code: each
    for each in (
        Kind(
            AREA, "The council of the area where the home is", "SI 2010/959 reg 13 and 11(2)",
            ("who", "home", "from_day", "reasons", "needs", "plan_people"),
        ),
        Kind(
            HEALTH, "The health body of the area where the home is", "SI 2010/959 reg 13",
            ("who", "from_day", "health"), confirmed=False,
        ),
        Kind(
            SCHOOL, "The school", "SI 2010/959 reg 13",
            ("who", "from_day", "learning"), confirmed=False,
        ),
        Kind(
            HOME_COUNCIL, "The council of the home’s own area, told by the home", "SI 2015/541 reg 41",
            ("who", "from_day", "placing_council"), by_home=True,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides who is owed a notice. first_day: as planned, or as it was. taught: the child is of school age."""

    place: Where
    home_kind: str
    first_day: date
    emergency: bool
    taught: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice that is owed. before: it comes before the approval. sent_on: None while nobody has recorded it."""

    kind: Kind
    due_on: date
    before: bool
    sent_on: date | None = None

    def late(self, on: date) -> bool:
        """Whether it is not sent and its day has passed, or was sent after its day."""
        return (self.sent_on or on) > self.due_on


def owed(facts: Facts, *, after_emergency_days: int, by_home_days: int) -> tuple[Notice, ...]:
    """Every notice that this move owes, soonest first.

    after_emergency_days: working days after the first day in an emergency; by_home_days: those that the home has.
    """
    day = working_days_later(facts.first_day, after_emergency_days) if facts.emergency else facts.first_day
    found = []
    if facts.place in OUTSIDE:
        found.append(Notice(NOTICES[AREA], day, before=not facts.emergency))
    found.append(Notice(NOTICES[HEALTH], day, before=False))
    if facts.taught:
        found.append(Notice(NOTICES[SCHOOL], day, before=False))
    if facts.home_kind in HOMES_WITH_STAFF:
        found.append(Notice(NOTICES[HOME_COUNCIL], working_days_later(facts.first_day, by_home_days), before=False))
    return tuple(sorted(found, key=lambda each: each.due_on))


def check_owed(notices: Collection[Notice], code: str) -> Notice:
    """The notice of this kind. Raises Refused("notice_not_owed") where this move owes no such notice."""
    found = next((each for each in notices if each.kind.code == code), None)
    if found is None:
        known = ", ".join(each.kind.code for each in notices)
        raise Refused("notice_not_owed", f"This move owes no notice “{code}”. It owes: {known}.")
    return found


def check_sent(sent_to: str, sent_on: date, today: date) -> None:
    """Raise ReasonMissing("notice_to_missing") without whom it went to, Refused("notice_in_future") for a later day."""
    if not sent_to:
        raise ReasonMissing("notice_to_missing", "Say to whom it was sent: the desk or the person, and how.")
    if sent_on > today:
        raise Refused("notice_in_future", "A notice that is sent on a day still to be is not sent yet.")


def owed_first(notices: Collection[Notice]) -> tuple[Notice, ...]:
    """The notices that come before the approval and that nobody has recorded: until then, nobody can approve."""
    return tuple(each for each in notices if each.before and each.sent_on is None)


def check_told_before(notices: Collection[Notice]) -> None:
    """Raise NotNow("area_not_told") where a notice that comes before the approval has not been recorded."""
    if owed_first(notices):
        raise NotNow(
            "area_not_told",
            "The home is outside the council's area, and no notice to the council of that area is recorded. The law "
            "asks for it before the approval (Care Planning Regulations 2010 reg 11(2) and 13), an emergency apart. "
            "Send it, record the day on the page of the choice, then approve.",
        )
