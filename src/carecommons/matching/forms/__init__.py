"""The questions of this room."""

from .searches import *  # noqa: F403
