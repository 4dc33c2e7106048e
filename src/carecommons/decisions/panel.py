"""Who may hear a review: named people from outside the deciding team, and never anybody who decided.

Three people. None of them proposed or approved the choice, took part in the search for it, had a part in the end that
is looked at again, asked for the review, or holds the same role in the same council as somebody who did: that is the
team in which it was decided. None is a social worker of the child's own council, who may be the child's. They come from
at least two roles, and one at least is a reviewing officer or comes from outside the council. A member who says that
they have an interest leaves, and another is named. A seat whose member no longer holds their post, or is silent too
long, is made free by whoever runs the review: no panel waits for ever.
Source: handbook C4, E1 (no seat outvotes the rest), E4 and section 7, Adjudication ("3-person panel ... no interest").
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from carecommons.common.days import working_days_between
from carecommons.common.errors import NotAllowed, NotNow, Refused
from carecommons.people.roles import ROLE_NAMES, Role

__all__ = [
    "FREED_WORDS", "PANEL_ROLES", "PART_WORDS", "Decider", "Freed", "Member", "Part", "check_may_free",
    "check_member", "check_outside", "check_panel", "check_quorum", "check_said_no_interest",
    "free_because", "may_sit",
]  # fmt: skip

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


class Part(StrEnum):
    """What somebody had a part in, so that they do not judge it."""

    CHOICE = "choice"
    SEARCH = "search"
    ENDING = "ending"


PART_WORDS = {
    Part.CHOICE: "proposed, approved or confirmed the choice that is looked at again",
    Part.SEARCH: (
        "took part in the search that it came from: began it, made a list, asked homes, wrote down what a home "
        "answered, or wrote down the matching meeting"
    ),
    Part.ENDING: "gave notice, wrote down the end, or said that the stay does not go on",
}


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who had a part in what is looked at again: their account, the role in which they had it, and which."""

    account: UUID
    role: Role
    part: Part = Part.CHOICE


class Freed(StrEnum):
    """Why a seat was made free by whoever runs the review."""

    POST_ENDED = "post_ended"
    SILENT = "silent"


FREED_WORDS = {
    Freed.POST_ENDED: "no longer holds the post in which they were named",
    Freed.SILENT: "has not said what is theirs to say in the days that there are for it",
}


def _had_part(account: UUID | None, deciders: Collection[Decider]) -> str:
    """What one account had a part in, in words; "" where it had none."""
    parts = dict.fromkeys(each.part for each in deciders if each.account == account)
    return ", and ".join(PART_WORDS[part] for part in Part if part in parts)


def check_outside(account: UUID | None, deciders: Collection[Decider]) -> None:
    """Raise NotAllowed("own_decision") where somebody would run a review of what they had a part in themselves."""
    if words := _had_part(account, deciders):
        raise NotAllowed(
            "own_decision",
            f"You {words}, so somebody else must see to this review. It waits in the list of the reviewing officer, "
            "and of managers who had no part in it, until one of them does.",
        )


def check_member(member: Member, *, deciders: Collection[Decider], askers: Collection[UUID], authority: str) -> None:
    """Raise NotAllowed with the reason unless this person stands outside what is reviewed.

    deciders: everybody who had a part in it. askers: the accounts of who asked. authority: the child's council.
    """
    if words := _had_part(member.account, deciders):
        raise NotAllowed(
            "panel_decided_it",
            f"Somebody on this panel {words}. Nobody judges what they had a part in: name somebody else.",
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


def check_said_no_interest(interest: bool | None) -> None:
    """Raise NotNow("interest_not_said") unless this member has said that they have no interest."""
    if interest is not False:
        raise NotNow(
            "interest_not_said", "Say first whether you have an interest in this. Then you read it, and have a voice."
        )


def free_because(*, ended: bool, waited_since: date | None, spoken: bool, on: date, working_days: int) -> Freed | None:
    """Why the seat of a member may be made free; None where it may not.

    ended: they no longer hold the post in which they were named. spoken: a finding waits and they have said whether
    they agree, so that their voice stands. waited_since: the day since which something waits for them alone: that they
    say whether they have an interest, or whether they agree. working_days: how many they have for it.
    """
    if spoken:
        return None
    if ended:
        return Freed.POST_ENDED
    if waited_since is not None and working_days_between(waited_since, max(on, waited_since)) > working_days:
        return Freed.SILENT
    return None


def check_may_free(because: Freed | None, *, working_days: int) -> Freed:
    """Why a seat may be made free. Raises NotNow("seat_not_free") for the seat of a member who may still speak."""
    if because is None:
        raise NotNow(
            "seat_not_free",
            "This member still sits: they hold their post, and have spoken or may still speak. A seat is made free "
            f"when its member’s post has ended, or when they have been silent for more than {working_days} working "
            "days after something waited for them. Nothing was changed.",
        )
    return because
