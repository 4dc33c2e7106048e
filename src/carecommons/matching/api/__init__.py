"""Searches for a home, for machines."""

from . import before, emergencies, searches
from .router import router

__all__ = ["before", "router", "searches"]

__all__ = ["emergencies", "router", "searches"]
from . import rounds

__all__ = ["rounds", "router", "searches"]
__all__ = ["before", "emergencies", "router", "searches"]
