"""A small register to test with: ten entries sealed in three batches, one erased, two still waiting."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from carecommons.register import actions

AT = datetime(2026, 11, 20, 16, 31, tzinfo=UTC)
DECISION = {
    "criteria_version": 1,
    "approver_role": "team_manager",
    "compromise": False,
    "review_asked": False,
}


def record(n: int = 0, **other) -> UUID:
    facts = {
        "kind": "decision",
        "public": DECISION,
        "sealed": {"child": uuid4(), "reasons": f"Invented data, reason {n}."},
        "by_id": uuid4(),
        "by_role": "team_manager",
        "at": AT + timedelta(minutes=n),
    }
    return actions.record(**{**facts, **other})


def fill() -> list[UUID]:
    """Ids in the order of their numbers: 1-3, 4-9 and 10 sealed, 3 erased (entry 10 says so), two waiting."""
    ids = []
    for batch in (range(3), range(3, 9)):
        ids += [record(n) for n in batch]
        actions.integrate(at=AT + timedelta(days=batch[0]))
    actions.erase(entry_id=ids[2], by_id=None, by_role="operator", at=AT + timedelta(days=20))
    actions.integrate(at=AT + timedelta(days=20))
    return [*ids, record(20), record(21)]
