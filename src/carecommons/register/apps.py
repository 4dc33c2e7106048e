from django.apps import AppConfig


class RegisterRoom(AppConfig):
    name = "carecommons.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
