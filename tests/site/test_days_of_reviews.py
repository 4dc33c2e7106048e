"""What reviews put on whose day: an acknowledgement, a panel, a hearing, what is owed, a digest; with its day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from carecommons.decisions import actions
from carecommons.decisions.models import Decision
from carecommons.people.roles import Person, Role
from carecommons.site.days import my_day
from decisions.test_review_acts import (  # noqa: F401 - the fixtures of the acts
    DIGEST,
    OFFICER,
    WORDS,
    ask,
    at,
    decision,
    find,
    found,
    panel,
    robin,
)
from walk_world import KENT, MEDWAY, acting

pytestmark = pytest.mark.django_db


def owed(person, at):  # noqa: F811
    return [(line.go, line.due_on) for line in my_day(person, at=at, at_most=50).lines if "/reviews/" in line.address]


def test_each_step_stands_on_the_day_of_whoever_owes_it(decision, robin, panel, at):  # noqa: F811
    assert owed(OFFICER, at) == []
    review_id = ask(decision, robin, at)
    assert owed(OFFICER, at) == [("Acknowledge it", date(2026, 11, 24))]
    assert owed(acting(Role.REVIEWING_OFFICER, MEDWAY), at) == owed(acting(Role.SOCIAL_WORKER, KENT, 4), at) == []
    actions.acknowledge_review(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    assert owed(OFFICER, at) == [("Name the panel", date(2026, 12, 18))]
    actions.name_panel(review_id=review_id, posts=[each.id for each in panel], by=OFFICER, at=at)
    assert owed(OFFICER, at) == []
    sitting = [each.who for each in panel]
    due = date(2026, 12, 18)
    assert owed(sitting[2], at) == [("Say whether you have an interest", due)]
    for each in sitting:
        actions.declare_interest(review_id=review_id, interest=False, by=each, at=at)
    assert owed(sitting[2], at) == [("Hear it", due)]
    actions.hear_review(review_id=review_id, how="written", words=WORDS, by=sitting[0], at=at)
    assert owed(sitting[2], at) == [("Write the finding", due)]
    actions.write_finding(
        review_id=review_id, outcome="upheld", remedy="explain", words_child=WORDS, words_parties=WORDS,
        duty_words=WORDS, digest=DIGEST, by=sitting[0], at=at,
    )  # fmt: skip
    assert owed(sitting[0], at) == []
    assert owed(sitting[2], at) == [("Say whether you agree", due)]
    for each in sitting[1:]:
        actions.agree_finding(review_id=review_id, agrees=True, by=each, at=at)
    assert owed(OFFICER, at) == [("Put it right", date(2026, 12, 11))]
    actions.remedy_done(review_id=review_id, words=WORDS, by=OFFICER, at=at)
    assert owed(OFFICER, at) == [("Read the digest and let it out", None)]
    actions.release_digest(review_id=review_id, text=DIGEST, by=OFFICER, at=at)
    assert owed(OFFICER, at) == []


def test_it_is_on_the_day_of_nobody_who_decided_or_asked(decision, at):  # noqa: F811
    reviewing = acting(Role.REVIEWING_OFFICER, number=5)
    ask(decision, reviewing, at)
    Decision.objects.update(answered_by=acting(Role.DIRECTOR).id)
    assert owed(reviewing, at) == owed(acting(Role.DIRECTOR), at) == []
    assert owed(OFFICER, at + timedelta(minutes=1)) != []


def test_a_homes_people_read_beside_their_day_what_can_still_be_looked_at_again(decision, found, at):  # noqa: F811
    carer = Person(role=Role.FOSTER_CARER, id=uuid4(), home_ids=frozenset({found.homes["Birch"]}))
    (aside,) = [each for each in my_day(carer, at=at).asides if each.address == "/reviews/homes/"]
    assert aside.lines == ("1 in which your homes had a part.", "1 in which another home was chosen.")
    late = at + timedelta(days=60)
    assert "/reviews/homes/" not in {each.address for each in my_day(carer, at=late).asides}
