"""`carecommons demo`: an invented sub-region, written as files, read by the real importers, served to look at.

Invented data throughout. Nothing here is imported by any room.
"""

from .command import add

__all__ = ["add"]
