"""Personal tokens: what they look like, and the digest that is kept instead of them.

A token is "cc_" and 43 characters from 32 random bytes: too many to guess, so one SHA-256 is enough to keep
it safe at rest. The prefix lets secret scanners find a leaked one.
"""

import base64
import hashlib
import re

PREFIX = "cc_"
BYTES = 32
_FORM = re.compile(r"cc_[A-Za-z0-9_-]{43}")


def token_from(randomness: bytes) -> str:
    """The token that 32 random bytes make."""
    if len(randomness) != BYTES:
        raise ValueError(f"A token is made of {BYTES} random bytes, not {len(randomness)}.")
    return PREFIX + base64.urlsafe_b64encode(randomness).rstrip(b"=").decode()


def looks_like_token(text: str) -> bool:
    """Whether the text has the form of a token: anything else is not worth a question to the database."""
    return _FORM.fullmatch(text) is not None


def digest_of(token: str) -> str:
    """SHA-256 in hexadecimal: what the database keeps."""
    return hashlib.sha256(token.encode()).hexdigest()
