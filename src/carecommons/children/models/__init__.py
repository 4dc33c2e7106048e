"""The rows of this room, in two files."""

from .record import *  # noqa: F403
from .returns import *  # noqa: F403
