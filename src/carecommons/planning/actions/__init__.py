"""Acts of planning."""

from .forecasts import *  # noqa: F403
from .statistics import *  # noqa: F403
