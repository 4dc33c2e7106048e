"""What the law asks to keep, answered for one home: yes, part, no or unknown, with the fact behind it.

Source: Children Act 1989 s22C(7)-(9) and s22(5)(c). These tests stand beside the child's wishes; they stop no
home and put none in order. A test that does not apply to the child (no brother or sister, no disability) is
left out rather than answered "yes". Distances in miles, to 0.1, as the crow flies.
"""

from carecommons.common.postcodes import distance_miles
from carecommons.provision.capability import SPECIALISM_BIT, UNKNOWN
from carecommons.provision.homes import FAMILY_KINDS, KINDS, Homes

from .fit import ANSWER_CODES, Answer
from .rules import Rules
from .seeker import Seeker
from .shortlist import Test

LEVEL_WORDS = {
    1: "in the council’s own area",
    2: "in a council next to it",
    3: "elsewhere in the region",
    4: "elsewhere in England",
}
DISABILITY_FLAGS = sum(SPECIALISM_BIT[code] for code in ("SP-LDD", "SP-PMLD", "SP-MED", "SP-PHY", "SP-SEN"))
FAMILY_DOMAIN = 8  # FAM in the order of the twelve
KIND_CODES = tuple(KINDS)


def level_of_row(child: Seeker, homes: Homes, row: int) -> int:
    """Local level of a home for this child's council: 1 same, 2 next, 3 region, 4 nation."""
    return child.area_levels.get(homes.authorities[homes.authority[row]], 4)


def miles_home(child: Seeker, homes: Homes, row: int) -> float | None:
    """Miles from the child's home; None where either place is not known."""
    return _miles(child.home_place, homes, row)


def law_tests(child: Seeker, homes: Homes, row: int, rules: Rules) -> tuple[Test, ...]:
    """The tests of s22C(7)-(9) that apply to this child, in the order that the criteria publish."""
    found = {
        "near_home": _near_home(child, homes, row, rules),
        "school": _school(child, homes, row, rules),
        "siblings": _siblings(child, homes, row),
        "disability": _disability(child),
        "area": _area(child, homes, row),
    }
    family = (_family(),) if KIND_CODES[homes.kind[row]] in FAMILY_KINDS else ()
    return family + tuple(test for code in rules.law_tests if (test := found.get(code)))


def beside(
    child: Seeker, homes: Homes, row: int, contact: int, laws: tuple[Test, ...], rules: Rules
) -> tuple[Test, ...]:
    """What else stands beside: contact with family, friends and places to keep, culture, how much would stay the same.

    contact: the home's Answer to the child's need in the domain Family.
    """
    culture = _culture(child, homes, row)
    friends = _friends(child, homes, row, rules)
    return (_contact(contact), *(test for test in (friends, culture) if test), _stays(laws))


def _near_home(child: Seeker, homes: Homes, row: int, rules: Rules) -> Test:
    miles = miles_home(child, homes, row)
    if miles is None:
        why = "the child’s home address is not known" if child.home_place is None else "the site is not recorded"
        return Test("Near home", "unknown", why, "near_home")
    return Test("Near home", "yes" if miles <= rules.near_home_miles else "no", miles_words(miles), "near_home")


def _school(child: Seeker, homes: Homes, row: int, rules: Rules) -> Test | None:
    if child.school_place is None:
        return Test("School kept", "unknown", "no school is recorded", "school") if child.school_keep else None
    miles = _miles(child.school_place, homes, row)
    if miles is None:
        return Test("School kept", "unknown", "the site is not recorded", "school")
    within = miles <= rules.school_travel_miles
    return Test("School kept", "yes" if within else "no", f"{miles_words(miles)} to school", "school")


def _siblings(child: Seeker, homes: Homes, row: int) -> Test | None:
    if not child.siblings:
        return None
    name, wanted = "With brothers and sisters", len(child.siblings)
    here = sum(homes.residents.get(sibling) == row for sibling in child.siblings)
    if here == wanted:
        return Test(name, "yes", "they live here", "siblings")
    if here:
        return Test(name, "part", f"{here} of {wanted} live here", "siblings")
    if homes.free[row] > wanted:
        return Test(name, "part", "places free for all of them", "siblings")
    return Test(name, "no", "", "siblings")


