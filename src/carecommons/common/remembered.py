"""A few answers kept for a while, under everything that they follow from: a stale one can never be found again.

The key must hold all that the answer depends on (for counts: the fingerprints of what was imported, the places, the
parameters). Whoever changes any of it asks under another key. Kept in the process, least lately used goes first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

V = TypeVar("V")

__all__ = ["Remembered", "forget_all"]

_ALL: "WeakSet[Remembered[Any]]" = WeakSet()


def forget_all() -> None:
    """Forget everything: for whoever puts another database under a running process, as tests do."""
    for each in list(_ALL):
        each.forget()


class Remembered(Generic[V]):
    """At most `most` frozen values by key. Two threads may both make one; either may be kept, for they are equal."""

    def __init__(self, most: int) -> None:
        assert most >= 1
        self._most = most
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()
        _ALL.add(self)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value under `key`, made now if it is not kept. An error of `make` is passed on and nothing is kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value
