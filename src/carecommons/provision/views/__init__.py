"""The doors of this room: the register, and keeping it."""

from .register import *  # noqa: F403
