"""Choices and what follows them, for machines."""

from . import choices, ending, letters, living, starting
from .router import router

__all__ = ["choices", "ending", "letters", "living", "router", "starting"]
