from django.apps import AppConfig


class ConstitutionRoom(AppConfig):
    name = "carecommons.constitution"
    label = "constitution"
    default_auto_field = "django.db.models.BigAutoField"
