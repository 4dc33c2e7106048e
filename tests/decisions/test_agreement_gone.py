"""A planned move that waits because a parent took back their agreement says so, to each reader what they may know."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.timezone import localdate

import carecommons
import walk_world
from carecommons.children.models import Child
from carecommons.common.reading_age import reading_of
from carecommons.decisions import actions, queries
from carecommons.decisions.models import PlacementStart
from carecommons.matching.actions import refer, withdraw
from carecommons.people.roles import Role
from carecommons.provision.queries import provider_of
from carecommons.register.actions import integrate
from carecommons.site.days import all_waiting
from decisions.ended import DAY, begin
from decisions.placements_made import answer_all, planned
from decisions.test_decision_pages import text
from walk_world import KENT, NOMINATED, SEED, WORKER

pytestmark = pytest.mark.django_db
GONE, AGAIN = "A parent has withdrawn their agreement", "choice is looked at again"
OWN = "A parent no longer agrees that you live away from home."
OF_AGE = "So you can agree for yourself to live away from home."


class Held:
    """A planned move, and the search that a parent's no to it has opened."""

    def __init__(self, *, young: bool = False) -> None:
        self.at = datetime.now(UTC) - DAY
        found = walk_world.search(at=self.at)
        born = localdate(self.at).replace(year=localdate(self.at).year - (11 if young else 16), day=1)
        self.move, self.child, self.home = planned(found), found.child, found.homes["Alder"]
        row = Child.objects.get(id=found.child)
        row.legal_status, row.birth_date = "V2", born
        Child.save_base(row, force_update=True)  # the day of birth is sealed to its row
        answer_all(self.move, at=self.at + DAY / 24)
        self.decision = queries.placement(self.move).decision_id
        integrate(at=self.at + DAY / 20)
        self.search = refer(
            child_id=found.child, wanted_by=localdate(self.at) + 7 * DAY, why="consent_withdrawn", lottery_seed=SEED,
            by=WORKER, at=self.at + DAY / 12,
        )  # fmt: skip

    @property
    def pages(self) -> tuple[str, ...]:
        return f"/placements/{self.move}/", f"/placements/{self.move}/begin/", f"/decisions/{self.decision}/"

    def ended(self) -> None:
        withdraw(referral_id=self.search, reason="Both parents agree, in writing.", by=WORKER, at=self.at + DAY / 6)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_MANAGER])
def test_each_page_of_the_move_says_why_it_waits_at_its_top_and_leads_on(client_as, held, role):
    staff = client_as(role, authority=KENT)
    for page in held.pages:
        html = staff.get(page).content.decode()
        assert GONE in html, page
        assert AGAIN not in html, page
        assert f"/searches/{held.search}/" in html, page
        assert (f"/children/{held.child}/stay/" in html) is (role is Role.TEAM_MANAGER), page
    html = staff.get(held.pages[0]).content.decode()
    assert html.index(GONE) < html.index('id="next"') < html.index('id="plan"')
    assert "Nothing is owed here now" not in html
    assert "Find out what the parents, and the child, agree to now" in html
    for address in (f"/searches/{held.search}/", f"/children/{held.child}/stay/"):
        reaches = address in html
        assert (staff.get(address).status_code == 200) is reaches, address
    held.ended()
    assert not any(GONE in staff.get(page).content.decode() for page in held.pages)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_MANAGER])
def test_the_day_owes_it_today_and_does_not_say_that_somebody_looks_again(held, role):
    person = walk_world.acting(role)
    (line,) = [
        each for each in all_waiting(person, at=datetime.now(UTC)) if f"/placements/{held.move}/" in each.address
    ]
    assert "a parent has withdrawn their agreement" in line.title
    assert line.due_on == localdate()
    assert AGAIN not in line.why
    held.ended()
    assert not [each for each in all_waiting(person, at=datetime.now(UTC)) if "agreement" in each.title]


