"""Calendars and reminders of what is due: a kind, a day and a reference, whose key it is, and never a personal word."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.days import add_working_days, is_working_day
from carecommons.common.errors import NotAllowed, NotFound
from carecommons.decisions.actions import record_visit
from carecommons.people.actions import end_post
from carecommons.people.models import Look, Post
from carecommons.people.roles import Role
from carecommons.site.models import CalendarKey, ReminderSent
from carecommons.site.notices import acts
from carecommons.site.notices.due import events
from carecommons.site.notices.ics import Event, calendar
from decisions.living_made import Living, lives_there
from walk_world import KENT, MEDWAY, WORKER

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


# ------------------------------------------------------------------ the file
def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_form_of_a_calendar_file():
    text = calendar([Event("1@care-commons", date(2026, 12, 31), "Visit due, C-7K4QX")], name="Due", at=AT)
    lines = unfolded(text)
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261120T093000Z" in lines
    assert "SUMMARY:Visit due\\, C-7K4QX" in lines


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


@given(st.lists(st.tuples(WORDS, st.dates(date(2000, 1, 1), date(2100, 1, 1))), max_size=4))
def test_whatever_is_said_the_lines_are_short_and_nothing_begins_a_line_of_its_own(told):
    found = [Event(f"{number}@care-commons", day, words) for number, (words, day) in enumerate(told)]
    text = calendar(found, name="Due", at=AT)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert sum(line == "BEGIN:VEVENT" for line in unfolded(text)) == len(told)
    summaries = [line.removeprefix("SUMMARY:") for line in unfolded(text) if line.startswith("SUMMARY:")]
    plain = [each.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\") for each in summaries]
    assert plain == [words for words, _ in told]


# ------------------------------------------------------------------ the calendar of one person
@pytest.fixture
def lives(db) -> Living:
    return lives_there()


@pytest.fixture
def worker(person, lives):
    return person(Role.SOCIAL_WORKER, authority=KENT, email="worker@example.org")


def post_of(person) -> Post:
    return Post.objects.get(account_id=person.id)


def key_of(person, at=None) -> str:
    return acts.make_calendar(post_id=post_of(person).pk, by=person, at=at or datetime.now(UTC))


def test_the_address_is_shown_once_and_opens_without_signing_in(lives, worker, client_for, client):
    browser = client_for(worker)
    shown = browser.post("/account/calendar/make/").content.decode()
    key = shown.split("/calendar/cc_")[1].split(".ics")[0]
    assert key not in browser.get("/account/calendar/").content.decode()
    assert CalendarKey.objects.filter(account_id=worker.id).count() == 1
    answer = client.get(f"/calendar/cc_{key}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Cache-Control"] == "private, no-store"
    assert "SUMMARY:Visit due\\, C-7K4QX" in unfolded(answer.content.decode())


def test_a_calendar_says_no_word_of_a_child_but_the_reference(lives, worker, client):
    said = client.get(f"/calendar/{key_of(worker)}.ics").content.decode()
    for word in ("Robin", "Alder", str(lives.child), str(lives.placement), "drama"):
        assert word not in said


def test_each_child_can_read_that_a_calendar_asked_and_that_no_person_looked(lives, worker, client):
    client.get(f"/calendar/{key_of(worker)}.ics")
    look = Look.objects.get(child_id=lives.child, automatic=True)
    assert (look.role, look.act, look.account_id) == (Role.SOCIAL_WORKER, "decisions.see_living", worker.id)


def test_the_same_thing_keeps_its_name_and_a_visit_makes_a_new_one(lives, worker):
    def names():
        return {event.title: event.uid for event, _ in events(worker, lives.on)}

    before = names()
    assert names() == before
    record_visit(placement_id=lives.placement, day=lives.on, alone="yes", said="Nothing.", by=WORKER, at=lives.at)
    after = names()
    assert after["Visit due, C-7K4QX"] != before["Visit due, C-7K4QX"]


def test_a_calendar_holds_only_what_is_its_owners_to_do(lives, person, worker):
    officer = person(Role.REVIEWING_OFFICER, authority=KENT)
    elsewhere = person(Role.SOCIAL_WORKER, authority=MEDWAY)
    assert {event.title for event, _ in events(officer, lives.on)} == {"Review due, C-7K4QX"}
    assert {event.title for event, _ in events(worker, lives.on)} == {
        "Visit due, C-7K4QX", "Health assessment due, C-7K4QX",
    }  # fmt: skip
    assert events(elsewhere, lives.on) == []


def test_stopped_expired_unknown_and_of_an_ended_post_answer_alike(lives, worker, client, client_for):
    now = datetime.now(UTC)
    stopped, ended, old = key_of(worker), key_of(worker), key_of(worker, at=now - timedelta(days=181))
    held = acts.own_calendars(worker, at=now)
    assert len(held) == 2
    row = CalendarKey.objects.get(digest=acts.digest_of(stopped))
    assert client_for(worker).post(f"/account/calendar/{row.id}/stop/").status_code == 302
    acts.stop_calendar(calendar_id=row.id, by=worker, at=now)
    end_post(post_id=post_of(worker).pk, at=now, by=None)
    for key in (stopped, ended, old, f"cc_{'x' * 43}", "nothing"):
        assert client.get(f"/calendar/{key}.ics").status_code == 404


def test_nobody_stops_anothers_calendar_or_makes_one_for_a_post_that_is_not_theirs(worker, person, lives):
    other = person(Role.TEAM_MANAGER, authority=KENT)
    key_of(worker)
    with pytest.raises(NotFound):
        acts.stop_calendar(calendar_id=CalendarKey.objects.get().id, by=other, at=AT)
    with pytest.raises(NotFound):
        acts.make_calendar(post_id=post_of(worker).pk, by=other, at=AT)
    planner = person(Role.PLANNER, authority=KENT)
    with pytest.raises(NotAllowed):
        key_of(planner)


# ------------------------------------------------------------------ reminders
def a_day_before(lives: Living) -> datetime:
    """Some working day, with a visit made so that the next is due on the working day after it."""
    on = lives.on + timedelta(days=30)
    while not is_working_day(on):
        on += timedelta(days=1)
    target = add_working_days(on, 1)
    record_visit(
        placement_id=lives.placement, day=target - timedelta(weeks=6), alone="yes", said="Nothing.", by=WORKER,
        at=lives.at,
    )  # fmt: skip
    return datetime(on.year, on.month, on.day, 7, tzinfo=UTC)


def test_the_working_day_before_one_message_says_that_something_is_due_and_nothing_else(lives, worker):
    at = a_day_before(lives)
    assert acts.send_reminders(at=at) == 1
    (message,) = mail.outbox
    assert message.to == ["worker@example.org"]
    for word in ("Robin", "C-7K4QX", "Alder", "Visit", "visit", "child"):
        assert word not in message.subject + message.body
    assert "Sign in" in message.body
    assert acts.send_reminders(at=at + timedelta(hours=3)) == 0
    assert len(mail.outbox) == 1


def test_nothing_is_sent_on_other_days_on_days_off_or_to_who_said_no(lives, worker, client_for):
    at = a_day_before(lives)
    assert acts.send_reminders(at=at - timedelta(days=7)) == 0
    saturday = at + timedelta(days=(5 - at.weekday()) % 7)
    assert acts.send_reminders(at=saturday) == 0
    browser = client_for(worker)
    browser.post("/account/calendar/reminders/", {"wanted": "no"})
    assert "You get no reminders." in browser.get("/account/calendar/").content.decode()
    assert acts.send_reminders(at=at) == 0
    browser.post("/account/calendar/reminders/", {"wanted": "yes"})
    assert acts.send_reminders(at=at) == 1


def test_what_could_not_be_sent_is_tried_again_and_is_not_lost(lives, worker):
    at = a_day_before(lives)
    with patch("carecommons.site.notices.acts.send_mail", side_effect=OSError("no mail server")):
        assert acts.send_reminders(at=at) == 0
    assert not ReminderSent.objects.exists()
    assert acts.send_reminders(at=at) == 1


def test_invented_people_of_a_demonstration_get_no_mail(lives, worker):
    from carecommons.people.models import Account

    Account.objects.filter(pk=worker.id).update(is_demo=True)
    assert acts.send_reminders(at=a_day_before(lives)) == 0


# ------------------------------------------------------------------ programs
def test_a_program_lists_and_stops_calendars_and_chooses_reminders(lives, worker, token_for, client):
    headers = {"authorization": f"Bearer {token_for(worker)}"}
    key_of(worker)
    listed = client.get("/api/v1/me/calendars", headers=headers).json()
    (one,) = listed["items"]
    assert set(one) == {"id", "made_at", "expires_at"}
    assert client.delete(f"/api/v1/me/calendars/{one['id']}", headers=headers).status_code == 204
    assert client.get("/api/v1/me/reminders", headers=headers).json() == {"wanted": True}
    sent = client.put(
        "/api/v1/me/reminders", {"wanted": False}, content_type="application/json", headers=headers
    )  # fmt: skip
    assert sent.json() == {"wanted": False}
