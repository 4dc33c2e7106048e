"""Choices and what follows them, for machines."""

from . import choices, living, starting
from .router import router

__all__ = ["choices", "living", "router", "starting"]
