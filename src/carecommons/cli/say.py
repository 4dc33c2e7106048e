"""What the command says: one JSON document or plain words on stdout, everything else on stderr.

Exit codes: 0 done, 1 our fault, 2 usage, 3 refused.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

DONE, OUR_FAULT, USAGE, REFUSED = 0, 1, 2, 3


def document(value: Any) -> None:
    """Print exactly one JSON document on stdout."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def line(text: str = "") -> None:
    """A line of the answer, for people."""
    print(text)


def number(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun: 1 fault, 2 faults."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def aside(text: str) -> None:
    """A line about the work, on stderr."""
    print(text, file=sys.stderr)


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Any]:
    """A progress bar on stderr; yields `advance(steps=1)`. Silent where stderr is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(title, total=total)
        yield lambda steps=1: bar.advance(task, steps)
