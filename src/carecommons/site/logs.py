"""Logs say what happened to the machine, never to whom: addresses, postcodes, references that were
searched for and tokens are taken out.

They are taken out of the line as it is written, so that a traceback, a stack and an argument pass by here too.
"""

import logging
import re

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\breference=[^&\s\"]+")
_TOKEN = re.compile(r"cc_[A-Za-z0-9_-]{20,}")


def without_personal_data(text: str) -> str:
    """The text with e-mail addresses, postcodes, references that were searched for and personal tokens taken out."""
    for pattern, word in (
        (_TOKEN, "[token]"),
        (_REFERENCE, "reference=[reference]"),
        (_ADDRESS, "[address]"),
        (_POSTCODE, "[postcode]"),
    ):
        text = pattern.sub(word, text)
    return text


class NoPersonalData(logging.Formatter):
    """Formats as usual, then takes personal data out of everything: message, traceback and stack."""

    def format(self, record: logging.LogRecord) -> str:
        return without_personal_data(super().format(record))
