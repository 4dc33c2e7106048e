"""Searches for a home, for machines."""

from . import before, searches
from .router import router

__all__ = ["before", "router", "searches"]
from . import emergencies

__all__ = ["emergencies", "router", "searches"]
from . import rounds

__all__ = ["rounds", "router", "searches"]
