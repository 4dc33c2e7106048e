"""The doors: who stands before a page or an API operation, and what a refusal looks like.

`@door("room.verb_noun")` above a view and `@door_api("room.verb_noun")` above an API operation state the
permission (a test walks every address). A door turns away roles that never may; the room itself then asks
about the child, council or home. What is out of somebody's reach answers exactly like what does not exist.
"""

from .api import door_api, from_our_page
from .asking import POST_IN_SESSION, PersonMiddleware, Request, hides, safe_next
from .behind import behind
from .pages import door, refusal_page

__all__ = [
    "POST_IN_SESSION", "PersonMiddleware", "Request", "behind", "door", "door_api", "from_our_page", "hides",
    "refusal_page", "safe_next",
]  # fmt: skip
