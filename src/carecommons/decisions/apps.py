from django.apps import AppConfig


class DecisionsRoom(AppConfig):
    name = "carecommons.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
