"""Reading done apart, in a child process with limits: what the command line and the pages call.

This module is light: the readers are loaded in the child only, until a reading is asked for as a value.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from carecommons.common.intake import OPERATOR, Limits, gather, gather_uploads, run_limited

if TYPE_CHECKING:
    from .read import Reading


def read_within_limits(paths: Sequence[Path], limits: Limits = OPERATOR, year: int | None = None) -> "Reading":
    """The tables in files, folders and archives. Raises Faulty where they cannot be taken in at all."""
    reading: Reading = run_limited(
        _read, [str(p) for p in paths], limits, year, seconds=limits.seconds, memory_bytes=limits.memory_bytes
    )
    return reading


def read_uploads(
    files: Sequence[tuple[str, bytes]], limits: Limits, year: int | None = None, watch: Callable[[], None] | None = None
) -> "Reading":
    """The same for files that came over the web."""
    reading: Reading = run_limited(
        _read_held, list(files), limits, year,
        seconds=limits.seconds, memory_bytes=limits.memory_bytes, watch=watch,
    )  # fmt: skip
    return reading


def check_within_limits(paths: Sequence[Path], limits: Limits = OPERATOR, year: int | None = None) -> dict[str, object]:
    """What the files hold, repaired and linked, as the report that `returns check` prints; nothing is kept."""
    report: dict[str, object] = run_limited(
        _check, [str(p) for p in paths], limits, year, seconds=limits.seconds, memory_bytes=limits.memory_bytes
    )
    return report


def check_uploads(
    files: Sequence[tuple[str, bytes]], limits: Limits, year: int | None = None, watch: Callable[[], None] | None = None
) -> dict[str, object]:
    """The report of `check_within_limits` for files that came over the web."""
    report: dict[str, object] = run_limited(
        _check_held, list(files), limits, year,
        seconds=limits.seconds, memory_bytes=limits.memory_bytes, watch=watch,
    )  # fmt: skip
    return report


def _read(paths: Sequence[str], limits: Limits, year: int | None) -> "Reading":
    from .read import read

    return read(gather([Path(p) for p in paths], limits), limits, year)


def _read_held(files: Sequence[tuple[str, bytes]], limits: Limits, year: int | None) -> "Reading":
    from .read import read

    return read(gather_uploads(files, limits), limits, year)


def _check(paths: Sequence[str], limits: Limits, year: int | None) -> dict[str, object]:
    from .report import checked

    return checked(_read(paths, limits, year))


def _check_held(files: Sequence[tuple[str, bytes]], limits: Limits, year: int | None) -> dict[str, object]:
    from .report import checked

    return checked(_read_held(files, limits, year))
