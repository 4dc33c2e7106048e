"""Ending a stay with the return's reason, and taking back a planned move, on a page and by program."""

from datetime import timedelta

import pytest

from carecommons.common.errors import NotAllowed, Refused
from carecommons.decisions.actions import end_placement, withdraw_move
from carecommons.decisions.ending import End, LedBy
from carecommons.decisions.stays import END_REASONS
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.actions import report_vacancy, take_place
from carecommons.provision.models import Resident, WithdrawnStay
from carecommons.register.models import Entry
from matching.searches_made import (
    DEVON,
    KENT,
    MANAGER,
    OFFICER,
    REAL_TODAY,
    WORKER,
    a_child,
    a_provider,
    an_entry,
    homes,
    someone,
)  # fmt: skip

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def lives(founding):
    """A child in home One since ten days; home Two is free."""
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    one, two = homes(an_entry("One", a_provider()), an_entry("Two", a_provider("Other")))
    child = a_child()
    for each in (one, two):
        report_vacancy(home_id=each, free=1, by=OFFICER, at=now)
    take_place(home_id=one, resident=child, from_day=REAL_TODAY - 10 * DAY, by=MANAGER, at=now)
    return child, one, two, now


HOME_AGAIN = {"care_ends": "E4A", "planned": "yes", "led_by": "child"}


def end(child, *, reason="E4A", by=MANAGER, at):
    """The child goes home, as planned."""
    said = End(REAL_TODAY, reason, "", planned=True, led_by=LedBy.CHILD)
    return end_placement(child_id=child, end=said, by=by, at=at)


def plan(lives):
    child, _, two, now = lives
    take_place(home_id=two, resident=child, from_day=REAL_TODAY + 14 * DAY, by=MANAGER, at=now)


def test_the_reasons_are_the_returns_own_that_may_be_used_today():
    assert {"E4A", "E11", "E17", "E8"} <= set(END_REASONS)
    assert not {"X1", "E43", "E44"} & set(END_REASONS)


def test_a_stay_ends_with_a_reason_of_the_return_and_no_other(lives):
    child, _, _, now = lives
    with pytest.raises(Refused) as refusal:
        end(child, reason="E99", at=now)
    assert refusal.value.code == "end_reason_unknown"
    end(child, at=now)
    assert Resident.objects.values_list("to_day", "end_reason").get() == (REAL_TODAY, "E4A")


@pytest.mark.parametrize("by", [WORKER, OFFICER, someone(Role.TEAM_MANAGER, DEVON)])
def test_only_those_who_approve_for_the_childs_council_end_a_stay_or_take_a_move_back(lives, by):
    plan(lives)
    child, _, _, now = lives
    with pytest.raises(NotAllowed):
        end(child, by=by, at=now)
    with pytest.raises(NotAllowed):
        withdraw_move(child_id=child, reason="x", by=by, at=now)
    assert not Entry.objects.filter(kind__in=["stay_ended", "move_withdrawn"]).exists()


def test_on_a_page_the_planned_move_is_taken_back_and_the_stay_ended(lives, client_as):
    plan(lives)
    child = lives[0]
    manager = client_as(Role.TEAM_MANAGER, authority=KENT)
    page = f"/children/{child}/stay/"
    assert page in manager.get(f"/children/{child}/").content.decode()
    assert "A move is planned" in manager.get(page).content.decode()
    assert Look.objects.filter(child_id=child, act="provision.take_place").exists()
    assert manager.post(page, {"act": "withdraw", "why": ""}).status_code == 422
    assert not WithdrawnStay.objects.exists()
    assert manager.post(page, {"act": "withdraw", "why": "The carer fell ill."}).status_code == 302
    assert Resident.objects.values_list("home_id", "to_day").get() == (lives[1], None)
    assert manager.post(page, {"act": "leave", "to_day": str(REAL_TODAY)}).status_code == 422
    assert manager.post(page, {"act": "leave", "to_day": str(REAL_TODAY), **HOME_AGAIN}).status_code == 302
    assert Resident.objects.get().end_reason == "E4A"
    nothing = manager.post(page, {"act": "leave", "to_day": str(REAL_TODAY), **HOME_AGAIN})
    assert nothing.status_code == 422
    assert "No home of the register is recorded" in manager.get(page).content.decode()
    assert client_as(Role.SOCIAL_WORKER, authority=KENT).get(page).status_code == 403
    assert client_as(Role.TEAM_MANAGER, authority=DEVON).get(page).status_code == 404
