"""A count as it may be shown: small numbers are not, and a withheld cell is never nought and never blank.

What is withheld, and what must go with it so that nothing is worked out by subtraction, is decided in
`withhold.py`. Source: trust.md promise 5, handbook section 6.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as it may be shown: `value` None means withheld. `words` is what stands in its place."""

    value: int | None
    words: str

    @property
    def withheld(self) -> bool:
        return self.value is None
