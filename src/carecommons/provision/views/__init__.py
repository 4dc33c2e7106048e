"""The doors of this room: the register and keeping it, vacancies, evidence, the map, owners and councils."""

from .approved import *  # noqa: F403
from .areas import *  # noqa: F403
from .evidence import *  # noqa: F403
from .keeping import *  # noqa: F403
from .register import *  # noqa: F403
from .vacancies import *  # noqa: F403
