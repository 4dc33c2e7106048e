"""Placements: a home that may not have the child any more, plans and notices that are owed, and children who come."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from carecommons.constitution.parameters import whole
from carecommons.decisions import queries as decisions
from carecommons.decisions.placement import Placed
from carecommons.decisions.queries import Owing
from carecommons.decisions.starting import HOME_AGREES, HOMES_WITH_STAFF
from carecommons.people.may import may_at_all
from carecommons.people.roles import Person, Role
from carecommons.provision import queries as provision

from .addresses import address
from .due import day_words, working_days_after
from .values import Waiting

SEE = "decisions.see_placement"
STOPPED = ("child in a home that may not have them", "children in homes that may not have them")
PLAN = ("plan for living somewhere", "plans for living somewhere")
NOTICE = ("notice to send", "notices to send")
COMING = ("child to make ready for", "children to make ready for")
ON_HOLD = ("move on hold", "moves on hold")
BETWEEN = ("child with no home for some days", "children with no home for some days")
AGREEMENT = ("agreement that a parent has withdrawn", "agreements that parents have withdrawn")
COMES = ("move to record", "moves to record")
BEFORE = ("stay to take up", "stays to take up")
ARRIVED = ("council to tell that a child came", "councils to tell that a child came")
RUNS_HOMES = (Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE)
LOOKED_BACK_DAYS = 14  # far beyond the working days of the notice, whatever holidays lie between
TOLD_AT_ONCE = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.REVIEWING_OFFICER)


def lines(person: Person, at: datetime) -> Iterator[Waiting]:
    """What is owed at the start of each placement, by its day; before all, a home that may not have the child."""
    on = timezone.localdate(at)
    yield from _stopped(person, on)
    yield from _between(person, on)
    yield from _arrived(person, on)
    yield from _coming(person, at)
    yield from _before(person, on)
    if not may_at_all(person, "decisions.write_plan"):
        return
    for each in decisions.owing_among(person.authorities, on=on):
        where = address(person, "decisions:placement", each.id)
        if where is not None:
            yield from _owed(person, each, where, on)


def _stopped(person: Person, on: date) -> Iterator[Waiting]:
    if person.role not in TOLD_AT_ONCE:
        return
    for each in decisions.unlawful_among(person.authorities, on=on):
        where = address(person, "decisions:placement", each.id)
        if where is not None:
            lives = "lives" if each.state is Placed.LIVING else "is to live"
            yield Waiting(
                title=f"Child {each.child_reference} {lives} in a home that may not have them",
                why=f"{each.home_name}: {each.because}. Review today where the child is safe, and look for a home.",
                address=where, noun=STOPPED, go="Open the placement", due_on=on, first=True, child_id=each.child_id,
                act=SEE,
            )  # fmt: skip


def _between(person: Person, on: date) -> Iterator[Waiting]:
    """Children whose home ends before the next one begins."""
    if person.role not in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER):
        return
    for each in decisions.between_among(person.authorities, on=on):
        where = address(person, "decisions:placement", each.moves)
        if where is not None:
            begins = "waits" if each.first_day is None else f"begins on {day_words(each.first_day, on)}"
            yield Waiting(
                title=f"Child {each.child_reference}: no home is known for some days",
                why=f"The last day {each.leaves_home} is {day_words(each.last_day, on)}, and the move "
                f"{each.to_home} {begins}. Ask the home to go on, begin sooner, or open an emergency.",
                address=f"{where}#between", noun=BETWEEN, go="Read what to do", due_on=each.last_day,
                child_id=each.child_id, act=SEE,
            )  # fmt: skip


def _before(person: Person, on: date) -> Iterator[Waiting]:
    """Children who lived in a home before their council used this house: one line, which names none of them.

    It is for today: what would be late for them, no other line can say. What is known to be late comes before it.
    """
    where = address(person, "decisions:stays_to_take_up")
    found = decisions.stays_to_take_up(person.authorities, on=on) if where is not None else ()
    if found and where is not None:
        one = len(found) == 1
        yield Waiting(
            title=f"{len(found)} {'child lives' if one else 'children live'} in a home with no stay kept here",
            why=f"Until somebody takes {'it' if one else 'each'} up, no visit, no review and no end of it is kept, and "
            "no review is asked for before a move.",
            address=where, noun=BEFORE, go="Open the list", due_on=on, number=len(found),
        )  # fmt: skip


def _coming(person: Person, at: datetime) -> Iterator[Waiting]:
    """For the home: each child for whom it was chosen, until they have come."""
    on = timezone.localdate(at)
    with decisions.as_chosen(person, at=at):
        coming = decisions.own_coming(person)
        said = {each.id: _yes_words(each) for each in coming}
        names = decisions.references_of(each.child_id for each in coming)
    for each in coming:
        where = address(person, "decisions:home_plan", each.id)
        if where is None:
            continue
        day = day_words(each.from_day, on)
        why = f"Your home was chosen. {said[each.id]}They come on {day}: read the plan for living with you, and make "
        why += "ready."
        if each.move_waits:
            holds = (
                "the choice is looked at again" if each.hold.looked_at else "the council has to find an answer first"
            )
            why = f"The move waits: {holds}. The day of {day} does not hold."
        yield Waiting(
            title=f"Child {names[each.child_id]} is to live {each.lives_at}", why=why, address=where, noun=COMING,
            go="Read the plan", due_on=None if each.move_waits else each.from_day, child_id=each.child_id,
            act="decisions.see_own_stays",
        )  # fmt: skip


def _yes_words(found: decisions.PlacementRecord) -> str:
    """What the home still has to say of its own yes; "" where it gave it in a round, or has said it since."""
    if not found.owes_yes:
        return ""
    line = decisions.plan_of(found).line(HOME_AGREES)
    if line.home_says is not None:
        return "" if line.home_says.right else "You said that its yes is not right: the council settles that with you. "
    if line.reply is None:
        return "Its yes is still to be given: say yes or no in the plan. "
    own = line.said_by_role in decisions.AT_HOME
    return "" if own else "The council wrote down that you said yes: say in the plan whether that is right. "


def _arrived(person: Person, on: date) -> Iterator[Waiting]:
    """For whoever runs homes with staff: the council of the home's own area hears of each child who comes."""
    if person.role not in RUNS_HOMES:
        return
    for home, name, kind, came_on in provision.arrivals(person, on=on, days_before=LOOKED_BACK_DAYS):
        due = working_days_after(came_on, whole("home_council_told_working_days", on))
        where = address(person, "provision:home", home)
        if kind in HOMES_WITH_STAFF and where is not None and due is not None and on <= due:
            yield Waiting(
                title=f"{name}: tell the council of your area that a child came",
                why=f"Since {day_words(came_on, on)}. Without delay, in writing: Children’s Homes Regulations 2015 "
                "reg 41. This house does not send it.",
                address=where, noun=ARRIVED, go="Open the home", due_on=due,
            )  # fmt: skip


