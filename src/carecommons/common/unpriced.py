"""Whether words say what care is charged at: nobody who decides may read that before a decision is recorded.

No table of the rooms where a home is chosen can hold an amount of money; words could. What a home writes, what a
council tells homes and what stands as a reason is looked through for amounts and for the words of a charge. A child's
own words are never looked through: a child may speak of money as they like.
Source: handbook D7 (decision-makers do not see price until a decision is recorded), D6, C2.
"""

import re

from .errors import Fault, Faulty
from .texts import kept

_NUMBER = r"\d[\d,. ]*\d|\d"
# Of hundreds or more with nothing between it and its week, night or year: distances, steps and minutes have their own
# word there ("300 miles a week"), and it needs no other word to be an amount of money.
_HUNDREDS = r"[1-9]\d{0,2}(?:[, ]\d{3})+(?:\.\d+)?|[1-9]\d{2,}(?:\.\d+)?"
_EACH = (
    r"(?:\s*/\s*|\s*-?\s*(?:an|a|per|each|every)\s+)(?:calendar\s+)?(?:week|wk|night|day|month|year|annum)"
    r"|\s*p\.?\s?(?:w|a|n|cm)|\s+(?:week|night|dai|month|year)ly"
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
# What stands before such a number that is none: the year of a day, an hour of the clock, the name of a bus or a room.
_BEFORE_YEAR = re.compile(rf"\b(?:in|since|during|until|before|after|early|late|{_MONTHS})\s+$", re.IGNORECASE)
_BEFORE_HOUR = re.compile(r"\b(?:at|from|until|till|by|between|and|(?<!up )to)\s+$", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"\b(?:bus|room|route|ward|flat|unit|line|number|no\.?)\s+$|\b0\d{2,}\s$", re.IGNORECASE)
_YEAR, _HOUR = (
    re.compile(r"(?:19|20)\d\d\b(?!\s*(?:/|per\b|p\.?\s?w))"),
    re.compile(r"[12]\d[0-5]\d\s+\w+\s+(?:night|day)\b"),
)
_PRICE = re.compile(
    "|".join(
        (
            rf"(?P<bare>(?<![\d.,/:-])(?:{_HUNDREDS})(?:{_EACH})\b)",  # 4,200 per week
            rf"[£€$]\s*(?:{_NUMBER})\s*k?",  # £4,200
            rf"\b(?:gbp|eur)\s*(?:{_NUMBER})",  # GBP 4200
            rf"(?:{_NUMBER})\s*k?\s*(?:pounds?|gbp|quid|euros?)\b(?!\s*(?:in|of)\s+weight)",  # 4200 pounds
            rf"(?:{_NUMBER})\s*k?\s*(?:a|per|/)\s*(?:week|wk|pw)\b(?=[^.]*\b(?:charge|cost|fee|price|rate))",
            r"\b(?:fees?|prices?|priced|pricing|discount(?:s|ed)?|cheap(?:er|est)?)\b",
            r"\b(?:week|night|day)ly\s+(?:rate|cost|charge)s?\b",
            r"\b(?:rate|cost|charge)s?\s+(?:of\s+\S+\s+)?(?:a|per)\s+(?:week|night|day|place)\b",
            r"\b(?:cost|charge)s?\s+(?:less|more|too much)\b",
        )
    ),
    re.IGNORECASE,
)


def prices_in(words: str) -> tuple[str, ...]:
    """Every part of a text that says what care is charged at, as it stands there."""
    return tuple(found.group().strip() for found in _PRICE.finditer(words) if not _is_no_amount(found, words))


def _is_no_amount(found: re.Match[str], words: str) -> bool:
    """Whether a bare number is a year, an hour of the clock, or the name of a bus or a room."""
    if not found["bare"]:
        return False
    said, before = found.group(), words[: found.start()]
    return bool(
        (_YEAR.match(said) and _BEFORE_YEAR.search(before))
        or (_HOUR.match(said) and _BEFORE_HOUR.search(before))
        or _BEFORE_NAME.search(before)
    )


def kept_unpriced(words: str, *, what: str) -> str:
    """The cleaned text as it is kept. Raises Faulty("words_name_a_price") where it says what care is charged at."""
    text = kept(words, what=what)
    if found := prices_in(text):
        said = ", ".join(f"“{each}”" for each in found[:3])
        message = f"{what}: write it without {said}. Whoever chooses a home reads no price before a choice is recorded."
        raise Faulty("words_name_a_price", message, [Fault("words", 0, "", "words_name_a_price", message)])
    return text
