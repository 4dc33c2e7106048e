"""How much of a file from outside is taken in, from the published numbers."""

from datetime import date

from carecommons.common.intake import MEGABYTE, Limits

from .parameters import whole

# Sizes of the machine and not of policy: what reading 200 MB of a return needs, with room to spare.
SECONDS, MEMORY_MEGABYTES = 60, 3_000


def upload_limits(on: date) -> Limits:
    """The limits of one upload on the day `on`."""
    return Limits(
        file_bytes=whole("upload_megabytes_max", on) * MEGABYTE,
        inflated_bytes=whole("upload_inflated_megabytes_max", on) * MEGABYTE,
        members=whole("upload_members_max", on),
        ratio=whole("upload_inflation_max", on),
        seconds=SECONDS,
        memory_bytes=MEMORY_MEGABYTES * MEGABYTE,
    )
