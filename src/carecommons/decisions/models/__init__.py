"""The rows of this room: choices and what a child says of them, the placements that follow, and reviews."""

from .choices import *  # noqa: F403
from .emergencies import *  # noqa: F403
from .ending import *  # noqa: F403
from .letters import *  # noqa: F403
from .living import *  # noqa: F403
from .placements import *  # noqa: F403
from .reviews import *  # noqa: F403
from .starting import *  # noqa: F403
