"""Choices and what follows them, for machines."""

from . import choices, starting
from .router import router

__all__ = ["choices", "router", "starting"]
