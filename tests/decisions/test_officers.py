"""What officers must answer for, the heart: each fact on one line, each stay settled once, no small count printed."""

from collections import Counter
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from carecommons.common.days import day_in_london
from carecommons.decisions import officers as heart
from carecommons.decisions.counts.officers import count_officers
from carecommons.decisions.no_round import NO_ROUND
from carecommons.decisions.officers import FAMILIES, SPREADS, Choice, Facts, Given, Stay, Unchosen, settled_on
from carecommons.matching.emergency import KnownFor
from carecommons.matching.invitation.replies import DECLINE_REASONS
from carecommons.matching.officers import (
    AskedHome,
    EmergencyOpened,
    FirstAsked,
    HomesAnswer,
    HomesQuestion,
    RoundOver,
    offered_by,
)

AT = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
RULE = {"threshold": 7, "round_to": 5}
COUNCILS = ("878", "886", "887")
GROUPS = {**{code: [code] for code in COUNCILS}, "nation": [*COUNCILS]}


def answer(offers: bool, hours: float = 5, reason: str = "no_place") -> HomesAnswer:
    return HomesAnswer(AT + hours * HOUR, offers, "" if offers else reason)


def asked(number: int, *answers: HomesAnswer) -> AskedHome:
    return AskedHome(UUID(int=number), UUID(int=100 + number), AT, answers)


def a_round(*homes: AskedHome, code: str = "886", days: int = 5, off: bool = False, search: int = 1) -> RoundOver:
    return RoundOver(UUID(int=days), UUID(int=search), code, AT + timedelta(days=days), off, "G1", homes, ())


# ------------------------------------------------------------------ what counted when a round ended
def test_the_newest_answer_by_the_end_counts_and_what_came_later_does_not() -> None:
    changed = asked(1, answer(True, 5), answer(False, 9))
    late = asked(2, answer(False, 5), answer(True, 500))
    silent = asked(3)
    found = a_round(changed, late, silent)
    assert found.offered == ()
    assert found.answered == 2
    assert changed.hours_to_answer(found.ended_at) == 5
    assert silent.hours_to_answer(found.ended_at) is None


def test_the_newest_round_that_asked_a_home_says_whether_it_offered() -> None:
    first = a_round(asked(1, answer(True)), asked(2, answer(True)), days=5)
    second = a_round(asked(1, answer(False)), days=8)
    called_off = a_round(asked(2, answer(False)), days=9, off=True)
    homes, over = offered_by([second, called_off, first], search=UUID(int=1), at=AT + timedelta(days=10))
    assert homes == {UUID(int=2)}
    assert over == AT + timedelta(days=8)
    homes, over = offered_by([second, first], search=UUID(int=1), at=AT + timedelta(days=6))
    assert homes == {UUID(int=1), UUID(int=2)}
    assert offered_by([first], search=UUID(int=9), at=AT + timedelta(days=10)) == (frozenset(), None)


def test_homes_of_a_round_that_was_called_off_had_no_time_and_are_not_counted() -> None:
    facts = Facts(rounds=(a_round(asked(1, answer(False)), off=True), a_round(asked(1), days=6)))
    assert [each.line for each in heart.asked_homes(facts)] == ["Did not answer in time"]


def test_a_question_answered_after_the_round_is_not_answered() -> None:
    over = AT + timedelta(days=5)
    asked_at = (HomesQuestion(AT, AT + 4 * HOUR), HomesQuestion(AT, over + HOUR), HomesQuestion(AT, None))
    found = RoundOver(UUID(int=1), UUID(int=1), "886", over, False, "G1", (), asked_at)
    assert [each.hours for each in heart.questions(Facts(rounds=(found,)))] == [4, None, None]


# ------------------------------------------------------------------ stays
BEGAN = date(2025, 6, 2)


@pytest.mark.parametrize(
    ("ended", "known", "settled"),
    [
        (None, None, date(2025, 8, 31)),  # it lasts: settled when it has lasted 90 days
        (date(2025, 7, 1), date(2025, 7, 2), date(2025, 7, 2)),  # settled when the end was recorded
        (date(2025, 7, 1), date(2025, 12, 1), date(2025, 8, 31)),  # recorded long after: it counted as lasting by then
        (date(2025, 10, 1), date(2025, 10, 1), date(2025, 8, 31)),  # an end later than that changes nothing
    ],
)
def test_a_stay_is_settled_once(ended: date | None, known: date | None, settled: date) -> None:
    assert settled_on(began=BEGAN, ended_on=ended, known_on=known, within_days=90) == settled


@given(some.integers(0, 400), some.integers(0, 400))
def test_each_stay_falls_into_exactly_one_year_whatever_is_recorded_when(lasted: int, later: int) -> None:
    ended = BEGAN + timedelta(days=lasted)
    known = ended + timedelta(days=later)
    years = [date(2025, 4, 1), date(2026, 4, 1), date(2027, 4, 1), date(2028, 4, 1)]
    held = 0
    for first, after in pairwise(years):
        said = known < after  # what was recorded by the end of that year
        day = settled_on(
            began=BEGAN, ended_on=ended if said else None, known_on=known if said else None, within_days=90
        )
        held += first <= day < after
    assert held == 1


