"""The figures of the map and of a council's page, each source by itself.

The public list is public. The register's figures are homes, free places and proof counted by council (D2): the site
of a home stands in none. Families' own homes are never counted: each is a home for named children.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from carecommons.common.errors import NotFound
from carecommons.common.places import Authority, authorities, groups
from carecommons.people.may import check_may, may
from carecommons.people.roles import Person
from carecommons.provision.capability import Proof, proof, required_kinds
from carecommons.provision.map import (
    KEPT_KINDS,
    LISTED_KINDS,
    LISTED_MORE,
    Ask,
    Atlas,
    CouncilHomes,
    Homes,
    KindHere,
    atlas,
    check_ask,
)
from carecommons.provision.public_list.words import KIND_NAMES
from carecommons.provision.queries.gathered import Lean
from carecommons.provision.queries.public_list import release

from .local import _rows, local_homes
from .public_list import by_kind_and_authority

__all__ = ["SEE_MAP", "council_homes", "map_of_homes"]

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


def council_homes(code: str, *, by: Person, at: datetime) -> CouncilHomes:
    """The homes in one council's area and at the four levels around it: each source by itself, never added.

    The register's side is None for those who may not see it. Raises NotFound for a code that no council has today.
    """
    on = timezone.localdate(at)
    councils = authorities(on)
    if code not in councils:
        raise NotFound()
    declared = {each.code: each.members for each in groups(on) if each.status == "confirmed"}

    def side(counted: Mapping[str, Mapping[str, Homes]], names: Mapping[str, str]) -> tuple[KindHere, ...]:
        found = []
        for kind, by_council in counted.items():
            each = atlas(Ask(council=code), by_council, councils, declared, as_at=on, on=on)
            if each.total.homes:
                found.append(KindHere(kind, names[kind], tuple(homes for _, homes in each.levels)))
        return tuple(found)

    try:
        as_at = release().as_at
    except NotFound:
        as_at, listed = None, side({}, {})
    else:
        listed = side(_listed_kinds((*LISTED_KINDS, *LISTED_MORE), councils), KIND_NAMES)
    kept, held_back = None, 0
    if may(by, SEE_MAP):
        counted = local_homes(at=at)
        held_back = counted.held_back.get(code, 0)
        plain = {
            kind: {each: Homes(tally.homes, tally.places, tally.free) for each, tally in found.items()}
            for kind, found in counted.by_kind.items()
        }
        kept = side(plain, KEPT_KINDS)
    council = councils[code]
    around = tuple(councils[each].name for each in council.adjoining)
    return CouncilHomes(code, council.name, council.region, around, as_at, listed, kept, held_back)


def _listed(ask: Ask, councils: Mapping[str, Authority]) -> dict[str, Homes]:
    """Homes of the list by council: of one kind, or of all where a child may live."""
    found: dict[str, Homes] = {}
    for by_council in _listed_kinds((ask.kind,) if ask.kind else LISTED_KINDS, councils).values():
        for code, homes in by_council.items():
            found[code] = found.get(code, Homes()) + homes
    return found


def _listed_kinds(kinds: Sequence[str], councils: Mapping[str, Authority]) -> dict[str, dict[str, Homes]]:
    """Of each kind, homes by the council where they stand, among the councils of today.

    A council that has ended since the day of the list hands its homes to the one that took it over whole.
    """
    heirs: dict[str, list[str]] = defaultdict(list)
    for code, each in councils.items():
        for old in each.predecessors:
            heirs[old].append(code)
    answer: dict[str, dict[str, Homes]] = {}
    for kind, by_council in by_kind_and_authority(kinds=kinds).items():
        found = answer[kind] = {}
        for code, tally in by_council.items():
            here = heirs[code][0] if code not in councils and len(heirs[code]) == 1 else code
            found[here] = found.get(here, Homes()) + Homes(tally.homes, tally.places)
    return answer


def _kept(ask: Ask, at: datetime) -> dict[str, Homes]:
    """Homes that may take a child today in law, narrowed as asked, by the council where they stand."""
    on, beside = timezone.localdate(at), Lean(None, timezone.localdate(at), capable=bool(ask.specialism))
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
