"""Choices and what follows them, for machines."""

from . import choices, letters
from .router import router

__all__ = ["choices", "letters", "router"]
