"""The home that was chosen: it is told who is to come, and reads the plan that it follows. Nobody else does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from carecommons.decisions import actions, queries
from carecommons.decisions.ending import LedBy
from carecommons.decisions.placement import Placed
from carecommons.decisions.starting import HOME_AGREES
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.models import Home
from carecommons.provision.queries import provider_of
from carecommons.site.days import my_day
from decisions.ended import an_end, begin, lived, reviewed
from decisions.placements_made import answer_all, planned
from decisions.test_decision_pages import text
from walk_world import DEVON, KENT, MANAGER, NOMINATED, WORKER, choose, search

pytestmark = pytest.mark.django_db
HOME_ROLES = [Role.PROVIDER_MANAGER, Role.PROVIDER_RESPONSIBLE, Role.FOSTER_CARER]
READ, SEEN = "decisions.read_plan_at_home", "decisions.see_own_stays"
DAY = timedelta(days=1)


@pytest.fixture
def found(db):
    return search(Alder={}, Birch={}, at=datetime.now(UTC) - timedelta(minutes=30))


@pytest.fixture
def move(found):
    """A planned move to Alder, with its plan."""
    placement = planned(found)
    answer_all(placement, but=("dentist",), at=datetime.now(UTC))
    return queries.placement(placement)


@pytest.fixture
def of_home(person, client_for):
    """Whoever lives or works in a home, and a browser of theirs."""

    def make(home, role=Role.PROVIDER_MANAGER):
        reach = {"home_ids": [home]} if role is Role.FOSTER_CARER else {"provider_id": provider_of(home)}
        who = person(role, **reach)
        return who, client_for(who)

    return make


def looks(child, act):
    return Look.objects.filter(child_id=child, act=act).count()


def coming(who):
    return [line for line in my_day(who, at=datetime.now(UTC), at_most=99).lines if "is to live at" in line.title]


# ------------------------------------------------------------------ the chosen home is told
@pytest.mark.parametrize("role", HOME_ROLES)
def test_the_chosen_home_is_told_on_its_day_and_its_list_and_no_home_before_the_approval(found, of_home, role):
    who, page = of_home(found.homes["Alder"], role)
    made = choose(found)
    assert coming(who) == []
    assert "Who is to come to you" not in text(page.get("/placements/ours/"))
    actions.approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=5))
    placement = queries.placement_of(made)
    (line,) = coming(who)
    assert (line.address, line.due_on) == (f"/placements/{placement.id}/plan/", placement.from_day)
    assert "Your home was chosen." in line.why
    assert looks(found.child, SEEN) == 0
    page.get("/me/day/")
    assert looks(found.child, SEEN) == 1, "the day names the child"
    ours = page.get("/placements/ours/")
    assert "Who is to come to you" in text(ours)
    assert f"/placements/{placement.id}/plan/" in ours.content.decode()
    assert f"/placements/{placement.id}/notice/" not in ours.content.decode(), "nobody lives there yet"
    assert looks(found.child, SEEN) == 2


def test_a_home_that_was_not_chosen_is_told_nothing(found, move, of_home):
    who, page = of_home(found.homes["Birch"])
    assert coming(who) == []
    assert "Who is to come to you" not in text(page.get("/placements/ours/"))
    assert looks(found.child, SEEN) == 0


def test_once_they_have_come_they_live_there_and_are_not_to_come_any_more(found, move, of_home):
    who, page = of_home(move.home_id)
    begin(move.id, move.from_day)
    assert coming(who) == []
    ours = text(page.get("/placements/ours/"))
    assert "Who is to come to you" not in ours


# ------------------------------------------------------------------ its own yes
def why(who):
    (line,) = coming(who)
    return line.why


def lacks(move):
    return [item.code for item in queries.plan_of(queries.placement(move.id)).lacks]


def test_the_home_says_that_the_yes_written_down_for_it_is_right_or_what_is_wrong(found, move, of_home, client_as):
    who, page = of_home(move.home_id)
    plan, ours = f"/placements/{move.id}/plan/", f"/placements/{move.id}/plan/our-yes/"
    assert "The council wrote down that you said yes: say in the plan whether that is right." in why(who)
    shown = page.get(plan)
    assert f'href="{ours}"' in shown.content.decode()
    assert "Say whether this is right" in text(shown)
    asked = text(page.get(ours))
    assert "The council wrote this down for your home: Agreed with her carers." in asked
    assert page.post(ours, {"right": "no", "words": ""}).status_code == 422
    assert lacks(move) == ["dentist"]
    wrong = "We said that we would think about it until Monday."
    assert page.post(ours, {"right": "no", "words": wrong})["Location"] == plan
    assert set(lacks(move)) == {"dentist", HOME_AGREES}, "a plan is not whole while its home says that it is not so"
    assert "You said that its yes is not right" in why(who)
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    team = text(worker.get(f"/placements/{move.id}/"))
    assert "The home says that this is not so" in team
    assert wrong in team
    assert "Agreed with her carers." in text(page.get(plan)), "what was written stays beside it"
    item = worker.get(f"/placements/{move.id}/plan/{HOME_AGREES}/")
    assert ">The home has said yes</h1>" in item.content.decode()
    assert wrong in text(item)
    assert "round" not in text(item).partition("The home has said yes")[2].partition("Keep it")[0]
    actions.answer_plan(
        placement_id=move.id, item=HOME_AGREES, reply="said", words="They said yes on Monday.", by=WORKER,
        at=datetime.now(UTC),
    )  # fmt: skip
    assert lacks(move) == ["dentist"]
    assert page.post(ours, {"right": "yes", "words": ""}).status_code == 302
    assert lacks(move) == ["dentist"]
    assert "They said yes on Monday." in text(page.get(plan))
    assert "The home says that this is right." in text(worker.get(f"/placements/{move.id}/"))
    assert "Your home was chosen. They come on" in why(who)
    assert looks(found.child, "decisions.answer_for_home") == 2, "one for each page that showed the child"


def test_a_home_for_which_no_yes_is_written_gives_its_own_in_its_words(found, of_home, client_as):
    move = queries.placement(planned(found))
    answer_all(move.id, but=(HOME_AGREES,), at=datetime.now(UTC))
    who, page = of_home(move.home_id, Role.FOSTER_CARER)
    ours = f"/placements/{move.id}/plan/our-yes/"
    assert "Its yes is still to be given: say yes or no in the plan." in why(who)
    assert "no yes is written down for it yet" in text(page.get(ours))
    assert page.post(ours, {"right": "yes", "words": ""}).status_code == 422
    assert lacks(move) == [HOME_AGREES]
    assert page.post(ours, {"right": "yes", "words": "We both want her to come."}).status_code == 302
    assert lacks(move) == []
    team = text(client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/placements/{move.id}/"))
    assert "We both want her to come. Foster carer" in team
    assert "still to be given" not in why(who)
    assert "wrote down" not in why(who)


def test_nobody_else_answers_for_the_home_and_nobody_once_the_child_has_come(found, move, of_home, client_as):
    ours = f"/placements/{move.id}/plan/our-yes/"
    _, birch = of_home(found.homes["Birch"])
    yes = {"right": "yes", "words": "We say yes."}
    assert birch.post(ours, yes).status_code == 404
    for role in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER):
        assert client_as(role, authority=KENT).post(ours, yes).status_code == 403
    _, alder = of_home(move.home_id)
    begin(move.id, move.from_day)
    assert alder.post(ours, yes).status_code == 404, "the child has come: its yes is a thing of the past"


def test_the_home_answers_for_itself_by_program_too(found, move, of_home, token_for, client):
    who, _ = of_home(move.home_id)
    head = {"Authorization": f"Bearer {token_for(who)}"}
    where = f"/api/v1/decisions/placements/{move.id}/our-yes"
    body = {"right": False, "words": "Nobody asked us."}
    told = client.post(where, body, content_type="application/json", headers=head).json()
    (line,) = [each for each in told["plan"] if each["item"] == HOME_AGREES]
    assert (line["reply"], line["home_says"]["right"], line["home_says"]["words"]) == (None, False, "Nobody asked us.")


# ------------------------------------------------------------------ the plan
@pytest.mark.parametrize("role", HOME_ROLES)
def test_the_home_reads_the_plan_that_it_has_to_follow_and_each_reading_is_one_look(found, move, of_home, role):
    _, page = of_home(move.home_id, role)
    shown = page.get(f"/placements/{move.id}/plan/")
    assert shown.status_code == 200
    said = text(shown)
    for words in (
        "What the carer may decide", "Time with family and friends", "Doctor", "Visits", "Agreed with her carers.",
        "Not answered", "1 of",
    ):  # fmt: skip
        assert words in said
    assert "not read at the source" not in said
    assert looks(found.child, READ) == 1
    assert page.post(f"/placements/{move.id}/plan/").status_code == 405


def test_what_is_due_is_told_once_the_child_has_come(of_home):
    there = lived()
    _, page = of_home(there.home)
    said = text(page.get(f"/placements/{there.placement}/plan/"))
    assert "Visits, reviews and health: what is due" in said
    assert "by " in said.partition("what is due")[2]
    assert f"/placements/{there.placement}/plan/" in page.get("/placements/ours/").content.decode()


@pytest.mark.parametrize(
    "role",
    [
        Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.PLACEMENT_OFFICER, Role.REVIEWING_OFFICER, Role.NOMINATED_OFFICER,
        Role.DIRECTOR, Role.PARENT, Role.CHILD, Role.ADVOCATE, Role.PROVIDER_FINANCE, Role.INSPECTOR, Role.PLANNER,
    ],
)  # fmt: skip
def test_others_do_not_read_it_here(found, move, client_as, role):
    reach = {"children": [found.child]} if role in (Role.PARENT, Role.CHILD, Role.ADVOCATE) else {"authority": KENT}
    if role is Role.PROVIDER_FINANCE:
        reach = {"provider_id": provider_of(move.home_id)}
    assert client_as(role, **reach).get(f"/placements/{move.id}/plan/").status_code == 403
    assert looks(found.child, READ) == 0


def test_no_other_home_reads_it_nor_a_carer_of_another_household_of_the_same_agency(
    found, move, of_home, person, client_for, token_for, client
):
    agency = provider_of(move.home_id)
    Home.objects.filter(id=found.homes["Birch"]).update(provider=agency)
    carer = person(Role.FOSTER_CARER, provider_id=agency, home_ids=[found.homes["Birch"]])
    other = person(Role.PROVIDER_MANAGER, authority=DEVON, home_ids=[found.homes["Birch"]])
    for who in (carer, other):
        assert client_for(who).get(f"/placements/{move.id}/plan/").status_code == 404
        assert coming(who) == []
        head = {"Authorization": f"Bearer {token_for(who)}"}
        assert client.get(f"/api/v1/decisions/placements/{move.id}/plan", headers=head).status_code == 404
        assert client.get("/api/v1/decisions/placements/ours", headers=head).json()["items"] == []
    assert looks(found.child, READ) == looks(found.child, SEEN) == 0


def test_it_is_closed_again_at_once_when_the_move_is_taken_back(found, move, of_home):
    who, page = of_home(move.home_id)
    assert page.get(f"/placements/{move.id}/plan/").status_code == 200
    actions.withdraw_move(child_id=found.child, reason="Home to mum.", by=MANAGER, at=datetime.now(UTC))
    assert queries.placement(move.id).state is Placed.WITHDRAWN
    assert page.get(f"/placements/{move.id}/plan/").status_code == 404
    assert coming(who) == []
    assert "Who is to come to you" not in text(page.get("/placements/ours/"))


def test_it_is_read_to_the_last_day_and_not_after_the_child_has_left(of_home):
    there = lived()
    _, page = of_home(there.home)
    now = datetime.now(UTC)
    reviewed(there, localdate(now) - DAY)
    end = an_end(to_day=localdate(now) + 3 * DAY, change="CARPL", planned=True, led_by=LedBy.CHILD)
    actions.end_placement(child_id=there.child, end=end, by=MANAGER, at=now)
    assert page.get(f"/placements/{there.placement}/plan/").status_code == 200, "they live there until that day"
    found, who = queries.placement(there.placement), there.manager
    assert queries.follows_plan(who, found, at=now + 2 * DAY)
    assert not queries.follows_plan(who, found, at=now + 4 * DAY)
    ours = queries.own_stays(who, at=now + 4 * DAY)
    assert [each.id for each in ours] == [there.placement], "what they owe the child who left stays theirs for a time"


def test_while_the_move_waits_the_home_reads_that_its_day_does_not_hold(found, move, of_home, client_as):
    who, page = of_home(move.home_id)
    child = client_as(Role.CHILD, children=[found.child]).person
    at = datetime.now(UTC)
    no = actions.disagree(decision_id=move.decision_id, words="Too far.", move_should_wait=True, by=child, at=at)
    answer = "We looked at the bus times again and asked your brother too."
    actions.answer_disagreement(disagreement_id=no, words=answer, move_waits=True, by=NOMINATED, at=at)
    (line,) = coming(who)
    assert line.due_on is None
    assert "The move waits" in line.why
    said = text(page.get(f"/placements/{move.id}/plan/"))
    assert "nobody comes to you before the council says so" in said
    assert "is to live with you from" not in said
    assert "The move waits" in text(page.get("/placements/ours/"))
    assert "Too far." not in said
    assert answer not in said


def test_the_same_for_programs(found, move, of_home, token_for, client):
    who, _ = of_home(move.home_id)
    head = {"Authorization": f"Bearer {token_for(who)}"}
    (line,) = client.get("/api/v1/decisions/placements/ours", headers=head).json()["items"]
    assert (line["id"], line["state"], line["move_waits"]) == (str(move.id), "planned", False)
    assert looks(found.child, SEEN) == 1
    told = client.get(f"/api/v1/decisions/placements/{move.id}/plan", headers=head).json()
    assert {each["item"]: each["reply"] for each in told["plan"]}["dentist"] is None
    assert "Agreed with her carers." in {each["words"] for each in told["plan"]}
    assert told["due"] == []
    assert looks(found.child, READ) == 1
    assert client.get(f"/api/v1/decisions/placements/{move.id}", headers=head).status_code == 403
