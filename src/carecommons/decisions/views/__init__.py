"""The pages of this room."""

from .disagree import answer, disagree
from .living import (
    answer_sign,
    how,
    life,
    record_contact,
    record_health,
    record_review,
    record_time,
    record_visit,
)
from .made import approve, listed, new, one, opened, send_back, stay, withdraw
from .notices import notice, notice_pdf
from .placements import placement
from .starting import begin, bring, new_visit, plan_item, visit_held

__all__ = [
    "answer", "answer_sign", "approve", "begin", "bring", "disagree", "how", "life", "listed", "new", "new_visit",
    "notice", "notice_pdf", "one", "opened", "placement", "plan_item", "record_contact", "record_health",
    "record_review", "record_time", "record_visit", "send_back", "stay", "visit_held", "withdraw",
]  # fmt: skip
