"""The batches of a forecast on a Dask cluster, with the same answers as in one process.

Each batch carries all that it needs, so that a worker may die at any moment: another one does them.
Workers need this software and nothing else: no file, no database and no child reach them, only counts.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from carecommons.common.errors import NotNow

from .engine import Spread

__all__ = ["cluster"]

WAIT_SECONDS = 15
DEATHS = 10
"""A batch may see so many workers die before it is given up: more likely it is they that are ill, and not the batch."""


@contextmanager
def cluster(address: str) -> Iterator[Spread]:
    """Work spread over the workers of the scheduler at an address, such as tcp://10.0.0.5:8786.

    Raises NotNow: "cluster_missing" where Dask is not installed here, "cluster_silent" where nobody answers and
    "cluster_without_workers" where there is nobody to do the work.
    """
    try:
        from distributed import Client
    except ImportError:
        raise NotNow(
            "cluster_missing", "Dask is not installed here. Install Care Commons with its extra: carecommons[cluster]."
        ) from None
    connect: Callable[..., Any] = Client  # the library tells no types of it
    try:
        client = connect(address, timeout=WAIT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as unreached:
        raise NotNow(
            "cluster_silent", f"No scheduler answers at {address}. Check the address, and that it runs."
        ) from unreached
    with client:
        if not client.scheduler_info()["workers"]:
            raise NotNow(
                "cluster_without_workers", f"The scheduler at {address} has no workers. Start some, then again."
            )
        yield _spread_over(client)


def _spread_over(client: Any) -> Spread:
    def spread(work: Callable[[Any], Any], batches: Sequence[Any]) -> list[Any]:
        # pure=False: what was done for another forecast is not asked after. Nothing is scattered ahead of the batches:
        # what only one worker holds dies with it.
        doing = client.map(work, batches, pure=False, retries=DEATHS)
        answers: list[Any] = client.gather(doing)
        return answers

    return spread
