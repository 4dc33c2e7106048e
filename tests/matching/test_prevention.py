"""A search that nobody planned says what lay behind it, and what was tried, before homes are looked at (B17)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import Faulty, NotAllowed, NotNow, Refused
from carecommons.constitution.parameters import listed
from carecommons.matching.actions import make_shortlist, withdraw
from carecommons.matching.counts import causes_for
from carecommons.matching.counts.causes import EVERYWHERE
from carecommons.matching.models import PreventionRecord
from carecommons.matching.prevention import ROOT_CAUSES, Tried, check_prevention, rights_words
from carecommons.matching.queries import next_of, prevention_of, referral, steps_of
from carecommons.matching.referral import WHYS
from carecommons.people.roles import Role
from carecommons.register.models import Entry
from matching.searches_made import (
    AT,
    DEVON,
    FAR_WORKER,
    KENT,
    OFFICER,
    TODAY,
    WORKER,
    a_child,
    a_provider,
    a_ready_search,
    a_search,
    an_entry,
    family_asked,
    homes,
    someone,
    told_what_was_tried,
    tried,
    wish,
)

pytestmark = pytest.mark.django_db
UNPLANNED = listed("unplanned_triggers", TODAY)


@pytest.fixture
def browser(client_as, founding):
    """browser(role, council) -> a client signed in as somebody of that council."""
    return lambda role=Role.SOCIAL_WORKER, authority=KENT: client_as(role, authority=authority)


@pytest.fixture
def child(founding):
    homes(an_entry("Alder House", a_provider()))
    return a_child()


def test_every_trigger_on_the_published_list_is_a_reason_for_a_search():
    assert set(UNPLANNED) < set(WHYS)
    assert {"breakdown", "notice", "closure", "allegation", "emergency"} <= set(UNPLANNED)


@pytest.mark.parametrize("why", [why for why in UNPLANNED if why not in ("consent_withdrawn", "emergency")])
def test_no_list_before_it_is_recorded_what_was_tried(child, why):
    wish(child)
    search = a_search(child, why=why)
    family_asked(search)
    assert next_of(referral(search), AT) == "prevention"
    assert steps_of(referral(search), on=TODAY)[0].code == "prevention"
    with pytest.raises(NotNow, match="what was tried so that the child need not move") as refused:
        make_shortlist(referral_id=search, by=OFFICER, at=AT)
    assert refused.value.code == "prevention_not_recorded"
    told_what_was_tried(search)
    assert next_of(referral(search), AT) == "ready"
    assert make_shortlist(referral_id=search, by=OFFICER, at=AT)


@pytest.mark.parametrize("why", sorted(set(WHYS) - set(UNPLANNED)))
def test_a_planned_search_owes_nothing_of_it(child, why):
    search = a_ready_search(child, why=why)
    assert "prevention" not in [step.code for step in steps_of(referral(search), on=TODAY)]
    assert make_shortlist(referral_id=search, by=OFFICER, at=AT)


def test_what_was_tried_is_kept_in_order_and_the_newest_record_counts(child):
    search = a_search(child, why="notice")
    later, earlier = tried("A break for the carer", on=TODAY), tried("A meeting", on=TODAY - timedelta(days=9))
    told_what_was_tried(search, tried=[later, earlier])
    assert [each.what for each in prevention_of(search).tried] == ["A meeting", "A break for the carer"]
    told_what_was_tried(
        search, root_cause="carers_life", tried=[], at=AT + timedelta(hours=1),
        nothing_because="The carer was taken to hospital in the night.",
    )  # fmt: skip
    found = prevention_of(search)
    assert (found.root_cause, found.tried) == ("carers_life", ())
    assert found.cause_words == ROOT_CAUSES["carers_life"]
    assert PreventionRecord.objects.filter(referral_id=search).count() == 2, "what was written before stays"


def test_the_register_shows_that_it_was_said_and_nothing_of_the_child(child):
    search = a_search(child, why="notice")
    told_what_was_tried(search)
    entry = Entry.objects.get(kind="prevention")
    assert json.loads(entry.public) == {"criteria_version": 1}


ONE = Tried("Evenings of help", "Family support", TODAY, "It held.")


@pytest.mark.parametrize(
    ("given", "columns"),
    [
        ({"tried": [], "nothing_because": ""}, ["nothing_because"]),
        ({"tried": [], "nothing_because": "No time"}, ["nothing_because"]),
        ({"tried": [ONE], "nothing_because": "Nothing could be tried in that one night."}, ["nothing_because"]),
        ({"tried": [Tried(" ", "", TODAY, "")]}, ["what", "by_whom", "came_of"]),
        ({"tried": [Tried("Help", "Support", TODAY + timedelta(days=1), "Held")]}, ["tried_on"]),
        ({"tried": [ONE] * 13}, ["tried"]),
    ],
)
def test_either_something_was_tried_or_one_reason_says_why_not(given, columns):
    told = {"root_cause": "not_known", "nothing_because": "", "words_min": 6, "on": TODAY, **given}
    with pytest.raises(Faulty) as refused:
        check_prevention(**told)
    assert refused.value.code == "prevention_not_complete"
    assert [fault.column for fault in refused.value.faults] == columns


SAYING = st.text(st.characters(categories=["L"]), min_size=1, max_size=20)
ATTEMPTS = st.lists(
    st.builds(Tried, SAYING, SAYING, st.dates(max_value=TODAY), SAYING), min_size=1, max_size=12
)  # fmt: skip


def judged(attempts, reason=""):
    check_prevention(root_cause="not_known", tried=attempts, nothing_because=reason, words_min=6, on=TODAY)


@given(ATTEMPTS, st.data())
def test_what_is_accepted_always_says_something(attempts, data):
    """An attempt with its four answers is let through; with one of them gone, or a reason beside it, it is not."""
    judged(attempts)
    place = data.draw(st.integers(0, len(attempts) - 1))
    gone = data.draw(
        st.sampled_from([{"what": " "}, {"by_whom": ""}, {"came_of": " "}, {"tried_on": TODAY + timedelta(days=1)}])
    )
    wrong = [*attempts[:place], replace(attempts[place], **gone), *attempts[place + 1 :]]
    for told, reason in ((wrong, ""), (attempts, "Nothing could be tried in that one night."), ([], "")):
        with pytest.raises(Faulty):
            judged(told, reason)


@given(st.text())
def test_where_nothing_was_tried_a_reason_of_six_words_is_enough_and_fewer_are_not(reason):
    judged([], f"{reason} Nothing could be tried in that one night.")
    with pytest.raises(Faulty):
        judged([], "No time")


def test_an_unknown_cause_a_stranger_and_a_search_that_is_over_are_refused(child):
    search = a_search(child, why="notice")
    with pytest.raises(Refused) as refused:
        told_what_was_tried(search, root_cause="the_child")
    assert refused.value.code == "root_cause_unknown"
    for by in (FAR_WORKER, someone(Role.DIRECTOR)):
        with pytest.raises(NotAllowed):
            told_what_was_tried(search, by=by)
    withdraw(referral_id=search, reason="Going home.", by=WORKER, at=AT)
    with pytest.raises(NotNow) as over:
        told_what_was_tried(search)
    assert over.value.code == "search_is_over"


class TestSection20ParentWithdrawsConsent:
    """Edge case of handbook section 7: the s20 parent withdraws consent (Children Act 1989 s20(7)-(8), (11))."""

    def test_it_is_a_trigger_of_its_own_only_for_a_child_who_lives_away_by_agreement(self, child):
        with pytest.raises(Refused, match="lives away from home by agreement") as refused:
            a_search(child, why="consent_withdrawn")
        assert refused.value.code == "consent_not_theirs"

    def test_the_search_says_what_the_law_says_asks_parents_first_and_owes_what_was_tried(self, founding, browser):
        child = a_child(legal_status="V2")
        search = a_search(child, why="consent_withdrawn", wanted_by=TODAY + timedelta(days=14))
        codes = [step.code for step in steps_of(referral(search), on=TODAY) if step.binding and not step.done]
        assert codes[:2] == ["prevention", "parents"]
        page = browser().get(f"/searches/{search}/").content.decode()
        assert "may take the child home at any time" in page
        assert "a parent withdrew their agreement" in page

    @pytest.mark.parametrize(("age", "told"), [(15, 1), (16, 2), (17, 2)])
    def test_from_16_the_young_person_may_agree_for_themselves(self, age, told):
        found = rights_words(why="consent_withdrawn", age=age)
        assert len(found) == told
        assert rights_words(why="planned_move", age=age) == ()


def test_the_page_asks_keeps_what_was_typed_and_records(child, browser):
    search = a_search(child, why="notice")
    client = browser()
    missing = client.post(f"/searches/{search}/prevention/", {"root_cause": "needs_grew", "what_2": "A clinician came"})
    assert missing.status_code == 422
    text = missing.content.decode()
    assert "Enter the day on which it was tried" in text
    assert "A clinician came" in text
    day = timezone.localdate()
    done = {"root_cause": "needs_grew", "what_2": "A clinician came", "by_whom_2": "Health", "came_of_2": "Not enough",
            "tried_on_2": f"{day:%Y-%m-%d}"}  # fmt: skip
    assert client.post(f"/searches/{search}/prevention/", done).status_code == 302
    assert prevention_of(search).tried == (Tried("A clinician came", "Health", day, "Not enough"),)
    assert "A clinician came" in client.get(f"/searches/{search}/").content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SOCIAL_WORKER, 200), (Role.PLACEMENT_OFFICER, 200), (Role.DIRECTOR, 403)]
)
def test_who_may_say_what_was_tried(child, browser, role, status):
    search = a_search(child, why="notice")
    assert browser(role).get(f"/searches/{search}/prevention/").status_code == status
    assert browser(authority=DEVON).get(f"/searches/{search}/prevention/").status_code == 404


def test_causes_are_counted_each_child_once_and_small_numbers_are_withheld(founding):
    for number in range(9):
        child = a_child(reference=f"C-7K4Q{number}")
        search = a_search(child, why="notice")
        told_what_was_tried(search, root_cause="needs_grew", at=AT)
        told_what_was_tried(search, root_cause="help_for_carer", at=AT + timedelta(hours=1))
    alone = a_child(reference="C-7K5QA")
    told_what_was_tried(a_search(alone, why="breakdown"), root_cause="home_ends")
    found = causes_for(someone(Role.PLANNER), TODAY)
    assert found.places[0] == EVERYWHERE
    told = {row.code: row.cells[0] for row in found.tables[0].rows}
    assert told["needs_grew"].value == 0, "only the newest record of a child counts"
    assert told["home_ends"].value is None, "one child is never printed"
    assert told["help_for_carer"].value in (10, None)


def test_a_planner_reads_the_causes_and_a_carer_does_not(founding, browser):
    assert browser(Role.PLANNER).get("/searches/causes/").status_code == 200
    assert browser(Role.TEAM_MANAGER).get("/searches/causes/").status_code == 200
    assert browser(Role.CLINICIAN).get("/searches/causes/").status_code == 403
    with pytest.raises(NotAllowed):
        causes_for(someone(Role.CLINICIAN), TODAY)
