"""What stands beside a choice: the child's own order, the meeting, and the homes that offered themselves."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from carecommons.matching.preference import Preference
from carecommons.matching.queries import known_of, meetings_of, names_of_homes, offers_of, preference_of
from carecommons.matching.shortlist import Referral, Shortlist
from carecommons.provision.queries import home_cards

from ..beside import Beside

__all__: list[str] = []


def beside_of(search: Referral, listed: Shortlist, *, at: datetime) -> Beside:
    """What a choice from this list is made beside."""
    offers = offers_of(search.id, at=at)
    offered = [home for home, state in (offers or {}).items() if state == "offered"]
    cards = home_cards(offered) if offered else {}
    held = [each for each in meetings_of(search.id) if each.shortlist_id == listed.id]
    return Beside(
        preference=preference_of(search.id), meeting_id=held[0].id if held else None,
        meeting_owed=offers is not None and not search.emergency,
        offered={home: cards[home].name for home in sorted(offered, key=str)},
        known=known_of(search, timezone.localdate(at)),
        homes=names_of_homes({*offered, *(home.home_id for home in listed.shown)}),
    )  # fmt: skip


def kept_order(preference: Preference | None) -> list[list[Any]] | None:
    """The child's own order as a decision keeps it; None where there is none."""
    if preference is None:
        return None
    return [[str(each.home_id), each.name, each.place, each.no, each.words] for each in preference.placed]
