"""What is due for a child in a home, and by when: visits, reviews and health assessments, from plain facts.

Visits (reg 28): within a week of the move; then six-weekly in the first year; then three-monthly where the child is to
stay until 18, else six-weekly. Weekly until the first review in this home where the child is with parents or with
somebody who is approved only for a time. Reviews (regs 32-33): within 20 working days of becoming looked after, then
three months, then six; earlier where the reviewing officer asks. A stay of the emergency path: by the clock. Health
(reg 7): by the first review, then six-monthly while young, then yearly. Reviews and assessments count from the day on
which the child last became looked after: who left care and comes back begins again, and who moves on within care does
not. Of a stay that was taken up (it began before anything was kept here) nobody knows what was done before: until a
visit, a review or an assessment is recorded, it counts from the day on which it was taken up.

Source: Care Planning, Placement and Case Review (England) Regulations 2010; handbook sections 2 and 5. Every number is
an argument (`Terms`). Units: whole days. The law counts visits and months in plain days: `do_by` is the last working
day on which it can still be done in time, so that nobody finds out on a bank holiday.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from carecommons.common.days import add_working_days, age_on, is_working_day, months_after
from carecommons.common.errors import Refused


class Kind(StrEnum):
    VISIT = "visit"
    REVIEW = "review"
    EMERGENCY_REVIEW = "emergency_review"
    HEALTH = "health"


KIND_WORDS = {
    Kind.VISIT: "Visit",
    Kind.REVIEW: "Review",
    Kind.EMERGENCY_REVIEW: "Review of an emergency stay",
    Kind.HEALTH: "Health assessment",
}


OURS = "handbook section 5: emergency path"


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of the law as they stand on a day (constitution/data/parameters.toml)."""

    first_visit_days: int
    visit_weeks: int
    first_year_months: int
    settled_months: int
    weekly_days: int
    first_review_working_days: int
    second_review_months: int
    later_review_months: int
    health_young_age: int
    health_young_months: int
    health_older_months: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One placement, as far as time goes. visits: in it; reviews and health: of the child, wherever and whenever.

    looked_after_since: when the present time in care began; what was held before it answers no clock of today.

    watched: the child is at home with parents, or with somebody who is approved only for a time (weekly visits).
    until_18: the plan is that the child lives here until 18. next_review_by: a day the reviewing officer has set.
    stay_from, stay_until: of a stay of the emergency path, the days on which its hours began and run out.
    taken_up_on: of a stay from before any choice here, the day on which it was taken up.
    """

    began: date
    birth_date: date
    looked_after_since: date | None = None
    until_18: bool = False
    watched: bool = False
    stay_from: date | None = None
    stay_until: date | None = None
    visits: tuple[date, ...] = ()
    reviews: tuple[date, ...] = ()
    health: tuple[date, ...] = ()
    next_review_by: date | None = None
    taken_up_on: date | None = None

    @property
    def kept_since(self) -> date:
        """The day from which what was done in this placement is kept here."""
        return self.began if self.taken_up_on is None else max(self.began, self.taken_up_on)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due. since: the day from which it is counted; on: the last day that is in time.

    do_by: the last working day not after it; None where the bank holidays of that year are not known.
    why: how the day was found, in a sentence. rule: where it stands.
    """

    kind: Kind
    since: date
    on: date
    why: str
    rule: str

    @property
    def words(self) -> str:
        return KIND_WORDS[self.kind]

    @property
    def law(self) -> str:
        """The law behind it, for those who do it; "" where it is a rule of this house."""
        return "" if self.rule == OURS else self.rule

    @property
    def do_by(self) -> date | None:
        return last_working_day(self.on, not_before=self.since)

    def late(self, today: date) -> bool:
        return self.on < today


def last_working_day(day: date, *, not_before: date) -> date | None:
    """The last working day not after `day`; `day` itself where there is none since `not_before`; None where unknown."""
    try:
        found = day
        while not is_working_day(found):
            found -= timedelta(days=1)
    except Refused:
        return None
    return found if found >= not_before else day


def due(facts: Facts, terms: Terms) -> tuple[Due, ...]:
    """Everything that is due next, one of a kind, soonest first."""
    found = [_visit(facts, terms), _review(facts, terms), _health(facts, terms)]
    if facts.stay_from is not None and facts.stay_until is not None:
        found.append(_emergency(facts.stay_from, facts.stay_until))
    return tuple(sorted(found, key=lambda each: (each.on, each.kind)))


def visits_late(facts: Facts, terms: Terms, *, until: date) -> tuple[date, ...]:
    """The days by which a visit was due, and none had been made, up to a day: one for each gap that was too long.

    What was done before a stay was taken up may stand on paper: a gap that began then is one only where nobody came
    within a visit's time of that day either.
    """
    made = sorted(day for day in set(facts.visits) if day >= facts.began)
    found = []
    for number in range(len(made) + 1):
        before = _with_visits(facts, made[:number])
        asked = _visit(before, terms)
        came = made[number] if number < len(made) else until
        by = asked.on if asked.on >= facts.kept_since else _first_kept_visit(facts, terms, asked.rule).on
        if by < came:
            found.append(by)
    return tuple(found)


