"""The gates: may this child lawfully live here, can the people here do it, would it harm those who live there?

Each gate answers a reason number for every home that it is asked of; 0 passes. A failed gate is a reason, never
a low score. Source: handbook section 7, stages 1, 2 and 5; C10: unregistered homes, and settings without care
for a child under 16, are stopped here whatever the criteria say.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from carecommons.provision.capability import SPECIALISM_BIT, UNKNOWN, codes_in
from carecommons.provision.homes import ANY_SEX, ANY_STAY, KIND_NUMBER, SEX_BIT, STAY_BIT, Homes, Impact, Standing
from carecommons.provision.vacancies import Opening

from .reasons import OPENING_BASE, PROOF_BASE, STANDING_BASE, Reason
from .rules import Rules
from .seeker import Seeker

Codes = NDArray[np.int16]
Rows = NDArray[np.intp]

# The order in which a home is asked, first question first, after its standing and before its vacancy.
ASKED = (
    Reason.UNDER_AGE_WITHOUT_CARE,
    Reason.NAMED_FOR_ANOTHER,
    Reason.SECURE_WITHOUT_AUTHORITY,
    Reason.SECURE_TOO_YOUNG,
    Reason.AVOID_AREA,
    Reason.AVOID_PLACE,
    Reason.AVOID_NOT_KNOWN,
    Reason.CHILDS_AVOID_NOT_KNOWN,
    Reason.TOO_YOUNG,
    Reason.TOO_OLD,
    Reason.SEX,
    Reason.SEX_NOT_KNOWN,
    Reason.STAY,
    Reason.USUAL_LIMIT,
    Reason.LIVES_THERE,
)
PRIORITY = {reason: np.uint8(len(Opening) + len(ASKED) - place) for place, reason in enumerate(ASKED)}
STANDING_PRIORITY = np.uint8(len(Opening) + len(ASKED))
REASON_OF_PRIORITY = np.array(
    [0]
    + [OPENING_BASE + opening for opening in Opening if opening]
    + [0]
    + list(reversed(ASKED))
    + [STANDING_BASE + standing for standing in Standing if standing],
    dtype=np.int16,
)

METRES_A_MILE = 1609.3  # as the department's statistics define the mile

SUPPORTED = KIND_NUMBER["supported_accommodation"]
SECURE = KIND_NUMBER["secure_childrens_home"]
FOSTER = KIND_NUMBER["foster_household"]


def lawful(child: Seeker, homes: Homes, rules: Rules) -> Codes:
    """Gate 1, of every home: the first reason for which this child may not live there now; 0 where none."""
    stops = homes.opening.astype(np.uint8)  # Opening: the last thing that is asked
    for wrong, reason in _tests(child, homes, rules):
        # A byte a home, the larger asked earlier: one multiplication and one maximum each, no branch.
        np.maximum(stops, wrong.view(np.uint8) * PRIORITY[reason], out=stops)
    illegal = homes.standing.astype(np.uint8)
    illegal += (illegal != 0).view(np.uint8) * STANDING_PRIORITY
    np.maximum(stops, illegal, out=stops)
    return REASON_OF_PRIORITY.take(stops)


def able(child: Seeker, homes: Homes, rows: Rows) -> Codes:
    """Gate 2, of the homes in `rows`: every specialist need proved by evidence in date, and access."""
    codes = np.zeros(len(rows), dtype=np.int16)
    if child.access:
        said = homes.access.take(rows)
        wanted = sum(homes.access_bit.get(word, 0) for word in child.access)
        _mark(codes, (said & wanted) != wanted, Reason.NO_ACCESS)
        unsayable = any(word not in homes.access_bit for word in child.access)
        _mark(codes, (said == UNKNOWN) | unsayable, Reason.ACCESS_NOT_KNOWN)
    for code in reversed(codes_in(child.flags)):
        proofs = homes.proofs[SPECIALISM_BIT[code].bit_length() - 1].take(rows)
        np.copyto(codes, proofs + np.int16(PROOF_BASE), where=proofs != 0)
    return codes


def impact_on(child: Seeker, homes: Homes, rows: Rows) -> NDArray[np.int8]:
    """What is known of the effect on the children there: of this child where judged, else of any newcomer."""
    impact = homes.impact.take(rows)
    about = homes.impact_about.get(child.id)
    if about:
        for row, judged in about.items():
            impact[rows == row] = judged
    return impact


def together(child: Seeker, homes: Homes, rows: Rows) -> Codes:
    """Gate 5, of the homes in `rows`: harm that is known stops a home; where children live and nobody has said what
    a newcomer would mean for them, it waits."""
    impact = impact_on(child, homes, rows)
    codes = np.where(impact == Impact.NOT_ACCEPTABLE, np.int16(Reason.HARMS_THE_GROUP), np.int16(0))
    _mark(codes, impact == Impact.UNKNOWN, Reason.IMPACT_NOT_KNOWN)
    return codes


def _tests(child: Seeker, homes: Homes, rules: Rules) -> Iterator[tuple[NDArray[np.bool_], Reason]]:
    """What is asked of this child and every home: where it is wrong, and the reason."""
    if child.age_now < rules.age_without_care_min:
        yield homes.kind == SUPPORTED, Reason.UNDER_AGE_WITHOUT_CARE
    for_another = homes.for_named.copy()
    for_another[list(homes.named.get(child.id, ()))] = False
    yield for_another, Reason.NAMED_FOR_ANOTHER
    if not child.may_be_secure:
        yield homes.kind == SECURE, Reason.SECURE_WITHOUT_AUTHORITY
    elif child.age_now < rules.secure_age_min and not child.secure_approved:
        yield homes.kind == SECURE, Reason.SECURE_TOO_YOUNG
    yield from _avoided(child, homes)
    for wrong, reason in _terms(child, homes):
        # Regulation 23: in an emergency an approved foster family may take a child outside its terms, for a few days.
        # A registration knows no such exemption: no other kind of home is ever outside it.
        yield wrong & (homes.kind != FOSTER) if child.emergency else wrong, reason
    yield _over_usual_limit(child, homes, rules), Reason.USUAL_LIMIT
    yield _lives_there(child, homes), Reason.LIVES_THERE


def _terms(child: Seeker, homes: Homes) -> Iterator[tuple[NDArray[np.bool_], Reason]]:
    """What a registration or an approval says of whom it is for."""
    yield homes.age_min > child.age_now, Reason.TOO_YOUNG
    yield homes.age_max < child.age_then, Reason.TOO_OLD
    if child.sex in SEX_BIT:
        yield (homes.sexes & np.int8(SEX_BIT[child.sex])) == 0, Reason.SEX
    else:
        # Registered for one sex only, and the child's is not recorded: nobody can say that it is lawful.
        yield homes.sexes != ANY_SEX, Reason.SEX_NOT_KNOWN
    stay = ANY_STAY if child.stay == "any" else STAY_BIT[child.stay]
    yield (homes.stays & np.int8(stay)) == 0, Reason.STAY


def outside_terms(child: Seeker, homes: Homes, row: int) -> int:
    """The first thing of a foster family's terms that does not fit the child; 0 where all do, and for other homes."""
    if homes.kind[row] != FOSTER:
        return 0
    return next((int(reason) for wrong, reason in _terms(child, homes) if wrong[row]), 0)


