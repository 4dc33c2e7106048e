"""The only writers of this room."""

from .after import *  # noqa: F403
from .answer import *  # noqa: F403
from .disagree import *  # noqa: F403
from .emergencies import *  # noqa: F403
from .ending import *  # noqa: F403
from .letters import *  # noqa: F403
from .living import *  # noqa: F403
from .notices_of_end import *  # noqa: F403
from .propose import *  # noqa: F403
from .review_after import *  # noqa: F403
from .review_ask import *  # noqa: F403
from .review_hear import *  # noqa: F403
from .review_run import *  # noqa: F403
from .starting import *  # noqa: F403
from .stays import *  # noqa: F403
from .taken_up import *  # noqa: F403
