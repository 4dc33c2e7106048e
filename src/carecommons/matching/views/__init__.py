"""The pages of this room."""

from .before import causes, prevention
from .emergencies import emergency
from .homes import compare, home, shortlist
from .newcomer import newcomer
from .own import own_home
from .relatives import approve, assess, close, longer, relatives
from .searches import family, family_home, look, new, search, searches, withdraw

__all__ = [
    "approve",
    "assess",
    "causes",
    "close",
    "compare",
    "emergency",
    "family",
    "family_home",
    "home",
    "longer",
    "look",
    "new",
    "newcomer",
    "own_home",
    "prevention",
    "relatives",
    "search",
    "searches",
    "shortlist",
    "withdraw",
]  # fmt: skip
