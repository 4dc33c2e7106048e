"""The only writers of this room."""

from .local import *  # noqa: F403
from .public_list import *  # noqa: F403
