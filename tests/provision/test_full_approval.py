"""A registration or approval on pages: an officer records it, and relatives and friends only after the panel."""

import json
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from carecommons.common.errors import Faulty
from carecommons.people.roles import Role
from carecommons.provision.actions import add_home, record_terms
from carecommons.provision.full_approval import FULL_DAYS, check_full_days, is_change
from carecommons.provision.homes import Standing
from carecommons.provision.models import HomeTerms
from carecommons.provision.queries import full_approval_days, home
from carecommons.register.models import Entry
from matching.searches_made import (
    AT,
    DEVON,
    KENT,
    OFFICER,
    TODAY,
    a_provider,
    an_entry,
    homes,
    terms,
)

NOW = datetime.now(UTC)
REAL = localdate(NOW)
DAY = timedelta(days=1)
DAYS = {"panel_recommended_on": TODAY, "decided_on": TODAY}


def typed(**days: date) -> dict[str, str]:
    return {
        f"{name}_{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")
    }


ANSWERS = {
    "number": "CP-7", "holds": "lasting", "age_min": "0", "age_max": "17", "sexes": "any", "places": "1",
    **typed(from_day=REAL),
}  # fmt: skip
FULL = typed(panel_recommended_on=REAL - DAY, decided_on=REAL)


@pytest.fixture
def aunt(founding):
    return homes(an_entry("Aunt", None, kind="connected_person", named=frozenset({uuid4()}), terms=None))[0]


@pytest.fixture
def officer(client_as):
    return client_as(Role.PLACEMENT_OFFICER, authority=KENT)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


# ---------------------------------------------------------------- the rule
@given(st.integers(-40, 5), st.integers(-40, 5), st.integers(-40, 40))
def test_the_panel_comes_first_then_the_decision_then_the_approval_and_neither_lies_ahead(panel, decided, begins):
    days = {"panel_recommended_on": TODAY + panel * DAY, "decided_on": TODAY + decided * DAY}
    right = panel <= decided <= 0 and decided <= begins
    with nullcontext() if right else pytest.raises(Faulty):
        check_full_days("connected_person", terms(from_day=TODAY + begins * DAY), days, recorded=(), on=TODAY)


OLD = terms(number="CP 7", from_day=TODAY, to_day=TODAY + 9 * DAY)


@pytest.mark.parametrize(
    ("changed", "recorded", "change"),
    [
        ({}, (), False), ({}, (OLD,), False), ({"to_day": OLD.to_day}, (OLD,), True),
        ({"to_day": OLD.to_day, "number": "cp7"}, (OLD,), True),
        ({"to_day": OLD.to_day, "cancelled_on": TODAY}, (OLD,), True),
        ({"to_day": OLD.to_day + DAY}, (OLD,), False), ({"to_day": OLD.to_day, "from_day": TODAY - DAY}, (OLD,), False),
        ({"to_day": OLD.to_day, "number": "CP-8"}, (OLD,), False),
        ({}, (OLD, terms(number="CP 7", from_day=TODAY)), True),
        ({}, (terms(number="CP 7", from_day=TODAY, cancelled_on=TODAY),), False),
    ],
)  # fmt: skip
def test_what_lets_the_home_do_no_more_than_before_under_its_number_is_a_change(changed, recorded, change):
    assert is_change(terms(**{"number": "CP 7", "from_day": TODAY} | changed), recorded) is change


# ---------------------------------------------------------------- the act
@pytest.mark.django_db
@pytest.mark.parametrize("lasts", [None, TODAY + 400 * DAY])
@pytest.mark.parametrize("name", FULL_DAYS)
def test_no_terms_of_a_relative_are_recorded_without_the_days_of_panel_and_decision(aunt, name, lasts):
    given = terms(number="CP-7", from_day=TODAY, to_day=lasts)
    with pytest.raises(Faulty, match=r"reg 25\(1\)\(a\) and 27") as refused:
        record_terms(home_id=aunt, terms=given, **{**DAYS, name: None}, by=OFFICER, at=AT)
    assert (refused.value.code, [fault.column for fault in refused.value.faults]) == ("full_not_complete", [name])
    assert not HomeTerms.objects.exists()
    assert not Entry.objects.filter(kind="terms_recorded").exists()


@pytest.mark.django_db
def test_they_stand_in_the_sealed_part_of_the_entry_and_are_found_by_the_number(aunt):
    record_terms(home_id=aunt, terms=terms(number="CP-7", from_day=TODAY), **DAYS, by=OFFICER, at=AT)
    assert json.loads(Entry.objects.get(kind="terms_recorded").public) == {}
    assert full_approval_days(aunt, "CP-7") == DAYS
    assert full_approval_days(aunt, "CP-8") == {}
    record_terms(home_id=aunt, terms=terms(number="CP-7", from_day=TODAY, cancelled_on=TODAY), by=OFFICER, at=AT + DAY)
    assert home(aunt, by=OFFICER, at=AT + DAY).standing is Standing.CANCELLED
    assert full_approval_days(aunt, "CP-7") == DAYS, "what stops it needs no panel and changes no day"


@pytest.mark.django_db
def test_they_are_not_asked_of_other_homes_and_no_relative_is_entered_with_an_approval(founding):
    alder = homes(an_entry("Alder", a_provider()))[0]
    record_terms(home_id=alder, terms=terms(number="FA-2"), by=OFFICER, at=AT)
    with pytest.raises(Faulty, match="Put right") as refused:
        record_terms(home_id=alder, terms=terms(number="FA-3"), **DAYS, by=OFFICER, at=AT)
    assert [fault.column for fault in refused.value.faults] == list(FULL_DAYS)
    named = frozenset({uuid4()})
    with pytest.raises(Faulty) as entered:
        add_home(entry=an_entry("Aunt", None, kind="connected_person", named=named), by=OFFICER, at=AT)
    assert [fault.column for fault in entered.value.faults] == ["terms"]


