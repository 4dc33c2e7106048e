"""Write the table of permissions into docs/manual/people.md: `python tools/people_table.py`."""

from pathlib import Path

from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import ROLE_NAMES, Role

PAGE = Path(__file__).resolve().parents[1] / "docs" / "manual" / "people.md"
MARK = "<!-- table -->\n"
LIMITS = {
    Reach.EVERYWHERE: "",
    Reach.OWN_AUTHORITY: "own council",
    Reach.OWN_CHILD: "self, or a child they speak for",
    Reach.OWN_PROVIDER: "own homes",
}


def table() -> str:
    """Every act, the highest class of data that it touches, and the roles that may, with their limit."""
    lines = ["| act | in words | class | who, and how far |", "|---|---|---|---|"]
    for act, permission in sorted(PERMISSIONS.items()):
        lines.append(f"| `{act}` | {permission.what} | {permission.data_class} | {_who(permission.reach)} |")
    return "\n".join(lines) + "\n"


def _who(reach: dict[Role, Reach]) -> str:
    if set(reach) == set(Role):
        return "everybody"
    if set(reach) == set(Role) - {Role.PUBLIC}:
        return "everybody who has signed in"
    groups = []
    for limit, words in LIMITS.items():
        roles = sorted(ROLE_NAMES[role] for role, found in reach.items() if found is limit)
        if roles:
            groups.append(", ".join(roles) + (f" ({words})" if words else ""))
    return "; ".join(groups)


def page() -> str:
    """The whole page with the table of today."""
    return PAGE.read_text().split(MARK)[0] + MARK + "\n" + table()


if __name__ == "__main__":
    PAGE.write_text(page())
