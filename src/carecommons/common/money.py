"""Money as whole pence, and nothing else.

Units: integer pence (GBP). No float ever enters. Price, Cost and Value are three further types of the
Care Bank's room; matching, decisions and children may not import this module (contract "price-blind").
"""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Pence:
    """An amount of money in whole pence; may be negative (money owed)."""

    amount: int

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError(f"Money is whole pence: an int, not {type(self.amount).__name__}.")

    def __add__(self, other: "Pence") -> "Pence":
        return Pence(self.amount + other.amount)

    def __sub__(self, other: "Pence") -> "Pence":
        return Pence(self.amount - other.amount)

    def __neg__(self) -> "Pence":
        return Pence(-self.amount)

    def times(self, number: int) -> "Pence":
        """The same amount `number` times over (weeks, nights, places)."""
        return Pence(self.amount * number)

    def __str__(self) -> str:
        sign = "-" if self.amount < 0 else ""
        return f"{sign}£{abs(self.amount) // 100:,}.{abs(self.amount) % 100:02d}"
