"""The rows of this room."""

from .emergencies import *  # noqa: F403
from .family import *  # noqa: F403
from .prevention import *  # noqa: F403
from .rounds import *  # noqa: F403
from .searches import *  # noqa: F403
