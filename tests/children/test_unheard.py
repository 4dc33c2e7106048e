"""A child who says nothing of their own: only for a lawful reason, on record, counted, and read by the child."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carecommons.children.counts import how_heard
from carecommons.children.queries import children_unheard, wishes
from carecommons.children.wishes import (
    ASKED_STAGES,
    EXCEPTIONS,
    HOWS,
    NOT_REACHED,
    NOT_SAFE,
    OBSERVED,
    OWN_EXCEPTIONS,
    Wish,
    heard,
    still_to_ask,
)
from carecommons.common.errors import Faulty, NotNow, ReasonMissing
from carecommons.decisions.actions import propose, propose_tonight
from carecommons.decisions.queries import sheet
from carecommons.matching.actions import make_shortlist, open_emergency
from carecommons.matching.emergency import Said
from carecommons.matching.queries import child_to_ask, next_of, referral, shortlist
from carecommons.people.roles import Role
from carecommons.site.days import my_day
from matching.searches_made import (
    AT,
    DEVON,
    KENT,
    OFFICER,
    TODAY,
    WORKER,
    a_child,
    a_provider,
    a_search,
    an_entry,
    family_asked,
    homes,
    someone,
    wish,
)
from walk_world import NO_ROUND

pytestmark = pytest.mark.django_db
REASON = "She is two years old and has no words yet for this."
WATCHED = {"words": REASON, "how": OBSERVED, "observed_by": "Her key worker, who has known her a year"}


@pytest.fixture
def child(founding):
    homes(an_entry("Alder House", a_provider()), an_entry("Birch", a_provider("B")))
    return a_child()


def searched(child, why="planned_move", **changes):
    search = a_search(child, why=why, **changes)
    family_asked(search)
    return search


@pytest.mark.parametrize("how", [*EXCEPTIONS])
def test_every_exception_is_a_choice_and_is_said_to_the_child_in_plain_words(how):
    assert how in HOWS
    assert len(OWN_EXCEPTIONS[how].split()) <= 25
    assert "could not" in OWN_EXCEPTIONS[how] or "not" in OWN_EXCEPTIONS[how]


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"how": OBSERVED}, "observed_by"), ({"how": OBSERVED, "observed_by": " "}, "observed_by"),
        ({"how": "said", "observed_by": "Somebody"}, "observed_by"), ({"how": NOT_SAFE, "words": "No."}, "words"),
        ({"how": NOT_REACHED, "words": "Too late."}, "words"), ({"how": NOT_SAFE, "words": ""}, "words"),
    ],
)  # fmt: skip
def test_no_exception_without_its_reason_and_who_watched(child, given, column):
    with pytest.raises(Faulty) as refused:
        wish(child, **({"words": REASON} | given))
    assert column in [fault.column for fault in refused.value.faults]
    assert not wishes(child)


@pytest.mark.parametrize("given", [WATCHED, {"how": NOT_SAFE, "words": REASON}, {"how": "not_said", "words": "Asked."}])
def test_a_lawful_exception_unlocks_the_list(child, given):
    search = searched(child)
    assert next_of(referral(search), AT) == "wishes"
    wish(child, **given)
    assert make_shortlist(referral_id=search, by=OFFICER, at=AT)


def test_could_not_be_reached_unlocks_nothing_where_nothing_presses(child):
    search = searched(child)
    wish(child, words=REASON, how=NOT_REACHED)
    assert next_of(referral(search), AT) == "wishes"
    with pytest.raises(NotNow) as refused:
        make_shortlist(referral_id=search, by=OFFICER, at=AT)
    assert refused.value.code == "wishes_not_asked"


def test_nor_may_such_a_search_be_decided_on_it(child):
    search = searched(child)
    wish(child)
    make_shortlist(referral_id=search, by=OFFICER, at=AT)
    wish(child, words=REASON, how=NOT_REACHED, stage="before_decision", at=AT + timedelta(minutes=1))
    assert child_to_ask(referral(search))
    with pytest.raises(ReasonMissing) as refused:
        chosen(search)
    assert [lack.code for lack in refused.value.facts["lacks"]] == ["wish_before_decision_missing"]


def test_in_an_emergency_it_unlocks_both_and_is_owed_within_two_working_days(child):
    said = Said(cause="carers_life", cannot_wait="Her carer was taken to hospital.", not_asked_because=REASON)
    tonight = open_emergency(child_id=child, said=said, by=WORKER, at=AT)
    wish(child, words=REASON, how=NOT_REACHED)
    make_shortlist(referral_id=tonight, by=OFFICER, at=AT)
    wish(child, words=REASON + " Again.", how=NOT_REACHED, stage="before_decision", at=AT + timedelta(minutes=1))
    assert sheet(tonight, at=AT).heard_since
    home = shortlist(tonight).appropriate[0].home_id
    why = "It is near, and can take her tonight."
    assert propose_tonight(search_id=tonight, home_id=home, why=why, by=OFFICER, at=AT + timedelta(minutes=2))
    (owed,) = children_unheard(WORKER, TODAY)
    assert owed.by_day == date(2026, 11, 24), "Friday and two working days"
    assert children_unheard(someone(authority=DEVON), TODAY) == ()
    assert children_unheard(someone(Role.CHILD, children=frozenset({child})), TODAY) == ()
    assert children_unheard(someone(Role.ADVOCATE, children=frozenset({child})), TODAY) == (owed,)
    (line,) = [each for each in my_day(WORKER, at=AT, at_most=99).lines if "could not be reached" in each.title]
    assert line.due_on == owed.by_day
    wish(child, stage="any_time", at=AT + timedelta(hours=3))
    assert children_unheard(WORKER, TODAY) == (), "asked after all"


def chosen(search, at=AT + timedelta(minutes=2)):
    first, *others = shortlist(search).appropriate
    return propose(
        **NO_ROUND, referral_id=search, home_id=first.home_id,
        why_chosen="It meets every need, and is near the school she knows.",
        why_not={other.home_id: f"{other.name} is farther from the school that she knows." for other in others},
        wishes_effect="did_not_change", wishes_how="She could not be asked in the time, and is asked on Monday.",
        by=OFFICER, at=at,
    )  # fmt: skip


def test_a_child_refuses_to_be_profiled_or_to_say_and_is_still_found_a_home(founding):
    """Edge case of handbook section 7: the child refuses the SDQ or to be profiled."""
    homes(an_entry("Alder House", a_provider()))
    child = a_child(*(None,) * 12)
    search = searched(child)
    wish(child, words="Asked twice in her room. She turned away.", how="not_said")
    make_shortlist(referral_id=search, by=OFFICER, at=AT)
    listed = shortlist(search)
    assert len(listed.shown) == 1
    assert listed.shown[0].waiting, "what nobody knows fits nothing, and is never nought"
    assert listed.levels == (None,) * 12


@pytest.mark.parametrize("how", ["interpreter", "shown", "advocate"])
def test_an_interpreter_or_a_communication_aid_is_the_childs_own_voice_and_no_exception(child, how):
    """Edge case of handbook section 7: interpreter or communication aid needed."""
    search = searched(child)
    wish(child, how=how)
    assert not wishes(child)[0].unsaid
    assert make_shortlist(referral_id=search, by=OFFICER, at=AT)


def test_exceptions_are_counted_by_the_newest_time_of_being_asked(child):
    other = a_child(reference="C-7K5QA")
    wish(child)
    wish(child, at=AT + timedelta(hours=1), **WATCHED)
    wish(other)
    told = how_heard(TODAY - timedelta(days=30), TODAY, stages=ASKED_STAGES, exceptions=EXCEPTIONS)
    assert told == {child: (KENT, OBSERVED), other: (KENT, "In their own way")}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (WATCHED, "You were too young to say it, or could not."),
        ({"how": "not_said", "words": "Asked."}, "That is fine"),
        ({"how": NOT_SAFE, "words": REASON}, "It was not safe for you."),
        ({"how": NOT_REACHED, "words": REASON}, "We must ask you soon."),
    ],
)  # fmt: skip
def test_the_child_reads_why_nobody_asked_in_plain_words(child, client_as, given, told):
    wish(child, **given)
    mine = client_as(Role.CHILD, children=[child]).get(f"/children/{child}/mine/").content.decode()
    assert told in mine
    if given["how"] != "not_said":
        assert REASON in mine
    record = client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/children/{child}/").content.decode()
    assert EXCEPTIONS[given["how"]] in record


def test_the_form_asks_who_watched_and_says_so(child, client_as):
    client = client_as(Role.SOCIAL_WORKER, authority=KENT)
    told = {"stage": "before_shortlist", "words": REASON, "how": OBSERVED, "said_on": f"{TODAY:%Y-%m-%d}"}
    missing = client.post(f"/children/{child}/wishes/add/", told)
    assert missing.status_code == 422
    assert "Say who watched" in missing.content.decode()
    assert client.post(f"/children/{child}/wishes/add/", told | {"observed_by": "Her key worker"}).status_code == 302
    assert "Watched by Her key worker" in client.get(f"/children/{child}/wishes/").content.decode()


def a_wish(how, hours, stage="before_shortlist"):
    at = AT + timedelta(hours=hours)
    return Wish(uuid4(), stage, "words", how, timezone.localdate(at), at, "social_worker")


@given(st.lists(st.tuples(st.sampled_from(sorted(HOWS)), st.integers(0, 500)), max_size=12))
def test_being_owed_ends_only_when_somebody_asks_later(told):
    """The day is there exactly when a standing "not reached" has no later record of the child being asked."""
    found = [a_wish(how, hours) for how, hours in told]
    missed = [each for each in found if each.how == NOT_REACHED]
    asked = [each for each in found if each.how != NOT_REACHED]
    owed = [each for each in missed if all(other.recorded_at <= each.recorded_at for other in asked)]
    day = still_to_ask(found, working_days=2)
    assert (day is not None) == bool(owed)
    if day is not None:
        assert day > min(each.said_on for each in owed)


@given(st.lists(st.sampled_from(sorted(HOWS)), min_size=1, max_size=6))
def test_not_reached_never_counts_as_heard_outside_an_emergency(hows):
    found = [a_wish(how, number) for number, how in enumerate(hows)]
    given = {"since": AT, "since_on": TODAY}
    calm, urgent = (heard(found, "before_shortlist", emergency=on, **given) for on in (False, True))
    assert all(each.how != NOT_REACHED for each in calm)
    assert len(urgent) == len(hows)
