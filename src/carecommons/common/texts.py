"""A text as it is kept: of one kind of line end, without hidden characters, and no longer than a person writes."""

import unicodedata

from .errors import Refused

TEXT_MAX = 8_000  # characters: as long as a child's story, four pages; a technical bound, not a policy


def cleaned(words: str) -> str:
    """The text without control characters and half surrogate pairs, blanks at its ends cut off."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each == "\n" or unicodedata.category(each)[0] != "C").strip()


def kept(words: str, *, what: str) -> str:
    """The cleaned text. Raises Refused("text_too_long"), naming `what`, when it is longer than TEXT_MAX."""
    text = cleaned(words)
    if len(text) > TEXT_MAX:
        raise Refused(
            "text_too_long",
            f"{what} has {len(text):,} characters; at most {TEXT_MAX:,} are kept. Write the gist, and attach the rest "
            "to the child's file.",
        )
    return text


def gettext_noop(words: str) -> str:
    """The words as they are, marked to be translated where they are shown: the heart itself speaks English."""
    return words
