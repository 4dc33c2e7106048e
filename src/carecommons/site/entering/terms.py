"""The dated parameters of this day, as this room's acts take them."""

from datetime import datetime

from django.utils import timezone

from carecommons.constitution.queries import whole
from carecommons.people.codes import CodeTerms
from carecommons.people.emergency import EmergencyTerms


def code_terms(at: datetime, *, tries: str = "come_in_tries_max") -> CodeTerms:
    on = timezone.localdate(at)
    return CodeTerms(whole("come_in_code_minutes", on), whole(tries, on), whole("come_in_wait_minutes", on))


def emergency_terms(at: datetime) -> EmergencyTerms:
    on = timezone.localdate(at)
    return EmergencyTerms(
        whole("emergency_minutes", on), whole("emergency_reason_words_min", on), whole("emergency_tries_max", on)
    )


def session_seconds(at: datetime) -> tuple[int, int]:
    """How long a quiet visit lasts, and how long any visit does."""
    on = timezone.localdate(at)
    return whole("session_idle_minutes", on) * 60, whole("session_hours_max", on) * 3600
