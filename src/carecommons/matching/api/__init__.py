"""Searches for a home, for machines."""

from . import childs, rounds, searches
from .router import router

__all__ = ["childs", "rounds", "router", "searches"]
