"""Nobody reads that a child was asked and kept silent where they were not asked: the record is printed as it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils.timezone import localdate

from carecommons.children import actions as children
from carecommons.children.wishes import NOT_REACHED, NOT_SAFE, NOT_SAID, OBSERVED, Wish
from carecommons.constitution.actions import publish_founding
from carecommons.decisions import queries as decisions
from carecommons.matching import queries
from carecommons.matching.actions import make_shortlist
from carecommons.matching.shortlist import Test as Asking
from carecommons.matching.showing import asked_of_child
from carecommons.people.roles import Role
from decisions.test_decision_pages import text
from walk_world import KENT, WORKER, Search, add_child, add_home, choose_tonight, search, wish

AT = datetime.now(UTC) - timedelta(minutes=30)
SILENT = "The child was asked and did not want to say"


def recorded(how: str, words: str, *, minutes: int = 0, **more) -> Wish:
    at = AT + timedelta(minutes=minutes)
    return Wish(uuid4(), "before_shortlist", words, how, localdate(at), at, "social_worker", **more)


@pytest.fixture
def home(db):
    """A home of a list on which no wish of the child's stands."""
    found = search(at=AT)
    return replace(queries.shortlist(found.id).shown[0], wishes=())


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (NOT_SAID, SILENT),
        (NOT_SAFE, "It was not safe to ask the child"),
        (NOT_REACHED, "The child could not be reached in the time"),
        (OBSERVED, "The child is too young or unable to say, and was watched by their nursery"),
    ],
)
def test_each_lawful_exception_is_said_as_what_it_is(home, how, words):
    kept = recorded(how, "The reason.", observed_by="their nursery" if how == OBSERVED else "")
    asked = asked_of_child(home, [kept], not_asked="")
    assert (asked.tests, asked.why, asked.recorded) == ((), words, kept)


def test_a_child_whom_nobody_asked_is_not_said_to_have_kept_silent(home):
    assert asked_of_child(home, [], not_asked="").why == "The child has not been asked yet"
    tonight = asked_of_child(home, [], not_asked="Asleep.")
    assert tonight.why == "The child has not been asked yet: Asleep"
    assert tonight.recorded is None


def test_the_newest_record_is_the_one_that_is_printed(home):
    first, last = recorded(NOT_REACHED, "Asleep.", minutes=0), recorded(NOT_SAID, "", minutes=5)
    assert asked_of_child(home, [last, first], not_asked="Asleep.").recorded == last


def test_words_that_came_after_the_list_are_named_as_theirs(home):
    assert asked_of_child(home, [recorded("said", "Near school."), recorded(NOT_SAID, "")], not_asked="").why == "said"


def test_an_adult_s_reason_is_no_wish_and_what_was_seen_is(home):
    kept = {how: recorded(how, "The reason.") for how in (NOT_SAFE, OBSERVED)}
    for how, stays in ((NOT_SAFE, False), (OBSERVED, True)):
        frozen = replace(home, wishes=(Asking("The reason.", "unknown", "", str(kept[how].id)),))
        assert bool(asked_of_child(frozen, [kept[how]], not_asked="").tests) is stays


def emergency(*, how: str = "") -> tuple[Search, UUID]:
    publish_founding(at=AT - timedelta(days=30))
    child = add_child(at=AT)
    homes = {"Alder": add_home("Alder", at=AT)}
    if how:
        children.record_wish(
            child_id=child, stage="before_shortlist", words="She was asleep after a long night at the hospital.",
            how=how, said_on=localdate(AT), by=WORKER, at=AT,
        )  # fmt: skip
    found = Search(child, child, homes, AT)
    return found, choose_tonight(found)


@pytest.mark.django_db
def test_the_approver_of_an_emergency_reads_why_the_child_was_not_asked(client_as):
    _, decision_id = emergency()
    said = text(client_as(Role.TEAM_MANAGER, authority=KENT).get(f"/decisions/{decision_id}/"))
    assert "The child has not been asked yet: Asleep." in said
    assert "did not want to say" not in said


@pytest.mark.django_db
@pytest.mark.parametrize(("how", "words"), [(NOT_SAFE, "It was not safe to ask"), (NOT_SAID, SILENT)])
def test_the_approver_reads_the_exception_that_was_recorded_and_it_is_no_question_to_a_home(client_as, how, words):
    _, decision_id = emergency(how=how)
    said = text(client_as(Role.TEAM_MANAGER, authority=KENT).get(f"/decisions/{decision_id}/"))
    assert words in said
    assert "She was asleep after a long night at the hospital." in said
    assert "(not asked of this home yet)" not in said
    assert (SILENT in said) is (how == NOT_SAID)


@pytest.mark.django_db
def test_the_list_and_the_page_of_a_home_say_it_alike(client_as):
    found, decision_id = emergency(how=NOT_SAFE)
    tonight = decisions.decision(decision_id).referral_id
    worker = client_as(Role.SOCIAL_WORKER, authority=KENT)
    for page in (f"/searches/{tonight}/homes/", f"/searches/{tonight}/homes/{found.homes['Alder']}/"):
        said = text(worker.get(page))
        assert "It was not safe to ask the child" in said
        assert "did not want to say" not in said


@pytest.mark.django_db
def test_a_wish_still_stands_on_the_list_beside_an_exception():
    found = search(at=AT)
    children.record_wish(
        child_id=found.child, stage="before_decision", words="She was asleep after a long night at the hospital.",
        how=NOT_SAFE, said_on=localdate(AT), by=WORKER, at=AT + timedelta(minutes=4),
    )  # fmt: skip
    wish(found.child, "before_shortlist", at=AT + timedelta(minutes=5), words="A room of my own.")
    make_shortlist(referral_id=found.id, by=WORKER, at=AT + timedelta(minutes=6))
    names = [test.name for test in queries.shortlist(found.id).shown[0].wishes]
    assert "A room of my own." in names
    assert not any("asleep" in name for name in names)
