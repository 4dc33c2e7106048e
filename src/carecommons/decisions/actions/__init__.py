"""The only writers of this room."""

from .answer import *  # noqa: F403
from .disagree import *  # noqa: F403
from .propose import *  # noqa: F403
from .review_after import *  # noqa: F403
from .review_ask import *  # noqa: F403
from .review_hear import *  # noqa: F403
from .review_run import *  # noqa: F403
from .stays import *  # noqa: F403