# ------------------------------------------------------------------ tables
MOMENTS = some.integers(0, 300).map(lambda hours: AT + hours * HOUR)
CODES = some.sampled_from(COUNCILS)
HOMES = some.builds(
    lambda number, answers: asked(number, *answers), some.integers(1, 9),
    some.lists(some.builds(answer, some.booleans(), some.integers(1, 90), some.sampled_from([*DECLINE_REASONS])),
               max_size=2),
)  # fmt: skip
ROUNDS = some.builds(
    lambda homes, code, off, asked_at: RoundOver(
        UUID(int=1), UUID(int=1), code, AT + timedelta(days=5), off, "G1", tuple(homes), tuple(asked_at)
    ),
    some.lists(HOMES, max_size=4), CODES, some.booleans(),
    some.lists(some.builds(HomesQuestion, MOMENTS, some.none() | MOMENTS), max_size=2),
)  # fmt: skip
FACTS = some.builds(
    Facts,
    first=some.lists(some.builds(
        FirstAsked, CODES, some.sampled_from(["planned", "urgent", "emergency"]), some.just(AT), MOMENTS
    ), max_size=40).map(tuple),
    rounds=some.lists(ROUNDS, max_size=30).map(tuple),
    choices=some.lists(some.builds(
        Choice, CODES, some.just(AT + 400 * HOUR), some.sampled_from(["", *NO_ROUND]), some.booleans(),
        some.integers(0, 5), some.sampled_from(["", "said", "not_safe"]), some.sampled_from(["", "said"]),
        some.none() | MOMENTS,
    ), max_size=60).map(tuple),
    emergencies=some.lists(some.builds(
        EmergencyOpened, CODES, some.sampled_from([KnownFor.BEFORE, KnownFor.JUST, KnownFor.UNKNOWN])
    ), max_size=30).map(tuple),
    unchosen=some.lists(some.builds(Unchosen, CODES, some.booleans(), some.just(False)), max_size=30).map(tuple),
    notices=some.lists(some.builds(Given, CODES, some.booleans(), some.booleans()), max_size=30).map(tuple),
    stays=some.lists(some.builds(Stay, CODES, some.booleans()), max_size=40).map(tuple),
)  # fmt: skip


@given(FACTS)
def test_every_fact_stands_on_exactly_one_line_of_each_table_of_its_family(facts: Facts) -> None:
    for family in FAMILIES:
        for table in family.tables:
            counted = Counter(table.line(one) for one in family.of(facts))
            assert set(counted) <= set(table.lines)
            assert sum(counted.values()) == len(family.of(facts))


@given(FACTS)
@settings(max_examples=25)
def test_no_count_of_one_to_seven_is_printed_and_no_median_beside_a_count_that_is_not(facts: Facts) -> None:
    found = count_officers(facts, GROUPS, **RULE)
    for tables in found.tables.values():
        for broken in tables.values():
            for shown in (broken.total, *broken.parts.values()):
                assert shown.value is None or (shown.value % 5 == 0 and (shown.value == 0 or shown.value > 7))
    for group, told in found.spreads.items():
        for each in SPREADS:
            table = found.tables[group][each.table]
            if any(shown.withheld for shown in [table.parts[line] for line in each.lines] or [table.total]):
                assert told[each.name].withheld
        early = found.tables[group]["early"]
        if any(shown.withheld for shown in early.parts.values()):
            assert found.early[group] is None


@given(FACTS)
@settings(max_examples=15)
def test_the_order_of_what_happened_changes_nothing(facts: Facts) -> None:
    turned = Facts(**{each.name: getattr(facts, each.name)[::-1] for each in fields(Facts)})
    assert count_officers(turned, GROUPS, **RULE) == count_officers(facts, GROUPS, **RULE)


def test_one_council_with_few_moves_no_median_of_a_wider_place() -> None:
    def waits(code: str, days: int, number: int) -> list[FirstAsked]:
        return [FirstAsked(code, "planned", AT, AT + timedelta(days=days))] * number

    many = waits("886", 2, 20) + waits("886", 9, 20)
    without = count_officers(Facts(first=tuple(many)), GROUPS, **RULE)
    with_few = count_officers(Facts(first=(*many, *waits("878", 200, 7))), GROUPS, **RULE)
    assert with_few.spreads["nation"]["to_invite"] == without.spreads["nation"]["to_invite"]
    with_eight = count_officers(Facts(first=(*many, *waits("878", 200, 8))), GROUPS, **RULE)
    assert with_eight.spreads["nation"]["to_invite"] != without.spreads["nation"]["to_invite"]


def test_the_interval_of_early_ends_stands_on_the_figures_that_are_printed() -> None:
    stays = tuple(Stay("886", early) for early in [True] * 10 + [False] * 30)
    found = count_officers(Facts(stays=stays), GROUPS, **RULE)
    assert found.early["886"] == (14, 40)  # Wilson at 95 % of 10 in 40
    few = count_officers(Facts(stays=stays[5:]), GROUPS, **RULE)
    assert few.early["886"] is None


def test_working_days_are_counted_from_the_end_of_the_replies() -> None:
    friday = datetime(2025, 6, 6, 16, 0, tzinfo=UTC)
    choice = Choice("886", datetime(2025, 6, 10, 9, 0, tzinfo=UTC), "", False, 2, "said", "said", friday)
    spread = next(each for each in SPREADS if each.name == "to_decide")
    assert day_in_london(friday).weekday() == 4
    assert [*spread.values(Facts(choices=(choice,)))] == [("886", 2)]  # Monday and Tuesday
