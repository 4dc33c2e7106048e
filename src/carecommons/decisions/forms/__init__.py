"""The questions of this room."""

from .choices import *  # noqa: F403
from .emergencies import *  # noqa: F403
from .reviews import *  # noqa: F403
