"""What others could know of a child without being told: an age, and what a home must be able to do. No id, no day.

Source: handbook section 6 (small-combination check of anonymised profiles). Nothing here may be shown or kept: it is
counted, to see whether enough children look alike, and forgotten.
"""

from dataclasses import dataclass

ORDINARY = frozenset({"english"})


@dataclass(frozen=True, slots=True)
class Alike:
    """One child of a region. flags: specialist needs on the day; requirements: languages but English, and faiths."""

    age: int
    sex: str
    flags: frozenset[str] = frozenset()
    access: frozenset[str] = frozenset()
    requirements: frozenset[str] = frozenset()


def requirements_of(languages: tuple[str, ...], faiths: tuple[str, ...]) -> frozenset[str]:
    """What is to be kept, as words that compare without case or doubled spaces."""
    folded = {" ".join(word.split()).casefold() for word in (*languages, *faiths)}
    return frozenset(word for word in folded if word and word not in ORDINARY)
