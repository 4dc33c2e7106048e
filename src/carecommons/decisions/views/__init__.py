"""The pages of this room."""

from .disagree import answer, disagree
from .made import approve, listed, new, one, opened, send_back, stay, withdraw
from .notices import notice, notice_pdf
from .placements import placement
from .starting import begin, bring, new_visit, plan_item, visit_held

__all__ = [
    "answer", "approve", "begin", "bring", "disagree", "listed", "new", "new_visit", "notice", "notice_pdf", "one",
    "opened", "placement", "plan_item", "send_back", "stay", "visit_held", "withdraw",
]  # fmt: skip
