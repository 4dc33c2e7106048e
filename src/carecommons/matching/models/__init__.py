"""The rows of this room."""

from .family import *  # noqa: F403
from .prevention import *  # noqa: F403
from .searches import *  # noqa: F403
