"""The rows of this room: the local register in two files, the public list in a third."""

from .living import *  # noqa: F403
from .local import *  # noqa: F403
from .public_list import *  # noqa: F403
