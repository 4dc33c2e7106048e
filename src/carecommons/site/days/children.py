"""Children's records that wait for those who write them: outcomes to review, profiles to begin, finish or renew."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from carecommons.children.needs import FLAGS
from carecommons.children.queries import ChildToday, children_today
from carecommons.common.days import months_after
from carecommons.constitution.parameters import whole
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role

from .addresses import address
from .due import day_words, working_days, working_days_after
from .values import Waiting

SEE = "children.see_caseload"
REVIEW = ("outcome to review", "outcomes to review")
PROFILE = ("needs profile to write", "needs profiles to write")
RENEW = ("needs profile to look at again", "needs profiles to look at again")
FORMULATION = ("specialist need to look at again", "specialist needs to look at again")
ASK = ("child to ask", "children to ask")
FIND_OUT = ("record with something unknown", "records with something unknown")


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """What the records owe, a line a child and thing. A clinician's own list is in `health`."""
    if not may_at_all(person, "children.write_needs") or person.role is Role.CLINICIAN:
        return
    on = timezone.localdate(at)
    for child in children_today(person, on):
        yield from _of_a_child(person, child, on)


def _of_a_child(person: Person, child: ChildToday, on: date) -> Iterator[Waiting]:
    record = address(person, "children:record", child.id)
    needs = address(person, "children:needs", child.id) or record
    if record is None or needs is None:
        return
    name = f"Child {child.reference}, aged {child.age}"
    about = {"child_id": child.id, "act": SEE}

    def line(title: str, why: str, where: str, noun: tuple[str, str], go: str, due_on: date | None = None) -> Waiting:
        return Waiting(f"{name}: {title}", why, where, noun, go, due_on, **about)  # type: ignore[arg-type]

    for outcome in child.outcomes:
        if _near(outcome.review_on, on):
            due = day_words(outcome.review_on, on)
            yield line(
                f"review the outcome, due {due}", "Say whether it came about, and what helped or stood in the way.",
                needs, REVIEW, "Review the outcome", outcome.review_on,
            )  # fmt: skip
    months = whole("formulation_months", on)
    for flag in child.flags:
        if flag.due(on, months=months):
            yield line(
                "a specialist need is due again",
                f"{FLAGS.get(flag.code, flag.code)}: ask a professional to look again. It still holds until then.",
                needs, FORMULATION, "Open the needs", months_after(flag.assessed_on, months),
            )  # fmt: skip
    yield from _profile(child, line, record, needs, on)


def _near(day: date, on: date) -> bool:
    left = None if day <= on else working_days(on, day)
    return day <= on or (left is not None and left <= whole("day_soon_working_days", on))


def _profile(child, line, record: str, needs: str, on: date) -> Iterator[Waiting]:  # type: ignore[no-untyped-def]
    """The one next step of the profile and the child's voice: never a list of everything that is missing."""
    if child.has_draft:
        yield line("finish the needs profile that you began", "What you wrote is kept.", needs, PROFILE, "Go on")
        return
    if child.assessed_on is None:
        # A child who was in care long before this record was opened is not years late in it.
        since = max(child.looked_after_since, child.added_on) if child.looked_after_since else None
        due = working_days_after(since, whole("care_plan_working_days", on)) if since else None
        why = "Nobody has recorded what this child needs. The care plan is written from it."
        yield line("begin the needs profile", why, needs, PROFILE, "Begin the profile", due)
        return
    renew_on = months_after(child.assessed_on, whole("needs_profile_months", on))
    if renew_on <= on:
        why = f"It was last assessed on {day_words(child.assessed_on, on)}; children change."
        yield line("look at the needs again", why, needs, RENEW, "Open the needs", renew_on)
    if not child.has_story:
        yield line("ask for the child’s story", "A home reads who they are before what they need.", record, ASK, "Open")
    elif not child.asked:
        why = "Nobody has asked yet. They are asked before any search, and may choose not to say."
        yield line("ask what the child wishes", why, record, ASK, "Open")
    elif child.unknown:
        number = len(child.unknown)
        parts = "one part of life" if number == 1 else f"{number} parts of life"
        yield line(f"find out what is unknown in {parts}", "Unknown fits no home.", needs, FIND_OUT, "Open the needs")
