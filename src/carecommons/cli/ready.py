"""Make Django ready for a sub-command that needs the database, and find who is asking."""

import os

from . import say


def django_ready(*, migrate: bool = False) -> None:
    """Load the settings; with `migrate`, bring the database up to date first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carecommons.site.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.HOME.mkdir(parents=True, exist_ok=True)
    except ImproperlyConfigured as refusal:
        say.aside(str(refusal))
        raise SystemExit(say.USAGE) from None
    django.setup()
    if migrate:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
