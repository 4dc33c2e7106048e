"""The last checkpoint, kept outside the database, so that a database put back to an earlier day is noticed.

The sequencer writes the newest signed checkpoint into the data folder after each batch. A witness, a council
or a citizen may keep one as well. Comparing it with the register shows a rollback or a fork.
"""

import os
from pathlib import Path

from carecommons.common.errors import Refused

from .checkpoint import Note, read

FILE = "register.checkpoint"


def kept(home: Path) -> str | None:
    """The text of the checkpoint kept in the data folder, if there is one."""
    path = home / FILE
    return path.read_text("utf-8") if path.exists() else None


def keep(home: Path, text: str) -> None:
    """Keep this checkpoint in place of the one before, whole or not at all."""
    draft = home / f"{FILE}.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(home / FILE)


def forget(home: Path) -> None:
    """Forget the kept checkpoint: only when a register is begun anew on purpose, as the demonstration does."""
    (home / FILE).unlink(missing_ok=True)


def difference(note: Note, *, size: int, root_then: bytes | None) -> str | None:
    """Why the register does not agree with an outside checkpoint, in words; None when it does.

    size: entries in the register now. root_then: its root over the checkpoint's first entries, if it has so many.
    """
    if note.size > size:
        return (
            f"An outside checkpoint says that the register held {note.size:,} entries; it now holds {size:,}. "
            f"Entry {size + 1:,} and all after it are gone: an older copy of the database was put back, or rows "
            "were deleted. Restore the newest backup before anything more is sealed."
        )
    if note.root != root_then:
        return (
            f"An outside checkpoint over the first {note.size:,} entries has another root than the register has now. "
            "The register was rewritten (a fork). Compare with the newest backup and tell the witnesses."
        )
    return None


def read_file(path: Path) -> Note:
    """The checkpoint in a file that someone kept. Raises Refused when there is none."""
    try:
        return read(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Refused(
            "checkpoint_missing", f"There is no readable checkpoint at {path}. Give the path of a saved checkpoint."
        ) from None
