"""Choices and what follows them, for machines."""

from . import choices, emergencies, ending, living, starting
from .router import router

__all__ = ["choices", "emergencies", "ending", "living", "router", "starting"]
from . import reviews

__all__ = ["choices", "ending", "living", "reviews", "router", "starting"]
