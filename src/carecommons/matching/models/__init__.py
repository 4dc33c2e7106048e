"""The rows of this room: searches and their lists, what children say of homes, meetings, and what homes may read."""

from .childs import *  # noqa: F403
from .details import *  # noqa: F403
from .meetings import *  # noqa: F403
from .searches import *  # noqa: F403
