"""The pages of this room."""

from .caseload import add_child, caseload
from .kin import end_secure, secure, siblings
from .mine import mine, say, tell
from .needs import check, compare, discard, needs, part
from .record import protected, record
from .schooling import schooling
from .voice import add_avoided, add_connection, add_story, add_wish, connections, story, wishes

__all__ = [
    "add_avoided", "add_child", "add_connection", "add_story", "add_wish", "caseload", "check", "compare",
    "connections", "discard", "end_secure", "mine", "needs", "part", "protected", "record", "say", "schooling",
    "secure", "siblings", "story", "tell", "wishes",
]  # fmt: skip
