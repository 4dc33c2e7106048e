"""The only writers of this room."""

from .searches import *  # noqa: F403
