"""When words are a reason, and when they only look like one.

Nothing here judges whether a reason is right: people do that. It refuses what cannot be a reason at all:
nothing, a phrase too short to say anything, one word over and over, one text for every home alike.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable

REASON_LETTERS_MAX = 5000
_FILLERS = frozenset({"", "-", ".", "na", "none", "tbc", "nil"})


def folded(words: str) -> str:
    """A text as it is compared with another: case, spaces and punctuation do not matter."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def too_thin(words: str, *, words_min: int) -> bool:
    """Whether a text has fewer than `words_min` words, or fewer than half as many different ones."""
    found = [each for each in folded(words).split() if each not in _FILLERS]
    return len(found) < words_min or len(set(found)) * 2 < words_min + 1


def all_alike(texts: Iterable[str]) -> bool:
    """Whether two or more texts are one, or a few taking turns: those are no reasons against several homes.

    So: one text for more than half of them, or no more than half as many texts as homes.
    """
    found = Counter(folded(text) for text in texts)
    number = found.total()
    return number > 1 and (2 * max(found.values()) > number or 2 * len(found) <= number)
