"""Order among many rows: the one in which whole numbers stand, found without comparing them.

Five years of a large return are more than a million keys; comparing them would cost more than all else that
mending does.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

_DIGIT = 16


def stable_order(key: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """The order of whole numbers of nought or more, equal ones as they came.

    Sixteen bits at a time, the lowest first: numpy counts numbers so small into their places instead of comparing.
    """
    assert not len(key) or int(key.min()) >= 0, "a sign would be read as a digit"
    order = np.argsort(key.astype(np.uint16), kind="stable")
    for shift in range(_DIGIT, int(key.max(initial=0)).bit_length(), _DIGIT):
        digits = (key >> shift).astype(np.uint16)
        order = order.take(np.argsort(digits.take(order), kind="stable"))
    return order
