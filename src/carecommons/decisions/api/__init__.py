"""Choices and what follows them, for machines."""

from . import choices
from .router import router

__all__ = ["choices", "router"]
