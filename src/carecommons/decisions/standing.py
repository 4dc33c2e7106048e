"""A home that may take no child by law while one lives there, or is to come: what everybody around the child is told.

Source: handbook section 7, edge cases (a home loses its registration while a child lives there; a child turns 16 or 18
in a placement, and the home's terms on that day count); Care Standards Act 2000 s11; Care Planning Regulations 2010
reg 14 (a review before a placement ends, emergencies apart). Nobody new is placed there: the first gate of the criteria
sees to that. A restriction stops newcomers only, so it is told for a child who is to come, and not for one who lives
there.
"""

from carecommons.common.errors import NotAppropriate
from carecommons.provision.homes import Standing, Terms

from .placement import Placed

_STOPS_ALL = {
    Standing.UNREGISTERED: "it is not registered",
    Standing.CANCELLED: "its registration or approval was cancelled",
    Standing.SUSPENDED: "its registration or approval is suspended",
    Standing.NOT_IN_FORCE: "no registration or approval is in force",
    Standing.CLOSED: "it has closed",
}
_STOPS_NEW = {
    Standing.RESTRICTED: "the regulator lets it take nobody new",
    Standing.INADEQUATE: "it was judged inadequate",
    Standing.NOT_VERIFIED: "nobody has checked who runs it",
}


def why_unlawful(state: Placed, standing: Standing, *, age: int, terms: Terms | None) -> str:
    """Why a child may not live in, or come to, a home of this standing; "" where they may.

    age: on the day that is asked for, or on the first day of a move that is planned. terms: None where none binds.
    """
    if state not in (Placed.PLANNED, Placed.LIVING):
        return ""
    stops = _STOPS_ALL if state is Placed.LIVING else {**_STOPS_ALL, **_STOPS_NEW}
    if standing in stops:
        return stops[standing]
    if terms is not None and not terms.age_min <= age <= terms.age_max:
        return f"it may care for children from {terms.age_min} to {terms.age_max}, and this child is {age}"
    return ""


def check_may_come(because: str) -> None:
    """Raise NotAppropriate("home_stopped_since") where the law does not let a home have a child on the day they come.

    because: what `why_unlawful` answers. A choice was lawful when it was approved; the day of the move counts as well.
    """
    if because:
        raise NotAppropriate(
            "home_stopped_since",
            f"The child cannot come to this home: {because}. Take the planned move back, say so to the child, and "
            "choose another home. Where the child is there already, tell the reviewing officer and the director today.",
            reason=because,
        )
