"""What is owed around a search: approvals of relatives that run out, children still to be asked, formulations to make.

Source: Care Planning Regulations 2010 reg 24-25; Children Act 1989 s22(4); handbook B10 and A2.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.children.needs import FLAGS
from carecommons.children.queries import children_unheard
from carecommons.decisions.queries import formulations_waiting
from carecommons.matching.queries import approvals_waiting
from carecommons.people.roles import Person

from .addresses import address
from .due import day_words
from .values import Waiting

APPROVAL = ("approval that runs out", "approvals that run out")
ASK = ("child to ask after all", "children to ask after all")
FORMULATION = ("formulation owed since an emergency", "formulations owed since an emergency")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    on = timezone.localdate(at)
    for approval in approvals_waiting(person, on):
        where = address(person, "matching:relatives", approval.child_id)
        if where is not None:
            next_words = "or have it made longer, once." if approval.may_be_longer else "the law allows no more time."
            over = approval.to_day < on
            yield Waiting(
                title=f"Child {approval.child_reference}: an approval for a time "
                f"{'ran' if over else 'runs'} out after {day_words(approval.to_day, on)}",
                why="The home stops at the lawful gate until it is approved in full." if over
                else f"Finish the full assessment, {next_words}",
                address=where, noun=APPROVAL, go="Open the family’s page", due_on=approval.to_day,
                child_id=approval.child_id, act="matching.see_relatives",
            )  # fmt: skip
    for child in children_unheard(person, on):
        where = address(person, "children:add_wish", child.child_id)
        if where is not None:
            yield Waiting(
                title=f"Child {child.reference} could not be reached: ask them now",
                why="A home was looked for without asking them first, in an emergency. The law still asks.",
                address=where, noun=ASK, go="Record what they say", due_on=child.by_day, child_id=child.child_id,
                act="children.write_wishes",
            )  # fmt: skip
    for owed in formulations_waiting(person, on):
        where = address(person, "children:needs_part", owed.child_id, "specialist")
        if where is not None:
            names = " and ".join(FLAGS[code] for code in owed.codes)
            yield Waiting(
                title=f"Child {owed.child_reference}: a clinical formulation is owed",
                why=f"{names}: the home was chosen in an emergency, without a current one.",
                address=where, noun=FORMULATION, go="Open the specialist needs", due_on=owed.by_day,
                child_id=owed.child_id, act="children.write_needs",
            )  # fmt: skip
