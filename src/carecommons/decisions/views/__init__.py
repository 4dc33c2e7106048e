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
from .reviews import (
    ask_for_home,
    ask_review,
    home_reviews,
    my_reviews,
    review,
    review_of_no,
    reviews,
    rights,
    withdraw_review,
)
from .reviews_run import docket, panel, panels, run_review
from .starting import begin, bring, new_visit, plan_item, visit_held

__all__ = [
    "answer", "answer_sign", "approve", "ask_for_home", "ask_review", "begin", "belongings", "bring", "disagree",
    "docket", "early_ends", "eighteen", "end_notice", "give_notice", "home_reviews", "how", "how_it_was", "life",
    "life_counts", "listed", "meeting", "my_reviews", "new", "new_visit", "next_home", "no_debrief", "notice",
    "notice_pdf", "one", "opened", "own_stays", "panel", "panels", "placement", "plan_item", "read_end",
    "read_notice", "record_contact", "record_health", "record_review", "record_time", "record_visit",
    "refuse_notice", "review", "review_of_no", "reviews", "rights", "run_review", "send_back", "stay", "take_back",
    "tell_notice", "visit_held", "why_ended", "withdraw", "withdraw_review",
]  # fmt: skip
