"""Searches for a home, for machines."""

from . import before, searches
from .router import router

__all__ = ["before", "router", "searches"]
