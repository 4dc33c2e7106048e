"""Searches for a home, for machines."""

from . import emergencies, searches
from .router import router

__all__ = ["emergencies", "router", "searches"]
