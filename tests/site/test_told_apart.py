"""Two posts of one role are told apart, no role is said before it is chosen, and who looked is said rightly."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from carecommons.children.plain import who_words
from carecommons.decisions.models import Placement
from carecommons.matching.actions import rank_homes
from carecommons.people.actions import give_post, record_look
from carecommons.people.models import Look
from carecommons.people.roles import Person, Role
from carecommons.provision.queries import providers_of
from decisions.test_decision_pages import text
from walk_world import KENT, add_child, add_home, search

pytestmark = pytest.mark.django_db
EARLIER = datetime.now(UTC) - timedelta(hours=2)


@pytest.fixture
def homes(founding):
    return {name: add_home(name, at=EARLIER) for name in ("Alder", "Birch")}


def test_two_posts_of_a_foster_carer_name_their_homes(homes, person, client_for):
    ada = person(Role.FOSTER_CARER, home_ids=[homes["Alder"]])
    give_post(account_id=ada.id, role=Role.FOSTER_CARER, home_ids=[homes["Birch"]], at=EARLIER, by=None)
    give_post(
        account_id=ada.id, role=Role.PROVIDER_MANAGER, provider_id=providers_of([homes["Birch"]])[homes["Birch"]],
        at=EARLIER, by=None,
    )  # fmt: skip
    client = client_for(ada)
    shown = text(client.get("/account/role/"))
    for words in ("foster carer, Alder", "foster carer, Birch", "registered manager, Invented Birch"):
        assert words in shown, words
    assert "member of the public" not in shown
    assert "no role chosen yet" in shown


def test_a_young_person_reads_names_and_who_speaks_for_them_references_each_with_a_look(founding, person, client_for):
    one, two = add_child(at=EARLIER), add_child(reference="C-9Z902", at=EARLIER)
    robin = person(Role.CHILD, children=[one])
    give_post(account_id=robin.id, role=Role.CHILD, children=[two], at=EARLIER, by=None)
    shown = text(client_for(robin).get("/account/role/"))
    assert shown.count("young person, ") == 2
    assert "C-9Z902" not in shown
    assert not Look.objects.exists()
    nan = person(Role.ADVOCATE, children=[one])
    give_post(account_id=nan.id, role=Role.ADVOCATE, children=[two], at=EARLIER, by=None)
    shown = text(client_for(nan).get("/account/role/"))
    assert "advocate, C-9Z902" in shown
    assert set(Look.objects.values_list("child_id", flat=True)) == {one, two}


def test_who_has_one_post_is_named_nobody(founding, person, client_for):
    nan = person(Role.ADVOCATE, children=[add_child(at=EARLIER)])
    client_for(nan).get("/account/role/")
    assert not Look.objects.exists()


# ------------------------------------------------------------------ who looked
@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.FOSTER_CARER, "A foster carer of a home that was asked"),
        (Role.PROVIDER_MANAGER, "The manager of a home that was asked"),
        (Role.PROVIDER_RESPONSIBLE, "Someone who runs a home that was asked"),
    ],
)
def test_a_home_that_was_asked_is_not_theirs(role, said):
    assert who_words(role.value, "matching.see_detail") == said
    assert who_words(role.value, "decisions.see_own_stays") != said
    assert who_words("social_worker", "matching.see_detail") == "Your social worker"


def test_the_young_person_reads_that_a_home_that_was_asked_looked(founding, client_as, person):
    child = add_child(at=EARLIER)
    carer = person(Role.FOSTER_CARER, home_ids=[add_home("Alder", at=EARLIER)])
    record_look(person=carer, child_id=child, act="matching.see_detail", purpose="A home reads more", at=EARLIER)
    shown = text(client_as(Role.CHILD, children=[child]).get(reverse("looks", args=[child])))
    assert "A foster carer of a home that was asked" in shown
    assert "Your foster carer" not in shown
    assert not Placement.objects.exists()


# ------------------------------------------------------------------ a meeting
def test_an_empty_meeting_names_everything_that_is_missing(client_as):
    found = search(at=EARLIER, Alder={}, Birch={})
    rank_homes(
        child_id=found.child, given={found.homes["Birch"]: ("1", "")}, way="",
        by=Person(role=Role.CHILD, id=found.child, children=frozenset({found.child})), at=EARLIER,
    )  # fmt: skip
    officer, page = client_as(Role.PLACEMENT_OFFICER, authority=KENT), f"/searches/{found.id}/meetings/new/"
    refused = officer.post(page, {})
    assert refused.status_code == 422
    said = text(refused)
    for words in (
        "Enter the day", "Say who took part, by role.", "Say which lawful reason there was.",
        "Say what the meeting found of Alder.", "Say why Alder does not go on.", "Say why Birch does not go on.",
    ):  # fmt: skip
        assert words in said, words
    against = officer.post(page, {f"place_{found.homes['Alder'].hex}": "1"})
    assert "The order of the meeting is not the child’s own" in text(against)
