"""The only writers of this room."""

from .answer import *  # noqa: F403
from .disagree import *  # noqa: F403
from .letters import *  # noqa: F403
from .propose import *  # noqa: F403
from .stays import *  # noqa: F403
