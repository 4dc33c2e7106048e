"""Where a child lives, as a sentence says it: a home has a name, parents are no address, and relatives are people.

The home of parents or of relatives is entered under words such as "With parents" or "Grandparents": nobody lives "at"
those.
"""

__all__ = ["left_home", "lives_at", "moves_to"]

PARENTS, CONNECTED = "parents", "connected_person"


def lives_at(name: str, kind: str) -> str:
    """After "lives": "at Barley Yard", "with their parents", "with Grandparents"."""
    if kind == PARENTS:
        return "with their parents"
    return f"with {name}" if kind == CONNECTED else f"at {name}"


def moves_to(name: str, kind: str) -> str:
    """After "comes" or "the move": "to Barley Yard", "to their parents", "to Grandparents"."""
    return "to their parents" if kind == PARENTS else f"to {name}"


def left_home(name: str, kind: str) -> str:
    """After "has left": "Barley Yard", "the home of their parents", "the home of Grandparents"."""
    if kind == PARENTS:
        return "the home of their parents"
    return f"the home of {name}" if kind == CONNECTED else name
