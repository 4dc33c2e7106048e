"""The questions of this room."""

from .emergencies import *  # noqa: F403
from .searches import *  # noqa: F403
