"""What may be read of this room, as values."""

from .at_home import *  # noqa: F403
from .before_move import *  # noqa: F403
from .contact import *  # noqa: F403
from .disagreements import *  # noqa: F403
from .emergencies import *  # noqa: F403
from .endings import *  # noqa: F403
from .formulations import *  # noqa: F403
from .growing import *  # noqa: F403
from .holding import *  # noqa: F403
from .lawful import *  # noqa: F403
from .letters import *  # noqa: F403
from .living import *  # noqa: F403
from .notices import *  # noqa: F403
from .opened import *  # noqa: F403
from .placements import *  # noqa: F403
from .record import *  # noqa: F403
from .reviews import *  # noqa: F403
from .sheet import *  # noqa: F403
from .signs import *  # noqa: F403
from .standing import *  # noqa: F403
from .starting import *  # noqa: F403
from .stopping import *  # noqa: F403
from .taken_up import *  # noqa: F403
from .timing import *  # noqa: F403
from .today import *  # noqa: F403
from .until import *  # noqa: F403
