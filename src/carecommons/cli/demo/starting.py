"""How placements of the demonstration begin, through the real acts: planned, half planned, or begun. Invented."""

from datetime import datetime, timedelta
from uuid import UUID

from carecommons.common.days import day_in_london
from carecommons.decisions.actions import answer_plan, begin_placement, plan_visit, record_notice
from carecommons.decisions.queries import notices_of, placement_of, plan_of
from carecommons.decisions.starting import Item, Reply
from carecommons.people.roles import Person

WORDS = {
    "contact": "You see your family every second Saturday. Your social worker drives you.",
    "siblings": "You call each other on Wednesdays and meet every second Saturday.",
    "school": "You stay at your school. A taxi takes you at eight.",
    "doctor": "You are with the same practice as before.",
    "bring": "You bring your quilt, your photographs and your football.",
    "belongings": "Two suitcases of your own. Your social worker carries them with you.",
    "home_agrees": "The manager said yes by telephone, and wrote it down the same day. Invented data.",
    "welcome": "You were given a book with photographs of the home and of everybody in it.",
}
OTHERS = "Agreed at the planning meeting, with you there. Invented data."
HALF = 2  # the parts of a half-written plan: every second one


def start(decision_id: UUID, turn: int, worker: Person, *, at: datetime) -> bool:
    """Take one placement as far as its turn: 0 nothing, 1 half the plan and a visit, 2 the whole plan, notices, begun.

    A move begins only where its day has come. Whether it began.
    """
    found = placement_of(decision_id)
    if found is None or turn == 0:
        return False
    if found.from_day > at.date():
        plan_visit(
            placement_id=found.id, kind="see_home", on_day=min(found.from_day, at.date() + timedelta(days=2)),
            who="Your social worker comes along. You meet everybody who lives there.", by=worker, at=at,
        )  # fmt: skip
    items = [line.item for line in plan_of(found).lines]
    for item in items if turn > 1 else items[::HALF]:
        _answer(found.id, item, worker, at)
    if turn > 1:
        for notice in notices_of(decision_id, at=at):
            if notice.sent_on is None and not notice.kind.by_home:
                record_notice(
                    decision_id=decision_id, kind=notice.kind.code, sent_on=day_in_london(at), by=worker, at=at,
                    sent_to="Their duty desk, by secure mail. Invented.",
                )  # fmt: skip
        if found.from_day <= day_in_london(at):
            begin_placement(placement_id=found.id, came_on=found.from_day, by=worker, at=at)
            return True
    return False


def _answer(placement_id: UUID, item: Item, worker: Person, at: datetime) -> None:
    reply, words = reply_to(item)
    answer_plan(placement_id=placement_id, item=item.code, reply=reply, words=words, by=worker, at=at)


def reply_to(item: Item) -> tuple[Reply, str]:
    """How an item of a plan is answered, and in which words to the child."""
    reply = Reply.SAID if Reply.SAID in item.replies else Reply.ASK if item.code == "may_travel" else Reply.YES
    return reply, WORDS.get(item.code, OTHERS)
