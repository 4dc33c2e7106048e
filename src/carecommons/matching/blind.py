"""Taking out of a text what says who or where a child is, or finding it, so that a person writes it anew.

Names that are known of the record, postcodes, references, days, telephone numbers and addresses of mail. What is not
known of the record cannot be found here: that is why a person reads each text as well (handbook section 6).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

POSTCODE = re.compile(r"\b(?:GIR\s*0AA|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})\b", re.IGNORECASE)
REFERENCE = re.compile(r"\b[CRHDS]-[0-9A-Z]{5}\b", re.IGNORECASE)
MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
PHONE = re.compile(r"(?<![\w-])\+?\d(?:[\s()-]*\d){8,}(?!\w)")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|" + (
    "january|february|march|april|june|july|august|september|october|november|december"
)
DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b(?:\s+\d{{4}})?"
    rf"|\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"
    r"|\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    re.IGNORECASE,
)
PATTERNS = (
    (MAIL, "[an address]"), (REFERENCE, "[a reference]"), (POSTCODE, "[a postcode]"), (DAY, "[a day]"),
    (PHONE, "[a number]"),
)  # fmt: skip
# Short words of a name that are ordinary words: taking them out would leave no sentence.
NAME_LETTERS_MIN = 3
_ORDINARY = frozenset(
    "the and her his she him for of at in on with from aunt uncle mother father mum dad nan gran brother sister school "
    "primary secondary academy college club friend carer foster home house street road lane park green church saint "
    "team centre youth new old north south east west upper lower great little".split()
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known to say who or where a child is. names: of people; places: schools, clubs, councils, homes."""

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def blinded(text: str, known: Known) -> str:
    """The text with what is known, and what has the form of a postcode, reference, day or number, taken out."""
    told = unicodedata.normalize("NFKC", text)
    for pattern, instead in PATTERNS:
        told = pattern.sub(instead, told)
    # Twice: taking one thing out may bring the halves of another together.
    for _ in range(2):
        for words, instead in ((known.places, "[a place]"), (known.names, "[a name]")):
            finder = _finder(words)
            told = finder.sub(instead, told) if finder else told
    return told


def found_in(text: str, known: Known) -> tuple[str, ...]:
    """What of the text says who or where a child is, as written, each once."""
    told = unicodedata.normalize("NFKC", text)
    found = [match.group() for pattern, _ in PATTERNS for match in pattern.finditer(told)]
    for words in (known.places, known.names):
        finder = _finder(words)
        found += [match.group() for match in finder.finditer(told)] if finder else []
    return tuple(dict.fromkeys(found))


def _finder(words: Iterable[str]) -> re.Pattern[str] | None:
    """Whole names, and each of their own words that is no ordinary word; longest first."""
    whole = {unicodedata.normalize("NFKC", each).strip() for each in words} - {""}
    parts = {part for each in whole for part in re.findall(r"[^\W\d_]+", each)}
    parts = {part for part in parts if len(part) >= NAME_LETTERS_MIN and part.casefold() not in _ORDINARY}
    wanted = sorted({*(each for each in whole if len(each) >= NAME_LETTERS_MIN), *parts}, key=lambda each: (-len(each), each))
    if not wanted:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)", re.IGNORECASE)
