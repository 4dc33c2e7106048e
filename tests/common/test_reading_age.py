"""The reading age: worked by hand on short texts, and harder where the text is harder."""

import pytest

from carecommons.common.reading_age import reading_of, syllables


@pytest.mark.parametrize(
    ("word", "number"),
    [("cat", 1), ("home", 1), ("little", 2), ("agree", 2), ("social", 2), ("looked", 1), ("wanted", 2), ("needs", 1),
     ("the", 1), ("reviewing", 3)],
)  # fmt: skip
def test_syllables_are_counted_by_groups_of_vowels(word, number):
    assert syllables(word) == number


def test_the_grade_is_the_published_formula_and_five_years_are_added():
    # Two sentences, six words, six syllables: 0.39 * 3 + 11.8 * 1 - 15.59 = -2.62.
    found = reading_of(["The cat sat. The dog ran."])
    assert found.age == pytest.approx(-2.62 + 5)
    assert (found.words, found.sentences, found.words_a_sentence, found.longest) == (6, 2, 3, 3)


def test_longer_sentences_and_words_need_an_older_reader():
    easy = reading_of(["You can say no.", "Someone must look again."])
    hard = reading_of(["The statutory complaints procedure provides an opportunity for independent reconsideration."])
    assert easy.age < 8 < 15 < hard.age


def test_nothing_to_read_is_no_burden():
    assert reading_of([]).words == 0
    assert reading_of(["12 – 4"]).age == 5
