"""The pages of the register of homes: read by those in reach, written by those who keep it."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from carecommons.people.roles import Role
from carecommons.provision import queries
from carecommons.provision.actions import evidence_capability, take_place
from carecommons.provision.models import Home, VacancyReport
from carecommons.provision.public_list import Listing
from carecommons.provision.queries import home
from carecommons.provision.vacancies import Opening
from matching.searches_made import (
    AT,
    DEVON,
    KENT,
    MANAGER,
    OFFICER,
    REAL_TODAY,
    a_provider,
    able,
    an_entry,
    homes,
    terms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(founding):
    return a_provider()


@pytest.fixture
def alder(provider):
    return homes(
        an_entry("Alder House", provider, capabilities=(able("SP-ASD", on=REAL_TODAY),)), at=datetime.now(UTC)
    )[0]


@pytest.fixture
def officer(client_as):
    return client_as(Role.PLACEMENT_OFFICER, authority=KENT)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ")


def now_of(home_id):
    return home(home_id, by=OFFICER, at=datetime.now(UTC))


def test_the_list_says_how_many_have_a_place_and_is_narrowed(officer, alder, provider):
    homes(an_entry("Birch Lane", provider, free=0, kind="childrens_home"))
    page = text_of(officer.get("/homes/"))
    assert "1 of 2 homes have a place now" in page
    only = text_of(officer.get("/homes/?kind=childrens_home"))
    assert "Birch Lane" in only
    assert "Alder House" not in only
    assert "No home answers to this" in text_of(officer.get("/homes/?words=nothing+like+it"))


def test_the_button_says_the_number_of_the_heading_and_a_child_to_come_does_not_live_there_yet(officer, provider):
    now = datetime.now(UTC)
    elm = homes(
        an_entry("Elm", provider, places=4, free=3, terms=terms(places=4)), at=now - timedelta(minutes=2)
    )[0]  # fmt: skip
    before = text_of(officer.get(f"/homes/{elm}/"))
    assert "Elm: 3 places free" in before
    assert "Still 3 places free" in before
    assert "Who lives there no child now" in before
    later = REAL_TODAY + timedelta(days=5)
    take_place(home_id=elm, resident=uuid4(), from_day=later, awaited=True, by=MANAGER, at=now)
    shown = officer.get(f"/homes/{elm}/")
    assert "Elm: 2 places free" in text_of(shown)
    assert "Still 2 places free" in text_of(shown)
    assert 'name="free" value="2"' in shown.content.decode()
    assert "Who lives there no child now; 1 more is to come, and has a place kept" in text_of(shown)
    assert officer.post(f"/homes/{elm}/free/", {"free": "2"}).status_code == 302
    assert now_of(elm).free == 2
    take_place(home_id=elm, resident=uuid4(), from_day=REAL_TODAY, by=MANAGER, at=datetime.now(UTC))
    page = text_of(officer.get(f"/homes/{elm}/"))
    assert "Elm: 1 place free" in page
    assert "Still 1 place free" in page
    assert "Who lives there 1 child now; 1 more is to come" in page


def test_a_word_that_has_run_out_is_asked_anew_less_those_who_came(officer, provider):
    now = datetime.now(UTC)
    elm = homes(an_entry("Elm", provider, places=2, free=2, terms=terms(places=2)), at=now - timedelta(hours=71))[0]
    take_place(home_id=elm, resident=uuid4(), from_day=REAL_TODAY, by=MANAGER, at=now - timedelta(hours=70))
    VacancyReport.objects.filter(home_id=elm).update(said_at=now - timedelta(hours=200))
    page = text_of(officer.get(f"/homes/{elm}/"))
    assert "Elm: its word has run out: ask again" in page
    assert "Still 1 place free" in page


def test_one_home_says_what_the_law_the_home_and_its_evidence_say(officer, alder):
    page = text_of(officer.get(f"/homes/{alder}/"))
    for words in (
        "Alder House: 1 place free",
        "0 to 17",
        "Invented Care",
        "Autism",
        "Proved",
        "Feelings",
        "weekly therapist",
    ):
        assert words in page, words


def test_a_vacancy_is_two_clicks(officer, alder):
    page = officer.get(f"/homes/{alder}/")
    assert "Still 1 place free" in text_of(page)
    assert "Now full" in text_of(page)
    assert officer.post(f"/homes/{alder}/free/", {"free": "0"}).status_code == 302
    assert now_of(alder).opening is Opening.FULL
    assert officer.post(f"/homes/{alder}/free/", {"free": "1"}).status_code == 302
    assert now_of(alder).opening is Opening.OPEN
    assert VacancyReport.objects.count() == 3


def test_a_number_of_free_places_that_cannot_be_says_why(officer, alder):
    answer = officer.post(f"/homes/{alder}/free/", {"free": "7"})
    assert answer.status_code == 422
    assert "so 0 to 2 can be free" in text_of(answer)
    assert officer.post(f"/homes/{alder}/free/", {}).status_code == 422


def test_evidence_is_attached_and_a_bare_claim_is_said_to_open_nothing(officer, alder):
    path = f"/homes/{alder}/able/"
    assert "Staff numbers and statements of purpose are not evidence" in text_of(officer.get(path))
    assert officer.post(path, {"code": "SP-EAT", "kind": ""}).status_code == 302
    assert "Claimed only: opens nothing" in text_of(officer.get(f"/homes/{alder}/"))
    missing = officer.post(path, {"code": "SP-EAT", "kind": "outcomes"})
    assert missing.status_code == 422
    assert "Enter the name of the document" in text_of(missing)
    done = officer.post(
        path, {"code": "SP-EAT", "kind": "outcomes", "document": "Outcomes 2026", "issued_on": f"{REAL_TODAY:%Y-%m-%d}"}
    )
    assert done.status_code == 302
    assert "Outcomes 2026" in text_of(officer.get(f"/homes/{alder}/"))


def test_evidence_that_has_run_out_is_kept_and_said_to_count_for_nothing(officer, alder):
    given = {"code": "SP-EAT", "kind": "outcomes", "document": "Outcomes", "issued_on": "2019-03-01"}
    old = officer.post(f"/homes/{alder}/able/", {**given, "expires_on": "2020-03-01"}, follow=True)
    assert "Kept, but it has run out and counts for nothing" in text_of(old)
    early = officer.post(f"/homes/{alder}/able/", {**given, "issued_on": f"{REAL_TODAY.year + 1}-12-31"})
    assert early.status_code == 422
    assert "has not come yet" in text_of(early)


def test_a_provider_attaches_and_an_officer_reads(client_as, officer, alder, provider):
    manager = client_as(Role.PROVIDER_MANAGER, provider_id=provider)
    evidence_id = evidence_capability(
        home_id=alder,
        code="SP-SH",
        kind="clinical_input",
        document="A plan",
        issued_on=localdate(AT),
        by=manager.person,
        at=AT,
    )
    assert "I have read it" not in text_of(manager.get(f"/homes/{alder}/"))
    assert manager.post(f"/homes/{alder}/read/{evidence_id}/").status_code == 403
    assert "I have read it" in text_of(officer.get(f"/homes/{alder}/"))
    assert officer.post(f"/homes/{alder}/read/{evidence_id}/").status_code == 302
    assert "read outside the home" in text_of(officer.get(f"/homes/{alder}/"))


def test_levels_left_open_stay_unknown(officer, alder):
    path = f"/homes/{alder}/levels/"
    assert 'value="weekly therapist"' in officer.get(path).content.decode()
    given = {"basis": "A visit on 3 November", "EMO-meets": "2", "EMO-with": "3", "EMO-support": "therapist"}
    assert officer.post(path, given).status_code == 302
    answers = now_of(alder).answers
    assert (answers[0].meets, answers[0].with_support) == (2, 3)
    assert [answer.meets for answer in answers[1:]] == [None] * 11
    wrong = officer.post(path, {**given, "EMO-with": "1"})
    assert wrong.status_code == 422
    assert "Support cannot lower what a home can do" in text_of(wrong)


def test_what_a_newcomer_would_mean_is_written_with_reasons(officer, alder):
    path = f"/homes/{alder}/together/"
    assert officer.post(path, {"answer": "acceptable", "words": ""}).status_code == 422
    assert officer.post(path, {"answer": "acceptable", "words": "Quiet evenings."}).status_code == 302
    assert "Acceptable: Quiet evenings." in text_of(officer.get(f"/homes/{alder}/"))


def test_a_home_is_entered_with_every_fault_at_its_field(officer, provider):
    assert "Enter a home" in text_of(officer.get("/homes/"))
    wrong = officer.post("/homes/add/", {"name": "Cedar"})
    assert wrong.status_code == 422
    facts = {
        "kind": "childrens_home", "name": "Cedar Rise", "provider_id": str(provider), "authority": DEVON, "places": "3",
        "number": "SC1", "from_day": "2020-01-01", "age_min": "8", "age_max": "17", "sexes": "any",
    }  # fmt: skip
    crossed = officer.post("/homes/add/", {**facts, "age_max": "3"})
    assert "Ages run from the younger to the older" in text_of(crossed)
    done = officer.post("/homes/add/", facts)
    assert done.status_code == 302
    row = Home.objects.get()
    assert (row.kept_by, row.authority, row.kind) == (KENT, DEVON, "childrens_home")
    assert "Has not said yet" in text_of(officer.get("/homes/"))


def test_out_of_reach_answers_as_missing(client_as, alder):
    far = client_as(Role.PLACEMENT_OFFICER, authority=DEVON)
    for page in ("", "able/", "levels/", "together/"):
        answer, missing = far.get(f"/homes/{alder}/{page}"), far.get(f"/homes/{uuid4()}/{page}")
        assert answer.status_code == missing.status_code == 404
    assert "Alder House" not in text_of(far.get("/homes/"))
    assert far.post(f"/homes/{alder}/free/", {"free": "0"}).status_code == 404
    assert now_of(alder).opening is Opening.OPEN


def test_the_public_list_stands_beside_and_is_never_merged(officer, provider, monkeypatch):
    (one,) = homes(an_entry("Alder House", provider, kind="childrens_home", places=4, public_urn="SC999"))
    assert "not in the newest list" in text_of(officer.get(f"/homes/{one}/"))
    listing = Listing(
        urn="SC999", kind="childrens_home", sector="private", status="active", name="REDACTED", owner="Other Care Ltd",
        authority=KENT, authority_name="Kent", region="South East", outside_england=False, postcode="", places=3,
        premises=None, grade="good", graded_on=None, registered_on=None, short_breaks_only=False, linked_school_urn="",
        row=2,
    )  # fmt: skip
    monkeypatch.setattr(queries, "listing", lambda urn: {"SC999": listing}[urn])
    monkeypatch.setattr(queries, "release", lambda: SimpleNamespace(as_at=date(2026, 3, 31)))
    page = text_of(officer.get(f"/homes/{one}/"))
    assert "Two sources, side by side" in page
    assert "Places 4 3" in page, "both numbers stand, and neither is changed"
    assert "Owner Invented Care Other Care Ltd" in page


def test_an_old_word_asks_again(officer, provider):
    homes(an_entry("Alder House", provider), at=datetime.now(UTC) - timedelta(hours=80))
    assert "Its word has run out: ask again" in text_of(officer.get("/homes/?vacancy=old"))