@pytest.mark.django_db
def test_a_last_day_before_the_first_is_refused_in_words(founding):
    alder = homes(an_entry("Alder", a_provider()))[0]
    wrong = terms(to_day=date(2019, 1, 1), suspended_from=TODAY, suspended_to=TODAY - DAY)
    with pytest.raises(Faulty) as refused:
        record_terms(home_id=alder, terms=wrong, by=OFFICER, at=AT)
    assert [fault.column for fault in refused.value.faults] == ["to_day", "suspended_to"]


# ---------------------------------------------------------------- the page
@pytest.mark.django_db
def test_an_officer_records_the_full_approval_of_a_relative_on_a_page_linked_from_the_home(officer, aunt):
    page = f"/homes/{aunt}/terms/"
    assert f'href="{page}"' in officer.get(f"/homes/{aunt}/").content.decode()
    shown = officer.get(page)
    assert shown.status_code == 200
    assert 'value="TA-' not in shown.content.decode()
    refused = officer.post(page, ANSWERS)
    assert refused.status_code == 422
    assert "Give the day on which the fostering panel recommended" in text(refused)
    assert officer.post(page, {**ANSWERS, **FULL})["Location"] == f"/homes/{aunt}/"
    row = HomeTerms.objects.get()
    assert (row.number, row.to_day, row.age_max, row.places) == ("CP-7", None, 17, 1)
    assert full_approval_days(aunt, "CP-7") == {"panel_recommended_on": REAL - DAY, "decided_on": REAL}
    said = text(officer.get(f"/homes/{aunt}/"))
    assert "the fostering panel recommended it on" in said
    again = officer.get(page).content.decode()
    assert 'value="CP-7"' in again, "a change begins from what stands"


@pytest.mark.django_db
def test_an_approval_for_a_time_is_nothing_to_change_from(officer, aunt):
    TA = terms(number="TA-1", from_day=REAL, to_day=REAL + 111 * DAY)
    HomeTerms(home_id=aunt, recorded_at=AT, **asdict(TA)).save()
    assert "TA-1" not in officer.get(f"/homes/{aunt}/terms/").content.decode()


@pytest.mark.django_db
def test_a_foster_family_has_stays_and_an_exemption_and_a_registered_home_has_a_statement(officer, founding):
    alder, house = homes(an_entry("Alder", a_provider()), an_entry("House", a_provider("Other"), kind="childrens_home"))
    foster = officer.get(f"/homes/{alder}/terms/")
    assert "For which stays?" in text(foster)
    assert "panel" not in text(foster)
    registered = officer.get(f"/homes/{house}/terms/")
    assert "Which needs does its statement name?" in text(registered)
    assert "For which stays?" not in text(registered)
    until = {
        **ANSWERS, "number": "FA-9", "holds": "until", "stays": ["short_break"], "exempt_because": "Three brothers.",
        **typed(to_day=REAL + 30 * DAY, exempt_on=REAL),
    }  # fmt: skip
    wrong = {key: value for key, value in until.items() if not key.startswith("to_day")}
    assert "Enter the last day" in text(officer.post(f"/homes/{alder}/terms/", wrong))
    assert officer.post(f"/homes/{alder}/terms/", {**until, "exempt_because": ""}).status_code == 422
    assert officer.post(f"/homes/{alder}/terms/", until).status_code == 302
    bound = home(alder, by=OFFICER, at=datetime.now(UTC)).binding
    assert (bound.number, bound.to_day, bound.stays, bound.exempted(REAL)) == (
        "FA-9", REAL + 30 * DAY, ("short_break",), True,
    )  # fmt: skip
    stopped = {**ANSWERS, "number": "SC-1", **typed(restricted_from=REAL)}
    assert officer.post(f"/homes/{house}/terms/", stopped).status_code == 302
    assert home(house, by=OFFICER, at=datetime.now(UTC)).standing is Standing.RESTRICTED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "council", "status"),
    [
        (Role.TEAM_MANAGER, KENT, 403), (Role.SOCIAL_WORKER, KENT, 403), (Role.PROVIDER_MANAGER, KENT, 403),
        (Role.PLACEMENT_OFFICER, DEVON, 404),
    ],
)  # fmt: skip
def test_nobody_else_records_it(client_as, aunt, role, council, status):
    who = client_as(role, authority=council)
    assert who.get(f"/homes/{aunt}/terms/").status_code == status
    assert who.post(f"/homes/{aunt}/terms/", {**ANSWERS, **FULL}).status_code == status
    assert f"/homes/{aunt}/terms/" not in who.get(f"/homes/{aunt}/").content.decode()
    assert not HomeTerms.objects.exists()


@pytest.mark.django_db
def test_programs_owe_the_same(client, person, token_for, aunt):
    head = {"Authorization": f"Bearer {token_for(person(Role.PLACEMENT_OFFICER, authority=KENT))}"}
    body = {"number": "CP-7", "from_day": f"{REAL}", "age_min": 0, "age_max": 17, "places": 1}
    days = {"panel_recommended_on": f"{REAL}", "decided_on": f"{REAL}"}

    def send(sent):
        where = f"/api/v1/provision/homes/{aunt}/terms"
        return client.post(where, json.dumps(sent), content_type="application/json", headers=head)

    refused = send(body)
    assert (refused.status_code, refused.json()["code"]) == (422, "full_not_complete")
    assert send(body | days).status_code == 200
    assert full_approval_days(aunt, "CP-7") == dict.fromkeys(days, REAL)
