"""May this person do this act to this subject? One policy; everything not allowed is refused.

`check_may` raises with the reason, `may` answers with it: the act, the button and the page agree.
"""

from dataclasses import dataclass

from carecommons.common.errors import NotAllowed

from .permissions import IN_AN_EMERGENCY, PERMISSIONS, Reach
from .roles import NOTHING, ROLE_NAMES, Person, Role, Subject


@dataclass(frozen=True, slots=True)
class Answer:
    """Allowed or not, and why in a sentence. True in a boolean context when allowed."""

    allowed: bool
    reason: str
    out_of_reach: bool = False  # the role may, but not this child, council or home

    def __bool__(self) -> bool:
        return self.allowed


def may(person: Person, act: str, subject: Subject = NOTHING) -> Answer:
    """Whether `person` may do `act` to `subject`, with the reason either way."""
    role = may_at_all(person, act)
    if not role:
        return role
    permission = PERMISSIONS[act]
    reach = permission.reach[person.role]
    if _within(person, reach, subject) or _in_an_emergency(person, act, subject):
        return role
    reason = f"{_a(person.role)} may {permission.what} only {_limit(reach)}."
    return Answer(False, reason, out_of_reach=True)


def may_at_all(person: Person, act: str) -> Answer:
    """Whether the person's role may ever do `act`, to anything: what a menu and a door ask."""
    permission = PERMISSIONS.get(act)
    if permission is None:
        return Answer(False, f"No rule allows '{act}', and what no rule allows is refused.")
    if person.role not in permission.reach or (person.id is None and person.role is not Role.PUBLIC):
        return Answer(False, f"{_a(person.role)} may not {permission.what}. {_who_may(act)}")
    return Answer(True, f"{_a(person.role)} may {permission.what}.")


def check_may_at_all(person: Person, act: str) -> None:
    """Raise NotAllowed("not_allowed") unless the person's role may ever do `act`: what a list asks."""
    answer = may_at_all(person, act)
    if not answer:
        raise NotAllowed("not_allowed", answer.reason, act=act)


def check_may(person: Person, act: str, subject: Subject = NOTHING) -> None:
    """Raise NotAllowed("not_allowed") unless `may` says yes."""
    answer = may(person, act, subject)
    if not answer:
        raise NotAllowed("not_allowed", answer.reason, act=act, out_of_reach=answer.out_of_reach)


def _within(person: Person, reach: Reach, subject: Subject) -> bool:
    if reach is Reach.EVERYWHERE:
        return True
    if reach is Reach.OWN_AUTHORITY:
        return subject.authority is not None and subject.authority in person.authorities
    if reach is Reach.OWN_CHILD:
        return subject.child_id is not None and subject.child_id in person.children
    own_provider = subject.provider_id is not None and subject.provider_id == person.runs
    return own_provider or (subject.home_id is not None and subject.home_id in person.home_ids)


def _in_an_emergency(person: Person, act: str, subject: Subject) -> bool:
    """Emergency access opens the reading of one child's record for a short time, and no other act."""
    return act in IN_AN_EMERGENCY and subject.child_id is not None and subject.child_id in person.emergencies


def _limit(reach: Reach) -> str:
    return {
        Reach.OWN_AUTHORITY: "for their own council",
        Reach.OWN_CHILD: "for themselves or a child they speak for",
        Reach.OWN_PROVIDER: "for their own homes",
    }[reach]


def _a(role: Role) -> str:
    name = ROLE_NAMES[role]
    return f"An {name}" if name[0] in "aeiou" else f"A {name}"


def roles_for(act: str) -> str:
    """The roles that may do an act, as a sentence names them: "a social worker or a team manager"."""
    names = sorted(ROLE_NAMES[role] for role in PERMISSIONS[act].reach)
    said = [f"{'an' if name[0] in 'aeiou' else 'a'} {name}" for name in names]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}" if said else "nobody"


def _who_may(act: str) -> str:
    names = sorted(ROLE_NAMES[role] for role in PERMISSIONS[act].reach)
    return "Those who may: " + ", ".join(names) + "." if names else "Nobody may."
