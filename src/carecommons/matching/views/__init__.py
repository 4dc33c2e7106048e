"""The pages of this room, in three files."""

from .homes import compare, home, shortlist
from .newcomer import newcomer
from .searches import family, look, new, search, searches, withdraw

__all__ = ["compare", "family", "home", "look", "new", "newcomer", "search", "searches", "shortlist", "withdraw"]
