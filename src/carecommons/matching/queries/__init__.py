"""What may be read of this room, as values."""

from .rounds import *  # noqa: F403
from .searches import *  # noqa: F403
from .whys import *  # noqa: F403
