"""Who and what is around a child, about how far, and the moves that the statutory return knows of."""

from uuid import UUID

from ..models import Child, KnownConnection
from ..nearness import GROUPS, Around, Bands, band_of
from ..over_time import Mark
from ..returns.labels import PLACES
from .places import places_of
from .record import connections
from .returns import stays_in_returns

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
    found: dict[tuple[int, int], Mark] = {}
    for stay in stays_in_returns(child.authority, child.return_key):
        # A temporary absence (T0 to T4) is no move: the child went back to the same home.
        if stay.place.startswith("T"):
            continue
        home = PLACES.get(stay.place, "Other")
        where = "a home of another kind" if home == "Other" else f"{home[0].lower()}{home[1:]}"
        into_care = all(period != stay.period for period, _ in found)
        words = f"Came into care: {where}" if into_care else f"Moved: {where}"
        found.setdefault((stay.period, stay.placement), Mark(stay.start, words))
    return tuple(found.values())