def test_where_the_choice_is_looked_at_again_too_both_are_said(client_as, held):
    robin = client_as(Role.CHILD, children=[held.child])
    at = held.at + DAY / 8
    no = actions.disagree(decision_id=held.decision, words="Too far.", by=robin.person, at=at)
    actions.answer_disagreement(
        disagreement_id=no, words="We look at the buses again.", move_waits=True, by=NOMINATED, at=at
    )
    said = text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(held.pages[0]))
    assert GONE in said
    assert "The choice is looked at again" in said
    own = text(robin.get(held.pages[0]))
    assert "Someone looks at it again." in own
    assert OWN in own
    assert {each.noun for each in all_waiting(WORKER, at=datetime.now(UTC)) if str(held.move) in each.address} == {
        ("agreement that a parent has withdrawn", "agreements that parents have withdrawn"),
        ("move on hold", "moves on hold"),
    }


@pytest.mark.parametrize("young", [True, False])
def test_the_young_person_reads_it_as_it_is_and_at_16_that_they_may_agree_themselves(client_as, young):
    held = Held(young=young)
    robin, staff = client_as(Role.CHILD, children=[held.child]), client_as(Role.SOCIAL_WORKER, authority=KENT)
    for page in (held.pages[0], held.pages[2], f"/children/{held.child}/mine/"):
        said = text(robin.get(page))
        assert f"The move waits. {OWN}" in said, page
        assert "Someone looks at it again" not in said, page
        assert (OF_AGE in said) is not young, page
    assert ("may agree themselves to live away from home" in text(staff.get(held.pages[0]))) is not young
    held.ended()
    assert not any(words in text(robin.get(f"/children/{held.child}/mine/")) for words in (OWN, OF_AGE))


def test_at_16_they_are_told_too_where_no_move_was_chosen(client_as):
    child = walk_world.add_child(born=localdate().replace(year=localdate().year - 16, day=1))
    Child.objects.filter(id=child).update(legal_status="V2")
    robin, at = client_as(Role.CHILD, children=[child]), datetime.now(UTC)
    assert OF_AGE not in text(robin.get(f"/children/{child}/mine/"))
    walk_world.publish_founding(at=at)
    walk_world.record_needs(child, at=at)
    refer(
        child_id=child, wanted_by=localdate(at) + 7 * DAY, why="consent_withdrawn", lottery_seed=SEED, by=WORKER, at=at
    )
    assert OF_AGE in text(robin.get(f"/children/{child}/mine/"))


def test_the_home_reads_that_an_answer_is_missing_and_nothing_of_the_parents(client_as, held):
    home = client_as(Role.PROVIDER_MANAGER, provider_id=provider_of(held.home))
    for page in (f"/placements/{held.move}/plan/", "/placements/ours/", "/"):
        said = text(home.get(page))
        assert "answer" in said, page
        assert AGAIN not in said, page
        assert "agreement" not in said.lower().replace("agreements", ""), page
        assert "parent has" not in said, page


def test_a_parent_reads_that_the_council_asks_them(client_as, held):
    said = text(client_as(Role.PARENT, children=[held.child]).get(held.pages[2]))
    assert "the council asks the parents, and your child, what they agree to" in said
    assert AGAIN not in said.split("You can ask")[0]


def test_where_the_child_has_come_already_no_page_says_that_the_move_waits(client_as, held):
    """A parent who takes it back later takes nothing back of a move that has happened."""
    begin(held.move, localdate())
    assert not PlacementStart.objects.exists()
    assert not queries.decision(held.decision).move_waits
    assert "The move waits" not in text(
        client_as(Role.CHILD, children=[held.child]).get(f"/children/{held.child}/mine/")
    )


@pytest.mark.parametrize("template", ["own_waits", "own_agrees", "own_between"])
def test_a_child_of_eleven_reads_each_sentence_about_a_move_that_waits(template):
    html = (Path(carecommons.__file__).parent / f"decisions/templates/decisions/{template}.html").read_text()
    said = re.findall(r'{% translate "([^"]+)" %}', html) + re.findall(r"{% blocktranslate %}(.+?){% end", html)
    reading = reading_of([re.sub(r"{{ \w+ }}", "9 December", words) for words in said])
    assert reading.words > 15
    assert reading.age <= 11
    assert reading.words_a_sentence <= 15
