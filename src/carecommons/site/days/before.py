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
from carecommons.people.may import may_at_all, roles_for
from carecommons.people.roles import Person

from .addresses import address
from .due import day_words
from .values import Waiting

APPROVAL = ("approval that runs out", "approvals that run out")
# Who can do something about an approval that runs out; others read it on the page of the search.
LONGER = "matching.extend_approval"
ACTS = ("matching.assess_relative", "matching.close_approval", LONGER)
ASK = ("child to ask after all", "children to ask after all")
FORMULATION = ("formulation owed since an emergency", "formulations owed since an emergency")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    on = timezone.localdate(at)
    for approval in approvals_waiting(person, on) if any(may_at_all(person, act) for act in ACTS) else ():
        where = address(person, "matching:relatives", approval.child_id)
        if where is not None:
            over = approval.to_day < on
            yield Waiting(
                title=f"Child {approval.child_reference}: an approval for a time "
                f"{'ran' if over else 'runs'} out after {day_words(approval.to_day, on)}",
                why="By law the child may not live there until the person is approved in full." if over
                else _next(person, may_be_longer=approval.may_be_longer),
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


def _next(person: Person, *, may_be_longer: bool) -> str:
    """What this person can do before an approval runs out, and who makes it longer where that is another's."""
    if not may_be_longer:
        return "Finish the full assessment: the law allows no more time."
    if may_at_all(person, LONGER):
        return "Have the full assessment finished, or make the approval longer, once."
    who = roles_for(LONGER)
    return f"Finish the full assessment. {who[0].upper()}{who[1:]} can make the approval longer, once."
