"""May this person do this act to this subject? One policy; everything not allowed is refused.

`check_may` raises with the reason, `may` answers with it: the act, the button and the page agree.
"""

from dataclasses import dataclass

from carecommons.common.errors import NotAllowed

from .permissions import PERMISSIONS, Reach
from .roles import NOTHING, ROLE_NAMES, Person, Role, Subject


@dataclass(frozen=True, slots=True)
class Answer:
    """Allowed or not, and why in a sentence. True in a boolean context when allowed."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def may(person: Person, act: str, subject: Subject = NOTHING) -> Answer:
    """Whether `person` may do `act` to `subject`, with the reason either way."""
    permission = PERMISSIONS.get(act)
    if permission is None:
        return Answer(False, f"No rule allows '{act}', and what no rule allows is refused.")
    reach = permission.reach.get(person.role)
    if reach is None or (person.id is None and person.role is not Role.PUBLIC):
        return Answer(False, f"A {ROLE_NAMES[person.role]} may not {permission.what}. {_who_may(act)}")
    if _within(person, reach, subject):
        return Answer(True, f"A {ROLE_NAMES[person.role]} may {permission.what}.")
    return Answer(False, f"A {ROLE_NAMES[person.role]} may {permission.what} only {_limit(reach)}.")


def check_may(person: Person, act: str, subject: Subject = NOTHING) -> None:
    """Raise NotAllowed("not_allowed") unless `may` says yes."""
    answer = may(person, act, subject)
    if not answer:
        raise NotAllowed("not_allowed", answer.reason, act=act)


def _within(person: Person, reach: Reach, subject: Subject) -> bool:
    if reach is Reach.EVERYWHERE:
        return True
    if reach is Reach.OWN_AUTHORITY:
        return subject.authority is not None and subject.authority in person.authorities
    if reach is Reach.OWN_CHILD:
        return subject.child_id is not None and subject.child_id in person.children
    own_provider = subject.provider_id is not None and subject.provider_id == person.provider_id
    return own_provider or (subject.home_id is not None and subject.home_id in person.home_ids)


def _limit(reach: Reach) -> str:
    return {
        Reach.OWN_AUTHORITY: "for their own council",
        Reach.OWN_CHILD: "for themselves or a child they speak for",
        Reach.OWN_PROVIDER: "for their own homes",
    }[reach]


def _who_may(act: str) -> str:
    names = sorted(ROLE_NAMES[role] for role in PERMISSIONS[act].reach)
    return "Those who may: " + ", ".join(names) + "." if names else "Nobody may."
