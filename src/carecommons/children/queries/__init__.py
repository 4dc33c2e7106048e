"""What may be read of this room, as values."""

from .alike import *  # noqa: F403
from .carried import *  # noqa: F403
from .caseload import *  # noqa: F403
from .matching import *  # noqa: F403
from .minimal import *  # noqa: F403
from .nearby import *  # noqa: F403
from .needs import *  # noqa: F403
from .own import *  # noqa: F403
from .paper import *  # noqa: F403
from .record import *  # noqa: F403
from .reports import *  # noqa: F403
from .returns import *  # noqa: F403
from .schooling import *  # noqa: F403
from .secure import *  # noqa: F403
from .today import *  # noqa: F403
from .unheard import *  # noqa: F403
