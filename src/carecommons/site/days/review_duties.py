"""Reviews: who owes an acknowledgement, a panel, a hearing, a finding, what was found, or a digest, and by when.

Source: handbook section 7, Adjudication: 2, 20 and 5 working days.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from carecommons.decisions import queries as decisions
from carecommons.decisions.queries import ReviewRecord
from carecommons.decisions.review import Review
from carecommons.people.roles import Person

from .addresses import address
from .values import Aside, Waiting

NOUN = ("review to see to", "reviews to see to")
HEARING = ("review to hear", "reviews to hear")
# What is a member's to do now, as decisions.queries.PanelCall has it.
TO_HEAR = {
    "interest": "Say whether you have an interest", "hear": "Hear it", "finding": "Write the finding",
    "voice": "Say whether you agree",
}  # fmt: skip


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """What this person owes in reviews that they run, and on panels that they sit on."""
    on, docket = timezone.localdate(at), decisions.docket(person)
    held = decisions.posts_held() if any(each.sitting and each.is_open for each in docket) else frozenset()
    for each in docket:
        owed = _to_run(each, bool(decisions.seats_to_free(each, on=on, held=held)))
        where = address(person, "decisions:run_review", each.id)
        if owed is None or where is None:
            continue
        go, why, due = owed
        yield Waiting(
            title=f"Child {each.child_reference}: a review was asked for" if each.is_open
            else f"Child {each.child_reference}: a review was found",
            why=why + (" The move waits." if each.holds else ""), address=where, noun=NOUN, go=go, due_on=due,
            child_id=each.child_id, act="decisions.run_review",
        )  # fmt: skip
    for call in decisions.panels_of(person):
        go = TO_HEAR.get(call.owes, "")
        where = address(person, "decisions:panel", call.review_id)
        if go and where is not None:
            yield Waiting(
                title="You sit on the panel of a review", why="Nobody who decided hears it: you do.", address=where,
                noun=HEARING, go=go, due_on=call.finding_by,
            )  # fmt: skip


def asides(person: Person, at: datetime) -> Iterator[Aside]:
    """For a home's people: decisions of the last weeks in which their homes had a part, and may be looked at again."""
    found = decisions.decisions_concerning(person, at=at)
    where = address(person, "decisions:home_reviews")
    if found and where is not None:
        passed = sum(not each.chosen for each in found)
        lines = [f"{len(found):,} in which your homes had a part."]
        lines += [f"{passed:,} in which another home was chosen."] if passed else []
        yield Aside(
            "Decisions that can still be looked at again", tuple(lines), where, "Read them, or ask for a review"
        )  # fmt: skip


def _to_run(each: ReviewRecord, free: bool) -> tuple[str, str, date | None] | None:
    """What is owed next by who runs it, why, and by when; None where nothing is. free: a seat may be made free."""
    if each.state is Review.ASKED:
        return "Acknowledge it", "Tell who asked that you have it, what happens now and by when.", each.acknowledge_by
    if each.seats_empty:
        return "Name the panel", "Three people from outside the deciding team hear it.", each.finding_by
    if free:
        why = "A member’s post has ended, or they are silent: make the seat free, and name somebody else."
        return "Fill a seat of the panel", why, each.finding_by
    if each.owes:
        return "Put it right", f"The panel found that the council owes this by {each.duty_by:%d %B %Y}.", each.duty_by
    if each.state is Review.FOUND and not each.published:
        return "Read the digest and let it out", "Everybody may learn from what was found.", None
    return None
