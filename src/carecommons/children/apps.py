from django.apps import AppConfig


class ChildrenRoom(AppConfig):
    name = "carecommons.children"
    label = "children"
    default_auto_field = "django.db.models.BigAutoField"
