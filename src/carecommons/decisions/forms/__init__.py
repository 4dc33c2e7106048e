"""The questions of this room."""

from .choices import *  # noqa: F403
