"""The pages of this room."""

from .disagree import answer, disagree
from .made import approve, listed, new, one, opened, send_back, stay, withdraw
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

__all__ = [
    "answer", "approve", "ask_for_home", "ask_review", "disagree", "docket", "home_reviews", "listed", "my_reviews",
    "new", "one", "opened", "panel", "panels", "review", "review_of_no", "reviews", "rights", "run_review",
    "send_back", "stay", "withdraw", "withdraw_review",
]  # fmt: skip
