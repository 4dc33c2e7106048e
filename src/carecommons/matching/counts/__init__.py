"""What leaves this room as counts, small numbers withheld: how homes answer, and what lay behind searches."""

from .answers import *  # noqa: F403
from .causes import *  # noqa: F403
