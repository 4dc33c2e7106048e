"""The pages of this room."""

from .homes import compare, home, shortlist
from .invitations import ask, decline, inbox, invitation, offer
from .newcomer import newcomer
from .own import own_home
from .rounds import answer, call_off, close, invite, log, write_down
from .searches import family, family_home, look, new, search, searches, withdraw

__all__ = [
    "answer", "ask", "call_off", "close", "compare", "decline", "family", "family_home", "home", "inbox", "invitation",
    "invite", "log", "look", "new", "newcomer", "offer", "own_home", "search", "searches", "shortlist", "withdraw",
    "write_down",
]  # fmt: skip
