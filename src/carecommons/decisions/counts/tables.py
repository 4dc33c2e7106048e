"""Facts into a table of counts."""

from collections.abc import Iterable, Sequence

import numpy as np

from carecommons.common.withhold import Counts


def counted(found: Iterable[tuple[str, str]], rows: Sequence[str], labels: Sequence[str]) -> Counts:
    """Counts (rows, labels) of (row, label)."""
    place = {name: number for number, name in enumerate(rows)}
    column = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(rows), len(labels)), np.int64)
    for row, label in found:
        counts[place[row], column[label]] += 1
    return counts
