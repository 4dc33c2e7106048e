"""A button pressed twice keeps what a child said once."""

from datetime import timedelta

import pytest

from carecommons.children.models import RecordedWish
from carecommons.people.roles import Role
from carecommons.register.models import Entry
from walk_world import NOON, acting, add_child, wish

pytestmark = pytest.mark.django_db


def test_the_same_words_of_the_same_person_within_a_minute_are_kept_once():
    child = add_child()
    first = wish(child, "before_decision")
    assert wish(child, "before_decision", at=NOON + timedelta(seconds=60)) == first
    assert RecordedWish.objects.count() == 1
    assert Entry.objects.filter(kind="wish_recorded").count() == 1


def test_other_words_another_stage_another_person_or_a_later_time_are_kept_beside_it():
    child, other = add_child(), acting(Role.SOCIAL_WORKER, number=2)
    kept = {
        wish(child, "before_decision"),
        wish(child, "before_decision", words="I want to stay with my brother now."),
        wish(child, "before_shortlist"),
        wish(child, "before_decision", by=other),
        wish(child, "before_decision", at=NOON + timedelta(seconds=61)),
    }
    assert len(kept) == RecordedWish.objects.count() == 5


def test_of_another_child_too():
    assert wish(add_child(), "before_decision") != wish(add_child(reference="C-9M2WA"), "before_decision")
