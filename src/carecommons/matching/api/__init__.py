"""Searches for a home, for machines."""

from . import rounds, searches
from .router import router

__all__ = ["rounds", "router", "searches"]
