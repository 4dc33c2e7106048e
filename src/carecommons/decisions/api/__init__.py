"""Choices and what follows them, for machines."""

from . import choices, ending, starting
from .router import router

__all__ = ["choices", "ending", "router", "starting"]
