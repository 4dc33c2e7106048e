"""Who a person is while they act: one role at a time, and how far it reaches.

Source: handbook section 5 (roles) and section 6 (classes of data). A person with two roles chooses one at
a time, and every look records which.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    CHILD = "child"
    PARENT = "parent"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    PLACEMENT_OFFICER = "placement_officer"
    NOMINATED_OFFICER = "nominated_officer"
    DIRECTOR = "director"
    REVIEWING_OFFICER = "reviewing_officer"
    ADVOCATE = "advocate"
    VIRTUAL_SCHOOL_HEAD = "virtual_school_head"
    CLINICIAN = "clinician"
    PROVIDER_MANAGER = "provider_manager"
    PROVIDER_RESPONSIBLE = "provider_responsible"
    PROVIDER_FINANCE = "provider_finance"
    FOSTER_CARER = "foster_carer"
    INSPECTOR = "inspector"
    PLANNER = "planner"
    BANK_OFFICER = "bank_officer"
    SEAT_HOLDER = "seat_holder"
    ADJUDICATOR = "adjudicator"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    PUBLIC = "public"


ROLE_NAMES: dict[Role, str] = {
    Role.CHILD: "young person",
    Role.PARENT: "parent",
    Role.SOCIAL_WORKER: "social worker",
    Role.TEAM_MANAGER: "team manager",
    Role.PLACEMENT_OFFICER: "placement officer",
    Role.NOMINATED_OFFICER: "nominated officer",
    Role.DIRECTOR: "director of children's services",
    Role.REVIEWING_OFFICER: "independent reviewing officer",
    Role.ADVOCATE: "advocate",
    Role.VIRTUAL_SCHOOL_HEAD: "virtual school head",
    Role.CLINICIAN: "designated nurse or clinician",
    Role.PROVIDER_MANAGER: "registered manager",
    Role.PROVIDER_RESPONSIBLE: "responsible individual",
    Role.PROVIDER_FINANCE: "provider's finance officer",
    Role.FOSTER_CARER: "foster carer",
    Role.INSPECTOR: "inspector",
    Role.PLANNER: "planner",
    Role.BANK_OFFICER: "Care Bank officer",
    Role.SEAT_HOLDER: "steering-group member",
    Role.ADJUDICATOR: "adjudicator",
    Role.AUDITOR: "auditor",
    Role.OPERATOR: "operator",
    Role.PUBLIC: "member of the public",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone acting in one role. `id` None is a member of the public who has not signed in.

    authorities: three-digit DfE codes. children: ids of the children this person is, speaks for or is the
    parent of. provider_id, home_ids: for provider and carer roles. emergencies: children whose record is open to
    them for a short time by emergency access. signed_in_by: how this session began (factors.SignedInBy).
    """

    role: Role
    id: UUID | None = None
    name: str = ""
    authorities: frozenset[str] = frozenset()
    children: frozenset[UUID] = frozenset()
    provider_id: UUID | None = None
    home_ids: frozenset[UUID] = frozenset()
    emergencies: frozenset[UUID] = field(default=frozenset(), compare=False)
    signed_in_by: str = field(default="", compare=False)

    @property
    def runs(self) -> UUID | None:
        """The provider whose every home this person reaches.

        None for a foster carer: their post may name the agency with which they foster, and reaches only the homes
        that it names.
        """
        return None if self.role is Role.FOSTER_CARER else self.provider_id


ANYONE = Person(role=Role.PUBLIC)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about, as far as permission needs to know: the caller passes the facts."""

    authority: str | None = None
    child_id: UUID | None = None
    provider_id: UUID | None = None
    home_id: UUID | None = None


NOTHING = Subject()
