from django.apps import AppConfig


class MatchingRoom(AppConfig):
    name = "carecommons.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
