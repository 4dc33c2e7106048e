"""The public entry cannot locate a child: nothing but the listed fields, and no free words in them."""

import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import Refused
from carecommons.register.kinds import (
    APPROVER,
    DAY,
    FINGERPRINT,
    KINDS,
    NUMBER,
    REVIEW_END,
    REVIEW_OUTCOME,
    REVIEW_REMEDY,
    REVIEW_STEP,
    YES_NO,
    check_public,
    check_sealed_names,
)
from carecommons.register.words import lines

# Every code that a public field may hold: none of them says anything of a child, a home or a council.
CODES = {
    APPROVER: ("team_manager", "nominated_officer", "director"),
    REVIEW_STEP: ("acknowledged", "panel_named", "interest", "seat_freed", "heard", "move_let_go"),
    REVIEW_END: ("withdrawn", "redirected"),
    REVIEW_OUTCOME: ("upheld", "partly", "not_upheld"),
    REVIEW_REMEDY: ("none", "explain", "decide_again", "other_home", "change_practice", "refer"),
}
GOOD = {
    NUMBER: 3, YES_NO: True, DAY: "2026-09-01", FINGERPRINT: "ab" * 32,
    **{form: codes[-1] for form, codes in CODES.items()},
}  # fmt: skip
VALUES = st.one_of(st.text(), st.integers(), st.booleans(), st.floats(), st.none(), st.lists(st.text()))


def _full(kind):
    return {name: GOOD[field.form] for name, field in KINDS[kind].fields.items() if not field.of_before}


def test_a_decision_shows_four_fields_and_no_more():
    assert set(_full("decision")) == {"criteria_version", "approver_role", "compromise", "review_asked"}


def test_whether_it_was_an_emergency_stands_in_entries_of_before_and_in_no_new_one():
    field = KINDS["decision"].fields["emergency"]
    assert field.of_before
    assert not field.required
    assert [line.value for line in lines("decision", {**_full("decision"), "emergency": True})][-2] == "Yes"
    for said in (True, False):
        with pytest.raises(Refused) as refusal:
            check_public("decision", {**_full("decision"), "emergency": said})
        assert refusal.value.code == "register_field_not_public"


def test_a_draw_is_sealed_in_public_by_the_entry_before_its_list_and_never_by_the_list_itself():
    """What a list's own entry shows is the seal of the next draw, so that nothing public ties a search to its list."""
    assert set(KINDS["referral"].fields) == {"criteria_version", "lottery_commitment"}
    assert set(KINDS["shortlist"].fields) == {"criteria_version", "lottery_commitment"}


def test_every_kind_is_written_by_some_act():
    source = Path(__file__).resolve().parents[2] / "src" / "carecommons"
    written = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py") if "actions" in str(path))
    assert [kind for kind in KINDS if f'"{kind}"' not in written] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_its_own_fields_and_speaks_plainly(kind):
    check_public(kind, _full(kind))
    check_public(kind, {name: value for name, value in _full(kind).items() if KINDS[kind].fields[name].required})
    assert KINDS[kind].name
    assert KINDS[kind].finding
    assert KINDS[kind].meaning.endswith(".")


@given(kind=st.sampled_from(sorted(KINDS)), name=st.text(), value=VALUES)
def test_any_other_public_field_is_refused(kind, name, value):
    if name in _full(kind):
        name += " besides"
    with pytest.raises(Refused) as refusal:
        check_public(kind, {**_full(kind), name: value})
    assert refusal.value.code == "register_field_not_public"
    assert "Public fields of this kind" in str(refusal.value)


LOCATING = ("authority", "council", "region", "postcode", "home", "provider", "child", "reference", "age", "sex",
            "ethnicity", "sealed_at", "at", "day", "reasons", "distance_miles", "homes_looked_at", "by")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LOCATING)
def test_what_could_locate_a_child_is_public_in_no_kind(kind, name):
    with pytest.raises(Refused):
        check_public(kind, {**_full(kind), name: 1})


@given(words=st.text(alphabet=string.ascii_letters + string.digits + " -_'", min_size=1))
def test_no_public_text_takes_free_words(words):
    for kind, rules in KINDS.items():
        for name, field in rules.fields.items():
            if field.of_before:
                continue  # no new entry takes it, whatever it holds
            if field.form.fits(words):
                # what fits is a code of its own list, a day or a fingerprint, which say nothing of a child
                assert (
                    words in CODES.get(field.form, ())
                    or _is_day(words)
                    or (len(words) == 64 and set(words) <= set("0123456789abcdef"))
                )
            else:
                with pytest.raises(Refused, match="Free words are never public"):
                    check_public(kind, {**_full(kind), name: words})


@pytest.mark.parametrize("form", CODES)
def test_a_field_of_codes_takes_each_of_its_own_and_those_of_no_other_list(form):
    every = {code for codes in CODES.values() for code in codes}
    assert {code for code in every if form.fits(code)} == set(CODES[form])
    assert form.words == "one of " + ", ".join(CODES[form])


def _is_day(words):
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


@pytest.mark.parametrize(("form", "wrong"), [
    (NUMBER, -1), (NUMBER, True), (NUMBER, 2**53), (NUMBER, 1.0), (NUMBER, "3"), (YES_NO, 1), (YES_NO, "no"),
    (DAY, "2026-02-30"), (DAY, "20261120"), (DAY, "2026-11-20T16:31"), (DAY, 2026), (FINGERPRINT, "AB" * 32),
    (FINGERPRINT, "ab" * 31), (FINGERPRINT, 0), (APPROVER, "Easterby director"), (APPROVER, ["director"]),
    (REVIEW_STEP, "heard at Easterby"), (REVIEW_END, "Withdrawn"), (REVIEW_OUTCOME, True), (REVIEW_REMEDY, ""),
])  # fmt: skip
def test_each_form_refuses_its_neighbours(form, wrong):
    assert not form.fits(wrong)


@given(name=st.text())
def test_the_name_of_a_sealed_part_is_plain_lower_case_without_digits(name):
    plain = bool(name) and set(name) <= set(string.ascii_lowercase + "_") and name[0] != "_" and len(name) <= 40
    if plain and name not in ("by", "role"):
        check_sealed_names({name: 1})
    else:
        with pytest.raises(Refused):
            check_sealed_names({name: 1})
