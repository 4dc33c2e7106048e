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
_PRICE = re.compile(
    "|".join(
        (
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
    return tuple(found.group().strip() for found in _PRICE.finditer(words))


def kept_unpriced(words: str, *, what: str) -> str:
    """The cleaned text as it is kept. Raises Faulty("words_name_a_price") where it says what care is charged at."""
    text = kept(words, what=what)
    if found := prices_in(text):
        said = ", ".join(f"“{each}”" for each in found[:3])
        message = f"{what}: write it without {said}. Whoever chooses a home reads no price before a choice is recorded."
        raise Faulty("words_name_a_price", message, [Fault("words", 0, "", "words_name_a_price", message)])
    return text
