"""The pages of this room."""

from .before import causes, prevention
from .details import detail, details
from .emergencies import emergency
from .finding_out import before
from .homes import compare, home, shortlist
from .invitations import ask, decline, inbox, invitation, offer
from .meetings import meeting, meeting_pdf, meetings, new_meeting
from .newcomer import newcomer
from .own import own_home, own_order, own_visit
from .relatives import approve, assess, end_early, longer, relatives
from .rounds import accept, answer, call_off, close, invite, log, write_down
from .searches import family, family_home, look, new, search, searches, withdraw

__all__ = [
    "accept",
    "answer",
    "approve",
    "ask",
    "assess",
    "before",
    "call_off",
    "causes",
    "close",
    "compare",
    "decline",
    "detail",
    "details",
    "emergency",
    "end_early",
    "family",
    "family_home",
    "home",
    "inbox",
    "invitation",
    "invite",
    "log",
    "longer",
    "look",
    "meeting",
    "meeting_pdf",
    "meetings",
    "new",
    "new_meeting",
    "newcomer",
    "offer",
    "own_home",
    "own_order",
    "own_visit",
    "prevention",
    "relatives",
    "search",
    "searches",
    "shortlist",
    "withdraw",
    "write_down",
]  # fmt: skip
