"""What may be read of this room, as values."""

from .record import *  # noqa: F403
from .returns import *  # noqa: F403
