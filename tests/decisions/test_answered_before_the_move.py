"""A no that asks a move to wait is answered before the move, and whoever owes the answer finds it first."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from carecommons.common.days import add_working_days, is_working_day
from carecommons.decisions import actions, queries
from carecommons.decisions.answering import answer_by
from carecommons.decisions.models import Placement
from carecommons.people.roles import Person, Role
from carecommons.register.actions import integrate
from carecommons.site.days import my_day
from decisions.test_decision_pages import text
from walk_world import KENT, MANAGER, choose, search

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
NO = "It is too far from my brother."
ANSWER = "We looked at the bus times again and asked your brother too."


@pytest.mark.parametrize(
    ("said_on", "move_on", "due"),
    [
        (date(2026, 11, 20), None, date(2026, 12, 18)),
        (date(2026, 11, 20), MONDAY, FRIDAY),  # a move on a Monday is answered on the Friday
        (date(2026, 11, 20), date(2026, 12, 29), date(2026, 12, 18)),  # a move far ahead makes nothing later
        (date(2026, 11, 20), date(2026, 12, 18), date(2026, 12, 17)),
        (FRIDAY, date(2026, 11, 28), FRIDAY),
        (date(2026, 11, 28), MONDAY, date(2026, 11, 28)),  # said on the Saturday: today, not yesterday
        (MONDAY, MONDAY, date(2026, 12, 30)),  # the move is over: the usual days, Christmas and Boxing Day left out
    ],
)
def test_an_answer_is_due_before_the_move_that_should_wait(said_on, move_on, due):
    assert answer_by(said_on=said_on, usual_working_days=20, before_move_on=move_on) == due


def test_no_move_makes_an_answer_due_later_or_on_a_day_off():
    for ahead in range(1, 60):
        move = FRIDAY + timedelta(days=ahead)
        due = answer_by(said_on=FRIDAY, usual_working_days=20, before_move_on=move)
        assert due < move
        assert due <= add_working_days(FRIDAY, 20)
        assert is_working_day(due)


@pytest.fixture
def decision(db):
    found = search(at=datetime.now(UTC) - timedelta(minutes=30))
    decision_id = choose(found)
    actions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=1))
    integrate(at=found.at + timedelta(minutes=2))
    return queries.decision(decision_id)


@pytest.fixture
def robin(client_as, decision):
    return client_as(Role.CHILD, children=[decision.child_id])


def say_no(decision, robin, *, wait: bool) -> UUID:
    return actions.disagree(
        decision_id=decision.id, words=NO, move_should_wait=wait, by=robin.person, at=datetime.now(UTC)
    )


def of_no(person: Person):
    at = datetime.now(UTC)
    return [(n, line) for n, line in enumerate(my_day(person, at=at).lines) if "does not agree" in line.title]


def day(on: date) -> str:
    return f"{on.day} {on:%B}"


def test_the_record_says_which_move_and_an_answer_before_it(decision, robin):
    plain = queries.disagreement(say_no(decision, robin, wait=False))
    waits = queries.disagreement(say_no(decision, robin, wait=True))
    assert plain.move_on is None
    assert waits.move_on == decision.from_day
    assert waits.answer_by < decision.from_day
    assert waits.answer_by <= plain.answer_by


def test_a_child_who_has_moved_asks_no_move_to_wait_and_an_answer_that_is_late_stays_late(decision, robin):
    no = say_no(decision, robin, wait=True)
    due = queries.disagreement(no).answer_by
    Placement.objects.filter(decision_id=decision.id).update(state="living")
    after = queries.disagreement(no)
    assert after.move_on is None
    assert after.answer_by == due


@pytest.mark.parametrize("role", [Role.REVIEWING_OFFICER, Role.TEAM_MANAGER])
def test_it_stands_first_on_the_day_of_whoever_may_answer(client_as, decision, robin, role):
    no = say_no(decision, robin, wait=True)
    staff = client_as(role, authority=KENT)
    ((place, line),) = of_no(staff.person)
    assert (place, line.first, line.due_on) == (0, True, queries.disagreement(no).answer_by)
    assert f"The move is planned for {day(decision.from_day)}" in line.why.replace("\u00a0", " ")


def test_one_that_asks_nothing_to_wait_takes_no_place_from_others(client_as, decision, robin):
    say_no(decision, robin, wait=False)
    ((_, line),) = of_no(client_as(Role.REVIEWING_OFFICER, authority=KENT).person)
    assert not line.first
    assert "The move is planned" not in line.why


@pytest.mark.parametrize(
    ("role", "reads"),
    [(Role.REVIEWING_OFFICER, True), (Role.TEAM_MANAGER, True), (Role.SOCIAL_WORKER, False),
     (Role.PLACEMENT_OFFICER, False)],
)  # fmt: skip
def test_the_page_of_the_placement_names_it_to_those_who_may_read_it_and_holds_no_words(
    client_as, decision, robin, role, reads
):
    no = say_no(decision, robin, wait=True)
    staff, placement = client_as(role, authority=KENT), queries.placement_of(decision.id)
    page = staff.get(f"/placements/{placement.id}/")
    said, due = text(page), queries.disagreement(no).answer_by
    assert ("Answer the child, who does not agree: before the move" in said) is reads
    assert ("they want the move to wait" in said) is reads
    assert (f"{due.day} {due:%B %Y}" in said.replace("\u00a0", " ")) or not reads
    assert (f"/disagreements/{no}/answer/" in page.content.decode()) is reads
    assert NO not in said


def test_whoever_decided_reads_that_it_waits_and_is_led_to_no_form(client_for, decision, robin, person):
    say_no(decision, robin, wait=True)
    placement = queries.placement_of(decision.id)
    decider = client_for(person(Role.TEAM_MANAGER, authority=KENT))
    html = decider.get(f"/placements/{placement.id}/").content.decode()
    assert "/answer/" in html, "somebody else who manages may answer"
    Placement.objects.get(id=placement.id).decision.__class__.objects.filter(id=decision.id).update(
        answered_by=decider.person.id
    )
    html = decider.get(f"/placements/{placement.id}/").content.decode()
    assert "they want the move to wait" in html
    assert "/answer/" not in html


def test_an_answer_takes_it_off_the_list_of_what_is_owed(client_as, decision, robin):
    no = say_no(decision, robin, wait=True)
    staff, placement = client_as(Role.REVIEWING_OFFICER, authority=KENT), queries.placement_of(decision.id)
    at = datetime.now(UTC)
    actions.answer_disagreement(disagreement_id=no, words=ANSWER, move_waits=True, by=staff.person, at=at)
    said = text(staff.get(f"/placements/{placement.id}/"))
    assert "Answer the child, who does not agree" not in said
    assert ": the move waits" in said
    assert not of_no(staff.person)


def test_the_young_person_is_told_by_when_before_they_say_it(decision, robin):
    said = text(robin.get(f"/decisions/{decision.id}/disagree/")).replace("\u00a0", " ")
    on = decision.from_day
    words = f"If you ask that the move waits, they must answer you before {on.day} {on:%B %Y}."
    assert words in said
    Placement.objects.filter(decision_id=decision.id).update(state="living")
    assert "If you ask that the move waits" not in text(robin.get(f"/decisions/{decision.id}/disagree/"))


def test_the_same_for_programs(client, token_for, decision, robin):
    key = {"Authorization": f"Bearer {token_for(robin.person)}"}
    sent = client.post(
        f"/api/v1/decisions/{decision.id}/disagreements", {"words": NO, "move_should_wait": True},
        content_type="application/json", headers=key,
    ).json()  # fmt: skip
    assert sent["move_on"] == decision.from_day.isoformat()
    assert sent["answer_by"] < sent["move_on"]
