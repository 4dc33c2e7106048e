"""What a choice owes beside its reasons, whole: the child's own order, the meeting, letters, a spot purchase, a basis.

Each lack is compared with its field, code, words and home, and each word that is kept with the word that was given.
"""

from dataclasses import replace
from uuid import UUID

import pytest

from carecommons.children.needs import FLAGS
from carecommons.common.errors import ReasonMissing
from carecommons.decisions.beside import Beside
from carecommons.decisions.formulation import words_of
from carecommons.decisions.ruling import Lack, lacks, rule
from carecommons.matching.invitation.scanning import Known
from carecommons.matching.preference import Placed, Preference
from decisions.test_ruling import ASKED, DRAFT, FAR, LISTED, NEAR, OPTIONS, THIRD, home

NEEDED = tuple(FLAGS)[:2]
WANTS_FAR = Preference((Placed(FAR, "Birch Lane", 1), Placed(NEAR, "Alder House", 2)), "own", LISTED, "child")
WHOLE = Beside(
    preference=WANTS_FAR, meeting_owed=True, offered={NEAR: "Alder House", FAR: "Birch Lane", THIRD: "Cedar Rise"},
    known=Known(names=frozenset({"Robin"}), homes=frozenset({"Birch Lane", "Old Mill"})),
    homes={NEAR: frozenset({"Alder House"}), FAR: frozenset({"Birch Lane"})},
)  # fmt: skip
LETTER = "Another home keeps the school that this child knows."
GIVEN = replace(
    DRAFT, own_order_answer="  You visit that home on Sundays, and this one is near your school. ",
    no_meeting=" Everybody was asked by telephone, since the move was near. ",
    to_homes={NEAR: "Words to the chosen home are not kept here.", FAR: f" {LETTER} ", THIRD: LETTER},
    spot_reason=" No home under an agreement answers what this child needs. ",
    spot_remedy=" The want is written down for the next plan of the council. ",
)  # fmt: skip
SPOT = tuple(replace(each, spot=each.home_id == NEAR) for each in OPTIONS)
ORDER = Lack(
    "own_order_answer", "own_order_answer_missing",
    "Say to the child why another home was chosen than the one that they want most, or one to which they say no: it is "
    "their own order, and it is owed an answer.",
)  # fmt: skip
MEETING = Lack(
    "no_meeting", "no_meeting_missing", "Say why no matching meeting was held: this is no emergency."
)  # fmt: skip
WHY_SPOT = Lack(
    "spot_reason", "spot_reason_missing",
    "Say why a home outside every agreement of the council: it is a spot purchase, and an exception.",
)  # fmt: skip
REMEDY = Lack(
    "spot_remedy", "spot_remedy_missing",
    "Say what is done so that the next child is not chosen a home outside an agreement for the same want.",
)  # fmt: skip


def letter(home_id, name):
    words = f"Say to {name} why it was not chosen: it offered itself, and reads these words. Name nobody and no place."
    return Lack("to_homes", "to_homes_missing", words, home_id)


def lacking(draft, *, options=OPTIONS, weighed=WHOLE, formulations=()):
    return lacks(
        draft, options, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=(LISTED,), weighed=weighed,
        formulations=formulations,
    )  # fmt: skip


def ruled(draft=GIVEN, *, options=OPTIONS, weighed=WHOLE, formulations=()):
    return rule(
        draft, options, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=(LISTED,), weighed=weighed,
        formulations=formulations,
    )  # fmt: skip


def test_everything_that_stands_beside_a_choice_is_owed_each_in_its_field_in_order():
    bare = replace(DRAFT, own_order_answer="", no_meeting="", to_homes={})
    found = lacking(bare, options=SPOT)
    assert found == (WHY_SPOT, REMEDY, ORDER, MEETING, letter(FAR, "Birch Lane"), letter(THIRD, "Cedar Rise"))


@pytest.mark.parametrize("field", ["own_order_answer", "no_meeting", "spot_reason", "spot_remedy"])
def test_too_few_words_are_named_in_their_field(field):
    (lack,) = lacking(replace(GIVEN, **{field: "Because so"}), options=SPOT)
    assert (lack.field, lack.code, lack.home_id) == (field, f"{field}_too_thin", None)
    assert lack.words.startswith(f"Say in {ASKED.words_min} words or more ")


