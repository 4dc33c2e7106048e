"""Searches for a home, for machines."""

from . import before, childs, emergencies, rounds, searches
from .router import router

__all__ = ["before", "childs", "emergencies", "rounds", "router", "searches"]
