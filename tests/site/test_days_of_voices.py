"""What a young person asks of somebody stands on that person's day, and never a word of a private message (D6)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from carecommons.children.actions import send_message
from carecommons.decisions import actions
from carecommons.decisions.queries import disagreements
from carecommons.people.models import Look
from carecommons.people.roles import Role
from children.children_made import KENT, add_child
from decisions.test_decision_pages import text
from walk_world import MANAGER, NOMINATED, choose, search

pytestmark = pytest.mark.django_db
SECRET = "The man next door frightens me."


@pytest.fixture
def child(person: Any) -> UUID:
    return add_child(by=person(Role.SOCIAL_WORKER, authority=KENT))


def wrote(person: Any, child: UUID, *, role: Role = Role.CHILD, minutes: int = 9, shared: bool = False) -> None:
    send_message(
        child_id=child, words=SECRET, with_reviewing=shared, by=person(role, children=[child]),
        at=datetime.now(UTC) - timedelta(minutes=minutes),
    )  # fmt: skip


def test_a_message_that_the_child_wrote_last_stands_on_the_advocates_day_until_it_is_answered(
    person: Any, client_as: Any, child: UUID
) -> None:
    advocate = client_as(Role.ADVOCATE, children=[child])
    page = f"/children/{child}/mine/advocate/"
    assert page not in advocate.get("/me/day/").content.decode()
    wrote(person, child)
    day = advocate.get("/me/day/")
    assert "wrote to you in private" in text(day)
    assert "For today: one private message to answer" in text(day)
    assert page in day.content.decode()
    assert SECRET not in text(day)
    wrote(person, child, role=Role.ADVOCATE, minutes=1)
    assert "wrote to you in private" not in text(advocate.get("/me/day/"))


def test_nobody_but_the_childs_own_advocate_is_told_of_it(person: Any, client_as: Any, child: UUID) -> None:
    wrote(person, child)
    other = add_child(by=person(Role.SOCIAL_WORKER, authority=KENT), reference="C-22222")
    for role, mine in ((Role.ADVOCATE, other), (Role.REVIEWING_OFFICER, child), (Role.SOCIAL_WORKER, child)):
        said = text(client_as(role, authority=KENT, children=[mine]).get("/me/day/"))
        assert "in private" not in said
        assert "share a message" not in said


def test_a_no_that_asks_for_the_advocate_stands_on_their_day_until_it_is_answered(client_as: Any) -> None:
    found = search(at=datetime.now(UTC) - timedelta(minutes=30))
    decision = choose(found)
    actions.approve(decision_id=decision, by=MANAGER, at=found.at + timedelta(minutes=1))
    robin = client_as(Role.CHILD, children=[found.child])
    advocate = client_as(Role.ADVOCATE, children=[found.child])
    at = datetime.now(UTC)
    actions.disagree(decision_id=decision, words="No.", by=robin.person, at=at)
    asks = "said no to a decision and asks you to help"
    assert asks not in text(advocate.get("/me/day/")), "they did not tick that the advocate should help"
    no = actions.disagree(decision_id=decision, words="Not there.", wants_advocate=True, by=robin.person, at=at)
    day = advocate.get("/me/day/")
    assert asks in text(day)
    assert "Not there." not in text(day)
    assert f"/decisions/{decision}/" in day.content.decode()
    assert "my advocate should help me" in text(advocate.get(f"/decisions/{decision}/"))
    assert asks not in text(client_as(Role.ADVOCATE, children=[]).get("/me/day/"))
    actions.answer_disagreement(
        disagreement_id=no, words="We asked about the bus and your brother.", move_waits=False, by=NOMINATED, at=at
    )
    assert len(disagreements(decision)) == 2
    assert asks not in text(advocate.get("/me/day/"))


def test_a_shared_message_stands_on_the_officers_day_until_they_read_it(
    person: Any, client_as: Any, child: UUID
) -> None:
    officer, another = (client_as(Role.REVIEWING_OFFICER, authority=KENT) for _ in range(2))
    wrote(person, child, shared=True)
    day = officer.get("/me/day/")
    assert "chose to share a message with you" in text(day)
    assert SECRET not in text(day)
    assert f"/children/{child}/shared/" in day.content.decode()
    assert SECRET in text(officer.get(f"/children/{child}/shared/"))
    assert "chose to share a message" not in text(officer.get("/me/day/"))
    assert "chose to share a message" in text(another.get("/me/day/")), "another officer has not read it"
    assert "chose to share" not in text(client_as(Role.REVIEWING_OFFICER, authority="800").get("/me/day/"))
    assert Look.objects.filter(child_id=child, act="children.see_shared_messages").count() == 1
    wrote(person, child, shared=True, minutes=-1)
    assert "chose to share a message" in text(officer.get("/me/day/")), "a newer one is announced again"