def test_a_letter_of_too_few_words_or_that_tells_who_or_where_is_named_with_its_home():
    thin, told = ("No place.", "Robin goes to Alder House, near the Old Mill, and Birch Lane is too far.")
    (lack,) = lacking(replace(GIVEN, to_homes={**GIVEN.to_homes, THIRD: thin}))
    assert (lack.field, lack.code, lack.home_id) == ("to_homes", "to_homes_too_thin", THIRD)
    (lack,) = lacking(replace(GIVEN, to_homes={**GIVEN.to_homes, FAR: told}))
    assert (lack.field, lack.code, lack.home_id) == ("to_homes", "to_homes_tells_who", FAR)
    # Its own name it may read; the child's, the chosen home's and where the child lived it may not.
    assert lack.words == (
        "The letter to Birch Lane could tell who the child is, or where. Write it without: Robin, Alder House, "
        "Old Mill."
    )


def test_a_formulation_that_is_not_current_is_owed_by_the_names_of_the_needs():
    assert lacking(GIVEN, formulations=NEEDED) == (
        Lack("formulation", "formulation_missing", words_of(NEEDED)),
    )  # fmt: skip
    with pytest.raises(ReasonMissing) as refused:
        ruled(formulations=NEEDED)
    assert refused.value.code == "reasons_missing"
    assert words_of(NEEDED) in str(refused.value)


def test_what_was_found_lacking_of_the_search_itself_stands_last():
    other = Lack("no_round", "no_round_missing", "Say why nobody was invited.")
    with pytest.raises(ReasonMissing) as refused:
        rule(
            replace(GIVEN, why_chosen=""), OPTIONS, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=(LISTED,),
            weighed=WHOLE, beside=(other,),
        )  # fmt: skip
    assert [each.code for each in refused.value.facts["lacks"]] == ["why_chosen_missing", "no_round_missing"]


def test_a_ruling_keeps_each_word_cleaned_where_it_was_owed():
    found = ruled(options=SPOT)
    assert found.own_order_answer == GIVEN.own_order_answer.strip()
    assert found.no_meeting == GIVEN.no_meeting.strip()
    assert found.to_homes == {FAR: LETTER, THIRD: LETTER}
    assert (found.spot, found.spot_reason, found.spot_remedy) == (
        True, GIVEN.spot_reason.strip(), GIVEN.spot_remedy.strip(),
    )  # fmt: skip


def test_and_none_where_nothing_was_owed():
    first = replace(WANTS_FAR, placed=(Placed(NEAR, "Alder House", 1),))
    found = ruled(weighed=Beside(preference=first))
    assert (found.own_order_answer, found.no_meeting, found.to_homes) == ("", "", {})
    assert (found.spot, found.spot_reason, found.spot_remedy) == (False, "", "")
    held = replace(WHOLE, meeting_id=FAR)
    assert lacking(replace(GIVEN, no_meeting=""), weighed=held) == ()
    assert ruled(weighed=held).no_meeting == ""


def test_the_child_who_says_no_to_the_chosen_home_is_owed_an_answer_too():
    no = replace(WANTS_FAR, placed=(Placed(NEAR, "Alder House", no=True),))
    assert lacking(replace(GIVEN, own_order_answer=""), weighed=Beside(preference=no)) == (ORDER,)


def test_prices_are_named_three_at_most_in_the_field_and_of_the_home_where_they_stand():
    priced = replace(GIVEN, why_not={FAR: "It asks £900, then £800, then £700 and £600 a week."})
    (lack,) = lacking(priced)
    assert (lack.field, lack.code, lack.home_id) == ("why_not", "why_not_names_a_price", FAR)
    assert lack.words.startswith("Leave out “£900”, “£800”, “£700”: what a home charges is no reason, and is not known")
    assert "why Birch Lane was not chosen" in lack.words
    goes_without = replace(
        GIVEN, home_id=THIRD, compromise_missing=("A friend at £900", "A garden at £5"),
        why_not={NEAR: LETTER, FAR: LETTER + " Yes."},
    )  # fmt: skip
    codes = [each.code for each in lacking(goes_without, weighed=Beside())]
    assert codes.count("compromise_missing_names_a_price") == 2


def test_what_is_owed_of_a_spot_purchase_takes_the_place_of_nothing_else():
    bare = replace(DRAFT, why_not={}, wishes_how="")
    codes = [each.code for each in lacking(bare, options=SPOT, weighed=Beside())]
    assert codes == ["why_not_missing", "wishes_how_missing", "spot_reason_missing", "spot_remedy_missing"]


def test_one_text_against_every_home_is_named_once_with_the_first_of_them():
    others = tuple(home(UUID(int=number), f"Home {number}") for number in range(11, 17))
    same = "It is farther from the school and from their grandmother."
    options = (home(NEAR, "Alder House"), *others)
    draft = replace(DRAFT, why_not={each.home_id: same for each in others})
    assert lacking(draft, options=options, weighed=Beside()) == (
        Lack(
            "why_not", "why_not_all_alike",
            "Too many homes have the same reason, word for word. Say for each home what decided against it.",
            others[0].home_id,
        ),
    )  # fmt: skip
