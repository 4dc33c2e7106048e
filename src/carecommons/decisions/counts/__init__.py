"""What may be counted of this room: suppressed, by provider or council, never a child."""

from .early import *  # noqa: F403
from .emergencies import *  # noqa: F403
from .exceptions import *  # noqa: F403
from .living import *  # noqa: F403
from .officers import *  # noqa: F403
from .periods import *  # noqa: F403
from .reviews import *  # noqa: F403
