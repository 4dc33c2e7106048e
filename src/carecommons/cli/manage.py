"""Django's own commands, under the product's settings: `carecommons manage migrate`."""

import os
from collections.abc import Sequence


def manage(words: Sequence[str]) -> int:
    """Run a Django management command; its own exit code rules apply."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carecommons.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["carecommons manage", *words])
    return 0
