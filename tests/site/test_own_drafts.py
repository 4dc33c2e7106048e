"""What a young person typed is not lost with their visit: it comes back to them, to nobody else, and is sealed."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from own_pages import OwnWorld, grow_old, own_world

from carecommons.children.actions import keep_own_draft
from carecommons.children.models import OwnDraft
from carecommons.decisions.models import Decision
from carecommons.people.roles import Role

pytestmark = pytest.mark.django_db
TYPED = "I was in the middle of this"
# The forms of the child's door: (name, the address it is sent to, the box that is typed into).
FORMS = ("say", "tell", "need", "message", "disagree", "review", "home", "how")


@pytest.fixture
def world(person) -> OwnWorld:
    return own_world(person)


def form_at(world: OwnWorld, form: str) -> tuple[str, dict[str, str]]:
    """Where a form stands, and what is typed into each of its boxes."""
    at = f"/children/{world.child}/mine"
    return {
        "say": (f"{at}/say/", {"words": TYPED}),
        "tell": (f"{at}/tell/", {"words": TYPED, "strengths": f"{TYPED} too", "helps": ""}),
        "need": (f"{at}/needs/EMO/", {"words": TYPED, "level": "2"}),
        "message": (f"{at}/advocate/", {"words": TYPED}),
        "disagree": (f"/decisions/{world.decision}/disagree/", {"words": TYPED, "wants": f"{TYPED} too"}),
        "how": (f"/placements/{world.placement}/how/", {"words": TYPED, "feeling": "ok"}),
        "review": (f"/decisions/{world.leaving}/review/", {"about": "decision", "words": TYPED}),
        "home": (f"/searches/mine/{world.waiting}/{world.home}/", {"words": TYPED, "question": f"{TYPED} too"}),
    }[form]


def timed_out(browser: Client) -> Client:
    grow_old(browser)
    return browser


@pytest.mark.parametrize("form", FORMS)
def test_words_sent_after_a_time_out_come_back_after_signing_in(world, client_for, form):
    address, sent = form_at(world, form)
    answer = timed_out(client_for(world.robin)).post(address, sent)
    said = answer.content.decode()
    assert answer.status_code == 401
    assert "Your words are safe." in said
    assert TYPED not in said  # whoever stands at the phone by now reads nothing
    assert f"/account/login/?next={address}" in said.replace("%2F", "/")
    again = client_for(world.robin).get(address).content.decode()
    for words in filter(None, sent.values()):
        assert words in again
    child = {"home": world.waiting, "review": world.leaving_child}.get(form, world.child)
    mine = client_for(world.robin).get(f"/children/{child}/mine/")
    assert "You began to write" in mine.content.decode()
    assert f'href="{address}"' in mine.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_keeps_itself_keeps_its_words_after_a_time_out_too(world, client_for, form):
    address, sent = form_at(world, form)
    page = client_for(world.robin).get(address).content.decode()
    keep = page.split('data-keep="')[1].split('"')[0]
    answer = timed_out(client_for(world.robin)).post(keep, sent)
    assert (answer.status_code, TYPED in answer.content.decode()) == (401, False)
    assert TYPED in client_for(world.robin).get(address).content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_nobody_but_the_writer_is_shown_them_and_no_row_holds_them_open(world, person, client_for, form):
    address, sent = form_at(world, form)
    timed_out(client_for(world.robin)).post(address, sent)
    other = person(Role.CHILD, children=[world.child, world.waiting])
    for reader in (world.advocate, other):
        for page in (address, f"/children/{world.child}/mine/", f"/children/{world.waiting}/mine/"):
            assert TYPED not in client_for(reader).get(page).content.decode()
    (row,) = OwnDraft.objects.all()
    assert row.account == world.robin.id
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM {OwnDraft._meta.db_table}")
        (kept,) = cursor.fetchone()
    assert TYPED not in str(kept)
    assert TYPED.encode() not in bytes(kept if isinstance(kept, bytes | memoryview) else kept.encode())


def test_what_did_not_come_from_our_page_is_not_kept(world, client_for):
    address, sent = form_at(world, "say")
    forged = timed_out(client_for(world.robin, enforce_csrf_checks=True))
    assert forged.post(address, sent).status_code == 401
    assert not OwnDraft.objects.exists()


def test_after_a_time_out_nothing_of_another_child_s_is_kept_and_the_words_are_shown_to_copy(world, client_for):
    answer = timed_out(client_for(world.robin)).post(
        "/children/00000000-0000-4000-8000-000000000000/mine/say/", {"words": TYPED}
    )
    assert answer.status_code == 401
    assert TYPED in answer.content.decode()
    assert not OwnDraft.objects.exists()


def test_staff_are_still_shown_what_they_sent(person, client_for):
    worker = person(Role.SOCIAL_WORKER)
    answer = timed_out(client_for(worker)).post("/find/", {"reference": "C-9M2RD"})
    assert answer.status_code == 401
    assert "C-9M2RD" in answer.content.decode()


def test_nothing_is_kept_under_a_name_that_is_no_form(world, client_for):
    for name in ("other", "need-XXX", f"home-{'-' * 36}", "disagree-1"):
        address = f"/children/{world.child}/mine/keep/{name}/"
        assert client_for(world.robin).post(address, {"words": TYPED}).status_code == 404
        assert TYPED in timed_out(client_for(world.robin)).post(address, {"words": TYPED}).content.decode()
    assert not OwnDraft.objects.exists()


def test_words_for_a_form_that_has_closed_lead_to_no_page_that_is_not_there(world, client_for):
    address, sent = form_at(world, "disagree")
    timed_out(client_for(world.robin)).post(address, sent)
    Decision.objects.filter(pk=world.decision).update(state="withdrawn", entry=None)
    assert client_for(world.robin).get(address).status_code == 404
    mine = client_for(world.robin).get(f"/children/{world.child}/mine/").content.decode()
    assert f'href="{address}"' not in mine
    assert TYPED in mine
    assert "It cannot be sent there any more." in mine


def test_a_code_from_staff_shows_no_draft_of_a_private_message(world, client_for):
    keep_own_draft(
        child_id=world.child, form="message", answers={"words": TYPED}, days=14, by=world.robin, at=datetime.now(UTC)
    )  # fmt: skip
    browser = client_for(world.robin)
    session = browser.session
    session["signed_in_by"] = "code_staff"
    session.save()
    for page in ("mine/", "mine/advocate/"):
        said = browser.get(f"/children/{world.child}/{page}").content.decode()
        assert TYPED not in said
        assert "You began to write" not in said


SCRIPT = {"HX-Request": "true"}


@pytest.mark.parametrize("form", FORMS)
def test_a_script_that_keeps_words_is_told_of_the_time_out_in_a_sentence_each_time(world, client_for, form):
    address, sent = form_at(world, form)
    keep = client_for(world.robin).get(address).content.decode().split('data-keep="')[1].split('"')[0]
    browser = timed_out(client_for(world.robin))
    first = browser.post(keep, sent, headers=SCRIPT)
    assert (first.status_code, first["Content-Type"]) == (401, "text/plain; charset=utf-8")
    assert first.content.decode() == "You were signed out. Your words are safe up to here. Come in again to go on."
    second = browser.post(keep, sent, headers=SCRIPT)
    assert (second.status_code, second["Content-Type"]) == (401, "text/plain; charset=utf-8")
    assert "We cannot keep what you type now." in second.content.decode()
    assert TYPED not in second.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_words_sent_when_the_visit_has_long_ended_are_shown_to_be_copied(world, form):
    address, sent = form_at(world, form)
    answer = Client().post(address, sent)
    said = answer.content.decode()
    assert answer.status_code == 401
    assert "Your words were not sent. Here they are. Copy them now." in said
    for words in filter(None, sent.values()):
        assert words in said
    assert "<title>My page</title>" in said
    assert f"/account/login/?next={address}" in said.replace("%2F", "/")
    assert not OwnDraft.objects.exists()


def test_nothing_is_shown_back_of_what_another_site_sent_and_other_addresses_lead_to_sign_in(world):
    address, sent = form_at(world, "say")
    forged = Client(enforce_csrf_checks=True).post(address, sent)
    assert forged.status_code == 403
    assert TYPED not in forged.content.decode()
    assert Client().post("/find/", {"reference": "C-9M2RD"})["Location"] == "/account/login/"
    assert Client().post(address, {"words": " "})["Location"] == "/account/login/"
    assert Client().get(address)["Location"].startswith("/account/login/?next=")


def test_a_script_of_any_page_is_never_sent_the_sign_in_page(person, client_for):
    gone = Client().get("/children/", headers=SCRIPT)
    assert (gone.status_code, gone["HX-Redirect"]) == (401, "/account/login/")
    posted = timed_out(client_for(person(Role.SOCIAL_WORKER))).post("/find/", {"reference": TYPED}, headers=SCRIPT)
    assert posted.status_code == 401
    assert TYPED not in posted.content.decode()


def test_leaving_keeps_the_words_and_ends_the_visit_in_one_request(world, client_for):
    browser = client_for(world.robin)
    keep = f"/children/{world.child}/mine/keep/say/"
    answer = browser.post(keep, {"words": TYPED, "leave": "1"}, headers=SCRIPT)
    assert (answer.status_code, answer.content) == (204, b"")
    assert browser.get(f"/children/{world.child}/mine/")["Location"].startswith("/account/login/")
    again = client_for(world.robin).get(f"/children/{world.child}/mine/say/").content.decode()
    assert TYPED in again
