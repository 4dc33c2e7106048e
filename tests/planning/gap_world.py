"""A small invented world for the gap: children with profiles, where they live, and homes. No real child, ever."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid4

from carecommons.children.models import Child, NeedsProfile
from carecommons.children.needs import DOMAINS, Flag, Rating
from carecommons.children.packing import pack
from carecommons.provision.models import CapabilityClaim, EvidenceItem, Home, Resident
from planning.audited import DEVON, NOON
from walk_world import add_home

TODAY = date(2026, 11, 20)
NUMBERS = count(1)


def child(*, authority=DEVON, born=date(2014, 5, 1), level=0, flags=(), lives_in=None, profile=True):
    """A child, with a profile of that level in Feelings and 0 elsewhere."""
    who = Child.objects.create(
        reference=f"G-{next(NUMBERS):05}", known_as="Invented", birth_date=born, sex="F", authority=authority,
        added_at=NOON, added_by_role="social_worker",
    )  # fmt: skip
    if profile:
        NeedsProfile.objects.create(
            child=who, version=1, assessed_on=TODAY, strengths=[], matters=[], outcomes=[], recorded_at=NOON,
            recorded_by_role="social_worker",
            ratings=pack([
                Rating(domain.code, 0 if n else level, "Seen.", "Worker", "", "", "high", TODAY)
                for n, domain in enumerate(DOMAINS)
            ]),
            flags=pack([Flag(code, "Formulated.", "Clinician", TODAY, None) for code in flags]),
        )  # fmt: skip
    if lives_in is not None:
        live(who.id, lives_in)
    return who.id


def live(who, home):
    """The child has lived in a place of the home since the summer."""
    place = Resident.objects.filter(home_id=home).count() + 1
    Resident.objects.create(
        home_id=home, place=place, resident=who, from_day=TODAY - timedelta(days=100), recorded_at=NOON - timedelta(90)
    )


def prove(home, code, *, exists=False, checked=True):
    """Evidence of every kind that the criteria ask for, in date; checked by an officer or not."""
    claim = CapabilityClaim.objects.create(
        home=Home.objects.get(pk=home), code=code, claimed_on=date(2026, 1, 1), specialist=exists
    )
    for kind in ("staff_qualification", "clinical_input", "outcomes", "inspection"):
        EvidenceItem.objects.create(
            id=uuid4(), claim=claim, kind=kind, document="Invented", issued_on=date(2026, 1, 1),
            expires_on=date(2027, 12, 31), checked_on=date(2026, 2, 1) if checked else None,
            checked_by_role="placement_officer" if checked else "", recorded_at=NOON,
        )  # fmt: skip


def home(name, *, authority=DEVON, **more):
    return add_home(name, authority=authority, kept_by=authority, **more)


def plain(name, **more):
    """A home that gives no daily help in any part of life, as an officer has checked."""
    return home(name, **{domain.code: 2 for domain in DOMAINS}, **more)


def many(number, **about):
    return [child(**about) for _ in range(number)]
