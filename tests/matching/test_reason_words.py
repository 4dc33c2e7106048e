"""What is said of a home and why; and that both sides of the house speak of the same things."""

from datetime import date

import pytest

from carecommons.children import dictionary, needs
from carecommons.matching.fit import ANSWER_CODES, Answer
from carecommons.matching.reasons import GATE_WORDS, Reason, gate_of, is_waiting
from carecommons.matching.words import ordinal, place_words, reason_words, waiting_words
from carecommons.provision.capability import ACCESS, DOMAIN_CODES, DOMAIN_NAMES, NOT_KNOWN, SPECIALISMS
from carecommons.provision.card import HomeCard
from carecommons.provision.homes import Impact, Opening, Standing, Terms, gather
from matching.drawn import ON, able_to, an_id, child, evidence, home, levels, ranked


def test_children_and_homes_are_spoken_of_in_the_same_twelve_domains_specialisms_and_words_of_access():
    assert tuple(domain.code for domain in needs.DOMAINS) == DOMAIN_CODES
    assert tuple(domain.name for domain in needs.DOMAINS) == DOMAIN_NAMES
    assert set(SPECIALISMS) == set(needs.CAPABILITIES.values()) == set(needs.FLAGS)
    assert set(ACCESS) == set(dictionary.choices("access_need"))


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (102, "102nd"), (111, "111th")],
)  # fmt: skip
def test_a_place_is_a_word(number, words):
    assert ordinal(number) == words


def test_equals_compromises_and_waiting_are_named():
    assert place_words(rank=1, equals=1, compromise=False) == "1st"
    assert place_words(rank=2, equals=2, compromise=False) == "Equal 2nd"
    assert place_words(rank=4, equals=1, compromise=True) == "4th, only as a recorded compromise"
    assert waiting_words(1) == "Waiting for one answer"
    assert waiting_words(3) == "Waiting for 3 answers"


def card(**facts):
    since = date(2026, 11, 4)
    terms = Terms(
        number="1", from_day=ON, to_day=None, age_min=8, age_max=12, sexes="M", places=2, suspended_from=since,
        restricted_from=since, cancelled_on=date(2026, 5, 3),
    )  # fmt: skip
    given = {
        "id": an_id("home"), "reference": "H-1", "name": "Home", "kind": "foster_household", "authority": "301",
        "sector": "council", "provider": "", "description": "", "terms": terms, "next_free_on": None, "support": {},
        "impact_words": "A child here is afraid of newcomers.", "living": 1, "evidence_dates": {},
        "evidence_ran_out": {"SP-ASD": date(2026, 10, 31)}, "impact_about": {},
    }  # fmt: skip
    return HomeCard(**{**given, **facts})


def words_of(seeker, one, **facts):
    found = ranked(seeker, one)
    answers = ()
    if gate_of(int(found.reason[0])) == 3:
        answers = tuple(ANSWER_CODES[Answer(code)] for code in found.fit.answers[:, 0])
    return reason_words(
        int(found.reason[0]), child=seeker, homes=gather([one], ON), row=0, card=card(**facts), answers=answers
    )


def test_each_reason_says_what_and_until_when():
    autism = child(flags=("SP-ASD",))
    ran_out = able_to("SP-ASD", evidence(expires=date(2026, 10, 31)))
    assert words_of(child(), home()) == ""
    assert words_of(child(), home(age_max=12)) == "Approved for ages 8 to 12"
    assert words_of(child(), home(age_max=12), kind="childrens_home") == "Registered for ages 8 to 12"
    assert words_of(child(), home(sexes="M")) == "Approved for boys and young men only"
    assert words_of(child(), home(standing=Standing.SUSPENDED)) == "Suspended since 4 November 2026"
    assert words_of(child(), home(standing=Standing.CANCELLED)) == "Registration cancelled on 3 May 2026"
    full = home(opening=Opening.FULL, free=0)
    assert words_of(child(), full) == "No free place"
    assert words_of(child(), full, next_free_on=date(2027, 1, 8)) == "No free place; next expected 8 January 2027"
    assert words_of(autism, home(capabilities=(ran_out,))) == "Autism: evidence ran out on 31 October 2026"
    assert words_of(autism, home()) == "Autism: does not say that it can"
    assert words_of(child(), home(answers=levels(0))) == (
        "Cannot meet feelings, trust in adults, behaviour, staying safe, school, family, friends and settling"
    )
    silent = home(answers=(*levels(4)[:6], NOT_KNOWN, *levels(4)[7:]))
    assert words_of(child(), silent) == "Has not said what it can meet in school"


def test_what_is_said_of_other_children_stays_where_it_is():
    words = words_of(child(), home(impact=Impact.NOT_ACCEPTABLE, living=1))
    assert "afraid" not in words
    assert words.endswith("reason held")


@pytest.mark.parametrize("reason", [each for each in Reason if each])
def test_every_reason_has_a_gate_and_words_for_it(reason):
    assert gate_of(reason) in GATE_WORDS
    seeker = child(flags=("SP-ASD",), levels=(None, *(1,) * 11))
    answers = ("unmet", "unknown", *["met"] * 10)
    said = reason_words(reason, child=seeker, homes=gather([home()], ON), row=0, card=card(), answers=answers)
    assert len(said) > 5
    assert is_waiting(reason) == (reason in (Reason.CHILD_NOT_KNOWN, Reason.HOME_NOT_KNOWN, Reason.IMPACT_NOT_KNOWN))
    for word in ("unsuitable", "not suitable", "score", "rejected", "price"):
        assert word not in said.lower()
