"""What a choice owes, drawn as small tables: reasons, wishes, search, compromise, and what can never be chosen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import NotAppropriate, ReasonMissing
from carecommons.common.texts import cleaned
from carecommons.decisions.choice import Option, check_can_be_chosen, could_point_apart, owed, points_apart
from carecommons.decisions.reasons import all_alike, too_thin
from carecommons.decisions.ruling import Asked, Draft, lacks, rule
from carecommons.decisions.tonight import Tonight, rule_tonight

LISTED = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
ASKED = Asked(words_min=6, choices_min=2, singly_max=12)
NEAR, FAR, THIRD, SHUT = (UUID(int=n) for n in (1, 2, 3, 4))


def home(home_id, name="Home", *, appropriate=True, gate=None, law=("yes", "yes"), wish=("yes",), unmet=()):
    return Option(
        home_id=home_id, name=name, appropriate=appropriate, failed_gate=gate, failed_words="not registered.",
        unmet=unmet, unknown=(), laws=dict(zip(("near_home", "school"), law, strict=True)),
        wishes=dict(enumerate(wish)),
    )  # fmt: skip


OPTIONS = (
    home(NEAR, "Alder House"),
    home(FAR, "Birch Lane"),
    home(THIRD, "Cedar Rise", appropriate=False, unmet=("Friends",)),
    home(SHUT, "Elm Fold", appropriate=False, gate=1),
)
DRAFT = Draft(
    home_id=NEAR,
    why_chosen="It meets every need, and their brother lives four miles away.",
    why_not={FAR: "It keeps the drama club but is farther from their grandmother."},
    wishes_effect="changed_how",
    wishes_how="Transport home from drama club every Thursday is now in the plan.",
    prevailed="",
    compromise_missing=(),
    search_evidence="",
)


@pytest.mark.parametrize("gate", [1, 2, 3, 5])
def test_a_home_among_those_that_stopped_is_no_choice_whichever_gate_the_list_names(gate):
    stopped = replace(home(SHUT, "Elm Fold", appropriate=False, gate=gate), stopped=True)
    assert not stopped.can_be_chosen
    with pytest.raises(NotAppropriate, match="Elm Fold was stopped") as refused:
        ruled(replace(DRAFT, home_id=SHUT), (*OPTIONS[:3], stopped))
    assert refused.value.code == "home_cannot_be_chosen"


def lacking(draft=DRAFT, options=OPTIONS, heard=(LISTED + timedelta(hours=1),)):
    found = lacks(draft, options, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=heard)
    return [lack.code for lack in found]


def ruled(draft=DRAFT, options=OPTIONS, heard=(LISTED,)):
    return rule(draft, options, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=heard)


def test_a_choice_that_gives_everything_it_owes_lacks_nothing():
    assert lacking() == []
    assert ruled().compromise is False


def test_c3_each_suitable_home_passed_over_is_owed_its_own_reason():
    found = lacks(replace(DRAFT, why_not={}), OPTIONS, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=[LISTED])
    assert [(lack.field, lack.home_id) for lack in found] == [("why_not", FAR)]
    assert found[0].words == "Say why Birch Lane was not chosen. It is suitable, so it is owed a reason."


def test_c3_a_home_that_is_not_suitable_is_owed_no_more_than_its_gate():
    assert [option.home_id for option in owed(OPTIONS, NEAR, choices_min=2).passed_over] == [FAR]


@pytest.mark.parametrize("words", ["", "  ", "\x00\x07"])
def test_c3_the_choice_itself_is_owed_a_reason(words):
    assert lacking(replace(DRAFT, why_chosen=words)) == ["why_chosen_missing"]


@pytest.mark.parametrize("words", ["Not suitable.", "no no no no no no no no", "N/A", "- - - - - - - -", "Best fit"])
def test_a_phrase_that_gives_no_reason_is_refused(words):
    assert lacking(replace(DRAFT, why_not={FAR: words})) == ["why_not_too_thin"]


def test_one_text_against_every_home_is_refused():
    same = "Another home was closer to the school they know."
    options = (*OPTIONS[:2], home(THIRD, "Cedar Rise"))
    draft = replace(DRAFT, why_not={FAR: same, THIRD: same.upper() + "  "})
    assert lacking(draft, options) == ["why_not_all_alike"]
    assert (
        lacking(replace(draft, why_not={FAR: same, THIRD: "No bus runs there after drama club ends."}), options) == []
    )


def test_the_reason_for_one_home_cannot_be_the_reason_against_another():
    assert lacking(replace(DRAFT, why_not={FAR: DRAFT.why_chosen})) == ["why_not_copied"]


def test_a_reason_longer_than_anybody_reads_is_refused():
    assert lacking(replace(DRAFT, why_chosen="word " * 2000)) == ["why_chosen_too_long"]


def test_a2_a_wish_recorded_after_the_list_was_made_comes_before_the_decision():
    early = LISTED - timedelta(seconds=1)
    assert lacking(heard=()) == ["wish_before_decision_missing"]
    assert lacking(heard=(early,)) == ["wish_before_decision_missing"]
    assert lacking(heard=(early, LISTED)) == []


def test_a2_the_decision_says_what_the_wishes_changed_and_how():
    assert lacking(replace(DRAFT, wishes_effect="")) == ["wishes_effect_missing"]
    assert lacking(replace(DRAFT, wishes_effect="ignored")) == ["wishes_effect_missing"]
    assert lacking(replace(DRAFT, wishes_how="")) == ["wishes_how_missing"]


def test_c8_one_option_is_never_decided_on_without_the_search_behind_it():
    only = (OPTIONS[0], *OPTIONS[2:])
    draft = replace(DRAFT, why_not={})
    assert lacking(draft, only) == ["search_evidence_missing"]
    searched = "Asked all 14 agencies on 9 November; eleven said no place, three did not answer."
    assert lacking(replace(draft, search_evidence=searched), only) == []
    assert ruled(replace(draft, search_evidence=searched), only).search_evidence == searched


def test_c6_a_home_with_an_unmet_need_is_a_compromise_with_what_was_missing():
    why_not = {NEAR: "It has no place before the end of the month.", FAR: DRAFT.why_not[FAR]}
    draft = replace(DRAFT, home_id=THIRD, why_not=why_not)
    assert lacking(draft) == ["compromise_missing"]
    found = ruled(replace(draft, compromise_missing=("Friends", " ")))
    assert found.compromise is True
    assert found.compromise_missing == ("Friends",)


PRICED = "It would take 4,200 per week to keep her there with us."


def test_d7_what_is_missing_is_no_price():
    draft = replace(DRAFT, home_id=THIRD, why_not={NEAR: DRAFT.why_chosen, FAR: DRAFT.why_not[FAR]})
    priced = replace(draft, why_chosen=DRAFT.wishes_how, compromise_missing=("Friends", PRICED))
    assert "compromise_missing_names_a_price" in lacking(priced)
    assert "compromise_missing_names_a_price" not in lacking(replace(priced, compromise_missing=("Friends",)))


@pytest.mark.parametrize("field", ["why", "exempt_because", "wishes_how"])
def test_d7_no_word_of_a_night_says_what_is_charged(field):
    said = {
        "why": "Alder is near her school and awake tonight.", "exempt_because": "No other family is awake nearby.",
        "wishes_how": "She asked to stay near her school, so she does.",
    }  # fmt: skip
    rule_tonight(Tonight(NEAR, **said), OPTIONS, exempt=True, asked=True, words_min=6)
    with pytest.raises(ReasonMissing) as refusal:
        rule_tonight(Tonight(NEAR, **said | {field: PRICED}), OPTIONS, exempt=True, asked=True, words_min=6)
    assert [lack.code for lack in refusal.value.facts["lacks"]] == [f"{field}_names_a_price"]


def test_c6_nothing_is_noted_as_missing_when_nothing_is():
    assert ruled(replace(DRAFT, compromise_missing=("Friends",))).compromise_missing == ()


@pytest.mark.parametrize("gate", [1, 2, 5])
def test_c10_a_home_stopped_at_a_binding_gate_cannot_be_chosen_by_any_words(gate):
    options = (*OPTIONS[:3], home(SHUT, "Elm Fold", appropriate=False, gate=gate))
    draft = replace(DRAFT, home_id=SHUT, compromise_missing=("Everything",), search_evidence=DRAFT.why_chosen)
    with pytest.raises(NotAppropriate) as refused:
        lacking(draft, options)
    assert refused.value.code == "home_cannot_be_chosen"
    assert f"gate {gate}" in str(refused.value)
    assert "No role can override" in str(refused.value)


@pytest.mark.parametrize("gate", [3, 4, None])
def test_beyond_the_binding_gates_a_person_may_choose_on_record(gate):
    check_can_be_chosen(home(THIRD, appropriate=False, gate=gate))


def test_a_home_that_is_not_on_the_list_cannot_be_chosen():
    with pytest.raises(NotAppropriate, match="not on the list"):
        lacking(replace(DRAFT, home_id=UUID(int=99)))


def test_everything_that_lacks_is_said_at_once():
    empty = Draft(NEAR, "", {}, "", "", "", (), "")
    assert lacking(empty, OPTIONS, ()) == [
        "wish_before_decision_missing", "why_chosen_missing", "why_not_missing", "wishes_effect_missing",
        "wishes_how_missing",
    ]  # fmt: skip
    with pytest.raises(ReasonMissing) as refused:
        ruled(empty, OPTIONS, ())
    assert len(refused.value.facts["lacks"]) == 5


#   law's tests of A, B          wishes of A, B     do they point apart?
APART = [
    (("yes", "yes"), ("yes", "no"), ("no",), ("yes",), True),  # law: A; wishes: B
    (("yes", "yes"), ("yes", "no"), ("yes",), ("no",), False),  # both: A
    (("yes", "no"), ("no", "yes"), ("no",), ("yes",), False),  # B is best by some test of the law and by wish
    (("yes", "yes"), ("yes", "yes"), ("no",), ("yes",), False),  # the law does not mind
    (("part", "yes"), ("yes", "yes"), ("yes",), ("no",), True),
    (("unknown", "no"), ("no", "unknown"), ("yes",), ("no",), False),  # unknown is no better than no
]


@pytest.mark.parametrize(("law_a", "law_b", "wish_a", "wish_b", "apart"), APART)
def test_when_the_law_and_the_wishes_point_to_different_homes(law_a, law_b, wish_a, wish_b, apart):
    options = [home(NEAR, law=law_a, wish=wish_a), home(FAR, law=law_b, wish=wish_b)]
    assert points_apart(options) is apart


def test_which_prevailed_is_owed_when_they_point_apart_whichever_is_chosen():
    options = [home(NEAR, law=("yes", "yes"), wish=("no",)), home(FAR, law=("yes", "no"), wish=("yes",))]
    for chosen in (NEAR, FAR):
        assert owed(options, chosen, choices_min=2).prevailed
    assert lacking(DRAFT, options) == ["prevailed_missing"]
    assert lacking(replace(DRAFT, prevailed="Being near home, because the drama club can be kept."), options) == []


def test_which_prevailed_is_owed_when_one_test_of_the_law_stands_against_a_clear_wish():
    options = [home(NEAR, law=("yes", "no"), wish=("no",)), home(FAR, law=("no", "yes"), wish=("yes",))]
    assert owed(options, NEAR, choices_min=2).prevailed
    assert not owed(options, FAR, choices_min=2).prevailed


ANSWER = st.sampled_from(("yes", "part", "no", "unknown"))


@given(st.lists(st.tuples(ANSWER, ANSWER, ANSWER), min_size=1, max_size=5))
def test_the_page_asks_which_prevailed_whenever_some_choice_could_owe_it(answers):
    options = [home(UUID(int=n), law=(a, b), wish=(c,)) for n, (a, b, c) in enumerate(answers, start=1)]
    some = any(owed(options, option.home_id, choices_min=2).prevailed for option in options)
    assert could_point_apart(options) is some


def test_hundreds_of_homes_that_answer_alike_are_weighed_as_one():
    many = [home(UUID(int=n), law=("yes", "no" if n % 2 else "yes")) for n in range(1, 601)]
    started = perf_counter()
    assert points_apart(many) is False
    assert owed(many, many[0].home_id, choices_min=2).prevailed is False
    assert perf_counter() - started < 0.5


def test_no_homes_point_nowhere():
    assert points_apart([]) is False


@given(st.permutations(list(OPTIONS)), st.lists(st.text(min_size=1, max_size=8), min_size=4, max_size=4))
def test_neither_the_order_of_the_list_nor_a_name_changes_what_is_owed(options, names):
    renamed = [replace(option, name=name) for option, name in zip(options, names, strict=True)]
    due = owed(renamed, NEAR, choices_min=2)
    assert ({option.home_id for option in due.passed_over}, due.prevailed, due.compromise) == ({FAR}, False, False)


@given(st.text(max_size=60))
def test_cleaning_keeps_no_control_character_and_is_done_once(words):
    once = cleaned(words)
    assert cleaned(once) == once
    assert not any(ord(letter) < 32 and letter != "\n" for letter in once)


def test_two_words_said_often_are_still_two_words():
    assert too_thin("good home good home good home", words_min=6)
    assert not too_thin("The school bus stops right outside.", words_min=6)


def test_two_texts_that_take_turns_are_alike_too():
    one, two, three = "One text.", "Two texts.", "Three texts."
    assert all_alike([one, two, one, two])
    assert all_alike([one, one, two])
    assert not all_alike([one, two])
    assert not all_alike([one, one, two, three])


def test_beyond_the_homes_that_are_owed_words_of_their_own_one_text_may_serve_the_rest():
    homes = [home(uuid4(), f"Cedar {number}") for number in range(6)]
    draft = replace(
        DRAFT, why_not={each.home_id: f"{each.name} is farther from the school they know." for each in homes}
    )
    shared = {each.home_id: "Farther away than every home above, with nothing for them." for each in homes[3:]}
    draft = replace(draft, why_not={**draft.why_not, **shared})
    options = (OPTIONS[0], *homes)
    given = {"shortlisted_at": LISTED, "wishes_heard_at": [LISTED]}
    assert [lack.code for lack in lacks(draft, options, asked=replace(ASKED, singly_max=4), **given)] == []
    shared = {each.home_id: "Farther away than every home above, with nothing for them." for each in homes[2:]}
    draft = replace(draft, why_not={**draft.why_not, **shared})
    found = [lack.code for lack in lacks(draft, options, asked=ASKED, **given)]
    assert found == ["why_not_all_alike"]


def test_one_reason_alone_is_not_alike():
    assert not all_alike(["one text"])
    assert all_alike(["One text.", "one  text"])
