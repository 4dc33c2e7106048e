"""For a designated nurse or clinician: specialist needs without a formulation or due again, and health not known.

Source: handbook B10: a specialist need rests on a professional's formulation, which is looked at again in time.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from carecommons.children.needs import FLAGS
from carecommons.children.queries import children_today
from carecommons.common.days import months_after
from carecommons.constitution.parameters import whole
from carecommons.people.roles import Person, Role

from .addresses import address
from .values import Waiting

SEE = "children.see_caseload"
AGAIN = ("formulation to look at again", "formulations to look at again")
MISSING = ("formulation to write", "formulations to write")
HEALTH = ("child whose health is not known", "children whose health is not known")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    if person.role is not Role.CLINICIAN:
        return
    on = timezone.localdate(at)
    months = whole("formulation_months", on)
    for child in children_today(person, on):
        needs = address(person, "children:needs", child.id)
        if needs is None:
            continue
        name = f"Child {child.reference}, aged {child.age}"
        for flag in child.flags:
            words, stated = FLAGS.get(flag.code, flag.code), bool(flag.basis.strip())
            if flag.active(on) and not stated:
                yield Waiting(
                    f"{name}: no formulation is written", f"{words}: say what it rests on, or that it has ended.",
                    needs, MISSING, "Open the needs", child_id=child.id, act=SEE,
                )  # fmt: skip
            elif flag.due(on, months=months):
                yield Waiting(
                    f"{name}: look at the formulation again", f"{words}. It still holds until you have.", needs, AGAIN,
                    "Open the needs", months_after(flag.assessed_on, months), child_id=child.id, act=SEE,
                )  # fmt: skip
        if "HEA" in child.unknown:
            yield Waiting(
                f"{name}: nobody knows yet how their health is", "Unknown fits no home. Rate it, or say who could.",
                needs, HEALTH, "Open the needs", due="Unknown", child_id=child.id, act=SEE,
            )  # fmt: skip
