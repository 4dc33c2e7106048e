"""Who must sign in with two factors, and how a session says how it began.

The rule is read from the one table of permissions: whoever may reach class D2 or above about somebody else needs
a second factor. A young person who reaches only their own record does not, so that a code given in person is
enough to come in; they may add a passkey. Source: handbook section 6; docs/adr/0013.
"""

from enum import StrEnum

from .permissions import PERMISSIONS, Reach
from .roles import Role

FROM_CLASS = "D2"


class SignedInBy(StrEnum):
    """How a session began. A code that staff gave, and what was set up with it, opens less (private messages)."""

    PASSWORD = "password"  # noqa: S105 a word, not a secret
    PASSKEY = "passkey"
    COUNCIL = "council"
    CODE_ADVOCATE = "code_advocate"
    CODE_STAFF = "code_staff"
    PASSKEY_STAFF = "passkey_staff"  # a passkey that was made in a session which such a code began
    DEMO = "demo"
    TOKEN = "token"  # noqa: S105
    UNKNOWN = ""


def needs_second_factor(role: Role) -> bool:
    """Whether this role reaches class D2 or above about anybody but the person who holds it."""
    return any(
        permission.data_class >= FROM_CLASS
        and role in permission.reach
        and not _only_self(role, permission.reach[role])
        for permission in PERMISSIONS.values()
    )


def _only_self(role: Role, reach: Reach) -> bool:
    return role is Role.CHILD and reach is Reach.OWN_CHILD
