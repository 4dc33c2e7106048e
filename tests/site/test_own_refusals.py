"""A young person who is refused stays on their own pages: what it says, what it does not say, and the way back."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from own_pages import OwnWorld, own_world

from carecommons.matching.childs import ChildsHomes
from carecommons.people.models import Account
from carecommons.people.roles import ROLE_NAMES, Role

pytestmark = pytest.mark.django_db
MISSING = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def world(person) -> OwnWorld:
    return own_world(person)


@pytest.mark.parametrize(("address", "status"), [("/returns/", 403), (f"/decisions/{MISSING}/", 404), ("/none/", 404)])
def test_a_refusal_stays_in_the_young_person_s_frame(world, client_for, address, status):
    answer = client_for(world.robin).get(address)
    said = answer.content.decode()
    assert answer.status_code == status
    assert "govuk-exit-this-page" in said
    assert "You did nothing wrong." in said
    assert 'href="/me/"' in said
    assert "Care Commons" not in said.split("<title>")[1].split("</title>")[0]
    assert not [name for name in ROLE_NAMES.values() if name in said and name not in ("young person", "advocate")]


def test_missing_and_out_of_reach_read_alike(world, client_for, person):
    other = own_world_of_another(person)
    pages = [client_for(world.robin).get(f"/children/{child}/mine/") for child in (other, MISSING)]
    first, second = (page.content.decode().split("<main")[1].split("</main>")[0] for page in pages)
    assert first == second
    assert [page.status_code for page in pages] == [404, 404]


def own_world_of_another(person):
    from children.children_made import add_child

    return add_child(by=person(Role.SOCIAL_WORKER, authority="886"), reference="C-9ZZZZ")


def test_a_way_that_a_page_does_not_know_is_said_and_the_ways_it_knows_are_named(world, client_for):
    answer = client_for(world.robin).delete(f"/children/{world.child}/mine/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "You did nothing wrong." in answer.content.decode()


def test_staff_read_why_and_whose_rule_as_before(person, client_for):
    said = client_for(person(Role.CLINICIAN)).get("/returns/").content.decode()
    assert "Whose rule:" in said
    assert "not_allowed" in said


@pytest.mark.parametrize("password", [None, "three words of invention"])
def test_who_has_no_password_is_told_nothing_of_recovery_codes(world, password):
    account = Account.objects.get(pk=world.robin.id)
    account.set_password(password)
    request = RequestFactory().get("/account/2fa/")
    request.user, request.session = account, {}
    request._messages = FallbackStorage(request)
    with context.request_context(request):
        get_adapter().add_message(request, 20, "mfa/messages/recovery_codes_generated.txt")
    assert len(get_messages(request)) == (1 if password else 0)


def test_the_account_page_of_a_young_person_speaks_of_their_own_ways_in_alone(world, client_for):
    said = client_for(world.robin).get("/account/").content.decode()
    assert "Add a passkey" in said
    assert "Who made a code for me?" in said
    for word in ("token", "authenticator", "recovery", "second step", "role"):
        assert word not in said.lower().split("<main")[1].split("</main>")[0].replace('role="', ""), word


def test_every_home_of_the_list_is_one_tap_away_those_beyond_the_first_by_name(world, client_for, monkeypatch):
    import carecommons.site.views_own as own

    found = ChildsHomes("listed", None, (), 2, ((world.home, "Alder"), (world.decision, "Birch")))
    monkeypatch.setattr(own, "homes_for_child", lambda child_id, at_most=None: found)
    said = client_for(world.robin).get(f"/children/{world.waiting}/mine/").content.decode()
    for home_id in (world.home, world.decision):
        assert f'href="/searches/mine/{world.waiting}/{home_id}/"' in said


def test_help_for_a_young_person_opens_before_signing_in_and_after(client, world, client_for):
    for browser in (client, client_for(world.robin)):
        answer = browser.get("/help/young/")
        assert answer.status_code == 200
        assert "Who can see my page?" in answer.content.decode()
    assert answer.content.decode().count(">Help</a>") == 1  # one link in the foot, and no second of another name


def test_too_many_wrong_codes_are_told_in_a_young_person_s_words_with_the_way_out(client):
    for _ in range(11):
        answer = client.post("/come-in/", {"code": "ABCD-EFGH-2345"})
    said = answer.content.decode()
    assert answer.status_code == 429
    assert "govuk-exit-this-page" in said
    assert "Ask the person who gave you the code." in said
    assert "<title>Wait a little</title>" in said
    for adult in ("Care Commons</title>", "come_in_wait", "Whose rule"):
        assert adult not in said


def test_what_is_wrong_with_a_form_is_said_softly_to_a_young_person(client, world, client_for):
    browser = client_for(world.robin)
    for address, sent in world.refused():
        said = browser.post(address, sent).content.decode()
        assert "Not sent yet. Look at this:" in said, address
        assert "needs mending" not in said, address
    wrong = client.post("/come-in/", {"code": "ABCD-EFGH-2345"}).content.decode()
    assert "That did not work. Look at this:" in wrong


def test_the_help_of_a_young_person_leads_to_the_fuller_page_and_to_no_download(client, world, client_for):
    for browser in (client, client_for(world.robin)):
        said = browser.get("/help/young/").content.decode()
        assert 'href="/help/for-young-people/"' in said
        assert "/source/" not in said
    assert "Your page: for young people" in browser.get("/help/for-young-people/").content.decode()
