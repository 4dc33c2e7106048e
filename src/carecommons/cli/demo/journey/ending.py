"""Notices of a home and of the council with their meetings, a stay that ended, and where somebody lives after 18.

Invented data. Days are counted back from the demonstration's own moment.
"""

from datetime import date, datetime
from uuid import UUID

from carecommons.children.actions import answer_carried
from carecommons.children.queries import carried_waiting
from carecommons.common.days import day_in_london
from carecommons.decisions.actions import (
    check_what_goes,
    decide_at_eighteen,
    give_notice,
    note_for_next_home,
    record_meeting,
    refuse_notice,
    say_how_it_was,
    tell_of_notice,
)
from carecommons.decisions.ending import BELONGINGS, Noticed, Task
from carecommons.people.roles import Role

from .world import World

THERE = ("home_manager", "social_worker", "reviewing_officer")
CHANGE = "Two adults at night on every day of the week, and a quiet room away from the stairs."
CHANGE_OF_PLAN = "A promise of this home for longer than a year, or a family for good whom you have met and like."
NIGHTS, FAMILY = "Ask whether nights can be covered until then", "Ask which families for good you could meet first"


def notice_of_home(world: World) -> None:
    """The home of the young person who signs in gives notice; they are told, say no, and a meeting tries to save it."""
    diary, part = world.diary, "speaks"
    given: dict[str, UUID] = {}

    def give(at: datetime) -> None:
        given["notice"] = give_notice(
            placement_id=world.placements[part], reason="CREQB", ends_on=diary.day(-3), by=world.runs(part), at=at,
            words="We cannot keep the nights calm enough for you beside the two others who live here.",
            tried="A second adult at night for four weeks, and separate evenings. It helped for a while, not enough.",
        )  # fmt: skip
        world.told.notices += 1

    def tell(at: datetime) -> None:
        tell_of_notice(
            notice_id=given["notice"], told_on=day_in_london(at), by=world.staff(Role.SOCIAL_WORKER), at=at,
            words="I came to see you myself. The home says that the nights do not work. It is not your fault.",
        )  # fmt: skip

    def refuse(at: datetime) -> None:
        refuse_notice(
            notice_id=given["notice"], words="I do not want to move again.", by=world.staff(Role.CHILD), at=at
        )

    def meet(at: datetime) -> None:
        _meet(
            world, given["notice"], Noticed.ENDS, at, said="I want to stay if it gets quiet. If not, tell me the day.",
            words="The home cannot change its nights before spring. Another home is looked for, in the child’s order.",
            change=CHANGE, task=Task(NIGHTS, "Manager of the home", _soon(world, day_in_london(at))),
        )  # fmt: skip

    diary.write((31, 11, give), (30, 16, tell), (29, 18, refuse), (26, 14, meet))


def notice_of_council(world: World, part: str, *, given_on: int, ends_on: int, outcome: Noticed) -> None:
    """The council gives notice after a review, because the plan is another home; the meeting decides what is tried."""
    diary = world.diary
    given: dict[str, UUID] = {}

    def give(at: datetime) -> None:
        given["notice"] = give_notice(
            placement_id=world.placements[part], reason="CARPL", ends_on=diary.day(ends_on),
            by=world.staff(Role.SOCIAL_WORKER),
            words="The plan of your last review is a family that can keep you until you are grown up.",
            tried="We asked whether this home can be yours for good. It can have you for a year at most.",
            reviewed_on=diary.day(given_on + 2), at=at,
        )  # fmt: skip
        world.told.notices += 1

    def tell(at: datetime) -> None:
        tell_of_notice(
            notice_id=given["notice"], told_on=day_in_london(at), by=world.staff(Role.SOCIAL_WORKER), at=at,
            words="We talked on your bench. You know why, and that you choose whom you meet first.",
        )  # fmt: skip

    def meet(at: datetime) -> None:
        _meet(
            world, given["notice"], outcome, at, said="I want to finish the school year here first.",
            words="The stay ends when a family is found that you have met."
            if outcome is Noticed.ENDS else "We look for a way that you stay until summer, and meet again.",
            change=CHANGE_OF_PLAN, task=Task(FAMILY, "Social worker", _soon(world, day_in_london(at))),
        )  # fmt: skip

    diary.write((given_on, 11, give), (given_on - 1, 16, tell), (given_on - 6, 14, meet))


def left(world: World, first_day_next: int) -> None:
    """What goes with a child who leaves, what the next home must know, and how it was, in the child's words."""
    diary, part = world.diary, "left"
    worker = world.staff(Role.SOCIAL_WORKER)

    def check(at: datetime) -> None:
        check_what_goes(
            placement_id=world.placements[part], there=[code for code in BELONGINGS if code != "pets"],
            missing="The bicycle follows on Saturday: the key worker brings it.", by=world.runs(part), at=at,
        )  # fmt: skip

    def note(at: datetime) -> None:
        words = "They sleep with a light on, and want somebody to say good night."
        note_for_next_home(placement_id=world.placements[part], words=words, by=world.runs(part), at=at)
        world.told.notes_carried += 1

    def carry(at: datetime) -> None:
        for found in carried_waiting([world.code]):
            if found.placement == world.placements[part]:
                words = "A small light stays on at night, and somebody says good night."
                answer_carried(note_id=found.id, accepted=True, words=words, by=worker, at=at)

    def debrief(at: datetime) -> None:
        say_how_it_was(
            placement_id=world.placements[part], good="The cook. She made what we asked for.",
            hard="Nobody told me how long I would stay.", next_home="I need ten minutes after school before I talk.",
            with_whom="My advocate", by=world.staff(Role.ADVOCATE), at=at,
        )  # fmt: skip
        world.told.debriefs += 1
        world.told.notes_carried += 1

    last = first_day_next
    diary.write((last + 3, 17, check), (last + 3, 18, note), (last + 1, 9, carry), (last - 6, 15, debrief))


def grown_up(world: World, part: str, choice: str, *, days_ago: int) -> None:
    """Where somebody lives after 18, with what they want, said before the birthday."""

    def decide(at: datetime) -> None:
        decide_at_eighteen(
            placement_id=world.placements[part], choice=choice, by=world.staff(Role.SOCIAL_WORKER), at=at,
            wants="I want to stay here and finish college." if choice == "staying_put"
            else "A flat of my own, near enough to come for Sunday dinner.",
            words="Agreed at the review with the young person and those who care for them, in writing.",
        )  # fmt: skip
        world.told.eighteen_choices += 1

    world.diary.write((days_ago, 12, decide))


def _meet(
    world: World, notice: UUID, outcome: Noticed, at: datetime, *, said: str, words: str, change: str, task: Task
) -> None:
    record_meeting(
        notice_id=notice, held_on=day_in_london(at), there=THERE, child_there="both", child_said=said,
        would_change=change, tasks=[task],
        outcome=outcome.value, outcome_words=words, by=world.staff(Role.REVIEWING_OFFICER), at=at,
    )  # fmt: skip
    world.told.stabilisation_meetings += 1


def _soon(world: World, held_on: date) -> date:
    """A working day after the meeting: in the next days from now where the meeting was lately."""
    return max(held_on, world.diary.day(-3))
