"""The doors of this room: the register, and keeping it."""

from .keeping import *  # noqa: F403
from .register import *  # noqa: F403
