"""Where a child lives, as a sentence says it: a home has a name, parents are no address, and relatives are people.

The home of parents or of relatives is entered under words such as "With parents", "Grandparents" or "Her aunt’s":
nobody lives "at" the first two, and nobody "with" the third.
"""

__all__ = ["left_home", "lives_at", "moves_to", "with_people"]

PARENTS, CONNECTED = "parents", "connected_person"
_POSSESSIVE = ("’s", "'s", "s’", "s'")


def with_people(name: str, kind: str) -> bool:
    """Whether the home of a relative or friend is named as people ("Grandparents"), not as theirs ("Her aunt’s")."""
    return kind == CONNECTED and not name.rstrip().casefold().endswith(_POSSESSIVE)


def lives_at(name: str, kind: str) -> str:
    """After "lives": "at Barley Yard", "with their parents", "with Grandparents", "at Her aunt’s"."""
    if kind == PARENTS:
        return "with their parents"
    return f"with {name}" if with_people(name, kind) else f"at {name}"


def moves_to(name: str, kind: str) -> str:
    """After "comes" or "the move": "to Barley Yard", "to their parents", "to Grandparents"."""
    return "to their parents" if kind == PARENTS else f"to {name}"


def left_home(name: str, kind: str) -> str:
    """After "has left": "Barley Yard", "the home of their parents", "the home of Grandparents", "Her aunt’s"."""
    if kind == PARENTS:
        return "the home of their parents"
    return f"the home of {name}" if with_people(name, kind) else name
