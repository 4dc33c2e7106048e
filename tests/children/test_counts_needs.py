"""What children need, counted for planning: two ledgers that share no child, categories that are never summed."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carecommons.children import counts
from carecommons.children.models import Child, NeedsProfile
from carecommons.children.needs import DOMAINS, FLAGS, Flag, Rating
from carecommons.children.packing import pack
from carecommons.common.suppress import Shown

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
DEVON, CORNWALL = "878", "908"
EXACT = {"threshold": 0, "round_to": 1}
RULE = {"threshold": 7, "round_to": 5}
NUMBERS = count(1)


def child(authority=DEVON, born=date(2014, 5, 1)):
    """An invented child."""
    return Child.objects.create(
        reference=f"C-{next(NUMBERS):05}", known_as="Invented", birth_date=born, sex="F", authority=authority,
        added_at=AT, added_by_role="social_worker",
    )  # fmt: skip


def profiled(levels=(), flags=(), on=ON, ended=None, of=None, version=1, **about):
    """A child with a profile: `levels` from the first part of life on, then 0."""
    given_levels = [*levels, *[0] * (len(DOMAINS) - len(levels))]
    who = of or child(**about)
    NeedsProfile.objects.create(
        child=who, version=version, assessed_on=on, strengths=[], matters=[], outcomes=[], recorded_at=AT,
        recorded_by_role="social_worker",
        ratings=pack([
            Rating(domain.code, level, "Seen.", "Worker", "", "", "high", on)
            for domain, level in zip(DOMAINS, given_levels, strict=True)
        ]),
        flags=pack([Flag(code, "Formulated.", "Clinician", on, ended) for code in flags]),
    )  # fmt: skip
    return who


def told(rule=EXACT, groups=None, on=ON):
    given_groups = groups or {"here": [DEVON]}
    found = counts.needs_now(given_groups, on, months_valid=6, age_max=17, high_from=3, **rule)
    return found if groups else found["here"]


def words(broken):
    return {label: shown.value for label, shown in broken.parts.items()}


def test_each_part_of_life_counts_children_at_each_level_and_unknown_is_never_nought():
    profiled([0])
    profiled([3])
    profiled([None])
    feelings = told().general.domains["EMO"]
    assert words(feelings) == {"0": 1, "1": 0, "2": 0, "3": 1, "4": 0, "unknown": 1}
    assert feelings.total.value == 3


def test_a_child_with_a_specialist_need_stands_in_the_other_ledger_only():
    profiled([4])
    profiled([4], flags=["SP-ASD"])
    found = told()
    assert (found.general.strata.total.value, found.special.children.value) == (1, 1)
    assert found.general.domains["EMO"].total.value == 1
    assert found.special.domains["EMO"].parts["4"].value == 1


def test_a_child_with_two_specialist_needs_is_counted_in_each_category_and_once_as_a_child():
    profiled(flags=["SP-ASD", "SP-LDD"])
    found = told().special
    assert (found.children.value, found.flags["SP-ASD"].value, found.flags["SP-LDD"].value) == (1, 1, 1)
    assert {each.name for each in fields(found)} == {"children", "flags", "domains"}  # no total over categories


def test_strata_are_by_whether_some_part_needs_daily_help():
    profiled([2, 2])
    profiled([3])
    profiled([None, 1])
    profiled([None, 4])
    assert words(told().general.strata) == {"G1": 1, "G2": 2, "unknown": 1}


def test_a_specialist_need_that_ended_counts_no_longer():
    profiled(flags=["SP-ASD"], ended=ON)
    profiled(flags=["SP-ASD"], ended=ON + timedelta(days=1))
    found = told()
    assert (found.special.children.value, found.general.strata.total.value) == (1, 1)


def test_profiles_are_current_older_or_none():
    profiled(on=date(2026, 5, 21))
    profiled(on=date(2026, 5, 20))
    child()
    found = told()
    assert words(found.profiles) == {"Current": 1, "Older": 1, "None yet": 1}
    assert found.general.strata.total.value == 1


def test_the_newest_version_counts_and_one_of_a_later_day_does_not_yet():
    who = profiled([1])
    profiled([3], of=who, version=2)
    assert told().general.domains["EMO"].parts["3"].value == 1
    assert words(told(on=ON - timedelta(days=1)).profiles)["None yet"] == 1


def test_those_who_turned_eighteen_or_are_not_yet_born_are_left_out():
    profiled(born=date(2008, 11, 20))
    profiled(born=date(2008, 11, 21))
    child(born=date(2026, 12, 1))
    assert told().profiles.total.value == 1


def test_councils_are_added_up_before_anything_is_withheld():
    for authority in (DEVON, CORNWALL):
        for _ in range(6):
            profiled([2], authority=authority)
    found = told(RULE, {"Devon": [DEVON], "Cornwall": [CORNWALL], "both": [DEVON, CORNWALL]})
    assert found["Devon"].profiles.total.withheld
    assert found["both"].general.domains["EMO"].parts["2"].words == "10"


def test_a_council_without_children_has_noughts_and_an_unknown_one_too():
    assert told(RULE).profiles.total.value == 0
    assert told(RULE).special.children.value == 0


def test_what_leaves_is_shown_counts_and_nothing_else():
    profiled([2], flags=["SP-ASD"])
    leaves = list(_leaves(told(RULE)))
    assert leaves
    assert all(isinstance(leaf, Shown) for leaf in leaves)
    assert not any(leaf.value is not None and 1 <= leaf.value <= 7 for leaf in leaves)


def _leaves(value):
    if isinstance(value, Shown) or not (is_dataclass(value) or isinstance(value, dict)):
        yield value
        return
    inner = value.values() if isinstance(value, dict) else (getattr(value, each.name) for each in fields(value))
    for each in inner:
        yield from _leaves(each)


CHILD = st.tuples(
    st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=1, max_size=3),
    st.lists(st.sampled_from(sorted(FLAGS)), max_size=2, unique=True),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHILD, max_size=6))
def test_every_current_child_stands_in_exactly_one_ledger(children):
    authority = f"{uuid4().int % 900 + 100}"
    already = Child.objects.filter(authority=authority).count()
    for levels, flags in children:
        profiled(levels, flags, authority=authority)
    found = counts.needs_now({"here": [authority]}, ON, months_valid=6, age_max=17, high_from=3, **EXACT)["here"]
    whole = already + len(children)
    assert found.general.strata.total.value + found.special.children.value == whole
    for ledger, whole in ((found.general, found.general.strata.total), (found.special, found.special.children)):
        for domain in ledger.domains.values():
            assert domain.total == whole
            assert sum(shown.value for shown in domain.parts.values()) == whole.value
