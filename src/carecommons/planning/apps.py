from django.apps import AppConfig


class PlanningRoom(AppConfig):
    name = "carecommons.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
