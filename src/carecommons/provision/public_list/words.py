"""The regulator's words in their many spellings, folded to one each: headings, kinds, sectors, grades, statuses.

Source: the headings and values of the lists of 2014 to 2025. A word not known here is kept in snake case and
noted, never guessed at.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

# Field -> the headings that have named it, folded; the first that a table has is taken.
HEADINGS: dict[str, tuple[str, ...]] = {
    "urn": ("urn", "unique reference number", "unique reference number urn", "provider urn"),
    "kind": ("provision type", "provider type", "type of provision", "setting type"),
    "status": ("registration status", "reg status"),
    "registered_on": ("registration date", "date of registration", "date registered"),
    "name": ("name", "setting name", "provider name"),
    "postcode": ("postcode", "post code"),
    "region": ("government office region", "region", "ofsted region"),
    "authority": ("local authority", "local authority name", "la name"),
    "sector": ("sector", "provider sector"),
    "places": ("places", "number of places", "maximum number of places"),
    "premises": ("supported accommodation premises", "number of premises"),
    "owner": (
        "organisation which owns the provider",
        "organisation name",
        "organisation",
        "name of organisation which owns the provider",
        "owner",
    ),
    "grade": (
        "overall experiences and progress of children and young people",
        "overall effectiveness",
        "overall experiences and progress",
    ),
    "supported_grade": ("supported accommodation outcome",),
    "graded_on": ("latest full inspection date", "inspection date"),
    "short_breaks_only": ("short break only childrens home", "short breaks only"),
    "linked_school_urn": ("linked education urn", "linked ed urn"),
    # Columns that tell one sheet from another.
    "premises_authority": ("premises local authority",),
    "premises_region": ("premises government office region",),
    "category": ("service category",),
    "joiner": ("joiner status",),
    "leaver": ("leaver status",),
}
_HOME = "special_school_registered_as_home"
KINDS: dict[str, str] = {
    "childrens home": "childrens_home",
    "childrens homes": "childrens_home",
    "secure childrens home": "secure_childrens_home",
    "residential special school registered as a childrens home": _HOME,
    "residential special school registered as childrens home": _HOME,
    "residential special school more than 295 days year": _HOME,
    "residential special school 295 days year": _HOME,
    "residential special school": "residential_special_school",
    "supported accommodation": "supported_accommodation",
    "independent fostering agency": "independent_fostering_agency",
    "residential family centre": "residential_family_centre",
    "voluntary adoption agency": "voluntary_adoption_agency",
    "adoption support agency": "adoption_support_agency",
    "boarding school": "boarding_school",
    "further education college with residential accommodation": (
        "further_education_college_with_residential_accommodation"
    ),
    "residential holiday scheme for disabled children": "residential_holiday_scheme_for_disabled_children",
    "secure training centre": "secure_training_centre",
}
KIND_NAMES: dict[str, str] = {
    "childrens_home": "Children's home",
    "secure_childrens_home": "Secure children's home",
    _HOME: "Residential special school registered as a children's home",
    "residential_special_school": "Residential special school",
    "supported_accommodation": "Supported accommodation",
    "independent_fostering_agency": "Independent fostering agency",
    "residential_family_centre": "Residential family centre",
    "voluntary_adoption_agency": "Voluntary adoption agency",
    "adoption_support_agency": "Adoption support agency",
    "boarding_school": "Boarding school",
    "further_education_college_with_residential_accommodation": (
        "Further education college with residential accommodation"
    ),
    "residential_holiday_scheme_for_disabled_children": "Residential holiday scheme for disabled children",
    "secure_training_centre": "Secure training centre",
}
SECTORS: dict[str, str] = {
    "private": "private",
    "local authority": "local_authority",
    "voluntary": "voluntary",
    "academy": "academy",
    "health authority": "health_authority",
}
STATUSES: dict[str, str] = {"active": "active", "suspended": "suspended", "": ""}
GRADES: dict[str, str] = {
    "": "",
    "outstanding": "outstanding",
    "good": "good",
    "requires improvement": "requires_improvement",
    "requires improvement to be good": "requires_improvement",
    "inadequate": "inadequate",
    "adequate": "adequate",
    "satisfactory": "satisfactory",
    "consistently strong service delivery": "consistently_strong",
    "inconsistent quality of service delivery": "inconsistent",
    "serious or widespread weaknesses": "serious_weaknesses",
}
# What stands in a cell that says nothing.
NOTHING = frozenset(
    {"", "(blank)", "blank", "redacted", "null", "none", "n/a", "na", "-", "--", "..", "nan", "#n/a", "not applicable"}
)
_LIKE_ENOUGH = 0.86
_LONG_ENOUGH = 6


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Small letters and figures with single spaces; apostrophes vanish, notes in brackets stay."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"['’‘`´\ufffd]", "", plain).replace("&", " and ").replace(">", " more than ")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def fold_heading(text: str) -> str:
    """A heading without its notes: 'Service category (Note 4)' is 'service category'."""
    return fold(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text))


def slug(text: str) -> str:
    """A word of our own for one that is not in the tables."""
    return fold(text).replace(" ", "_") or "unknown"


def owner_key(name: str) -> str:
    """A company's name as one spelling: 'Your Chapter Limited' and 'YOUR CHAPTER LTD.' are one company."""
    words = {"limited": "ltd", "company": "co", "incorporated": "inc"}
    return " ".join(words.get(word, word) for word in fold(name).split())


def columns(headings: list[str]) -> dict[str, int]:
    """Which column holds which field: by name first, then, where two names were known, by likeness.

    headings: folded. Position never counts; a field that no heading names is left out.
    """
    found: dict[str, int] = {}
    for field, names in HEADINGS.items():
        at = next((headings.index(name) for name in names if name in headings), None)
        if at is not None:
            found[field] = at
    if len(found) < 2:
        return found
    free = {i: heading for i, heading in enumerate(headings) if heading and i not in found.values()}
    likely = sorted(
        (
            (-likeness, field, i)
            for field, names in HEADINGS.items()
            if field not in found
            for i, heading in free.items()
            if not _known(heading)
            for likeness in [max((_likeness(heading, name) for name in names), default=0.0)]
            if likeness >= _LIKE_ENOUGH
        ),
    )
    for _, field, i in likely:
        if field not in found and i not in found.values():
            found[field] = i
    return found


@lru_cache(maxsize=8192)
def _likeness(heading: str, name: str) -> float:
    """How nearly two words are spelt alike, 0 to 1; short words must be exact."""
    if min(len(heading), len(name)) < _LONG_ENOUGH or abs(len(heading) - len(name)) > len(name) // 4:
        return 0.0
    return SequenceMatcher(None, heading.replace(" ", ""), name.replace(" ", "")).ratio()


def _known(heading: str) -> bool:
    """A heading that is itself somebody's name is not a misspelling of another's."""
    return heading in _ALL_NAMES or heading in _OTHERS


_ALL_NAMES = frozenset(name for names in HEADINGS.values() for name in names)
# Headings of the lists that we do not read, some of them nearly spelt like those that we do.
_OTHERS = frozenset({
    "web link", "address 1", "address 2", "town", "county", "parliamentary constituency", "event type",
    "publication date", "event number", "health services", "inspection id", "inspection type",
    "latest full inspection publication date", "latest full inspection event type",
    "latest full inspection event number", "inspection publication date", "inspection event number",
    "premises ofsted region", "premises parliamentary constituency",
    "multi building childrens home", "outcomes for children and young people", "quality of care",
})  # fmt: skip
