"""The rows of this room."""

from .choices import *  # noqa: F403
