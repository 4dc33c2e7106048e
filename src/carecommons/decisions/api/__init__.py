"""Choices and what follows them, for machines."""

from . import choices, ending, living, reviews, starting
from .router import router

__all__ = ["choices", "ending", "living", "reviews", "router", "starting"]
