"""Make Django ready for a sub-command that needs the database, and find who is asking."""

import os

from carecommons.common.errors import Refused


class NotSafeToStart(Refused):
    """The settings are wrong: a matter of usage, exit code 2, before anything was touched."""

    def __init__(self, words: str) -> None:
        super().__init__("not_safe_to_start", words)


def django_ready(*, migrate: bool = False) -> None:
    """Load the settings; with `migrate`, bring the database up to date first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carecommons.site.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.HOME.mkdir(parents=True, exist_ok=True)
    except ImproperlyConfigured as refusal:
        raise NotSafeToStart(str(refusal)) from None
    django.setup()
    _check_walls(production=settings.IN_PRODUCTION)
    if migrate:
        _bring_up_to_date()


# The databases that this process has brought up to date: looking again finds nothing new, and takes half a second.
_UP_TO_DATE: set[tuple[str, str]] = set()


def _bring_up_to_date() -> None:
    from django.db import connection

    which = (connection.vendor, str(connection.settings_dict["NAME"]))
    if which not in _UP_TO_DATE:
        bring_up_to_date()
        _UP_TO_DATE.add(which)


def bring_up_to_date() -> None:
    """Make the tables, or take the steps that are new. Refuses a database that must come up with older software."""
    from django.core.management import call_command

    from carecommons.site.management.commands.migrate import OlderDatabase

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OlderDatabase as refusal:
        raise NotSafeToStart(str(refusal)) from None


def _check_walls(*, production: bool) -> None:
    """Production refuses a database user that walks through the second wall (common/walls.py)."""
    if not production:
        return
    from carecommons.common.walls import bypasses
    from carecommons.site.checks import WALKS_THROUGH

    if bypasses():
        raise NotSafeToStart(f"Care Commons does not start:\n  - {WALKS_THROUGH}")
