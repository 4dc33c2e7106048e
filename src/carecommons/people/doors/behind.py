"""Who stands behind the database connection while a door is open: the second wall (common/walls.py)."""

from collections.abc import Iterator
from contextlib import contextmanager

from carecommons.common.walls import seeing, seeing_all

from ..permissions import PERMISSIONS, Reach
from ..roles import Person

# Acts on children's rows that one role does everywhere: for those alone a door opens the wall.
ACROSS_COUNCILS = {
    "people.see_looks": "an auditor checks who looked at a child's record, in any council",
    "people.see_emergencies": "an auditor reads of each emergency access, in any council",
    "people.break_glass": "emergency access finds one child of any council, by reference, and is judged afterwards",
    "decisions.see_life_counts": "a planner counts what came of placements in every council; small counts are withheld",
    "decisions.see_early_ends": "a planner counts early ends by provider, in every council; small counts are withheld",
}


@contextmanager
def behind(person: Person, act: str = "") -> Iterator[None]:
    """Show this person's councils, children and own jobs and no others, until the block ends."""
    everywhere = act in ACROSS_COUNCILS and PERMISSIONS[act].reach.get(person.role) is Reach.EVERYWHERE
    if everywhere and person.id is not None:
        with seeing_all(ACROSS_COUNCILS[act]):
            yield
        return
    children = person.children | person.emergencies
    with seeing(authorities=person.authorities, children=children, person=person.id):
        yield
