"""First migrations: all the models of a room in one step, and what to do with a database from before they were folded.

Django draws the state of every related model anew whenever a step adds one more. A room that stands on four others
pays for that at each of its tables; here the state is drawn once, after the last of them is known (docs/adr/0031).
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder

__all__ = ["LAST_BEFORE", "CreateModels", "stands_between"]

LAST_BEFORE = "d291dcc9"
"""The last commit that holds the single steps."""


class CreateModels(Operation):
    """Make these tables, in this order. What a table refers to comes before it."""

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def describe(self) -> str:
        return f"Create {len(self.models)} models"

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn again when it is next asked for, which is once
        for each in self.models:
            each.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in self.models:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in reversed(self.models):
            each.database_backwards(app_label, schema_editor, from_state, to_state)


def stands_between(connection: Any) -> str:
    """What to say of a database that took some of the steps a first migration was folded from; "" of any other.

    Django itself would leave such a room out and say that there is nothing to do.
    """
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    taken = MigrationRecorder(connection).applied_migrations()
    found = []
    for (room, _), migration in sorted(loader.disk_migrations.items()):
        steps = [step for step in migration.replaces if step not in loader.disk_migrations]
        missing = [name for app, name in steps if (app, name) not in taken]
        if missing and len(missing) < len(steps):
            found.append(f"{room} lacks {len(missing)} of {len(steps)} steps, the first of them {missing[0]}")
    if not found:
        return ""
    return (
        f"This database was made by an older version and stopped on the way to this one: {'; '.join(found)}. "
        "This version no longer holds those steps, and nothing was changed. Keep a copy of the database, check out "
        f"commit {LAST_BEFORE} of Care Commons, run `carecommons manage migrate` there, and start this version again. "
        "What a demonstration made need not be kept: remove its folder and build it anew."
    )
