"""How old a reader must be for a text: the Flesch-Kincaid grade, and five years more.

grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
Source: J. P. Kincaid and others, "Derivation of new readability formulas for Navy enlisted personnel", Research
Branch Report 8-75, 1975. An American grade g is the school year of children who are g + 5 years old.
Syllables are counted by groups of vowels, so the age is good to about half a year. It says nothing of meaning:
children read these pages as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

YEARS_AT_GRADE_NOUGHT = 5
_WORD = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)?")
_SENTENCE = re.compile(r"[.!?:;\n]+")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """age: years; words_a_sentence: on average; longest: words of the longest sentence."""

    age: float
    words_a_sentence: float
    longest: int
    words: int
    sentences: int


def reading_of(texts: Sequence[str]) -> Reading:
    """How hard these texts are to read, as one. Each text ends a sentence: a heading, a button, a paragraph."""
    sentences = [found for text in texts for part in _SENTENCE.split(text) if (found := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Reading(float(YEARS_AT_GRADE_NOUGHT), 0.0, 0, 0, 0)
    each = len(words) / len(sentences)
    grade = 0.39 * each + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    longest = max(len(sentence) for sentence in sentences)
    return Reading(grade + YEARS_AT_GRADE_NOUGHT, each, longest, len(words), len(sentences))


def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    plain = "".join(letter for letter in word.lower() if letter.isalpha() and letter.isascii())
    groups = len(_VOWELS.findall(plain))
    silent = plain.endswith("e") and not plain.endswith(("le", "ee")) and groups > 1
    silent = silent or (plain.endswith("ed") and not plain.endswith(("ted", "ded")) and groups > 1)
    return max(1, groups - silent)
