"""The pages of this room."""

from .disagree import answer, disagree
from .emergencies import choose, confirm, counted, emergencies, emergency, reasons, review, settle
from .made import approve, listed, new, one, opened, send_back, stay, withdraw

__all__ = [
    "answer", "approve", "choose", "confirm", "counted", "disagree", "emergencies", "emergency", "listed", "new", "one",
    "opened", "reasons", "review", "send_back", "settle", "stay", "withdraw",
]  # fmt: skip
