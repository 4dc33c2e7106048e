"""Opening a child's record at a door: found, permitted, and the look written down, in that order.

Missing and out of reach answer alike. A child reading about themselves leaves no look: nobody looked.
What a young person began to write is shown again here too, as far as their session may read it back.
"""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from carecommons.common.errors import NotAllowed
from carecommons.constitution.queries import whole
from carecommons.people.actions import record_look
from carecommons.people.doors import Request
from carecommons.people.may import check_may
from carecommons.people.roles import Person, Role

from . import queries
from .actions import drop_own_draft
from .own import reads_back
from .queries import ChildRecord, find_child

PRINTING = "Printing for a meeting"


def reach_child(*, person: Person, child_id: UUID, act: str) -> ChildRecord:
    """The child, for a page that shows nothing of them yet: permitted, and no look. Raises NotFound or NotAllowed."""
    child = find_child(child_id)
    check_may(person, act, child.subject)
    return child


def open_child(*, person: Person, child_id: UUID, act: str, purpose: str, at: datetime) -> ChildRecord:
    """The child, after the person has been let in and the child has been told of it. Raises NotFound or NotAllowed."""
    child = reach_child(person=person, child_id=child_id, act=act)
    if not (person.role is Role.CHILD and child.id in person.children):
        record_look(person=person, child_id=child.id, act=act, purpose=purpose, at=at)
    return child


def begun(request: Request, child_id: UUID, form: str, at: datetime) -> dict[str, str]:
    """What this account typed here and has not sent, as far as this session may read it back.

    A session that began with a code from a member of staff is shown no draft of a private message.
    """
    person = request.person
    if request.method == "POST" or person.id is None:
        return {}
    if form == "message" and person.role is Role.CHILD and not reads_back(signed_in_by(request)):
        return {}
    since = queries.drafts_since(at, whole("own_draft_days", timezone.localdate(at)))
    return queries.own_draft(child_id, account=person.id, form=form, since=since)


def sent(request: Request, child_id: UUID, form: str) -> None:
    """What was sent is no draft any more."""
    drop_own_draft(child_id=child_id, form=form, by=request.person)


def signed_in_by(request: Request) -> str:
    """How this session began. One that does not say began with a password."""
    return str(request.session.get("signed_in_by") or "password")


def check_reads_back(request: Request) -> None:
    """Raise NotAllowed("not_read_back") unless a young person asks in a session of their own.

    A personal token says nothing of how the session began in which it was made, so it reads back nothing.
    """
    own = not request.headers.get("Authorization") and reads_back(signed_in_by(request))
    if request.person.role is Role.CHILD and not own:
        raise NotAllowed(
            "not_read_back",
            "Private messages are read on the page, after signing in with your own key. You can still write one.",
        )
