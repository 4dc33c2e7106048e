"""The pages of this room."""

from .before import causes, prevention
from .emergencies import emergency
from .homes import compare, home, shortlist
from .invitations import ask, decline, inbox, invitation, offer
from .newcomer import newcomer
from .own import own_home
from .relatives import approve, assess, end_early, longer, relatives
from .rounds import answer, call_off, close, invite, log, write_down
from .searches import family, family_home, look, new, search, searches, withdraw

__all__ = [
    "answer", "approve", "ask", "assess", "call_off", "causes", "close", "compare", "decline", "emergency", "end_early",
    "family", "family_home", "home", "inbox", "invitation", "invite", "log", "longer", "look", "new", "newcomer",
    "offer", "own_home", "prevention", "relatives", "search", "searches", "shortlist", "withdraw", "write_down",
]  # fmt: skip
