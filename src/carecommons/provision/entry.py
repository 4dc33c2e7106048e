"""What is written down when a home enters the local register: everything known of it, nothing guessed.

Field names are the register's own; None is "not known", an empty set is "asked, and there is none".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID

from carecommons.common.errors import Fault, Faulty

from .capability import ACCESS, DOMAIN_CODES, SPECIALISMS, Capability, DomainAnswer, check_answer, check_evidence
from .full_approval import CONNECTED
from .homes import APPROVED_KINDS, FAMILY_KINDS, KINDS, STAY_BIT, Terms

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U: a reference survives being read aloud


@dataclass(frozen=True, slots=True)
class HomeEntry:
    """One home. kept_by: the council whose register holds it; authority: the council in whose area it stands."""

    kind: str
    name: str
    kept_by: str
    authority: str
    places: int
    provider_id: UUID | None = None
    postcode: str = ""
    easting: int | None = None
    northing: int | None = None
    school_places: int = 0
    public_urn: str = ""
    access: frozenset[str] | None = None
    culture: frozenset[str] | None = None
    description: str = ""
    opened_on: date | None = None
    named: frozenset[UUID] = frozenset()
    terms: Terms | None = None
    levels: Mapping[str, DomainAnswer] = field(default_factory=lambda: MappingProxyType({}))
    levels_basis: str = ""
    capabilities: tuple[Capability, ...] = ()
    free: int | None = None


def officers_only(entry: HomeEntry) -> tuple[str, ...]:
    """What in the entry only an officer of the keeping council may write: nobody makes their own home lawful."""
    found = {
        "kind": entry.kind in FAMILY_KINDS,
        "named": bool(entry.named),
        "terms": entry.terms is not None,
        "public_urn": bool(entry.public_urn),
    }
    return tuple(name for name, given in found.items() if given)


def reference(prefix: str, draw: bytes) -> str:
    """An outside reference such as H-7KX2M from five random bytes: never sequential, never misread."""
    return f"{prefix}-" + "".join(CROCKFORD[byte % len(CROCKFORD)] for byte in draw[:5])


def check_entry(entry: HomeEntry, on: date) -> None:
    """Raise Faulty("home_not_complete") with everything that keeps the home out of the register."""
    faults = [
        Fault("home", 0, column, code, message)
        for wrong, column, code, message in (
            *_facts(entry),
            *_who_runs_it(entry),
            *_terms(entry.terms, entry),
            *_approved_later(entry),
        )
        if wrong
    ]
    if faults:
        raise Faulty("home_not_complete", "The home was not entered. Put right what is named below.", faults)
    check_levels(entry.levels)
    for capability in entry.capabilities:
        for item in capability.evidence:
            check_evidence(item, on)


def check_terms(entry: HomeEntry) -> None:
    """Raise Faulty("home_not_complete") with everything that keeps the terms of a home out of the register."""
    faults = [
        Fault("terms", 0, column, code, message) for wrong, column, code, message in _terms(entry.terms, entry) if wrong
    ]
    if faults:
        raise Faulty("home_not_complete", "Nothing was recorded. Put right what is named below.", faults)


def check_levels(levels: Mapping[str, DomainAnswer]) -> None:
    """Every answer is of one of the twelve domains and within its scale."""
    unknown = sorted(set(levels) - set(DOMAIN_CODES))
    if unknown:
        raise Faulty(
            "domain_unknown", f"There is no domain {', '.join(unknown)}. The twelve are {', '.join(DOMAIN_CODES)}."
        )
    for domain, answer in levels.items():
        check_answer(domain, answer)


Check = tuple[bool, str, str, str]


def _facts(entry: HomeEntry) -> tuple[Check, ...]:
    return (
        (entry.kind not in KINDS, "kind", "unknown", f"Choose a kind of home: {', '.join(KINDS)}."),
        (not entry.name.strip(), "name", "missing", "Give the home a name for those who work with it."),
        (entry.places < 1, "places", "too_few", "A home has at least one place."),
        (
            (entry.easting is None) != (entry.northing is None),
            "easting",
            "half_a_place",
            "Give both easting and northing, or neither.",
        ),
        (
            entry.free is not None and not 0 <= entry.free <= entry.places,
            "free",
            "out_of_range",
            f"Free places must be 0 to {entry.places}.",
        ),
        (
            bool(entry.access and entry.access - set(ACCESS)),
            "access",
            "unknown",
            f"Describe access with these words only: {', '.join(ACCESS)}.",
        ),
        (
            any(each.code not in SPECIALISMS for each in entry.capabilities),
            "capabilities",
            "unknown",
            f"Use the published specialisms: {', '.join(SPECIALISMS)}.",
        ),
    )


def _who_runs_it(entry: HomeEntry) -> tuple[Check, ...]:
    family = entry.kind in FAMILY_KINDS
    return (
        (
            not family and entry.provider_id is None,
            "provider",
            "missing",
            "Name who runs the home. Only parents, relatives and friends have no provider.",
        ),
        (
            family and not entry.named,
            "named",
            "missing",
            "Parents, relatives and friends are approved for a named child: say which.",
        ),
    )


def _terms(terms: Terms | None, entry: HomeEntry) -> tuple[Check, ...]:
    if terms is None:
        return ()
    return (
        (
            entry.kind == "parents",
            "terms",
            "not_wanted",
            "Parents need no registration or approval: leave the terms out.",
        ),
        (terms.from_day is None, "from_day", "missing", "Say from which day the registration or approval runs."),
        *_days(terms),
        (
            not 0 <= terms.age_min <= terms.age_max <= 25,
            "ages",
            "out_of_order",
            "Ages run from the younger to the older, between 0 and 25.",
        ),
        (terms.sexes not in ("any", "M", "F"), "sexes", "unknown", 'Say "any", "M" or "F".'),
        (
            terms.exempt and (terms.exempt_on is None or not terms.exempt_because.strip()),
            "exempt",
            "missing",
            "An exemption from the usual number of foster children has a day and a reason: give both.",
        ),
        (terms.places < 1, "terms_places", "too_few", "The registration or approval allows at least one place."),
        (
            bool(set(terms.stays) - set(STAY_BIT)),
            "stays",
            "unknown",
            f"Kinds of stay are {', '.join(STAY_BIT)}.",
        ),
        (
            bool(terms.stays) and entry.kind not in APPROVED_KINDS,
            "stays",
            "not_wanted",
            "Only a foster approval names kinds of stay.",
        ),
    )


def _days(terms: Terms) -> tuple[Check, ...]:
    """Each last day with its first: neither stands before the other."""
    pairs = (
        ("to_day", terms.from_day, terms.to_day),
        ("restricted_to", terms.restricted_from, terms.restricted_to),
        ("suspended_to", terms.suspended_from, terms.suspended_to),
    )
    return tuple(
        (first is not None and last is not None and last < first, column, "out_of_order",
         "The last day comes before the first. Put right one of them.")
        for column, first, last in pairs
    )  # fmt: skip


def _approved_later(entry: HomeEntry) -> tuple[Check, ...]:
    return (
        (
            entry.kind == CONNECTED and entry.terms is not None,
            "terms",
            "not_here",
            "An approval of a relative or friend is recorded once their home is entered, with the days of the panel "
            "and of the decision. Enter the home without it; then record it on the page of the home.",
        ),
    )
