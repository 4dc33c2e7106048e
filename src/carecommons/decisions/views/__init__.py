"""The pages of this room."""

from .disagree import answer, disagree
from .letters import letter, letters
from .made import approve, listed, new, one, opened, send_back, stay, withdraw

__all__ = [
    "answer", "approve", "disagree", "letter", "letters", "listed", "new", "one", "opened", "send_back", "stay",
    "withdraw",
]  # fmt: skip
