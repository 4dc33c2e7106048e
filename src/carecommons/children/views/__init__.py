"""The pages of this room."""

from .carried import carried
from .caseload import add_child, caseload
from .drafts import keep
from .kin import end_secure, secure, siblings
from .meeting import course_of_needs, meeting, meeting_pdf
from .mine import advocate, own_need, own_needs, say, shared, tell
from .minimal import complete
from .needs import check, compare, discard, needs, part
from .record import protected, record
from .schooling import schooling
from .voice import add_avoided, add_connection, add_story, add_wish, connections, story, wishes

__all__ = [
    "add_avoided", "add_child", "add_connection", "add_story", "add_wish", "advocate", "carried", "caseload", "check",
    "compare", "complete", "connections", "course_of_needs", "discard", "end_secure", "keep", "meeting",
    "meeting_pdf", "needs", "own_need", "own_needs", "part", "protected", "record", "say", "schooling", "secure",
    "shared", "siblings", "story", "tell", "wishes",
]  # fmt: skip
