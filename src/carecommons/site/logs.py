"""Logs say what happened to the machine, never to whom: addresses and postcodes are taken out."""

import logging
import re

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_TOKEN = re.compile(r"cc_[A-Za-z0-9_-]{20,}")


def without_personal_data(text: str) -> str:
    """The text with e-mail addresses, postcodes and personal tokens taken out."""
    for pattern, word in ((_TOKEN, "[token]"), (_ADDRESS, "[address]"), (_POSTCODE, "[postcode]")):
        text = pattern.sub(word, text)
    return text


class NoPersonalData(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        return True
