"""What may be read of this room, as values."""

from .disagreements import *  # noqa: F403
from .lawful import *  # noqa: F403
from .opened import *  # noqa: F403
from .record import *  # noqa: F403
from .sheet import *  # noqa: F403
from .today import *  # noqa: F403
