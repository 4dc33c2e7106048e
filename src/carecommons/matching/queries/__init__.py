"""What may be read of this room, as values."""

from .accepting import *  # noqa: F403
from .childs import *  # noqa: F403
from .details import *  # noqa: F403
from .emergencies import *  # noqa: F403
from .family import *  # noqa: F403
from .meetings import *  # noqa: F403
from .outcomes import *  # noqa: F403
from .prevention import *  # noqa: F403
from .rounds import *  # noqa: F403
from .searches import *  # noqa: F403
from .team import *  # noqa: F403
from .whys import *  # noqa: F403
