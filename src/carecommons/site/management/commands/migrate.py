"""Django's own `migrate`, which first looks whether the database took only some of the steps that were folded."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from carecommons.common.folded import stands_between


class OlderDatabase(CommandError):
    """An older database that this version cannot bring up to date by itself."""


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if words := stands_between(connections[options["database"]]):
            raise OlderDatabase(words)
        super().handle(*args, **options)
