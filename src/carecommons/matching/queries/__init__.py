"""What may be read of this room, as values."""

from .searches import *  # noqa: F403