def _owed(person: Person, each: Owing, where: str, on: date) -> Iterator[Waiting]:
    if each.hold.search_id is not None:
        # Nobody looks at the choice again: those around the child find out whether they may still live away from home.
        yield Waiting(
            title=f"Child {each.child_reference}: a parent has withdrawn their agreement",
            why=f"The move to {each.home_name} waits, and the day of {day_words(each.first_day, on)} does not hold. "
            "Ask the parents, and the child, what they want now.",
            address=f"{where}#agreement", noun=AGREEMENT, go="Read what to do", due_on=on, child_id=each.child_id,
            act=SEE,
        )  # fmt: skip
    if each.hold.looked_at:
        # Its day does not hold, so that nothing is owed by it, and nobody is told that the child comes then.
        yield Waiting(
            title=f"Child {each.child_reference}: the move {each.moves_to} waits",
            why=f"The choice is looked at again. The day of {day_words(each.first_day, on)} does not hold: do not move "
            "the child until the reviewing officer says so.",
            address=where, noun=ON_HOLD, go="Open the placement", child_id=each.child_id, act=SEE,
        )  # fmt: skip
    if each.hold:
        return
    comes = f"They {'come' if each.state is Placed.PLANNED else 'came'} {each.moves_to} on " + day_words(
        each.first_day, on
    )
    if each.lacks:
        yield Waiting(
            title=f"Child {each.child_reference}: the plan for living there is not whole",
            why=f"{each.lacks} part{'' if each.lacks == 1 else 's'} without an answer. {comes}.",
            address=f"{where}#plan", noun=PLAN, go="Open the plan", due_on=each.plan_due_on, child_id=each.child_id,
            act=SEE,
        )  # fmt: skip
    elif each.state is Placed.PLANNED and may_at_all(person, "decisions.begin_placement"):
        yield Waiting(
            title=f"Child {each.child_reference}: say when they have come", why=f"The plan is whole. {comes}.",
            address=where, noun=COMES, go="Open the placement", due_on=each.first_day, child_id=each.child_id,
            act=SEE,
        )  # fmt: skip
    if each.notices:
        first = each.notices[0]
        others = f" and {len(each.notices) - 1} more" if len(each.notices) > 1 else ""
        yield Waiting(
            title=f"Child {each.child_reference}: tell {first.kind.to[0].lower()}{first.kind.to[1:]}{others}",
            why=f"{comes}. The notice is made for you: send it, and record the day.",
            address=f"{where}#notices", noun=NOTICE, go="Open the notices", due_on=first.due_on, child_id=each.child_id,
            act=SEE,
        )  # fmt: skip
