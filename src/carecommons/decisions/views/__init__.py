"""The pages of this room."""

from .after import belongings, early_ends, eighteen, how_it_was, next_home, no_debrief
from .disagree import answer, disagree
from .ending import (
    end_notice,
    give_notice,
    meeting,
    own_stays,
    read_end,
    read_notice,
    refuse_notice,
    stay,
    take_back,
    tell_notice,
    why_ended,
)
from .letters import letter, letters
from .living import (
    answer_sign,
    how,
    life,
    life_counts,
    record_contact,
    record_health,
    record_review,
    record_time,
    record_visit,
)
from .made import approve, listed, new, one, opened, send_back, withdraw
from .notices import notice, notice_pdf
from .placements import placement
from .starting import begin, bring, new_visit, plan_item, visit_held

__all__ = [
    "answer", "answer_sign", "approve", "begin", "belongings", "bring", "disagree", "early_ends", "eighteen",
    "end_notice", "give_notice", "how", "how_it_was", "letter", "letters", "life", "life_counts", "listed", "meeting",
    "new", "new_visit", "next_home",
    "no_debrief", "notice", "notice_pdf", "one", "opened", "own_stays", "placement", "plan_item", "read_end",
    "read_notice", "record_contact", "record_health", "record_review", "record_time", "record_visit",
    "refuse_notice", "send_back", "stay", "take_back", "tell_notice", "visit_held", "why_ended", "withdraw",
]  # fmt: skip
