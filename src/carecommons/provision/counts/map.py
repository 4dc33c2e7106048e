"""The figures of the map and of a council's page, each source by itself.

The public list is public. The register's figures are homes, free places and proof counted by council (D2): the site
of a home stands in none. Families' own homes are never counted: each is a home for named children.
"""

from datetime import datetime

from django.utils import timezone

from carecommons.common.places import Authority, authorities, groups
from carecommons.constitution.parameters import whole
from carecommons.people.may import check_may
from carecommons.people.roles import Person
from carecommons.provision.capability import Proof, proof, required_kinds
from carecommons.provision.map import LISTED_KINDS, Ask, Atlas, Homes, atlas, check_ask
from carecommons.provision.queries.public_list import release

from .local import _Beside, _rows
from .public_list import by_kind_and_authority

__all__ = ["SEE_MAP", "map_of_homes"]

SEE_MAP = "provision.see_map"


def map_of_homes(ask: Ask, *, by: Person, at: datetime) -> Atlas:
    """The homes of one source by council, and by level around the council that is named.

    Raises Refused("map_question"), NotAllowed for the register's figures, NotFound("no_public_list").
    """
    on = timezone.localdate(at)
    if ask.of_register:
        # Asked before anything else, so that a stranger learns nothing from a wrong question.
        check_may(by, SEE_MAP)
    councils = authorities(on)
    check_ask(ask, councils)
    # Councils that stand together in one declared set count as adjoining, as in every search and in the audit.
    confirmed = [each for each in groups(on) if each.status == "confirmed"]
    declared = {each.code: each.members for each in confirmed} if ask.council else {}
    if ask.of_register:
        return atlas(ask, _kept(ask, at), councils, declared, as_at=on, on=on)
    of = release()
    return atlas(ask, _listed(ask, councils), councils, declared, as_at=of.as_at, on=on)


def _listed(ask: Ask, councils: dict[str, Authority]) -> dict[str, Homes]:
    """Homes by the council where they stand, among the councils of today.

    A council that has ended since the day of the list hands its homes to the one that took it over whole.
    """
    found: dict[str, Homes] = {}
    heirs = {old: code for code, each in councils.items() for old in each.predecessors}
    for by_council in by_kind_and_authority(kinds=(ask.kind,) if ask.kind else LISTED_KINDS).values():
        for code, tally in by_council.items():
            here = code if code in councils else heirs.get(code, code)
            found[here] = found.get(here, Homes()) + Homes(tally.homes, tally.places)
    return found


def _kept(ask: Ask, at: datetime) -> dict[str, Homes]:
    """Homes that may take a child today in law, narrowed as asked, by the council where they stand."""
    on, beside = timezone.localdate(at), _Beside()
    kinds = required_kinds(on)
    found: dict[str, Homes] = {}
    for row, lawful, tally in _rows(beside, at):
        if not lawful or (ask.kind and row.kind != ask.kind) or (ask.free and not tally.free):
            continue
        if ask.specialism:
            claim = next((c for c in beside.capabilities.get(row.id, ()) if c.code == ask.specialism), None)
            if claim is None or (ask.proof == "proved" and proof(claim, on, kinds) is not Proof.PROVED):
                continue
        found[row.authority] = found.get(row.authority, Homes()) + Homes(tally.homes, tally.places, tally.free)
    return found


def valid_hours(at: datetime) -> int:
    """For how long a home's word about its places holds."""
    return whole("vacancy_valid_hours", timezone.localdate(at))
