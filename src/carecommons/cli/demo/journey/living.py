"""What is written down of lives in homes: visits, reviews, health, the child's own word, time with family. Invented.

Each part has its own course. Days are counted back from the demonstration's own moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import cycle
from uuid import UUID

from carecommons.children.actions import record_needs, record_wish
from carecommons.children.queries import profile
from carecommons.common.days import age_on, day_in_london
from carecommons.decisions.actions import (
    answer_sign,
    record_contact,
    record_health,
    record_review,
    record_visit,
    say_how_it_goes,
)
from carecommons.decisions.living import YOUNG_AGE, Answered
from carecommons.decisions.queries import contact_of, life, sought_now
from carecommons.decisions.queries import placement as placement_record
from carecommons.people.roles import Role

from ..children_fill import Opened
from ..process import day_of
from .world import World

SAID = (
    "I have my own shelf now. Can my brother come to see it?",
    "School is OK. I want to stop the drama club and do climbing.",
    "It is loud on Fridays. I told them and they moved the music.",
    "I cooked for everybody. I would like to do that again.",
)
SEEN = "Their room is theirs: maps on the wall. They came down to eat without being asked. Invented data."
DECIDED = (
    "You stay at your school and in this home. Your social worker asks about climbing on Thursdays.",
    "You stay where you are for now. We look again at how often you see your family, with you.",
)
WISHES = (
    "I want to know how long I stay here, and I want to see my brother more often.",
    "I want to be asked before anything changes. The rest is fine.",
)
STAGES = ("not_yet", "partly", "reached")


@dataclass(frozen=True, slots=True)
class Course:
    """A life in days ago. ratings: (days ago, feeling, words); contact: (days ago, it happened).

    needs: days ago on which the needs were looked at again, and how they changed: part of life -> levels more.
    answered: days ago on which the early signs of that day are answered, and whether they were a false alarm.
    """

    visits: Sequence[int]
    reviews: Sequence[int]
    health: Sequence[int] = ()
    ratings: Sequence[tuple[int, str, str]] = ()
    contact: Sequence[tuple[int, bool]] = ()
    needs: tuple[int, dict[str, int]] | None = None
    answered: tuple[int, bool] | None = None


COURSES: dict[str, Course] = {
    # The young person who signs in: it went well, then it did not; somebody asked, and the home gave notice.
    "speaks": Course(
        visits=(144, 108, 70, 32), reviews=(128, 40), health=(139,),
        ratings=(
            (140, "good", "They let me paint my wall."), (96, "ok", "It is OK. I miss my nan."),
            (52, "not_good", "Too loud at night."), (36, "bad", "I do not want to be here when they shout."),
        ),
        contact=((120, True), (92, True), (64, False), (50, True)), needs=(44, {"EMO": 1}), answered=(34, False),
    ),
    # In the home of the carer who signs in: a visit is overdue, a review comes due, and family time was missed.
    "with_carers": Course(
        visits=(93, 55), reviews=(87,), health=(84,),
        ratings=((80, "ok", "The dog sleeps on my bed."), (25, "good", "We went to the sea.")),
        contact=((76, True), (62, True), (48, True), (20, False)), needs=(41, {"EMO": -1, "SOC": -1}),
    ),
    "left": Course(
        visits=(165, 126, 88, 50), reviews=(150, 62), ratings=((120, "ok", "The food is good."),),
        contact=((130, True), (100, True)), needs=(66, {"SOC": -1}),
    ),
    "left again": Course(visits=(17,), reviews=(), ratings=((9, "good", "I have a room with a window on the trees."),)),
    "stays_put": Course(
        visits=(121, 84, 45, 8), reviews=(108, 22), health=(110,), ratings=((30, "good", "This is home now."),),
        contact=((100, True), (70, True), (35, True)), needs=(25, {"IND": -1}),
    ),
    "stays_close": Course(
        visits=(114, 76, 38), reviews=(98, 15), health=(99,), contact=((80, False), (66, False), (18, True)),
        needs=(18, {"IND": -1, "FAM": -1}), answered=(60, True),
    ),
    # Something rose since the move, and nobody has said yet what was done about it.
    "council_notice": Course(
        visits=(107, 70, 31), reviews=(94, 19), health=(100,), needs=(26, {"STA": 1, "BEH": 1}),
        contact=((85, True), (57, True)), ratings=((47, "ok", "Same as last time."),),
    ),
    "with_family": Course(
        visits=(80, 73, 67, 29), reviews=(66,), health=(66,), contact=((45, True), (14, True)), needs=(31, {"FAM": -1}),
    ),
}  # fmt: skip


def write_course(world: World, part: str) -> None:
    """Put a course into the diary, for the placement of a part."""
    course, placement = COURSES[part], world.placements[part]
    diary = world.diary
    for days, said in zip(course.visits, cycle(SAID), strict=False):
        diary.write((days, 15, partial(_visit, world, placement, said)))
    for number, days in enumerate(course.reviews):
        diary.write(
            (days + 5, 14, partial(_ask, world, part, WISHES[number % 2])),
            (days, 13, partial(_review, world, part, number)),
        )
    for days in course.health:
        diary.write((days, 11, lambda at: _health(world, placement, at)))
    for days, feeling, words in course.ratings:
        diary.write((days, 17, partial(_rate, world, part, feeling, words)))
    for days, happened in course.contact:
        diary.write((days, 18, partial(_contact, world, placement, happened)))
    if course.needs is not None:
        days, more = course.needs
        diary.write((days, 12, lambda at: needs_again(world, world.players[part], more, at)))
    if course.answered is not None:
        days, alarm = course.answered
        diary.write((days, 16, lambda at: _answer_signs(world, placement, alarm, at)))


def _visit(world: World, placement: UUID, said: str, at: datetime) -> None:
    record_visit(
        placement_id=placement, day=day_in_london(at), alone="yes", said=said, seen=SEEN,
        by=world.staff(Role.SOCIAL_WORKER), at=at,
    )  # fmt: skip
    world.told.visits += 1


def _ask(world: World, part: str, words: str, at: datetime) -> None:
    record_wish(
        child_id=world.players[part].id, stage="review", words=words, how="said", said_on=day_in_london(at),
        by=world.staff(Role.REVIEWING_OFFICER), at=at,
    )  # fmt: skip


def _review(world: World, part: str, number: int, at: datetime) -> None:
    one, day = world.players[part], day_in_london(at)
    _, sought = sought_now(one.id)
    young = age_on(day_of(one.life.birth), day) < YOUNG_AGE
    record_review(
        placement_id=world.placements[part], day=day, took_part="PN0" if young else "PN1", decided=DECIDED[number % 2],
        until_18=part == "stays_put",
        answers=[
            Answered(place, each.outcome, STAGES[min(number + place % 2, 2)], "Talked through with you and the carer.")
            for place, each in enumerate(sought, start=1)
        ],
        by=world.staff(Role.REVIEWING_OFFICER), at=at,
    )  # fmt: skip
    world.told.reviews += 1


def _health(world: World, placement: UUID, at: datetime) -> None:
    record_health(placement_id=placement, day=day_in_london(at), by=world.staff(Role.CLINICIAN), at=at)
    world.told.health_assessments += 1


def _rate(world: World, part: str, feeling: str, words: str, at: datetime) -> None:
    """On their own page; the advocate writes it for those who have no account of the demonstration."""
    who = Role.CHILD if part.startswith("speaks") else Role.ADVOCATE
    _, sought = sought_now(world.players[part].id)
    answers = [Answered(1, sought[0].outcome, "partly", "A bit.")] if sought else []
    say_how_it_goes(
        placement_id=world.placements[part], feeling=feeling, words=words, answers=answers, by=world.staff(who), at=at
    )
    world.told.own_ratings += 1


def _contact(world: World, placement: UUID, happened: bool, at: datetime) -> None:
    """With the first who matters; where nobody is recorded, there is no time to write down."""
    worker = world.staff(Role.SOCIAL_WORKER)
    lines = contact_of(placement_record(placement), by=worker)
    if lines:
        record_contact(
            placement_id=placement, key=lines[0].key, day=day_in_london(at), happened=happened,
            why_not="" if happened else "The train did not run, and nobody could drive. It is made up for next week.",
            by=worker, at=at,
        )  # fmt: skip
        world.told.contact_times += 1


def needs_again(world: World, one: Opened, more: Mapping[str, int], at: datetime) -> None:
    """The needs looked at again: the same outcomes are sought, and some levels are others."""
    found = profile(one.id)
    assert found is not None, "whoever plays a part has a profile"
    day = day_in_london(at)
    ratings = tuple(
        replace(
            each, rated_on=day, evidence="Seen at home and at school since the last review.",
            level=None if each.level is None else max(0, min(4, each.level + more.get(each.domain, 0))),
        )
        for each in found.ratings
    )  # fmt: skip
    record_needs(
        child_id=one.id, ratings=ratings, flags=found.flags, strengths=found.strengths, matters=found.matters,
        outcomes=found.outcomes, assessed_on=day, by=world.staff(Role.SOCIAL_WORKER), at=at,
    )  # fmt: skip


def _answer_signs(world: World, placement: UUID, false_alarm: bool, at: datetime) -> None:
    worker = world.staff(Role.SOCIAL_WORKER)
    words = (
        "Two trains were cancelled by the railway. The child was told, and the times are made up for."
        if false_alarm
        else "We met with the child and the home. Two adults are there at night now, and the child was asked first."
    )
    for line in life(placement, on=day_in_london(at), by=worker).signs:
        if line.open:
            answer_sign(
                placement_id=placement, key=line.sign.key, false_alarm=false_alarm, words=words, by=worker, at=at
            )
            world.told.signs_answered += 1
