"""The pages of planning."""

from .need import audit
from .quality import changes, repairs, trends

__all__ = ["audit", "changes", "repairs", "trends"]
