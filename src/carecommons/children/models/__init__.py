"""The rows of this room: the record and its profiles, and the statutory returns."""

from .carried import *  # noqa: F403
from .minimal import *  # noqa: F403
from .own import *  # noqa: F403
from .profile import *  # noqa: F403
from .record import *  # noqa: F403
from .returns import *  # noqa: F403
