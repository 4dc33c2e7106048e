"""A ruling and each lack, whole: every field, code, word and home, so that nothing of them can be lost unseen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from carecommons.common.errors import ReasonMissing
from carecommons.decisions.reasons import REASON_LETTERS_MAX
from carecommons.decisions.ruling import Draft, Lack, Ruling, lacks, lacks_without_home, rule
from decisions.test_ruling import ASKED, DRAFT, FAR, LISTED, NEAR, OPTIONS, SHUT, THIRD, home

MOST = REASON_LETTERS_MAX
EMPTY = Draft(NEAR, "", {}, "", "", "", (), "")
WISH = Lack(
    "wishes", "wish_before_decision_missing",
    "Ask the child what they wish now that there is a list, and record it as said before the decision. The law asks "
    "for it before any decision (Children Act 1989 section 22(4)).",
)  # fmt: skip
WHY = Lack("why_chosen", "why_chosen_missing", "Say why this is the most appropriate home.")
EFFECT = Lack("wishes_effect", "wishes_effect_missing", "Say what the child's wishes changed.")
HOW = Lack("wishes_how", "wishes_how_missing", "Say how the child's wishes changed it, or why they did not.")
SEARCH = Lack(
    "search_evidence", "search_evidence_missing",
    "Say where else you searched and what came back: you cannot decide on one option without the search behind it. "
    "Attach it here, or keep searching.",
)  # fmt: skip
PREVAILED = Lack(
    "prevailed", "prevailed_missing",
    "Say which prevailed, the law's tests or the child's wishes, and why: they point to different homes, and only a "
    "person may weigh them.",
)  # fmt: skip
COMPROMISE = Lack(
    "compromise_missing", "compromise_missing",
    "This home leaves a need unmet or unknown. Name what is missing, so that it is planned for; the decision is then "
    "recorded as a compromise.",
)  # fmt: skip


def passed_over(home_id, name):
    words = f"Say why {name} was not chosen. It is suitable, so it is owed a reason."
    return Lack("why_not", "why_not_missing", words, home_id)


def lacking(draft, options=OPTIONS, heard=()):
    return lacks(draft, options, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=heard)


def ruled(draft, options=OPTIONS):
    return rule(draft, options, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=(LISTED,))


def test_an_empty_draft_is_told_everything_that_it_owes_each_in_its_field_in_order():
    assert lacking(EMPTY) == (WISH, WHY, passed_over(FAR, "Birch Lane"), EFFECT, HOW)


def test_before_a_home_is_named_the_same_is_told_but_for_what_only_a_home_can_owe():
    found = lacks_without_home(EMPTY, OPTIONS, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=())
    assert found == (WISH, WHY, EFFECT, HOW)
    few = (OPTIONS[0], OPTIONS[3])
    found = lacks_without_home(EMPTY, few, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=())
    assert found == (WISH, WHY, EFFECT, HOW, SEARCH)
    whole = lacks_without_home(DRAFT, OPTIONS, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=(LISTED,))
    assert whole == (), "a wish of the very moment of the list counts, and a whole draft owes nothing more"
    early = LISTED - timedelta(microseconds=1)
    assert lacks_without_home(DRAFT, OPTIONS, asked=ASKED, shortlisted_at=LISTED, wishes_heard_at=(early,)) == (WISH,)


def test_what_only_this_home_owes_stands_beside_the_rest():
    apart = (home(NEAR, "Alder House", law=("yes", "no"), wish=("no",)),
             home(FAR, "Birch Lane", law=("no", "yes"), wish=("yes",)))  # fmt: skip
    assert lacking(EMPTY, apart) == (WISH, WHY, passed_over(FAR, "Birch Lane"), EFFECT, HOW, PREVAILED)
    alone = (OPTIONS[0], OPTIONS[3])
    assert lacking(EMPTY, alone) == (WISH, WHY, EFFECT, HOW, SEARCH)
    compromise = replace(EMPTY, home_id=THIRD)
    assert COMPROMISE in lacking(compromise)
    assert {lack.home_id for lack in lacking(compromise) if lack.field == "why_not"} == {NEAR, FAR}


def test_a_refusal_names_every_lack_in_words_and_as_facts():
    with pytest.raises(ReasonMissing) as refused:
        ruled(replace(DRAFT, why_chosen="", wishes_effect="none of these"))
    assert refused.value.code == "reasons_missing"
    assert str(refused.value) == f"This decision cannot be recorded yet. {WHY.words} {EFFECT.words}"
    assert refused.value.facts["lacks"] == (WHY, EFFECT)


def test_a_ruling_holds_every_word_cleaned_and_nothing_about_homes_that_could_not_be_chosen():
    draft = replace(
        DRAFT, why_chosen=f"  {DRAFT.why_chosen}\t", wishes_how=f"{DRAFT.wishes_how}  ", prevailed="Nobody asked.",
        search_evidence="  All homes of the register. ", compromise_missing=("Friends",),
        why_not={**DRAFT.why_not, THIRD: " Friends would be far. ", SHUT: "It is shut.", NEAR: "It is the one."},
        own_order_answer="Nobody asked.", no_meeting="Nobody asked.", to_homes={FAR: "Nobody asked."},
    )  # fmt: skip
    assert ruled(draft) == Ruling(
        home_id=NEAR, why_chosen=DRAFT.why_chosen,
        why_not={FAR: DRAFT.why_not[FAR], THIRD: "Friends would be far."},
        wishes_effect="changed_how", wishes_how=DRAFT.wishes_how, prevailed="", compromise=False,
        compromise_missing=(), search_evidence="All homes of the register.", own_order_answer="", no_meeting="",
        to_homes={},
    )  # fmt: skip


def test_a_ruling_keeps_which_prevailed_where_it_was_owed():
    apart = (home(NEAR, "Alder House", law=("yes", "no"), wish=("no",)),
             home(FAR, "Birch Lane", law=("no", "yes"), wish=("yes",)))  # fmt: skip
    said = "The school stays the same, so the law's test came first this time."
    assert ruled(replace(DRAFT, prevailed=f" {said} "), apart).prevailed == said


def test_a_compromise_keeps_what_was_missing():
    draft = replace(
        DRAFT, home_id=THIRD, compromise_missing=(" Friends ", ""),
        why_not={NEAR: "It has no room for their bicycle workshop at all.",
                 FAR: "Their grandmother could not visit them there by bus."},
    )  # fmt: skip
    found = ruled(draft)
    assert (found.compromise, found.compromise_missing) == (True, ("Friends",))


@pytest.mark.parametrize(("letters", "code"), [(MOST, None), (MOST + 1, "why_not_too_long")])
def test_a_reason_may_be_as_long_as_the_most_and_no_longer(letters, code):
    words = ("far from grandma " * letters)[: letters - 1] + "."
    found = lacking(replace(DRAFT, why_not={FAR: words}), heard=(LISTED,))
    if code is None:
        assert found == ()
        return
    assert found == (
        Lack(
            "why_not", code,
            f"Say in at most {MOST} letters why Birch Lane was not chosen. It is suitable, so it is owed a reason.",
            FAR,
        ),
    )  # fmt: skip


def test_thin_copied_and_repeated_reasons_are_named_with_their_home():
    thin = lacking(replace(DRAFT, why_not={FAR: "Too far."}), heard=(LISTED,))
    assert thin == (
        Lack(
            "why_not", "why_not_too_thin",
            "Say in 6 words or more why Birch Lane was not chosen. It is suitable, so it is owed a reason.", FAR,
        ),
    )  # fmt: skip
    copied = lacking(replace(DRAFT, why_not={FAR: DRAFT.why_chosen.upper()}), heard=(LISTED,))
    assert copied == (
        Lack(
            "why_not", "why_not_copied",
            "The words against Birch Lane are those for the chosen home. Say why it was not chosen.", FAR,
        ),
    )  # fmt: skip
