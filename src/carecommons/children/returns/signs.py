"""Signs that cannot be seen, counted in the bytes of a file before anything parses it.

Such signs are the bytes below 32: ends of lines, tabs, NULs and the like.
"""

import numpy as np

_AT_ONCE = 1 << 17


def low_signs(content: bytes, *, within: int) -> tuple[int, bool]:
    """How many bytes are below 32, and whether one stands among any `within` + 1 bytes in a row.

    The second answer may be no where yes is true, never the other way round.
    """
    signs = np.frombuffer(content, np.uint8)
    # Any within + 1 bytes in a row hold a whole stretch. The part looked at is small enough for the nearest memory.
    stretch = within // 2 + 1
    part = stretch * max(_AT_ONCE // stretch, 1)
    room = np.empty(part, bool)
    count, often = 0, True
    for start in range(0, len(signs), part):
        here = signs[start : start + part]
        low = np.less(here, 32, out=room[: len(here)])
        count += int(np.count_nonzero(low))
        whole = low[: len(low) // stretch * stretch].reshape(-1, stretch)
        often = often and bool(whole.any(axis=1).all())
    return count, often
