from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "carecommons.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from .doors.entering import note_factor, note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="carecommons.people.note_sign_in")
        authenticator_added.connect(note_factor, dispatch_uid="carecommons.people.note_factor")
