"""The one door by which the room where a home is chosen sees a child."""

from datetime import date
from uuid import UUID

from ..in_need import ChildInNeed
from ..models import KnownConnection
from ..needs import DOMAINS
from ..wishes import standing
from .minimal import born_from
from .needs import profile
from .places import places_of
from .record import avoided_places, find_child, siblings, wishes
from .secure import secure_approval

KEPT_KINDS = ("friend", "relative", "club")  # school, siblings and parents have tests of their own

__all__ = ["child_for_matching"]


def child_for_matching(child_id: UUID, on: date) -> ChildInNeed:
    """The child as matching sees them on a day. Raises NotFound.

    Without a profile all twelve levels are unknown: a child of whom nothing is recorded fits nothing by default.
    """
    child, secure = find_child(child_id), secure_approval(child_id)
    needs = profile(child.id)
    school = _school(child.id)
    avoided = avoided_places(child.id)
    keep = [row.postcode for row in _to_keep(child.id)]
    postcodes = [child.home_postcode, school.postcode if school else "", *(place.postcode for place in avoided), *keep]
    where = places_of(postcodes)
    around = [(where.get(place.postcode), place.miles) for place in avoided if place.postcode]
    return ChildInNeed(
        id=child.id,
        birth_date=child.birth_date,
        sex=child.sex,
        authority=child.authority,
        home_place=where.get(child.home_postcode),
        levels=needs.levels if needs else (None,) * len(DOMAINS),
        flags=needs.active_flags(on) if needs else (),
        siblings=tuple(sibling for sibling, together in siblings(child.id) if together),
        school_place=where.get(school.postcode) if school else None,
        school_keep=bool(school and school.keep),
        access_needs=frozenset(child.access_needs),
        culture=frozenset((*child.languages, *child.faiths)),
        avoid_authorities=frozenset(place.authority for place in avoided if place.authority),
        avoid_places=tuple((place[0], place[1], miles) for place, miles in around if place is not None),
        avoid_not_known=not all(place.authority or where.get(place.postcode) for place in avoided),
        keep_places=tuple(where.get(postcode) for postcode in keep),
        wishes=standing(wishes(child.id)),
        unaccompanied=child.unaccompanied,
        legal_status=child.legal_status,
        secure_approved=secure is not None and secure.approved_on <= on,
        profile_version=needs.version if needs else None,
        born_from=born_from(child.id),
    )


def _to_keep(child_id: UUID) -> list[KnownConnection]:
    """Friends, relatives and clubs that the child wants to keep: what continuity is besides school and siblings."""
    rows = KnownConnection.objects.filter(child_id=child_id, kind__in=KEPT_KINDS, corrected_by=None, ended=False)
    return list(rows.filter(keep=True).order_by("recorded_at", "id"))


def _school(child_id: UUID) -> KnownConnection | None:
    """The school to keep if there is one, else the one last recorded."""
    rows = KnownConnection.objects.filter(child_id=child_id, kind="school", corrected_by=None, ended=False)
    return rows.order_by("-keep", "-recorded_at").first()
