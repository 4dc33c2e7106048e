"""The questions of this room."""

from .rounds import *  # noqa: F403
from .searches import *  # noqa: F403
