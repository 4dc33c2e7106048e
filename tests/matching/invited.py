"""A round of invitations as rows, for tests of what comes after it: who offered, who did not."""

from datetime import timedelta
from uuid import UUID

from carecommons.matching.models import Invitation, Referral, Round, SentProfile
from carecommons.provision.queries import home_subjects
from carecommons.register.actions import record
from walk_world import Search


def invited(found: Search, *, number: int = 1, **states: str) -> dict[str, UUID]:
    """A closed round for the newest list of a search: name of a home -> state of its invitation; ids by name."""
    search = Referral.objects.get(id=found.id)
    listed = search.shortlists.order_by("-made_at", "-id").first()
    entry = record(
        kind="wish_recorded", public={}, sealed={}, by_id=None, by_role="social_worker", at=found.at
    )  # fmt: skip
    asked = Round.objects.create(
        referral=search, shortlist=listed, child_id=found.child, authority=search.authority, number=number,
        state="closed", clock="planned", opened_at=found.at - timedelta(days=6), opened_by_role="social_worker",
        closes_at=found.at - timedelta(days=1), closed_at=found.at - timedelta(days=1), entry_id=entry,
    )  # fmt: skip
    profile = SentProfile(
        authority=search.authority, text=[], broadened=[], released_at=asked.opened_at,
        released_by_role="social_worker",
    )  # fmt: skip
    profile.save()
    made = {}
    for name, state in states.items():
        home = found.homes[name]
        row = Invitation.objects.create(
            round=asked, profile=profile, authority=search.authority, home_id=home,
            provider_id=home_subjects([home])[home].provider_id, code=f"D-{number}{name[:4].upper()}",
            state=state, sent_at=asked.opened_at, closes_at=asked.closes_at,
        )  # fmt: skip
        made[name] = row.pk
    return made
