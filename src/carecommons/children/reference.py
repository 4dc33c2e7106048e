"""References of children: "C-" and five letters or digits of Crockford's base 32, drawn at random.

They say nothing about the child. I, L, O and U are not used; what is typed is read forgivingly.
"""

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 5


def draw_reference(below: Callable[[int], int]) -> str:
    """A new reference. below(n): a random whole number under n, from the caller."""
    return "C-" + "".join(ALPHABET[below(len(ALPHABET))] for _ in range(LENGTH))


def read_reference(typed: str) -> str | None:
    """The reference that was meant: "c 7k4qx", "7K4QX" and "C-7k4qx" are one. None when it cannot be one."""
    said = typed.strip().upper()
    plain = "".join(letter for letter in said if letter.isalnum())
    if said[:2] in ("C-", "C ") or (len(plain) == LENGTH + 1 and plain[0] == "C"):
        plain = plain[1:]
    plain = plain.translate(str.maketrans("ILO", "110"))
    if len(plain) != LENGTH or any(letter not in ALPHABET for letter in plain):
        return None
    return f"C-{plain}"
