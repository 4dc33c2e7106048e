"""The journey as a whole: the lives that began months ago, and what of them waits for somebody today. Invented data."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from carecommons.decisions.ending import Noticed
from carecommons.matching.actions import rank_homes
from carecommons.matching.queries import eligible_homes, homes_for_child, shortlist
from carecommons.people.roles import Role

from ..children_fill import Opened
from ..own_voice import speak_of_homes
from . import ending, family, inbox, looked_again
from .living import COURSES, needs_again, write_course
from .moving import APPROVE, SEARCH, Move, move
from .parts import Casting, Part
from .world import World

NEXT_OF_LEFT = 21  # days ago: the first day in the second home of who left one
NEXT_OF_SPEAKS = -3  # days to come: the first day in the next home of the young person who signs in
WITH_FAMILY = 84
TODAY = "asked_today"  # for whom homes are asked this morning
GIVEN_EARLIER, GIVEN_LATELY = 60, 17


def tell(world: World, casting: Casting) -> None:
    """Everything up to this morning, in the order of its moments."""
    later = [part.homes[0] for part in casting.parts.values() if part.first_day <= 0]
    world.reserved = frozenset((*later, *casting.parts["left"].then[:1]) if "left" in casting.parts else later)
    for part in casting.parts.values():
        if part.name == TODAY:
            continue
        world.diary.write((part.first_day + SEARCH, 9, partial(_settle, world, part)))
    for key in sorted(casting.keys & set(world.opened)):
        one, days_ago = world.opened[key], world.rng.randint(5, 100)
        world.diary.write((days_ago, 15, partial(_look_again, world, one)))
    world.diary.write((WITH_FAMILY + SEARCH + 1, 8, lambda at: _with_family(world, casting, at)))
    world.diary.run()


def tell_of_today(world: World, casting: Casting, listed: list[UUID], *, at: datetime) -> None:
    """What came this morning. listed: searches with an open list in which no home was invited."""
    if (part := casting.parts.get(TODAY)) is not None:
        inbox.ask_homes(world, [world.opened[key] for key in part.keys if key in world.opened], at=at)
    for referral in listed:
        if inbox.ask_for_terms(world, referral, eligible_homes(shortlist(referral)), at=at - timedelta(minutes=80)):
            break
    inbox.answer_some(world, at=at - timedelta(minutes=70))
    inbox.read_letters(world, at=at, leave=1)


def _look_again(world: World, one: Opened, at: datetime) -> None:
    """The needs of who might have played a part, and did not, are looked at again as everybody's are."""
    if one.id not in {each.id for each in world.players.values()}:
        needs_again(world, one, {}, at)


def _settle(world: World, part: Part, _at: datetime) -> None:
    """The first of those who fit that the rules let move there plays the part, and their course is written."""
    for key in part.keys:
        one = world.opened.get(key)
        if one is None or one.id in {each.id for each in world.players.values()}:
            continue
        if part.name == "speaks" and one.id != world.cast.speaker:
            continue  # nobody else can sign in and speak for themselves
        invited = part.name in ("speaks", "left", "elsewhere")
        placement = move(world, one, Move(part.homes, part.first_day, invited=invited, begins=part.first_day > 0))
        if placement is not None:
            world.players[part.name], world.placements[part.name] = one, placement
            if part.name in COURSES:
                write_course(world, part.name)
                world.diary.write((part.first_day + APPROVE - 1, 17, lambda at: inbox.read_letters(world, at=at)))
            AFTER.get(part.name, _nothing_more)(world, part)
            return


def _speaks(world: World, part: Part) -> None:
    ending.notice_of_home(world)

    def next_home(at: datetime) -> None:
        carers = world.staff(Role.FOSTER_CARER).home_ids  # they keep their place for another child
        homes = tuple(i for i in world.free_homes() if i != part.homes[0] and world.entered.homes[i] not in carers)
        for index in homes:
            beside = tuple(each for each in homes if each != index)[:2]
            made = Move((index, *beside), NEXT_OF_SPEAKS, why="notice", begins=False, own=_own_words)
            placement = move(world, world.players["speaks"], made)
            if placement is not None:
                world.placements["speaks again"], world.players["speaks again"] = placement, world.players["speaks"]
                looked_again.panel_sits(world, days_ago=NEXT_OF_SPEAKS + APPROVE)
                return

    world.diary.write((NEXT_OF_SPEAKS + SEARCH, 9, next_home))


def _own_words(world: World, one: Opened, at: datetime) -> None:
    """What the young person thinks of two homes, on their own page, and in which order they want them."""
    speak_of_homes(world.cast.at[world.code], one.id, at=at)
    homes = homes_for_child(one.id).homes
    given = {
        home.id: (str(place), "It is near the river." if place == 1 else "") for place, home in enumerate(homes, 1)
    }
    if given:  # a list that holds no suitable home has none to put in order
        rank_homes(child_id=one.id, given=given, by=world.staff(Role.CHILD), at=at + timedelta(minutes=15))
        world.told.own_orders += 1


def _left(world: World, part: Part) -> None:
    ending.notice_of_council(world, "left", given_on=GIVEN_EARLIER, ends_on=NEXT_OF_LEFT, outcome=Noticed.ENDS)
    looked_again.found_and_told(world)

    def next_home(at: datetime) -> None:
        again = move(world, world.players["left"], Move(part.then, NEXT_OF_LEFT, invited=True))
        if again is not None:
            world.placements["left again"], world.players["left again"] = again, world.players["left"]
            world.told.ends += 1
            write_course(world, "left again")
            world.diary.write((NEXT_OF_LEFT + APPROVE - 1, 17, lambda at: inbox.read_letters(world, at=at)))

    if part.then:
        world.diary.write((NEXT_OF_LEFT + SEARCH, 9, next_home))
        ending.left(world, NEXT_OF_LEFT)


def _council_notice(world: World, part: Part) -> None:
    ending.notice_of_council(world, part.name, given_on=GIVEN_LATELY, ends_on=-16, outcome=Noticed.MET)


def _with_family(world: World, casting: Casting, at: datetime) -> None:
    """A child with an aunt who is approved for a time, which runs out soon; and a grandmother of another is asked."""
    taken = {each.id for each in world.players.values()}
    young = [world.opened[key] for key in casting.family if key in world.opened]
    young = [one for one in young if one.id not in taken]
    for one in young[:1]:
        home = family.aunt_for_a_time(world, one, at=at)
        made = Move((), WITH_FAMILY, family=home)
        placement = move(world, one, made)
        if placement is not None:
            world.players["with_family"], world.placements["with_family"] = one, placement
            write_course(world, "with_family")
    for one in young[1:2]:
        world.diary.write((4, 15, partial(family.grandmother_is_asked, world, one)))


def _nothing_more(world: World, part: Part) -> None:
    """This part's course is all that is told of it."""


def _elsewhere(world: World, part: Part) -> None:
    world.diary.write((1, 15, lambda at: inbox.ask_why(world, at=at)))


AFTER = {
    "elsewhere": _elsewhere,
    "speaks": _speaks,
    "left": _left,
    "council_notice": _council_notice,
    "stays_put": lambda world, part: ending.grown_up(world, part.name, "staying_put", days_ago=9),
    "stays_close": lambda world, part: ending.grown_up(world, part.name, "staying_close", days_ago=12),
}
