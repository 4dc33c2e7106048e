"""A home that may take no child by law while one lives there, or is to come: what everybody around the child is told.

Source: handbook section 7, edge cases (a home loses its registration while a child lives there); Care Standards Act
2000 s11; Care Planning Regulations 2010 reg 14 (a review before the placement ends, emergencies apart). Nobody new is
placed there: the first gate of the criteria sees to that. A restriction stops newcomers only, so it is told for a child
who is to come, and not for one who lives there.
"""

from carecommons.provision.homes import Standing

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


def why_unlawful(state: Placed, standing: Standing) -> str:
    """Why a child may not live in, or come to, a home of this standing; "" where they may."""
    if state is Placed.LIVING:
        return _STOPS_ALL.get(standing, "")
    return {**_STOPS_ALL, **_STOPS_NEW}.get(standing, "") if state is Placed.PLANNED else ""
