"""The pages of this room."""

from .emergencies import emergency
from .homes import compare, home, shortlist
from .newcomer import newcomer
from .own import own_home
from .searches import family, family_home, look, new, search, searches, withdraw

__all__ = [
    "compare", "emergency", "family", "family_home", "home", "look", "new", "newcomer", "own_home", "search",
    "searches", "shortlist", "withdraw",
]  # fmt: skip
