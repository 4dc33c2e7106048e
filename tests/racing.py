"""Acts that race in threads, on a database that several connections share, as in life."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connection, connections

from carecommons.common.again import again
from carecommons.common.errors import NotNow

Act = Callable[[], Any]


@contextmanager
def on_file(folder: Path) -> Iterator[Callable[[], None]]:
    """Go on with what the test database holds, in a file: SQLite's database of the tests lives in memory.

    Yields what each thread calls first, to open a connection of its own. PostgreSQL needs nothing.
    """
    memory = connections["default"]
    if memory.vendor != "sqlite":
        yield lambda: None
        return
    file = folder / "race.sqlite3"
    memory.ensure_connection()
    with sqlite3.connect(file) as copy:
        memory.connection.backup(copy)
    copy.close()

    def open_own() -> None:
        connections["default"] = type(memory)({**memory.settings_dict, "NAME": str(file)}, alias="default")

    open_own()
    try:
        yield open_own
    finally:
        connections["default"].close()
        connections["default"] = memory


def race(acts: Sequence[Act], open_own: Callable[[], None]) -> list[Any]:
    """Run the acts at once, each in a thread and a connection of its own: what it answers, or its refusal."""
    together = Barrier(len(acts))

    def run(act: Act) -> Any:
        open_own()
        try:
            connection.ensure_connection()
            together.wait(timeout=30)
            return again(act, times=20)
        except NotNow as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))