def _disability(child: Seeker) -> Test | None:
    """A home that is shown has passed gate 2: access and evidence are there, or it would not be here."""
    if not child.access and not child.flags & DISABILITY_FLAGS:
        return None
    return Test("Suits the child’s disability", "yes", "access and evidence checked at gate 2", "disability")


def _area(child: Seeker, homes: Homes, row: int) -> Test:
    level = level_of_row(child, homes, row)
    return Test("In the council’s area", "yes" if level == 1 else "no", LEVEL_WORDS[level], "area")


def _family() -> Test:
    return Test("With family or friends, whom the law prefers", "yes", "", "family")


def _contact(answer: int) -> Test:
    words = {Answer.NONE: "nothing special is needed", Answer.SUPPORT: "with support"}.get(Answer(answer), "")
    said = {"met": "yes", "none": "yes", "support": "part", "unmet": "no"}.get(ANSWER_CODES[Answer(answer)], "unknown")
    return Test("Time with family can work", said, words, "contact")


def _friends(child: Seeker, homes: Homes, row: int, rules: Rules) -> Test | None:
    """How many of those whom the child wants to keep are near this home (A8): a count, and nobody's name or address."""
    if not child.keep_places:
        return None
    name = "Friends and places to keep"
    miles = [_miles(place, homes, row) for place in child.keep_places]
    known = [each for each in miles if each is not None]
    if not known:
        return Test(name, "unknown", "nobody has said where they are, or the site is not recorded", "friends")
    near, whole = sum(each <= rules.near_home_miles for each in known), len(miles)
    words = f"{near} of {whole} within {rules.near_home_miles} miles"
    missing = whole - len(known)
    words += f"; of {missing} it is not known" if missing else ""
    return Test(name, "yes" if near == whole else "part" if near else "unknown" if missing else "no", words, "friends")


def _culture(child: Seeker, homes: Homes, row: int) -> Test | None:
    if not child.culture:
        return None
    name, said = "Culture, language and faith", homes.culture[row]
    if said is None:
        return Test(name, "unknown", "the home has not said", "culture")
    here = sorted(word for word in child.culture if " ".join(word.split()).casefold() in said)
    if len(here) == len(child.culture):
        return Test(name, "yes", ", ".join(here), "culture")
    return Test(name, "part" if here else "no", ", ".join(here), "culture")


def _stays(laws: tuple[Test, ...]) -> Test:
    """How much would change for the child, from the tests already answered: what stays and what does not."""
    names = {"school": "school", "area": "council", "near_home": "neighbourhood", "siblings": "brothers and sisters"}
    kept = [names[test.code] for test in laws if test.code in names and test.answer == "yes"]
    lost = [names[test.code] for test in laws if test.code in names and test.answer == "no"]
    parts = [_change(kept, "stays", "stay"), _change(lost, "changes", "change")]
    answer = "unknown" if not kept and not lost else "yes" if not lost else "part" if kept else "no"
    return Test("How much stays the same", answer, "; ".join(part for part in parts if part), "upheaval")


def _change(names: list[str], one: str, many: str) -> str:
    if len(names) < 2:
        return f"{names[0]} {one}" if names else ""
    return f"{', '.join(names[:-1])} and {names[-1]} {many}"


def _miles(place: tuple[int, int] | None, homes: Homes, row: int) -> float | None:
    if place is None or homes.easting[row] == UNKNOWN:
        return None
    return float(distance_miles(place[0], place[1], int(homes.easting[row]), int(homes.northing[row])))


def miles_words(miles: float) -> str:
    """Whole miles for people; the tests themselves compare to a tenth."""
    if miles < 1:
        return "less than a mile"
    return "1 mile" if round(miles) == 1 else f"{round(miles)} miles"