def _avoided(child: Seeker, homes: Homes) -> Iterator[tuple[NDArray[np.bool_], Reason]]:
    if child.avoid_authorities:
        avoided = np.array([code in child.avoid_authorities for code in homes.authorities], dtype=np.bool_)
        yield avoided.take(homes.authority), Reason.AVOID_AREA
    if child.avoid_not_known:
        yield np.ones(len(homes), dtype=np.bool_), Reason.CHILDS_AVOID_NOT_KNOWN
    if child.avoid_places:
        yield homes.easting == UNKNOWN, Reason.AVOID_NOT_KNOWN
    for easting, northing, miles in child.avoid_places:
        east = (homes.easting - easting).astype(np.float64)
        north = (homes.northing - northing).astype(np.float64)
        near = east * east + north * north <= (miles * METRES_A_MILE) ** 2
        yield near & (homes.easting != UNKNOWN), Reason.AVOID_PLACE


def _over_usual_limit(child: Seeker, homes: Homes, rules: Rules) -> NDArray[np.bool_]:
    """Foster households that hold the usual most children already, and not only this child's brothers and sisters.

    The law lifts the limit where all the children are siblings of each other (Children Act 1989 Schedule 7 para 4). A
    single child who is not, or whose name is not known here, keeps it: that home needs an exemption.
    """
    over = (homes.kind == FOSTER) & (homes.living >= rules.foster_children_max) & ~homes.exempt
    siblings = frozenset(child.siblings)
    for sibling in siblings:
        for row in (homes.residents.get(sibling), homes.coming.get(sibling)):
            if row is not None:
                there = homes.children[row]
                over[row] &= not (there <= siblings and len(there) >= homes.living[row])
    return over


def _lives_there(child: Seeker, homes: Homes) -> NDArray[np.bool_]:
    """The home where the child lives now: it has no second place for them, and staying needs no search."""
    there = np.zeros(len(homes), dtype=np.bool_)
    row = homes.residents.get(child.id)
    if row is not None:
        there[row] = True
    return there


def _mark(codes: Codes, wrong: NDArray[np.bool_], reason: Reason) -> None:
    np.copyto(codes, np.int16(reason), where=wrong)
