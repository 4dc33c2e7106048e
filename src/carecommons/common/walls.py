"""The second wall: PostgreSQL shows a connection the children of the councils that stand behind it, and no others.

The first wall is the policy (people/may.py) and the filters of each room. If a filter is forgotten, this one holds:
row-level security on every table that holds a child's rows, forced on the owner of the tables too. A door says who
stands behind the connection for as long as it is open (`seeing`); said nothing, nothing is seen. What must look
across councils says so by name (`seeing_all`); docs/adr/0015 lists those places, and a test compares.

SQLite has no such wall: one council's own machine, one house. There nothing is done here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, migrations

__all__ = ["bypasses", "seeing", "seeing_all", "wall"]

AUTHORITIES, CHILDREN = "carecommons.authorities", "carecommons.children"
ALL = "*"
# One statement: what was said before comes back, and what is said now stands from here on.
SAY = (
    "SELECT coalesce(current_setting('carecommons.authorities', true), ''), "
    "coalesce(current_setting('carecommons.children', true), ''), "
    "coalesce(current_setting('carecommons.person', true), ''), "
    "set_config('carecommons.authorities', %s, false), set_config('carecommons.children', %s, false), "
    "set_config('carecommons.person', %s, false)"
)


@contextmanager
def seeing(
    *, authorities: Iterable[str] = (), children: Iterable[UUID] = (), person: UUID | None = None
) -> Iterator[None]:
    """Show the rows of these councils, children and this person, until the block ends; then what was shown before."""
    held = ",".join(sorted(str(child) for child in children))
    with _said(",".join(sorted(authorities)), held, str(person or "")):
        yield


@contextmanager
def seeing_all(reason: str) -> Iterator[None]:
    """Show the rows of every council, for this reason. Each use stands in docs/adr/0015."""
    assert reason.strip(), "Looking across councils needs a reason."
    with _said(ALL, "", ""):
        yield


def bypasses() -> bool:
    """Whether the database's user walks through this wall: a superuser, or one with BYPASSRLS."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


@contextmanager
def _said(authorities: str, children: str, person: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    before = _say(authorities, children, person)
    try:
        yield
    finally:
        _say_again(before)


def _say(authorities: str, children: str, person: str) -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(SAY, [authorities, children, person])
        row = cursor.fetchone()
        return row[0], row[1], row[2]


def _say_again(before: tuple[str, str, str]) -> None:
    """Go back to what was said before. A connection that cannot be told is closed: the next one sees nothing."""
    try:
        _say(*before)
    except DatabaseError:
        # Inside a transaction that failed nothing can be said, and its rolling back takes back what was said in it.
        if not connection.in_atomic_block:
            connection.close()


# ------------------------------------------------------------------------------------- for migrations
def wall(tables: Mapping[str, str]) -> migrations.RunPython:
    """Row-level security on these tables, forced on their owner: a row is seen and written where this holds."""
    up = [
        statement
        for table, condition in tables.items()
        for statement in (
            f"CREATE POLICY own_councils ON {table} USING ({condition}) WITH CHECK ({condition})",
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        )
    ]
    down = [
        statement
        for table in reversed(list(tables))
        for statement in (
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            f"DROP POLICY own_councils ON {table}",
        )
    ]
    return on_postgres(up, down)


def on_postgres(up: list[str], down: list[str]) -> migrations.RunPython:
    """Statements for PostgreSQL only."""

    def run(statements: list[str]) -> Callable[[Any, Any], None]:
        def act(apps: Any, schema_editor: Any) -> None:
            if schema_editor.connection.vendor == "postgresql":
                for statement in statements:
                    schema_editor.execute(statement)

        return act

    return migrations.RunPython(run(up), run(down))
