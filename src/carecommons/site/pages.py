"""The doors of the demonstration, and the table of who may see what in words: values for the site's own pages.

What waits for one person today is in `days`.
"""

from dataclasses import dataclass
from uuid import UUID

from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.queries import DemoSignIn
from carecommons.people.roles import ROLE_NAMES, Role

# What a visitor of the demonstration can try in each role.
OFFERS: dict[Role, str] = {
    Role.CHILD: "Your own page: your story, your wishes, who looked, what was decided.",
    Role.ADVOCATE: "The young people you speak for, and what was decided for them.",
    Role.PARENT: "What was decided for your child, and why.",
    Role.SOCIAL_WORKER: "Your children: what each needs, says and wishes; ask for a home for one.",
    Role.PLACEMENT_OFFICER: "Searches, the homes that could be right with every reason, and the register of homes.",
    Role.TEAM_MANAGER: "Approve a choice of a home, or send it back, with everything that stands behind it.",
    Role.NOMINATED_OFFICER: "Choices outside the council’s area that wait for you.",
    Role.DIRECTOR: "Choices far from home, which only you may approve.",
    Role.REVIEWING_OFFICER: "Each child’s record and who looked at it.",
    Role.VIRTUAL_SCHOOL_HEAD: "What concerns a child’s school, and nothing else of the record. Each look is listed.",
    Role.CLINICIAN: "Children’s records, and the needs that only you can rate.",
    Role.PROVIDER_MANAGER: "Your homes: say which places are free, and show your evidence.",
    Role.PROVIDER_RESPONSIBLE: "All the homes of your organisation.",
    Role.PROVIDER_FINANCE: "The public pages: accounts and statements come later.",
    Role.BANK_OFFICER: "The public pages: the Care Bank comes later, and never sees who chose what.",
    Role.SEAT_HOLDER: "The published rules: motions and votes come later.",
    Role.ADJUDICATOR: "The published rules and the register: hearings come later.",
    Role.FOSTER_CARER: "Your own household, and whether it has a place free.",
    Role.PLANNER: "What children need, and what exists where: counted, never named.",
    Role.AUDITOR: "Read the register with its proofs, and the homes.",
    Role.INSPECTOR: "The register of homes, and what each has shown evidence for.",
    Role.OPERATOR: "Keep the service: accounts, criteria, the register’s health.",
}


@dataclass(frozen=True, slots=True)
class DemoDoor:
    """One sign-in of the demonstration, with what it shows."""

    account_id: UUID
    name: str
    role_words: str
    offer: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One act of the published table of permissions, in words."""

    what: str
    who: tuple[str, ...]


def demo_doors(sign_ins: tuple[DemoSignIn, ...]) -> tuple[DemoDoor, ...]:
    """The demonstration's sign-ins in words."""
    by_words = {words: role for role, words in ROLE_NAMES.items()}
    return tuple(
        DemoDoor(
            account_id=each.account_id,
            name=each.name,
            role_words=" and ".join(each.role_names),
            offer=" ".join(OFFERS.get(by_words[words], "") for words in each.role_names if words in by_words).strip(),
        )
        for each in sign_ins
    )


def rules(classes: tuple[str, ...]) -> tuple[Rule, ...]:
    """The acts that show or change data of these classes, and who may do them, from the table that decides."""
    return tuple(
        Rule(permission.what, tuple(f"{ROLE_NAMES[role]}{_reach(reach)}" for role, reach in permission.reach.items()))
        for permission in PERMISSIONS.values()
        if permission.data_class in classes and len(permission.reach) < len(Role) - 1
    )


def _reach(reach: Reach) -> str:
    return {
        Reach.EVERYWHERE: "",
        Reach.OWN_AUTHORITY: " (own council)",
        Reach.OWN_CHILD: " (self, or a child they speak for)",
        Reach.OWN_PROVIDER: " (own homes)",
    }[reach]
