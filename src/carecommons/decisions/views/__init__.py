"""The pages of this room."""

from .disagree import answer, disagree
from .made import approve, listed, new, one, opened, send_back, stay, withdraw

__all__ = ["answer", "approve", "disagree", "listed", "new", "one", "opened", "send_back", "stay", "withdraw"]
