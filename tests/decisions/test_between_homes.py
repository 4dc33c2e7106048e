"""Where one home ends before the next begins, those around a child are told of the days between."""

from datetime import timedelta

import pytest
from django.test import Client

from carecommons.decisions import actions, queries
from carecommons.decisions.models import EndNotice
from carecommons.matching.actions import refer
from carecommons.people.roles import Role
from carecommons.register.actions import integrate
from carecommons.site.days import all_waiting
from decisions.ended import DAY, NOW, TODAY, an_end, lived, notice
from decisions.test_before_move import approve, next_home
from decisions.test_decision_pages import text
from walk_world import DEVON, KENT, MANAGER, WORKER, acting

pytestmark = pytest.mark.django_db
NO_HOME, OWN = "No home is known for some days", "Nobody has said yet where you will live"
EARLY = NOW - timedelta(hours=2)


class Moves:
    """A child whose home gave notice for a day, and for whom a move was approved."""

    def __init__(self, *, gap: int, **end) -> None:
        """end: how an end is written down before the move is approved, in place of the notice."""
        self.there = lived()
        self.given = notice(self.there, at=EARLY)
        decision = next_home(self.there, at=EARLY)
        self.first = queries.decision(decision).from_day
        self.last = self.first - gap * DAY
        EndNotice.objects.filter(id=self.given).update(ends_on=self.last)
        if end:
            written = an_end(to_day=self.last, **end)
            actions.end_placement(child_id=self.there.child, end=written, by=MANAGER, at=EARLY)
        self.move = approve(decision, at=EARLY)
        integrate(at=NOW)

    @property
    def pages(self) -> tuple[str, str]:
        return f"/placements/{self.there.placement}/", f"/placements/{self.move}/"


def lines(person):
    return [each for each in all_waiting(person, at=NOW) if "no home is known" in each.title]


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_MANAGER])
def test_both_pages_and_the_day_name_the_days_and_what_to_do(client_as, role):
    moves = Moves(gap=3)
    staff = client_as(role, authority=KENT)
    for page in moves.pages:
        said, html = text(staff.get(page)), staff.get(page).content.decode()
        assert NO_HOME in said
        assert f"is {moves.last:%-d %B %Y}. The move to Birch is planned for {moves.first:%-d %B %Y}." in said
        assert "Find where the child lives until the move" in said
        assert "open an emergency" in said
        for address in (f"/notices/{moves.given}/", f"/children/{moves.there.child}/stay/"):
            assert address not in html or staff.get(address).status_code == 200, address
    (line,) = lines(acting(role))
    assert (line.address, line.due_on) == (f"/placements/{moves.move}/#between", moves.last)
    assert not lines(acting(role, DEVON))


def test_no_day_between_no_word_of_it(client_as):
    moves = Moves(gap=0)
    staff = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert not any(NO_HOME in text(staff.get(page)) for page in moves.pages)
    assert not lines(WORKER)


def test_a_home_that_takes_its_notice_back_goes_on_until_the_move():
    moves = Moves(gap=3)
    assert lines(WORKER)
    actions.take_notice_back(notice_id=moves.given, words="We go on until the move.", by=moves.there.manager, at=NOW)
    assert not lines(WORKER)


def test_an_end_that_is_written_down_leaves_the_same_days_open(client_as):
    moves = Moves(gap=3, change="CREQB")
    (gap,) = queries.between_among(frozenset({KENT}), on=TODAY)
    assert (gap.leaves, gap.last_day, gap.first_day, gap.notice_id) == (
        moves.there.placement, moves.last, moves.first, None,
    )  # fmt: skip
    assert NO_HOME in text(client_as(Role.TEAM_MANAGER, authority=KENT).get(moves.pages[1]))


def test_a_child_who_goes_home_in_between_is_in_no_gap():
    moves = Moves(gap=3, care_ends="E4A", change="", planned=True)
    assert queries.between_of(moves.there.child, on=TODAY) is None


def test_while_the_move_waits_no_day_of_it_closes_the_gap(client_as):
    moves = Moves(gap=0)
    from carecommons.children.models import Child

    Child.objects.filter(id=moves.there.child).update(legal_status="V2")
    refer(
        child_id=moves.there.child, wanted_by=TODAY + 7 * DAY, why="consent_withdrawn", lottery_seed=bytes(range(32)),
        by=WORKER, at=NOW,
    )  # fmt: skip
    gap = queries.between_of(moves.there.child, on=TODAY)
    assert gap is not None
    assert gap.first_day is None
    said = text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(moves.pages[1]))
    assert "The move to Birch waits, and has no day that holds. From then on no home is known." in said


def test_the_young_person_does_not_read_that_ways_to_stay_are_looked_for_beside_the_day_of_their_move(client_as):
    moves = Moves(gap=3)
    robin, mine = client_as(Role.CHILD, children=[moves.there.child]), f"/children/{moves.there.child}/mine/"
    untold = text(robin.get(mine))
    assert OWN not in untold  # nobody has told them of the notice yet, and its last day would
    actions.tell_of_notice(
        notice_id=moves.given, words="Your home is not sure that it can go on.", told_on=TODAY, by=WORKER, at=NOW
    )
    for page in (mine, *moves.pages):
        said = text(robin.get(page))
        assert "They look for ways for you to stay" not in said, page
        days = f"from {moves.last:%-d %B %Y} to {moves.first:%-d %B %Y}"
        assert f"{OWN} {days}. Your social worker must find out, and tell you." in said, page
    assert f"A new home was chosen for you. You move there on {moves.first:%-d %B %Y}." in text(robin.get(mine))
    actions.withdraw_move(child_id=moves.there.child, reason="It fell through.", by=MANAGER, at=NOW)
    said = text(robin.get(mine))
    assert "They look for ways for you to stay" in said
    assert OWN not in said


def test_the_same_for_programs(person, token_for):
    moves = Moves(gap=3)
    worker = {"authorization": f"Bearer {token_for(person(Role.SOCIAL_WORKER, authority=KENT))}"}
    found = Client().get(f"/api/v1/decisions/placements/{moves.move}", headers=worker).json()
    assert (found["no_home_from"], found["no_home_until"]) == (moves.last.isoformat(), moves.first.isoformat())
    assert found["waits_because"] == []
