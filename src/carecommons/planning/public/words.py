"""Headings, labels and signs in their many spellings, folded to one each; and what a cell says.

"[x]", "[note 4]" and "x" are signs; "7.0000000000000007E-2" is how a spreadsheet writes 0.07.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

PLACES = Decimal("0.000001")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d*)?([eE][+-]?\d{1,3})?", re.ASCII)
_BRACKETS = re.compile(r"\[\s*([a-z:.-]+)\s*\d*\s*\]")


class Unreadable(Exception):
    """The cell holds neither a number nor a sign that its source uses."""


def fold(written: str) -> str:
    """Small letters and figures, one space between words: "E-code " is "e code", "old_la_code" is "old la code"."""
    plain = unicodedata.normalize("NFKC", written).replace("’", "").replace("'", "").replace("\ufeff", "").casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def said(written: str, signs: frozenset[str]) -> tuple[Decimal | None, str]:
    """The number of a cell, or the sign in its place: (number, "") or (None, sign). Raises Unreadable."""
    bare = written.strip()
    if _NUMBER.fullmatch(bare):
        try:
            return Decimal(bare.replace(",", "")).quantize(PLACES).normalize() + 0, ""
        except InvalidOperation:
            raise Unreadable from None
    low = bare.casefold()
    bracketed = _BRACKETS.fullmatch(low)
    sign = bracketed[1] if bracketed else low
    if sign in signs:
        return None, sign
    raise Unreadable
