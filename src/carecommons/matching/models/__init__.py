"""The rows of this room: searches, lists, rounds, what children say of homes, meetings, what homes may read."""

from .childs import *  # noqa: F403
from .details import *  # noqa: F403
from .emergencies import *  # noqa: F403
from .family import *  # noqa: F403
from .meetings import *  # noqa: F403
from .prevention import *  # noqa: F403
from .rounds import *  # noqa: F403
from .searches import *  # noqa: F403
