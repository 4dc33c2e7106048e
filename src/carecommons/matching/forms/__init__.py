"""The questions of this room."""

from .before import *  # noqa: F403
from .childs import *  # noqa: F403
from .emergencies import *  # noqa: F403
from .meetings import *  # noqa: F403
from .rounds import *  # noqa: F403
from .searches import *  # noqa: F403
