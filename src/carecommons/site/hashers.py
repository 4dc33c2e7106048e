"""Argon2 for passwords, with a cap on how many are worked out at once.

One hash costs about half a second of a core and 100 MB: without a cap, a flood of sign-ins is an attack on
the processor. Those beyond the cap wait their turn; those who would wait too long are told to come back.
"""

import threading
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

from carecommons.common.errors import NotNow

AT_ONCE = 2
WAIT_SECONDS_MAX = 10

_turns = threading.BoundedSemaphore(AT_ONCE)


class _Turn:
    def __enter__(self) -> None:
        if not _turns.acquire(timeout=WAIT_SECONDS_MAX):
            busy = NotNow(
                "sign_in_busy",
                "Too many people are signing in at this moment, and a limit keeps the house answering everybody "
                "else. Wait a minute and try again.",
            )
            busy.status = 503
            raise busy

    def __exit__(self, *_: object) -> None:
        _turns.release()


class CappedArgon2(Argon2PasswordHasher):
    """Argon2id, a few at a time in each process."""

    def encode(self, password: str, salt: str) -> str:
        with _Turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _Turn():
            return super().verify(password, encoded)

    def harden_runtime(self, password: str, encoded: str) -> None:
        return None

    def decode(self, encoded: str) -> dict[str, Any]:
        return super().decode(encoded)
