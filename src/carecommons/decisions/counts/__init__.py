"""What this room says of many children at once: counts, small ones withheld."""

from .emergencies import *  # noqa: F403
