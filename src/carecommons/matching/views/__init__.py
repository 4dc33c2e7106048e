"""The pages of this room."""

from .before import before
from .details import detail, details
from .homes import compare, home, shortlist
from .meetings import meeting, meeting_pdf, meetings, new_meeting
from .newcomer import newcomer
from .own import own_home, own_order, own_visit
from .searches import family, family_home, look, new, search, searches, withdraw

__all__ = [
    "before", "compare", "detail", "details", "family", "family_home", "home", "look", "meeting", "meeting_pdf",
    "meetings", "new", "new_meeting", "newcomer", "own_home", "own_order", "own_visit", "search", "searches",
    "shortlist", "withdraw",
]  # fmt: skip
