"""For a virtual school head: moves that touch exams, schools to keep while a home is looked for, learning that lags.

Source: Children Act 1989 s22(3A) and s22C(8)(b); Care Planning Regulations 2010 reg 10. Nothing of the record but
school, learning and the day by which a home is wanted.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.children.queries import children_today, schools_to_keep
from carecommons.constitution.parameters import whole
from carecommons.decisions.queries import moves_of_school
from carecommons.matching.queries import searched_for
from carecommons.people.roles import Person, Role

from .addresses import address
from .due import day_words
from .values import Waiting

SEE = "children.see_schooling"
EXAMS = ("move that touches exams", "moves that touch exams")
KEEP = ("school to keep", "schools to keep")
LEARNING = ("child whose learning needs you", "children whose learning needs you")
ANSWERS = {
    "no": "would not keep the school",
    "part": "would keep the school only in part",
    "unknown": "may not keep the school: nobody knows yet",
}


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    if person.role is not Role.VIRTUAL_SCHOOL_HEAD:
        return
    on = timezone.localdate(at)
    for move in moves_of_school(person, on):
        where = address(person, "children:schooling", move.child_id)
        if where is not None:
            state = "has been approved" if move.approved else "waits for approval"
            yield Waiting(
                title=f"Child {move.child_reference}: a move in the last two years before exams",
                why=f"A home that {ANSWERS.get(move.answer, ANSWERS['unknown'])} {state}. "
                f"The move is on {day_words(move.from_day, on)}.",
                address=where, noun=EXAMS, go="Open their schooling", due_on=move.from_day, child_id=move.child_id,
                act=SEE,
            )  # fmt: skip
    children = children_today(person, on)
    wanted = searched_for(child.id for child in children)
    schools = schools_to_keep(wanted)
    high = whole("stratum_high_level", on)
    for child in children:
        where = address(person, "children:schooling", child.id)
        if where is None:
            continue
        if child.id in schools:
            yield Waiting(
                title=f"Child {child.reference}, aged {child.age}: keep the school while a home is looked for",
                why=f"{schools[child.id]} is recorded as the school to keep.",
                address=where, noun=KEEP, go="Open their schooling", due_on=wanted[child.id], child_id=child.id,
                act=SEE,
            )  # fmt: skip
        level = child.levels.get("EDU")
        if "EDU" in child.levels and (level is None or level >= high):
            yield Waiting(
                title=f"Child {child.reference}, aged {child.age}: "
                + ("nobody knows yet how learning goes" if level is None else f"learning is rated {level} of 4"),
                why="Ask the school." if level is None else "Read what was seen, and what would help.",
                address=where, noun=LEARNING, go="Open their schooling",
                due="Unknown" if level is None else "High need",                child_id=child.id, act=SEE,
            )  # fmt: skip
