from django.apps import AppConfig


class SiteRoom(AppConfig):
    name = "carecommons.site"
    label = "site"
