"""Words that say what care is charged at are found, and other words are left alone (D7)."""

import pytest

from carecommons.common.errors import Faulty
from carecommons.common.unpriced import kept_unpriced, prices_in

PRICED = (
    "We can take her for £4,200 a week.", "It is £ 900.", "GBP 5000 all in", "about 4200 pounds", "our fee is lower",
    "The price can be talked about", "a discount for two", "the weekly rate is the same", "we are cheaper than others",
    "the cost per week is known to you", "a rate of 4k per week", "It costs less than the other home.",
    "4.5k a week, and that is the rate we charge", "We would need 4,200 per week.", "It is 4200 a week.",
    "850 a night", "850/night", "4200pw", "about 4 200 each week", "220,000 a year", "It starts from 2000 a week.",
    "up to 1750 a day", "18,200 per calendar month", "4200 weekly", "then 5,000.50 every month",
)  # fmt: skip
PLAIN = (
    "The school bus stops outside.", "She feels safe with us.", "Our manager in charge is Sam.", "At any rate we try.",
    "He lost 4 pounds in weight.", "He goes to football 2 times a week.", "The carers have 20 years of experience.",
    "It would cost her the friends that she has.", "Two staff are awake at night.", "We celebrate each of 12 nights.",
    "She coffees with us each weekday.", "It is 300 miles a year by car.", "She walks 12,000 steps a day.",
    "He was there on 3 March 2026 each day.", "In 2026 a week away was lost.", "Since 2024 every night was calm.",
    "Staff are awake from 1900 each night.", "Awake between 2100 and 0700 every night.", "At 19:00 each day we eat.",
    "He is 15 a day later.", "School has 190 days a year.", "She takes bus 326 each day.",
    "She sleeps 10 hours a night.", "Ring 07700 900123 a day before.",
    "Seen 12/10/2026 a day after.", "Born 2012. A day went by.",
    "100 minutes a week of reading", "14 nights a year with her nan",
)  # fmt: skip


@pytest.mark.parametrize("words", PRICED)
def test_words_of_a_price_are_found_and_named(words):
    assert prices_in(words)
    with pytest.raises(Faulty) as refusal:
        kept_unpriced(words, what="The conditions")
    assert refusal.value.code == "words_name_a_price"
    assert str(refusal.value).startswith("The conditions: write it without")
    assert prices_in(words)[0] in str(refusal.value)


@pytest.mark.parametrize("words", PLAIN)
def test_other_words_are_left_as_they_are(words):
    assert prices_in(words) == ()
    assert kept_unpriced(f" {words}\r\n", what="x") == words
