"""The kinds of home that a forecast tells apart, and what else it may split them by.

fostering: U1 to U6; residential: K2, R1, P3, S1; supported: H5, K3, P2, which are one kind over 2024-26 (K3 took the
place of H5 and P2 when registration began); other: everything else, with parents and secure homes among it.
Source: the department's guide by year (children/data) for the codes; common groups of them, as other forecasts use.
"""

from dataclasses import dataclass

import numpy as np

from carecommons.children.stays.lives import Lives
from carecommons.children.stays.spells import Ints

__all__ = ["ALL", "CATEGORIES", "SPLITS", "TOTAL", "Split", "by_category", "by_legal_status", "by_sector"]

CATEGORIES = ("fostering", "residential", "supported", "other")
TOTAL = "total"
ALL = "all"
"""The part that is the whole of a kind of home, and the area that is all areas."""
_OTHER = CATEGORIES.index("other")
_CATEGORY_OF = {
    **{f"U{n}": 0 for n in range(1, 7)}, **dict.fromkeys(("K2", "R1", "P3", "S1"), 1),
    **dict.fromkeys(("H5", "K3", "P2"), 2),
}  # fmt: skip
_SECTORS = {"own": ("PR1",), "public": ("PR2", "PR3"), "private": ("PR4",), "voluntary": ("PR5",)}
_LEGAL = {"care_order": ("C1", "C2"), "placement_order": ("E1",), "agreement": ("V2",)}


@dataclass(frozen=True, slots=True)
class Split:
    """States of a forecast: parts[s] is (category, part); part is "" where categories are not split.

    state: of each row, into parts.
    """

    parts: tuple[tuple[str, str], ...]
    state: Ints

    @property
    def category(self) -> Ints:
        """The category of each state, into CATEGORIES."""
        return np.array([CATEGORIES.index(category) for category, _ in self.parts])


def by_category(place: Ints, places: tuple[str, ...]) -> Split:
    """place: codes of the return as numbers into places."""
    table = np.array([_CATEGORY_OF.get(code, _OTHER) for code in places], np.int32)
    return Split(tuple((category, "") for category in CATEGORIES), table[place])


def by_sector(lives: Lives) -> Split:
    """Who runs the home: the council itself, another public body, a company, a charity; "none" for parents."""
    return _split(by_category(lives.place, lives.places), lives.provider, lives.providers, _SECTORS, "none")


def by_legal_status(lives: Lives) -> Split:
    """By what the child is looked after: a care order, a placement order, an agreement (section 20), or another way."""
    return _split(by_category(lives.place, lives.places), lives.legal, lives.statuses, _LEGAL, "another")


SPLITS = {"sector": by_sector, "legal_status": by_legal_status}
"""By the word that asks for each."""


def _split(whole: Split, codes: Ints, words: tuple[str, ...], groups: dict[str, tuple[str, ...]], rest: str) -> Split:
    names = (*groups, rest)
    part_of = {code: names.index(name) for name, members in groups.items() for code in members}
    part = np.array([part_of.get(word, len(groups)) for word in words], np.int32)[codes]
    state = whole.state * len(names) + part
    # A state in which nobody ever was is no state: its rates would be made of nothing. But each category keeps one.
    rests = np.arange(len(CATEGORIES)) * len(names) + len(groups)
    empty = rests[~np.isin(np.arange(len(CATEGORIES)), whole.state)]
    seen = np.union1d(state, empty)
    return Split(
        tuple((CATEGORIES[each // len(names)], names[each % len(names)]) for each in seen.tolist()),
        np.searchsorted(seen, state).astype(np.int32),
    )
