"""The public list as it comes over the web: archives opened and sheets read in one child process, within limits."""

from collections.abc import Callable, Sequence
from datetime import date

from carecommons.common.intake import Limits, gather_uploads, run_limited

from .reading import File, read_files
from .values import Reading


def read_uploads(
    files: Sequence[File], limits: Limits, as_at: date | None = None, watch: Callable[[], None] | None = None
) -> Reading:
    """One release: a workbook, a text file, or an archive of either. Raises Faulty as `read_files` does."""
    reading: Reading = run_limited(
        _read, tuple(files), as_at, limits, seconds=limits.seconds, memory_bytes=limits.memory_bytes, watch=watch
    )
    return reading


def _read(files: Sequence[File], as_at: date | None, limits: Limits) -> Reading:
    found = [item for item in gather_uploads(files, limits) if item.kind not in ("link", "special")]
    return read_files([(item.name, item.data) for item in found], as_at, limits)
