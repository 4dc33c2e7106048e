"""Early signs that a child may not be able to stay: each from what is held, with its reason, and no score (B17)."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from carecommons.children.needs import DOMAIN
from carecommons.decisions.queries import sign_terms
from carecommons.decisions.signals import Held, Meeting, signs

ON = date(2026, 11, 20)
TERMS = sign_terms(ON)
CALM = {code: 1 for code in DOMAIN}
NOTHING = Held(before=CALM, now=CALM, rated_on=ON - timedelta(days=2))


def codes(held: Held) -> list[str]:
    return [sign.code for sign in signs(held, TERMS, on=ON)]


def back(days: int) -> date:
    return ON - timedelta(days=days)


def test_nothing_held_is_no_sign():
    assert codes(NOTHING) == []
    assert codes(Held({}, {})) == []


def test_more_help_needed_with_settling_behaviour_or_safety_says_from_what_to_what():
    for code in ("STA", "BEH", "SAF"):
        (sign,) = signs(replace(NOTHING, now={**CALM, code: 3}), TERMS, on=ON)
        assert "(1 then, 3 now)" in sign.why
        assert sign.why.startswith(DOMAIN[code].name)
    assert codes(replace(NOTHING, now={**CALM, "HEA": 4})) == []


def test_unknown_is_no_rise_and_less_help_is_no_sign():
    assert codes(replace(NOTHING, now={**CALM, "STA": None})) == []
    assert codes(replace(NOTHING, before={**CALM, "STA": None}, now={**CALM, "STA": 4})) == []
    assert codes(replace(NOTHING, now={**CALM, "STA": 0})) == []


def test_one_bad_day_is_no_sign_and_two_in_a_row_are():
    assert codes(replace(NOTHING, feelings=((back(9), "good"), (back(2), "bad")))) == []
    assert codes(replace(NOTHING, feelings=((back(9), "not_good"), (back(2), "bad")))) == ["own_low"]
    assert codes(replace(NOTHING, feelings=((back(9), "bad"), (back(5), "bad"), (back(2), "ok")))) == []


def test_another_child_who_left_counts_for_the_published_days_only():
    assert codes(replace(NOTHING, neighbours_left=(back(91),))) == []
    (sign,) = signs(replace(NOTHING, neighbours_left=(back(90), back(3))), TERMS, on=ON)
    assert (sign.code, sign.since) == ("neighbours_left", back(3))
    assert sign.why.startswith("2 other children have left")


def test_notice_for_another_child_in_the_home_is_a_sign():
    (sign,) = signs(replace(NOTHING, neighbours_noticed=(back(5),)), TERMS, on=ON)
    assert (sign.code, sign.since) == ("neighbours_noticed", back(5))
    assert codes(replace(NOTHING, neighbours_noticed=(back(91),))) == []


def test_family_time_that_did_not_happen_twice_running_is_a_sign_that_names_who():
    once = Meeting("connection:1", "Dan", ((back(30), True), (back(9), False)))
    assert codes(replace(NOTHING, contact=(once,))) == []
    twice = replace(once, times=(*once.times, (back(2), False)))
    (sign,) = signs(replace(NOTHING, contact=(twice,)), TERMS, on=ON)
    assert "Dan" in sign.why
    assert "Dan" not in sign.key


def test_missed_visits_and_a_no_that_nobody_answered_are_signs():
    assert codes(replace(NOTHING, visits_late=(back(20),), said_no_on=(back(3),))) == ["said_no", "visits_late"]


def test_an_answered_sign_comes_back_only_with_something_new():
    first = signs(replace(NOTHING, now={**CALM, "STA": 2}), TERMS, on=ON)[0].key
    assert signs(replace(NOTHING, now={**CALM, "STA": 2}), TERMS, on=ON + timedelta(days=9))[0].key == first
    assert signs(replace(NOTHING, now={**CALM, "STA": 2}, rated_on=ON), TERMS, on=ON)[0].key != first


LEVELS = st.fixed_dictionaries({code: st.none() | st.integers(0, 4) for code in DOMAIN})


@given(LEVELS, LEVELS, st.lists(st.sampled_from(["good", "ok", "not_good", "bad"]), max_size=4))
def test_every_sign_says_why_and_the_same_facts_give_the_same_signs(before, now, feelings):
    told = tuple((back(40 - number), feeling) for number, feeling in enumerate(feelings))
    held = Held(before, now, rated_on=back(1), feelings=told)
    found = signs(held, TERMS, on=ON)
    assert found == signs(held, TERMS, on=ON)
    assert all(sign.why.endswith(".") and len(sign.key) <= 80 for sign in found)
    assert len({sign.key for sign in found}) == len(found)
