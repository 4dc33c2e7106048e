"""The rows of this room, in two files."""

from .local import *  # noqa: F403
from .public_list import *  # noqa: F403
