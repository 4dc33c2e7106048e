"""The pages of this room, in two files."""

from .homes import compare, home, shortlist
from .searches import family, look, new, search, searches, withdraw

__all__ = ["compare", "family", "home", "look", "new", "search", "searches", "shortlist", "withdraw"]
