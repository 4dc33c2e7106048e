"""Choices and what follows them, for machines."""

from . import choices, ending, living, starting
from .router import router

__all__ = ["choices", "ending", "living", "router", "starting"]
