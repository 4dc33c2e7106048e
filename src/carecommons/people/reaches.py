"""How far a post of each role reaches: what must be named when it is given, and what may be.

A reach that a role does not use is refused, not ignored: it would look as if it meant something, and code that asks
"has this person no provider?" would read it wrongly.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from carecommons.common.errors import Refused

from .roles import ROLE_NAMES, Role

AUTHORITIES, CHILDREN, PROVIDER, HOMES = "authorities", "children", "provider", "homes"
NAMED: dict[str, tuple[str, str]] = {
    AUTHORITIES: ("the code of a council", "councils"),
    CHILDREN: ("the child", "children"),
    PROVIDER: ("the provider", "a provider"),
    HOMES: ("a home", "homes"),
}


@dataclass(frozen=True, slots=True)
class Reaches:
    """What a post of a role must name, and what it may name besides."""

    owed: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()


_COUNCIL = Reaches(frozenset({AUTHORITIES}))
_FAMILY = Reaches(frozenset({CHILDREN}))
_PROVIDER = Reaches(frozenset({PROVIDER}), frozenset({HOMES}))
_OF_A_COUNCIL = Reaches(besides=frozenset({AUTHORITIES}))
_EVERYWHERE = Reaches()

REACHES: dict[Role, Reaches] = {
    **dict.fromkeys((Role.CHILD, Role.PARENT, Role.ADVOCATE), _FAMILY),
    **dict.fromkeys(
        (
            Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER, Role.DIRECTOR,
            Role.REVIEWING_OFFICER, Role.VIRTUAL_SCHOOL_HEAD, Role.CLINICIAN, Role.PLANNER,
        ),
        _COUNCIL,
    ),
    **dict.fromkeys((Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE, Role.PROVIDER_FINANCE), _PROVIDER),
    Role.FOSTER_CARER: Reaches(frozenset({HOMES}), frozenset({PROVIDER})),
    **dict.fromkeys((Role.BANK_OFFICER, Role.SEAT_HOLDER, Role.ADJUDICATOR), _OF_A_COUNCIL),
    **dict.fromkeys((Role.INSPECTOR, Role.AUDITOR, Role.OPERATOR), _EVERYWHERE),
}  # fmt: skip


def check_reaches(role: Role, given: Mapping[str, bool]) -> None:
    """Raise Refused unless the post names what its role owes and nothing that the role does not use.

    given: reach -> whether anything was named for it.
    """
    rule, name = REACHES[role], ROLE_NAMES[role]
    for reach in sorted(rule.owed):
        if not given.get(reach):
            raise Refused(
                "reach_missing",
                f"The role of {name} reaches only as far as what it names, and {NAMED[reach][0]} is missing. "
                f"Name {NAMED[reach][0]} that it is for.",
                reach=reach,
            )
    for reach in sorted(given):
        if given[reach] and reach not in rule.owed | rule.besides:
            raise Refused(
                "reach_not_used",
                f"The role of {name} does not reach {NAMED[reach][1]}, so naming one means nothing. Leave it out, or "
                "choose the role that is meant.",
                reach=reach,
            )
