"""What may be counted of this room: suppressed aggregates, by which planning and public pages see it."""

from .reviews import *  # noqa: F403
