"""A code that a young person is given in person: twelve signs without look-alikes, in three groups of four.

The first four find the row and prove nothing; the last eight are the secret (31 to the power of 8, about 39 bits),
which lives for minutes, works once, and is kept only as a keyed digest. What is typed may be in small letters,
with or without the strokes.
"""

from dataclasses import dataclass

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0 or 1: nobody reads them apart
LENGTH, GROUP = 12, 4


@dataclass(frozen=True, slots=True)
class CodeTerms:
    """The parameters that hold on one day: how long a code lives, and how often one address may be wrong."""

    minutes: int
    tries_max: int
    wait_minutes: int


def code_from(numbers: bytes) -> str:
    """The code that random bytes make. Bytes that would favour some signs are passed over: give at least 48."""
    fair = 256 - 256 % len(SIGNS)
    signs = [SIGNS[number % len(SIGNS)] for number in numbers if number < fair][:LENGTH]
    if len(signs) < LENGTH:
        raise ValueError("These random bytes do not make a whole code: give more of them.")
    return shown("".join(signs))


def plain(typed: str) -> str:
    """What was typed as the twelve signs alone; "" when it cannot be a code."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return signs if len(signs) == LENGTH and all(sign in SIGNS for sign in signs) else ""


def shown(signs: str) -> str:
    """Twelve signs as people read them: ABCD-EFGH-JKMN."""
    return "-".join(signs[begin : begin + GROUP] for begin in range(0, len(signs), GROUP))
