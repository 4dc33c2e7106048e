"""The only writers of this room."""

from .able import *  # noqa: F403
from .for_a_time import *  # noqa: F403
from .living import *  # noqa: F403
from .local import *  # noqa: F403
from .public_list import *  # noqa: F403
from .staying import *  # noqa: F403
