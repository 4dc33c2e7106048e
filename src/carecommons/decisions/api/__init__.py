"""Choices and what follows them, for machines."""

from . import choices, emergencies, ending, letters, living, reviews, starting, taken_up
from .router import router

__all__ = ["choices", "emergencies", "ending", "letters", "living", "reviews", "router", "starting", "taken_up"]
