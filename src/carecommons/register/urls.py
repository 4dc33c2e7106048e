"""The addresses of the register. This room stands below `people`, so whoever mounts it passes the door in."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from . import views

ACT = "register.read_entry"


def addresses(door: Callable[[str], Callable[[Any], Any]]) -> list[URLPattern]:
    """Every page of the register, each behind the door that states who may read it: everybody."""
    stand = door(ACT)
    return [
        path("", stand(views.log), name="log"),
        path("checkpoint", stand(views.checkpoint), name="checkpoint"),
        path("check.py", stand(views.checker), name="checker"),
        path("<int:number>/", stand(views.entry), name="entry"),
        path("<int:number>/proof.json", stand(views.proof_file), name="proof"),
    ]
