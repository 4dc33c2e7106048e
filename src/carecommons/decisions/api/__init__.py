"""Choices and what follows them, for machines."""

from . import choices, reviews
from .router import router

__all__ = ["choices", "reviews", "router"]
