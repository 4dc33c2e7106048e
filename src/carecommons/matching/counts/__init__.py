"""What leaves this room as counts, small numbers withheld: how homes answer, and what lay behind searches.

Raw facts of how councils searched and asked leave it too (`officers`), for the room that suppresses them.
"""

from .answers import *  # noqa: F403
from .causes import *  # noqa: F403
from .officers import *  # noqa: F403
