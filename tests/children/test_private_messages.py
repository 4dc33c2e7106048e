"""A private message between a young person and their advocate (D6): nobody else reads it, by any way in."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from carecommons.children import actions, queries
from carecommons.children.models import OwnDraft, PrivateMessage
from carecommons.children.own import MAY_READ_BACK, reads_back
from carecommons.common.errors import Faulty, NotAllowed
from carecommons.common.sealing import FieldNotOpened, new_ring
from carecommons.people.doors import behind
from carecommons.people.models import Look
from carecommons.people.permissions import PERMISSIONS, Reach
from carecommons.people.roles import Role
from carecommons.register.models import Entry
from children.children_made import KENT, add_child
from children.test_pages import text_of

pytestmark = pytest.mark.django_db
SECRET = "The man next door frightens me."
ANSWER = "I will come on Friday."
OTHERS = [role for role in Role if role not in (Role.CHILD, Role.ADVOCATE, Role.PUBLIC)]


@pytest.fixture
def child_id(person):
    return add_child(by=person(Role.SOCIAL_WORKER, authority=KENT))


@pytest.fixture
def robin(client_as, child_id):
    return client_as(Role.CHILD, children=[child_id])


@pytest.fixture
def advocate(client_as, child_id):
    return client_as(Role.ADVOCATE, children=[child_id])


@pytest.fixture
def thread(child_id):
    return f"/children/{child_id}/mine/advocate/"


def begun_by(browser, how):
    session = browser.session
    session["signed_in_by"] = how
    session.save()


# ------------------------------------------------------------------ the two of them
def test_the_two_write_to_each_other_and_read_the_same_thread(robin, advocate, thread):
    assert robin.post(thread, {"words": SECRET})["Location"] == thread
    assert "Sent. Only the people named on this page can read it." in text_of(robin.get(thread))
    assert SECRET in text_of(advocate.get(thread))
    advocate.post(thread, {"words": ANSWER})
    said = text_of(robin.get(thread))
    assert said.index(SECRET) < said.index(ANSWER)
    assert "Your advocate," in said


def test_an_empty_message_is_not_sent(robin, child_id, thread):
    page = robin.post(thread, {"words": "  "})
    assert page.status_code == 422
    assert "Write your message first." in text_of(page)
    assert not queries.messages(child_id)
    with pytest.raises(Faulty, match="Your message was not sent") as refused:
        actions.send_message(child_id=child_id, words="x" * 4_001, by=robin.person, at=datetime.now(UTC))
    assert [fault.code for fault in refused.value.faults] == ["too_long"]


def test_an_advocate_of_another_child_and_another_child_find_nothing(client_as, person, thread, child_id, robin):
    robin.post(thread, {"words": SECRET})
    other = add_child(by=person(Role.SOCIAL_WORKER, authority=KENT), reference="C-22222")
    for role in (Role.CHILD, Role.ADVOCATE):
        stranger = client_as(role, children=[other])
        assert stranger.get(thread).status_code == 404
        assert stranger.post(thread, {"words": "Hello"}).status_code == 404
        assert stranger.get(f"/api/v1/children/{child_id}/messages/").status_code == 404
    assert len(queries.messages(child_id)) == 1


# ------------------------------------------------------------------ nobody else
def test_the_table_of_permissions_lets_nobody_else_in():
    for act in ("children.see_messages", "children.write_message", "children.keep_draft"):
        assert set(PERMISSIONS[act].reach) == {Role.CHILD, Role.ADVOCATE}
        assert set(PERMISSIONS[act].reach.values()) == {Reach.OWN_CHILD}
    assert {act for act, each in PERMISSIONS.items() if each.data_class == "D6"} == {
        "children.see_messages", "children.write_message", "children.keep_draft", "children.see_shared_messages",
    }  # fmt: skip


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_opens_the_thread_by_page_or_by_api(client_as, robin, thread, child_id, role):
    robin.post(thread, {"words": SECRET})
    # Even somebody who was given the child by mistake: the role decides.
    staff = client_as(role, authority=KENT, children=[child_id])
    at = f"/api/v1/children/{child_id}/messages/"
    for answer in (
        staff.get(thread), staff.post(thread, {"words": "Hello"}), staff.get(at),
        staff.post(at, {"words": "Hello"}, content_type="application/json"),
    ):  # fmt: skip
        assert answer.status_code in (403, 404)
        assert SECRET not in answer.content.decode()
    assert len(queries.messages(child_id)) == 1


@pytest.mark.parametrize("role", OTHERS)
def test_no_list_or_page_that_others_read_holds_a_word_of_it(client_as, robin, thread, child_id, role):
    robin.post(thread, {"words": SECRET})
    staff = client_as(role, authority=KENT)
    pages = ("/me/", "/me/day/", "/children/", f"/children/{child_id}/", f"/children/{child_id}/wishes/",
             f"/children/{child_id}/shared/", "/decisions/", f"/looks/{child_id}/", "/register/")  # fmt: skip
    programs = ("", f"{child_id}/", f"{child_id}/wishes/", f"{child_id}/story/", f"{child_id}/messages/shared/")
    for address in (*pages, *(f"/api/v1/children/{each}" for each in programs)):
        answer = staff.get(address, follow=True)
        assert SECRET not in answer.content.decode(), address
        assert "frightens" not in answer.content.decode(), address


def test_it_leaves_no_look_no_entry_no_mail_and_no_log(robin, advocate, thread, child_id, caplog):
    before = Entry.objects.count()
    with caplog.at_level(logging.DEBUG):
        robin.post(thread, {"words": SECRET})
        advocate.get(thread)
        advocate.post(thread, {"words": ANSWER})
        robin.post(f"/children/{child_id}/mine/keep/message/", {"words": SECRET})
    assert not Look.objects.filter(child_id=child_id).exists()
    assert Entry.objects.count() == before
    assert not mail.outbox
    assert "frightens" not in caplog.text
    assert "Friday" not in caplog.text


# ------------------------------------------------------------------ at rest
def raw(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [row[0] for row in cursor.fetchall()]


def test_the_database_holds_no_word_of_a_message_or_of_a_draft(robin, thread, child_id):
    robin.post(thread, {"words": SECRET})
    robin.post(f"/children/{child_id}/mine/keep/message/", {"words": SECRET})
    for text in (*raw("children_privatemessage", "words"), *raw("children_owndraft", "answers")):
        assert text.startswith("s1.")
        assert "frightens" not in text


def test_its_keys_are_others_than_those_of_the_record(robin, thread, settings):
    robin.post(thread, {"words": SECRET})
    (text,) = raw("children_privatemessage", "words")
    private, record = settings.PRIVATE_KEYS.ring(), settings.FIELD_KEYS.ring()
    assert not set(private.keys.values()) & set(record.keys.values())
    assert settings.PRIVATE_KEYS.file != settings.FIELD_KEYS.file
    row = str(PrivateMessage.objects.get().pk)
    place = {"table": "children_privatemessage", "column": "words", "row": row}
    assert private.open(text, **place).decode() == SECRET
    for ring in (record, new_ring()):
        with pytest.raises(FieldNotOpened):
            ring.open(text, **place)


def test_a_message_that_was_moved_to_another_row_does_not_open(robin, thread):
    robin.post(thread, {"words": SECRET})
    robin.post(thread, {"words": "Another."})
    first, second = PrivateMessage.objects.order_by("sent_at")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM children_privatemessage WHERE id = %s", [_key(first.pk)])
        cursor.execute(
            "UPDATE children_privatemessage SET words = %s WHERE id = %s", [cursor.fetchone()[0], _key(second.pk)]
        )
    with pytest.raises(FieldNotOpened):
        _ = PrivateMessage.objects.get(pk=second.pk).words


def _key(pk):
    return pk.hex if connection.vendor == "sqlite" else pk


def test_a_message_is_never_changed_or_taken_away(robin, thread):
    robin.post(thread, {"words": SECRET})
    row = PrivateMessage.objects.get()
    with pytest.raises(AssertionError, match="never change it"):
        row.save()
    with pytest.raises(AssertionError):
        row.delete()


# ------------------------------------------------------------------ how the session began
@pytest.mark.parametrize("how", ["code_staff", "passkey_staff", "council", "something else"])
def test_a_session_that_a_member_of_staff_opened_writes_and_reads_nothing_back(robin, thread, child_id, how):
    robin.post(thread, {"words": SECRET})
    robin.post(f"/children/{child_id}/mine/keep/message/", {"words": "frightens me too"})
    begun_by(robin, how)
    page = robin.get(thread)
    assert "frightens" not in page.content.decode()
    assert "You can write, but not read" in text_of(page)
    assert "message between you" not in text_of(robin.get(f"/children/{child_id}/mine/"))
    assert robin.get(f"/api/v1/children/{child_id}/messages/").status_code == 403
    robin.post(thread, {"words": "Help."})
    assert [each.words for each in queries.messages(child_id)] == [SECRET, "Help."]


def test_the_page_says_which_of_the_two_it_was_and_the_true_way_out(robin, thread):
    begun_by(robin, "code_staff")
    said = text_of(robin.get(thread))
    assert "You came in with a code from a member of staff." in said
    assert "Ask your advocate for a code. Come in with that code to read it." in said
    begun_by(robin, "passkey_staff")
    said = text_of(robin.get(thread))
    assert "You made this passkey after a code from a member of staff." in said
    assert "Come in with it, and make a new passkey then." in said
    assert "You came in with a code" not in said


@pytest.mark.parametrize("how", ["passkey", "password", "code_advocate"])
def test_a_session_of_their_own_reads_back(robin, thread, child_id, how):
    robin.post(thread, {"words": SECRET})
    begun_by(robin, how)
    assert SECRET in text_of(robin.get(thread))
    assert robin.get(f"/api/v1/children/{child_id}/messages/").json()["items"][0]["words"] == SECRET


def test_a_session_that_does_not_say_began_with_a_password(robin, thread):
    robin.post(thread, {"words": SECRET})
    assert not robin.session.get("signed_in_by")
    assert SECRET in text_of(robin.get(thread))
    assert reads_back("password")
    assert frozenset({"passkey", "password", "code_advocate", "demo"}) == MAY_READ_BACK


def test_a_child_s_personal_token_writes_and_reads_nothing_back(client, robin, advocate, token_for, child_id):
    at = f"/api/v1/children/{child_id}/messages/"
    key = {"Authorization": f"Bearer {token_for(robin.person)}"}
    sent = client.post(at, {"words": SECRET}, content_type="application/json", headers=key)
    assert sent.status_code == 201
    refused = client.get(at, headers=key)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_read_back")
    theirs = client.get(at, headers={"Authorization": f"Bearer {token_for(advocate.person)}"})
    assert [each["words"] for each in theirs.json()["items"]] == [SECRET]


# ------------------------------------------------------------------ whom the young person brings in
def test_the_reviewing_officer_reads_what_the_child_shares_and_nothing_else(client_as, robin, thread, child_id):
    robin.post(thread, {"words": SECRET})
    robin.post(thread, {"words": "I want you both to know.", "with_reviewing": "on"})
    reviewing = client_as(Role.REVIEWING_OFFICER, authority=KENT)
    said = text_of(reviewing.get(f"/children/{child_id}/shared/"))
    assert "I want you both to know." in said
    assert "frightens" not in said
    assert f"/children/{child_id}/shared/" in reviewing.get(f"/children/{child_id}/").content.decode()
    assert [
        each["words"] for each in reviewing.get(f"/api/v1/children/{child_id}/messages/shared/").json()["items"]
    ] == ["I want you both to know."]
    looks = Look.objects.filter(child_id=child_id, act="children.see_shared_messages")
    assert looks.count() == 2
    far = client_as(Role.REVIEWING_OFFICER, authority="878")
    assert far.get(f"/children/{child_id}/shared/").status_code == 404


def test_an_advocate_cannot_bring_the_reviewing_officer_in(advocate, thread, child_id):
    advocate.post(thread, {"words": ANSWER, "with_reviewing": "on"})
    assert not queries.messages_shared(child_id)
    with pytest.raises(NotAllowed, match="Only the young person chooses"):
        actions.send_message(
            child_id=child_id, words=ANSWER, with_reviewing=True, by=advocate.person, at=datetime.now(UTC)
        )


# ------------------------------------------------------------------ drafts
def test_what_was_typed_comes_back_and_is_gone_when_it_is_sent(robin, child_id, thread):
    kept = robin.post(f"/children/{child_id}/mine/keep/message/", {"words": SECRET, "keep": "1"})
    assert kept["Location"] == f"/children/{child_id}/mine/"
    assert "We kept your words for 14 days." in text_of(robin.get(kept["Location"]))
    assert SECRET in text_of(robin.get(thread))
    robin.post(thread, {"words": SECRET})
    assert not OwnDraft.objects.exists()


def test_a_script_keeps_the_form_and_says_so_in_a_line(robin, child_id):
    kept = robin.post(f"/children/{child_id}/mine/keep/say/", {"words": "I w"}, headers={"HX-Request": "true"})
    assert (kept.status_code, kept.content.decode()) == (200, "Kept. Only you can see it until you send it.")
    robin.post(f"/children/{child_id}/mine/keep/say/", {"words": "I want"}, headers={"HX-Request": "true"})
    assert "I want</textarea>" in robin.get(f"/children/{child_id}/mine/say/").content.decode().replace("\n", "")
    assert OwnDraft.objects.count() == 1
    robin.post(f"/children/{child_id}/mine/keep/say/", {"words": " "}, headers={"HX-Request": "true"})
    assert not OwnDraft.objects.exists()


def test_a_draft_is_its_writer_s_alone(robin, advocate, client_as, child_id):
    robin.post(f"/children/{child_id}/mine/keep/say/", {"words": "I want to sing"})
    assert "sing" not in advocate.get(f"/children/{child_id}/mine/say/").content.decode()
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    assert worker.post(f"/children/{child_id}/mine/keep/say/", {"words": "x"}).status_code == 403
    assert robin.get(f"/children/{child_id}/mine/keep/say/").status_code == 405
    assert robin.post(f"/children/{child_id}/mine/keep/else/", {"words": "x"}).status_code == 404


def test_a_draft_is_gone_after_its_days(robin, child_id):
    robin.post(f"/children/{child_id}/mine/keep/say/", {"words": "I want to sing"})
    OwnDraft.objects.update(kept_at=datetime.now(UTC) - timedelta(days=15))
    assert "sing" not in robin.get(f"/children/{child_id}/mine/say/").content.decode()
    robin.post(f"/children/{child_id}/mine/keep/tell/", {"words": "I draw"})
    assert [row.form for row in OwnDraft.objects.all()] == ["tell"]
    assert json.loads(OwnDraft.objects.get().answers) == {"words": "I draw"}


# ------------------------------------------------------------------ the child's own view
def test_the_child_s_own_view_stands_beside_the_adults_and_can_be_changed(robin, client_as, child_id):
    at = f"/children/{child_id}/mine/needs/EMO/"
    robin.post(at, {"level": "3", "words": "Nights are hard."})
    said = text_of(robin.get(f"/children/{child_id}/mine/"))
    assert "I say: I need help every day. “Nights are hard.”" in said
    robin.post(at, {"level": "1", "words": ""})
    assert "I say: I need a bit of help now and then." in text_of(robin.get(f"/children/{child_id}/mine/"))
    assert [(each.level, each.words) for each in queries.own_views(child_id)] == [(3, "Nights are hard."), (1, "")]


def test_a_view_needs_a_level_or_words_and_a_part_of_life(robin, child_id):
    at = f"/children/{child_id}/mine/needs"
    assert "Choose an answer, or write some words." in text_of(robin.post(f"{at}/EMO/", {"level": "", "words": ""}))
    assert "Choose one of the answers in the list." in text_of(robin.post(f"{at}/EMO/", {"level": "7"}))
    assert robin.get(f"{at}/XXX/").status_code == 404
    for level in (5, -1, True):
        with pytest.raises(Faulty):
            actions.say_own_view(
                child_id=child_id, domain="EMO", level=level, words="", by=robin.person, at=datetime.now(UTC)
            )
    assert not queries.own_views(child_id)


def test_an_answer_can_be_taken_back_and_what_was_said_before_is_kept(robin, client_as, child_id):
    at = f"/children/{child_id}/mine/needs/FAM/"
    empty = {"level": "", "words": " "}
    assert robin.post(at, empty).status_code == 422  # nothing was said yet, so there is nothing to take back
    assert "take your answer back" not in text_of(robin.get(at))
    robin.post(at, {"level": "3", "words": "I miss them."})
    assert "take your answer back" in text_of(robin.get(at))
    answer = robin.post(at, empty, follow=True)
    assert "We took your answer back." in text_of(answer)
    for page in ("mine/", "mine/needs/", "mine/needs/FAM/"):
        said = text_of(robin.get(f"/children/{child_id}/{page}"))
        assert "I miss them." not in said, page
    assert [(each.level, each.words) for each in queries.own_views(child_id)] == [(3, "I miss them."), (None, "")]
    assert not queries.own_views(child_id)[-1].says_something


def test_a_program_takes_an_answer_back_too(client, robin, token_for, child_id):
    at, key = f"/api/v1/children/{child_id}/own-view/", {"Authorization": f"Bearer {token_for(robin.person)}"}
    nothing = client.post(f"{at}FAM/", {}, content_type="application/json", headers=key)
    assert (nothing.status_code, nothing.json()["code"]) == (422, "own_view_not_complete")
    client.post(f"{at}FAM/", {"level": 2}, content_type="application/json", headers=key)
    assert client.post(f"{at}FAM/", {}, content_type="application/json", headers=key).status_code == 201
    assert [each["level"] for each in client.get(at, headers=key).json()["items"]] == [2, None]


def test_the_same_view_is_kept_and_read_by_a_program(client, robin, token_for, child_id):
    at, key = f"/api/v1/children/{child_id}/own-view/", {"Authorization": f"Bearer {token_for(robin.person)}"}
    sent = client.post(f"{at}EMO/", {"level": 2, "words": "Ok"}, content_type="application/json", headers=key)
    assert sent.status_code == 201
    (kept,) = client.get(at, headers=key).json()["items"]
    assert (kept["domain"], kept["level"], kept["words"], kept["recorded_by_role"]) == ("EMO", 2, "Ok", "child")
    wrong = client.post(f"{at}EMO/", {"level": 9}, content_type="application/json", headers=key)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "own_view_not_complete")


# ------------------------------------------------------------------ the second wall
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such wall")
def test_the_database_itself_shows_a_council_no_private_message(robin, client_as, child_id, thread):
    robin.post(thread, {"words": SECRET})
    robin.post(f"/children/{child_id}/mine/keep/message/", {"words": SECRET})

    def seen(who):
        with behind(who):
            tables = ("children_child", "children_privatemessage", "children_owndraft")
            return [len(raw(table, "id")) for table in tables]

    for role in (Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER, Role.DIRECTOR):
        assert seen(client_as(role, authority=KENT).person) == [1, 0, 0]
    assert seen(robin.person) == [1, 1, 1]
    robin.post(thread, {"words": "For both of you.", "with_reviewing": "on"})
    assert seen(client_as(Role.REVIEWING_OFFICER, authority=KENT).person) == [1, 1, 0]
