"""Searches for a home, for machines."""

from . import searches
from .router import router

__all__ = ["router", "searches"]