def _with_visits(facts: Facts, visits: Sequence[date]) -> Facts:
    return Facts(
        began=facts.began, birth_date=facts.birth_date, looked_after_since=facts.looked_after_since,
        until_18=facts.until_18, watched=facts.watched, visits=tuple(visits), reviews=_reviews_by(facts, visits),
        taken_up_on=facts.taken_up_on,
    )  # fmt: skip


def _reviews_by(facts: Facts, visits: Sequence[date]) -> tuple[date, ...]:
    """The reviews that had been held when the last of these visits was made."""
    return tuple(day for day in facts.reviews if visits and day <= visits[-1])


# ------------------------------------------------------------------------------------- one of each kind
def _visit(facts: Facts, terms: Terms) -> Due:
    rule = "Care Planning Regulations 2010 reg 28"
    last = _last(facts.visits, since=facts.began)
    first_by = facts.began + timedelta(days=terms.first_visit_days)
    if last is None and facts.kept_since > first_by:
        return _first_kept_visit(facts, terms, rule)
    if last is None:
        on = facts.began + timedelta(days=terms.first_visit_days)
        return Due(Kind.VISIT, facts.began, on, f"Within {_days(terms.first_visit_days)} of the move.", rule)
    if facts.watched and _last(_now(facts, facts.reviews), since=facts.began) is None:
        on = last + timedelta(days=terms.weekly_days)
        words = f"Every {_days(terms.weekly_days)} until the first review here, because of who the child lives with."
    elif last >= months_after(facts.began, terms.first_year_months) and facts.until_18:
        on = months_after(last, terms.settled_months)
        words = f"Every {terms.settled_months} months: the plan is that the child lives here until 18."
    else:
        on = last + timedelta(weeks=terms.visit_weeks)
        words = f"Every {terms.visit_weeks} weeks."
    return Due(Kind.VISIT, last, on, words, rule)


def _first_kept_visit(facts: Facts, terms: Terms, rule: str) -> Due:
    """Of a stay that was taken up after its first week: as if the child had been visited on that day."""
    days = terms.weekly_days if facts.watched else terms.visit_weeks * 7
    since = facts.kept_since
    words = f"Our own rule, as no visit is recorded: within {_days(days)} of the day on which this stay was taken up."
    return Due(Kind.VISIT, since, since + timedelta(days=days), words, rule)


def _review(facts: Facts, terms: Terms) -> Due:
    found = _review_in_law(facts, terms)
    asked = facts.next_review_by
    if asked is not None and found.since < asked < found.on:
        return Due(Kind.REVIEW, found.since, asked, "The reviewing officer asked for it by this day.", found.rule)
    return found


def _review_in_law(facts: Facts, terms: Terms) -> Due:
    rule = "Care Planning Regulations 2010 reg 33"
    held = sorted(set(_now(facts, facts.reviews)))
    if not held:
        since, number = _first_review_since(facts, terms), terms.first_review_working_days
        words = (
            f"The first, within {number} working days of becoming looked after."
            if since == facts.looked_after_since
            else f"None is recorded here: within {number} working days of {_begun(facts)}."
        )
        return Due(Kind.REVIEW, since, _working(since, number), words, rule)
    months = terms.second_review_months if len(held) == 1 else terms.later_review_months
    name = "The second" if len(held) == 1 and facts.taken_up_on is None else "The next"
    on = months_after(held[-1], months)
    return Due(Kind.REVIEW, held[-1], on, f"{name}, within {months} months of the one before.", rule)


def _first_review_since(facts: Facts, terms: Terms) -> date:
    """From becoming looked after; from the move, where that clock had run out before it: earlier ones are elsewhere.
    So too from the day on which a stay was taken up."""
    since, kept = facts.looked_after_since, facts.kept_since
    if since is None or since > kept:
        return kept
    return since if _working(since, terms.first_review_working_days) >= kept else kept


def _begun(facts: Facts) -> str:
    return "the move" if facts.kept_since == facts.began else "the day on which this stay was taken up"


def _emergency(begun: date, until: date) -> Due:
    words = "Its hours run out on this day, weekends and bank holidays too. A review lets it go on, or it ends."
    return Due(Kind.EMERGENCY_REVIEW, begun, until, words, OURS)


def _health(facts: Facts, terms: Terms) -> Due:
    rule = "Care Planning Regulations 2010 reg 7"
    last = _last(_now(facts, facts.health))
    if last is None:
        first = _first_review_since(facts, terms)
        on = _working(first, terms.first_review_working_days)
        return Due(Kind.HEALTH, first, on, "The first, by the day of the first review.", rule)
    young = age_on(facts.birth_date, max(last, facts.birth_date)) < terms.health_young_age
    months = terms.health_young_months if young else terms.health_older_months
    return Due(Kind.HEALTH, last, months_after(last, months), f"Every {months} months at this age.", rule)


def _now(facts: Facts, days: Iterable[date]) -> tuple[date, ...]:
    """The days of the present time in care; all of them where nobody wrote down when it began."""
    since = facts.looked_after_since
    return tuple(day for day in days if since is None or day >= since)


def _working(day: date, number: int) -> date:
    """So many working days on; where the bank holidays are not known, as many days of ordinary weeks."""
    try:
        return add_working_days(day, number)
    except Refused:
        return day + timedelta(days=number * 7 // 5)


def _last(days: Iterable[date], *, since: date | None = None) -> date | None:
    return max((day for day in days if since is None or day >= since), default=None)


def _days(number: int) -> str:
    return "a week" if number == 7 else f"{number} days"
