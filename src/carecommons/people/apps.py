from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "carecommons.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
