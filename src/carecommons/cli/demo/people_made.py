"""The invented people of the demonstration: one sign-in for each role, and staff in the other councils.

Invented data. Every account is marked as the demonstration's; its address ends in `.example`, which no mail reaches.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from carecommons.people.actions import give_post, make_account
from carecommons.people.queries import person_for
from carecommons.people.roles import ROLE_NAMES, Person, Role

COUNCIL_ROLES = (
    Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.NOMINATED_OFFICER, Role.DIRECTOR,
    Role.REVIEWING_OFFICER, Role.VIRTUAL_SCHOOL_HEAD, Role.CLINICIAN, Role.PLANNER,
)  # fmt: skip
HOUSE_ROLES = (Role.INSPECTOR, Role.AUDITOR, Role.OPERATOR)
STAFF_ELSEWHERE = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.PLANNER)


@dataclass
class Cast:
    """Who acts in the demonstration: `at[authority][role]`, and who signs in on the start page."""

    at: dict[str, dict[Role, Person]] = field(default_factory=dict)
    shown: dict[Role, str] = field(default_factory=dict)
    speaker: UUID | None = None  # the young person who signs in, and whose parent and advocate do
    spoken_for: frozenset[UUID] = frozenset()  # the other young people for whom the same advocate speaks
    settled: frozenset[UUID] = frozenset()  # who plays a part in the past months: no other search is made for them


def cast_staff(codes: Iterable[str], *, at: datetime) -> Cast:
    """Accounts and posts for the first council (shown on the start page) and for its neighbours."""
    cast = Cast()
    for place, code in enumerate(codes):
        roles = (*COUNCIL_ROLES, *HOUSE_ROLES) if place == 0 else STAFF_ELSEWHERE
        cast.at[code] = {}
        for role in roles:
            person = _someone(
                role, at=at, shown=place == 0, mark="" if place == 0 else code,
                authorities=() if role in HOUSE_ROLES else (code,),
            )  # fmt: skip
            cast.at[code][role] = person
            if place == 0:
                cast.shown[role] = address(role)
    return cast


def cast_family(cast: Cast, code: str, *, child_id: UUID, spoken_for: Iterable[UUID], at: datetime) -> None:
    """One young person, their parent, and the advocate who speaks for several."""
    for role, children in (
        (Role.CHILD, (child_id,)),
        (Role.PARENT, (child_id,)),
        (Role.ADVOCATE, tuple(spoken_for)),
    ):
        cast.at[code][role] = _someone(role, at=at, shown=True, mark="", children=children)
        cast.shown[role] = address(role)


def cast_providers(cast: Cast, code: str, *, provider_id: UUID, foster_home_id: UUID, at: datetime) -> None:
    """A registered manager and responsible individual of one provider, and one foster carer."""
    for role in (Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE):
        cast.at[code][role] = _someone(role, at=at, shown=True, mark="", provider_id=provider_id)
        cast.shown[role] = address(role)
    role = Role.FOSTER_CARER
    cast.at[code][role] = _someone(role, at=at, shown=True, mark="", home_ids=(foster_home_id,))
    cast.shown[role] = address(role)


def address(role: Role, mark: str = "") -> str:
    """The e-mail address of a demonstration account; `.example` is reserved and reaches nobody."""
    return f"{role.value.replace('_', '.')}{'.' + mark if mark else ''}@demo.example"


def _someone(
    role: Role,
    *,
    at: datetime,
    shown: bool,
    mark: str,
    authorities: Iterable[str] = (),
    children: Iterable[UUID] = (),
    provider_id: UUID | None = None,
    home_ids: Iterable[UUID] = (),
) -> Person:
    account = make_account(
        email=address(role, mark),
        name=f"{ROLE_NAMES[role].capitalize()} (invented)",
        at=at,
        is_demo=shown,
        by=None,
    )
    post = give_post(
        account_id=account, role=role, authorities=authorities, children=children, provider_id=provider_id,
        home_ids=home_ids, at=at, by=None,
    )  # fmt: skip
    return person_for(account, post)
