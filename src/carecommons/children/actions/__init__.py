"""The only writers of this room."""

from .carried import *  # noqa: F403
from .minimal import *  # noqa: F403
from .needs import *  # noqa: F403
from .own import *  # noqa: F403
from .record import *  # noqa: F403
from .returns import *  # noqa: F403
from .secure import *  # noqa: F403
from .voice import *  # noqa: F403
