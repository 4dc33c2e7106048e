"""The register stands below `people` in the order of the rooms: its pages get their doors here."""

from carecommons.people.doors import door, door_api
from carecommons.register.api import build_router
from carecommons.register.urls import addresses

app_name = "register"
urlpatterns = addresses(door)
router = build_router(door_api)
