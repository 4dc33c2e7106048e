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


def show(count: int, *, threshold: int, round_to: int) -> Shown:
    """One count on its own: 0 stays 0, 1..threshold is withheld, the rest is rounded to `round_to`."""
    assert count >= 0, "a count of children is not negative"
    if 1 <= count <= threshold:
        return Shown(None, f"1 to {threshold}")
    rounded = (count + round_to // 2) // round_to * round_to
    return Shown(rounded, f"{rounded:,}")
