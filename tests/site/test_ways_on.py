"""From each page of a journey somebody finds the next: a record, a list, a choice, a home and its end lead on."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.utils.timezone import localdate

from carecommons.decisions import actions as decisions
from carecommons.decisions.ending import End, LedBy
from carecommons.decisions.models import Placement
from carecommons.matching.queries import shortlist
from carecommons.matching.showing import family_among
from carecommons.people.roles import Person, Role
from carecommons.provision.capability import DOMAIN_CODES, DomainAnswer
from carecommons.provision.entry import HomeEntry
from carecommons.provision.homes import Terms
from carecommons.provision.models import Resident
from carecommons.provision.queries import vacancies_asked
from decisions.placements_made import answer_all
from matching.invited import invited
from matching.searches_made import in_full
from walk_world import KENT, MANAGER, NO_ROUND, OFFICER, WORKER, acting, choose, search
from walk_world import provision as homes

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    return datetime.now(UTC) - timedelta(hours=2)


@pytest.fixture
def worker(client_as):
    return client_as(Role.SOCIAL_WORKER, authority=KENT)


def text(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def lives_there(at: datetime):
    """A search, and the placement that came of it, with the child living there since the day of the choice."""
    found = search(at=at, Alder={}, Birch={})
    decision_id = choose(found)
    decisions.approve(decision_id=decision_id, by=MANAGER, at=found.at + timedelta(minutes=5))
    row = Placement.objects.get(decision_id=decision_id)
    Placement.objects.filter(id=row.id).update(from_day=localdate(at))
    Resident.objects.filter(resident=found.child).update(from_day=localdate(at))
    answer_all(row.id, at=found.at)
    decisions.begin_placement(placement_id=row.id, came_on=localdate(at), by=WORKER, at=found.at)
    return found, decision_id, row.id


def test_the_record_of_a_child_leads_to_their_search_their_home_and_to_asking_for_one(worker, client_as, at):
    found = search(at=at)
    record = worker.get(f"/children/{found.child}/")
    assert f"/searches/{found.id}/" in record.content.decode()
    assert "No home was chosen here for this child yet." in text(record)
    decisions.approve(decision_id=choose(found), by=MANAGER, at=found.at + timedelta(minutes=5))
    record = worker.get(f"/children/{found.child}/").content.decode()
    assert f"/searches/new/?child={found.child}" in record
    assert f"/searches/emergency/?child={found.child}" in record
    assert "/placements/" in record
    clinician = client_as(Role.CLINICIAN, authority=KENT)
    assert "What comes next" not in text(clinician.get(f"/children/{found.child}/"))


def test_a_round_that_is_over_is_followed_by_looking_again_on_the_same_page(worker, at):
    found = search(at=at, Alder={}, Birch={})
    invited(found, Alder="offered", Birch="declined")
    log = worker.get(f"/searches/{found.id}/log/").content.decode()
    assert f'action="/searches/{found.id}/look/"' in log
    assert "Look at every home again" in log


def test_where_one_home_alone_can_be_chosen_nobody_is_asked_why_not_it(worker, at):
    found = search(at=at, Alder={})
    page = worker.get(f"/decisions/new/{found.id}/")
    assert "Why not the other suitable homes?" not in text(page)
    sent = worker.post(f"/decisions/new/{found.id}/", {
        "home": str(found.homes["Alder"]), "why_chosen": "Alder meets every need, and the school bus stops outside.",
        "wishes_effect": "changed_how", "wishes_how": "Weekly time with your brother is written into the plan.",
        "search_evidence": "Every home of the register was looked at, and each was asked by telephone.", **NO_ROUND,
    })  # fmt: skip
    assert sent.status_code == 302, text(sent)


def test_a_choice_says_where_the_child_lives_once_they_came(worker, at):
    _, decision_id, placement_id = lives_there(at)
    page = worker.get(f"/decisions/{decision_id}/")
    assert "lives at Alder" in text(page)
    assert "will live at" not in text(page)
    assert "What must happen now" not in text(page)
    assert f"/placements/{placement_id}/" in page.content.decode()


def test_a_child_who_left_and_has_no_home_is_one_step_from_a_search(client_as, at):
    found, _, _ = lives_there(at)
    end = End(
        to_day=localdate(at), care_ends="X1", change="CREQO", planned=False, led_by=LedBy.CARER,
        words="The carer fell ill and could not go on.",
    )  # fmt: skip
    decisions.end_placement(child_id=found.child, end=end, by=MANAGER, at=datetime.now(UTC))
    page = client_as(Role.TEAM_MANAGER, authority=KENT).get(f"/children/{found.child}/stay/").content.decode()
    assert f"/searches/new/?child={found.child}" in page
    assert f"/searches/emergency/?child={found.child}" in page


def test_the_list_and_the_choice_say_that_the_law_prefers_family(worker, at):
    found = search(at=at, Alder={})
    assert family_among(shortlist(found.id).shown) == ()
    assert "The law prefers somebody whom the child knows" not in text(worker.get(f"/searches/{found.id}/homes/"))
    aunt = homes.add_home(
        entry=HomeEntry(
            kind="connected_person", name="Her aunt’s", kept_by=KENT, authority=KENT, places=1,
            named=frozenset({found.child}),
            levels={code: DomainAnswer(4, 4) for code in DOMAIN_CODES}, levels_basis="Invented data",
        ),
        by=OFFICER, at=at,
    )  # fmt: skip
    in_full(aunt, Terms("FA-1", localdate(at), None, 0, 17, "any", 1), by=OFFICER, at=at)
    assert worker.post(f"/searches/{found.id}/look/").status_code == 302
    assert family_among(shortlist(found.id).shown) == ("Her aunt’s",)
    for page in (f"/searches/{found.id}/homes/", f"/decisions/new/{found.id}/"):
        assert "The law prefers somebody whom the child knows Her aunt’s" in text(worker.get(page))


def test_an_emergency_from_the_record_asks_nothing_of_a_child_without_one(worker, at):
    found = search(at=at)
    known = text(worker.get(f"/searches/emergency/?child={found.child}"))
    assert "No record:" not in known
    assert "No record:" in text(worker.get("/searches/emergency/"))


def test_a_home_that_said_one_place_is_not_asked_whether_it_still_stands_once_a_child_came(at):
    found, _, _ = lives_there(at)
    keeper = Person(role=Role.FOSTER_CARER, id=acting(Role.FOSTER_CARER).id, home_ids=frozenset({found.homes["Alder"]}))
    (asked,) = vacancies_asked(keeper, at=datetime.now(UTC))
    assert asked.still == 0


def test_the_review_asks_for_the_wishes_of_this_review_and_comes_back(client_as, at):
    _, _, placement_id = lives_there(at)
    page = client_as(Role.REVIEWING_OFFICER, authority=KENT).get(f"/placements/{placement_id}/review/")
    assert f"?stage=review&amp;next=/placements/{placement_id}/review/" in page.content.decode()


def test_a_wish_is_asked_of_a_home_in_its_own_words(worker, at):
    found = search(at=at, Alder={})
    page = text(worker.get(f"/searches/{found.id}/homes/{found.homes['Alder']}/"))
    assert "I want to stay near my school and see my brother: could this home do it?" in page
