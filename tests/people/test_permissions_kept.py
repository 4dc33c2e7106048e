"""The table of permissions, word for word: whoever widens it must say so here, where a reader sees it.

Write the list again with: python -m people.test_permissions_kept (from the folder `tests`), and read the difference.
"""

import ast
import re
from functools import cache
from pathlib import Path

from carecommons.people.permissions import PERMISSIONS
from carecommons.people.roles import Role

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "carecommons"
KEPT = Path(__file__).with_name("permissions.txt")
ROOMS = {act.split(".")[0] for act in PERMISSIONS}
ACT = re.compile(
    rf"(?:{'|'.join(sorted(ROOMS))})\.[a-z]+(?:_[a-z]+)+|[a-z]+\.(?:refer|propose|approve|verify|close|disagree)"
)


def table() -> list[str]:
    """One line for each act and role: how far the role reaches, and the highest class of data it touches."""
    return [
        f"{act}: {role.value} {permission.reach[role].value} {permission.data_class}"
        for act, permission in sorted(PERMISSIONS.items())
        for role in Role
        if role in permission.reach
    ]


def test_no_permission_is_wider_or_narrower_than_the_list_that_was_read() -> None:
    kept, now = KEPT.read_text("utf-8").splitlines(), table()
    wider = [f"{line}: allowed now, and was not" for line in now if line not in kept]
    narrower = [f"{line}: was allowed, and is not now" for line in kept if line not in now]
    assert not wider + narrower, "\n".join(
        [
            "The permissions are not those that were agreed:",
            *wider,
            *narrower,
            "If this is meant, write the list again.",
        ]
    )


@cache
def said() -> dict[str, set[str]]:
    """Every act named as a string in the product, outside the table itself -> the files that name it."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        if path.name == "permissions.py" or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACT.fullmatch(node.value):
                found.setdefault(node.value, set()).add(str(path.relative_to(SOURCE)))
    return found


def test_every_act_of_the_table_is_asked_by_some_door_or_act() -> None:
    assert not sorted(set(PERMISSIONS) - set(said()))


def test_every_act_that_is_asked_is_in_the_table() -> None:
    assert not {act: files for act, files in said().items() if act not in PERMISSIONS}


if __name__ == "__main__":
    KEPT.write_text("\n".join(table()) + "\n", "utf-8")
