"""The only writers of this room."""

from .record import *  # noqa: F403
from .returns import *  # noqa: F403
