"""Searches for a home, for machines."""

from . import childs, searches
from .router import router

__all__ = ["childs", "router", "searches"]
