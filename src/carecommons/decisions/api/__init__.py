"""Choices and what follows them, for machines."""

from . import choices, emergencies
from .router import router

__all__ = ["choices", "emergencies", "router"]
