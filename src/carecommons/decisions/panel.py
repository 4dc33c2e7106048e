"""Who may hear a review: named people from outside the deciding team, and never anybody who decided.

Three people. None of them proposed or approved the choice, asked for the review, or holds the same role in the same
council as somebody who decided: that is the team in which it was decided. None is a social worker of the child's own
council, who may be the child's. They come from at least two roles, and one at least is a reviewing officer or comes
from outside the council. A member who says that they have an interest leaves, and another is named.
Source: handbook C4, E1 (no seat outvotes the rest), E4 and section 7, Adjudication ("3-person panel ... no interest").
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from carecommons.common.errors import NotAllowed, NotNow, Refused
from carecommons.people.roles import ROLE_NAMES, Role

__all__ = ["PANEL_ROLES", "Decider", "Member", "check_member", "check_panel", "check_quorum", "may_sit"]

PANEL_ROLES = (
    Role.REVIEWING_OFFICER, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER,
    Role.DIRECTOR, Role.VIRTUAL_SCHOOL_HEAD, Role.CLINICIAN, Role.ADJUDICATOR,
)  # fmt: skip
ROLES_MIN = 2


@dataclass(frozen=True, slots=True)
class Member:
    """One person who is named for a panel. authorities: the councils of their post; none for an adjudicator."""

    account: UUID
    role: Role
    authorities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who proposed, approved or asked: their account, and the role in which they did."""

    account: UUID
    role: Role


def check_member(member: Member, *, deciders: Collection[Decider], askers: Collection[UUID], authority: str) -> None:
    """Raise NotAllowed with the reason unless this person stands outside what is reviewed.

    deciders: who proposed and approved. askers: the accounts of who asked. authority: the child's council.
    """
    if member.account in {each.account for each in deciders}:
        raise NotAllowed(
            "panel_decided_it",
            "Somebody on this panel proposed or approved what is looked at again. Nobody judges what they decided: "
            "name somebody else.",
        )
    if member.account in askers:
        raise NotAllowed("panel_asked_for_it", "Somebody on this panel asked for this review. Name somebody else.")
    if member.role not in PANEL_ROLES:
        raise NotAllowed("panel_role", f"A {ROLE_NAMES[member.role]} does not sit on a panel. Name somebody else.")
    if authority not in member.authorities:
        return
    if member.role is Role.SOCIAL_WORKER:
        raise NotAllowed(
            "panel_social_worker",
            "A social worker of the child’s own council may be the child’s own. Name one of another council, or "
            "somebody in another role.",
        )
    if member.role in {each.role for each in deciders}:
        raise NotAllowed(
            "panel_same_team",
            f"A {ROLE_NAMES[member.role]} of this council took part in what is looked at again, so nobody in that "
            "role of the same council hears it. Name somebody from another role or another council.",
        )


def may_sit(member: Member, *, deciders: Collection[Decider], askers: Collection[UUID], authority: str) -> bool:
    """Whether check_member lets this person sit."""
    try:
        check_member(member, deciders=deciders, askers=askers, authority=authority)
    except Refused:
        return False
    return True


def check_panel(
    members: Sequence[Member], *, deciders: Collection[Decider], askers: Collection[UUID], authority: str, seats: int
) -> None:
    """Raise NotAllowed or NotNow unless these people together may hear the review. seats: how many there are."""
    if len(members) != seats or len({each.account for each in members}) != seats:
        raise NotNow("panel_size", f"A panel is {seats} different people. Nothing was changed: name {seats}.")
    for member in members:
        check_member(member, deciders=deciders, askers=askers, authority=authority)
    if len({each.role for each in members}) < ROLES_MIN:
        raise NotAllowed(
            "panel_one_role",
            "A panel comes from at least two roles, so that no one way of seeing is alone. Name again.",
        )
    if not any(each.role is Role.REVIEWING_OFFICER or authority not in each.authorities for each in members):
        raise NotAllowed(
            "panel_from_within",
            "One member at least is a reviewing officer, or comes from outside the child’s council. Name again.",
        )


def check_quorum(said: Sequence[bool | None], *, seats: int) -> None:
    """Raise NotNow("panel_not_whole") until every member has said that they have no interest.

    said: for each member who has not left, whether they have an interest; None where they have not said.
    """
    if len(said) != seats or any(each is not False for each in said):
        raise NotNow(
            "panel_not_whole",
            f"All {seats} members say first that they have no interest in this. Until then nothing is heard and "
            "nothing is found.",
        )
