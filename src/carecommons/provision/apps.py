from django.apps import AppConfig


class ProvisionRoom(AppConfig):
    name = "carecommons.provision"
    label = "provision"
    default_auto_field = "django.db.models.BigAutoField"
