"""Who and what is around a child, about how far, and the moves that the statutory return knows of."""

from uuid import UUID

from ..models import Child, KnownConnection
from ..models.returns import ReturnedChild, ReturnedEpisode
from ..nearness import GROUPS, Around, Bands, band_of
from ..over_time import Mark
from ..returns.labels import PLACES
from .places import places_of
from .record import connections

__all__ = ["around", "moves"]


def around(child_id: UUID, *, near_miles: int) -> Bands:
    """People and places that stand, with a band of distance each. Postcodes are read here and do not leave."""
    home = Child.objects.get(pk=child_id).home_postcode
    rows = KnownConnection.objects.filter(child_id=child_id, corrected_by=None, ended=False)
    where = {row.pk: row.postcode for row in rows}
    places = places_of([home, *where.values()])
    found = tuple(
        Around(
            connection=each,
            group=GROUPS[each.kind],
            band=band_of(
                home=home, where=where[each.id], home_place=places.get(home), place=places.get(where[each.id]),
                near_miles=near_miles,
            ),
        )
        for each in connections(child_id)
    )  # fmt: skip
    return Bands(found, near_miles, home_known=bool(home))


def moves(child_id: UUID) -> tuple[Mark, ...]:
    """Each first day in another home, oldest first, as the council's own returns have it; () without a return."""
    child = Child.objects.get(pk=child_id)
    if not child.return_key:
        return ()
    known = ReturnedChild.objects.filter(authority=child.authority, return_key=child.return_key).first()
    if known is None:
        return ()
    found: dict[tuple[int, int], Mark] = {}
    for row in ReturnedEpisode.objects.filter(child=known, at_home=True).order_by("start_day", "pk"):
        home = PLACES.get(row.home_place or row.place, "a home of another kind")
        into_care = all(period != row.period for period, _ in found)
        words = f"Came into care: {_lower(home)}" if into_care else f"Moved: {_lower(home)}"
        found.setdefault((row.period, row.placement), Mark(row.start_day, words))
    return tuple(found.values())


def _lower(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"
