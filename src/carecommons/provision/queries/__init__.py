"""What may be read of this room, as values."""

from .agreements import *  # noqa: F403
from .cards import *  # noqa: F403
from .evidence import *  # noqa: F403
from .for_a_time import *  # noqa: F403
from .gathered import *  # noqa: F403
from .impacts import *  # noqa: F403
from .local import *  # noqa: F403
from .outlines import *  # noqa: F403
from .owners import *  # noqa: F403
from .providers import *  # noqa: F403
from .public_list import *  # noqa: F403
from .standings_of import *  # noqa: F403
from .stays import *  # noqa: F403
from .today import *  # noqa: F403
from .vacancies import *  # noqa: F403
from .whose import *  # noqa: F403
