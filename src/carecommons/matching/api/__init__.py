"""Searches for a home, for machines."""

from . import before, emergencies, searches
from .router import router

__all__ = ["before", "emergencies", "router", "searches"]
