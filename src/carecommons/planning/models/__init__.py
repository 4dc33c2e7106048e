"""Rows of planning."""

from .statistics import *  # noqa: F403
