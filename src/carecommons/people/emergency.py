"""Emergency access in words: why a record may be opened out of one's reach, and how it is judged afterwards.

Source: handbook section 6 (break-glass: a real reason, a short life, an alert to the reviewing officer).
"""

from dataclasses import dataclass

CATEGORIES: dict[str, str] = {
    "harm_now": "A child is being hurt, or may be within hours",
    "missing": "A child is missing",
    "health": "A child is seriously ill or hurt",
    "no_home_tonight": "A child has nowhere to sleep tonight and their own council cannot be reached",
    "court": "A court has ordered an answer today",
}
VERDICTS: dict[str, str] = {"justified": "Justified", "not_justified": "Not justified"}


@dataclass(frozen=True, slots=True)
class EmergencyTerms:
    """The parameters that hold on one day: minutes that it lasts, words that a reason has, tries in a day."""

    minutes: int
    words_min: int
    tries_max: int
