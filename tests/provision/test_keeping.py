"""Doors to what only the demonstration could do: owners, providers, agreements, closing a home, one newcomer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from carecommons.common.errors import NotAllowed, NotFound, NotNow, Refused
from carecommons.matching.actions import note_impact_of
from carecommons.matching.queries import referral
from carecommons.people.roles import Role
from carecommons.provision.actions import (
    check_evidence_read,
    close_home,
    evidence_capability,
    record_terms,
    take_place,
    verify_provider,
)  # fmt: skip
from carecommons.provision.homes import Impact, Standing
from carecommons.provision.models import Agreement, GroupImpact, Home, Owner, Provider, Resident
from carecommons.provision.queries import home, homes_for_matching, providers_in
from carecommons.register.models import Entry, Opening
from matching.searches_made import (
    AT,
    DEVON,
    FAR_OFFICER,
    KENT,
    MANAGER,
    OFFICER,
    TODAY,
    a_child,
    a_provider,
    a_search,
    an_entry,
    homes,
    someone,
    terms,
)  # fmt: skip

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def provider(founding):
    return a_provider(verified=False)


@pytest.fixture
def alder(provider):
    return homes(an_entry("Alder House", provider))[0]


@pytest.fixture
def officer(client_as):
    return client_as(Role.PLACEMENT_OFFICER, authority=KENT)


# ---------------------------------------------------------------- entries


def test_each_act_of_an_officer_leaves_an_entry_that_tells_the_public_nothing(provider, alder):
    evidence = evidence_capability(
        home_id=alder, code="SP-ASD", kind="clinical_input", document="A letter", issued_on=TODAY, by=OFFICER, at=AT
    )
    for kind, act in (
        ("provider_verified", lambda: verify_provider(provider_id=provider, on=TODAY, by=OFFICER, at=AT)),
        ("evidence_checked", lambda: check_evidence_read(evidence_id=evidence, on=TODAY, by=OFFICER, at=AT)),
        ("terms_recorded", lambda: record_terms(home_id=alder, terms=terms(places=1), by=OFFICER, at=AT)),
        ("home_closed", lambda: close_home(home_id=alder, on=TODAY, reason="It moves.", by=OFFICER, at=AT)),
    ):
        assert not Entry.objects.filter(kind=kind).exists()
        act()
        entry = Entry.objects.get(kind=kind)
        assert entry.public == "{}", kind
        said = {row.name: row.value for row in Opening.objects.filter(entry=entry)}
        assert said["role"] == '"placement_officer"'
        assert str(provider if kind == "provider_verified" else alder) in "".join(said.values())


def test_a_refused_act_leaves_no_entry(provider, alder):
    for act in (
        lambda: verify_provider(provider_id=provider, on=TODAY, by=FAR_OFFICER, at=AT),
        lambda: record_terms(home_id=alder, terms=terms(), by=FAR_OFFICER, at=AT),
        lambda: close_home(home_id=alder, on=TODAY, reason="x", by=FAR_OFFICER, at=AT),
        lambda: close_home(home_id=alder, on=TODAY, reason="x", by=MANAGER, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Entry.objects.filter(kind__in=["provider_verified", "terms_recorded", "home_closed"]).exists()


# ---------------------------------------------------------------- closing


def test_a_home_closes_from_its_day_with_a_reason_and_not_over_the_head_of_a_child():
    (one,) = homes(an_entry("Alder House", a_provider()))
    child = uuid4()
    take_place(home_id=one, resident=child, from_day=TODAY, by=MANAGER, at=AT)
    with pytest.raises(NotNow) as refusal:
        close_home(home_id=one, on=TODAY, reason="It moves.", by=OFFICER, at=AT)
    assert refusal.value.code == "children_live_there"
    Resident.objects.filter(resident=child).update(to_day=TODAY + timedelta(days=5))
    with pytest.raises(Refused):
        close_home(home_id=one, on=TODAY + timedelta(days=5), reason=" ", by=OFFICER, at=AT)
    close_home(home_id=one, on=TODAY + timedelta(days=5), reason="It moves.", by=OFFICER, at=AT)
    row = Home.objects.get(id=one)
    assert (row.closed_because, row.closed_by_role) == ("It moves.", "placement_officer")
    assert home(one, by=OFFICER, at=AT).standing is Standing.LAWFUL
    assert home(one, by=OFFICER, at=AT + timedelta(days=5)).standing is Standing.CLOSED
    with pytest.raises(NotNow) as refusal:
        close_home(home_id=one, on=TODAY, reason="Again.", by=OFFICER, at=AT)
    assert refusal.value.code == "closed_already"
    with pytest.raises(NotFound):
        close_home(home_id=uuid4(), on=TODAY, reason="x", by=OFFICER, at=AT)


def test_a_home_is_closed_on_a_page_and_by_program(officer, provider):
    one, two = homes(an_entry("Alder House", provider), an_entry("Birch House", provider))
    api = f"/api/v1/provision/homes/{two}/close"
    closed = officer.post(api, {"on": "2026-11-20", "reason": "Sold."}, content_type="application/json")
    assert (closed.status_code, closed.json()["standing"]) == (200, "closed")
    page = f"/homes/{one}/close/"
    assert page in officer.get(f"/homes/{one}/").content.decode()
    assert officer.post(page, {"on": "2026-11-20"}).status_code == 422
    assert officer.post(page, {"on": "2026-11-20", "reason": "It moves."}).status_code == 302
    assert Home.objects.get(id=one).closed_because == "It moves."
    again = officer.post(page, {"on": "2026-11-20", "reason": "It moves."})
    assert (again.status_code, "closed from 20 November 2026" in again.content.decode()) == (422, True)
    assert page not in officer.get(f"/homes/{one}/").content.decode()


def test_only_the_keeping_council_closes_on_a_page(client_as, alder):
    body = {"on": "2026-11-20", "reason": "x"}
    for role, council, status in (
        (Role.PLACEMENT_OFFICER, DEVON, 404), (Role.TEAM_MANAGER, KENT, 403), (Role.PLANNER, KENT, 403),
    ):  # fmt: skip
        assert client_as(role, authority=council).post(f"/homes/{alder}/close/", body).status_code == status
    assert Home.objects.get(id=alder).closed_on is None


# ---------------------------------------------------------------- owners, providers, agreements


def test_an_officer_adds_owner_and_provider_checks_it_and_records_an_agreement(officer):
    assert "/homes/providers/" in officer.get("/homes/").content.decode()
    assert officer.post("/homes/providers/add-owner/", {"name": "Hazel Ltd"}).status_code == 422
    officer.post("/homes/providers/add-owner/", {"name": "Hazel Ltd", "legal_form": "company"})
    owner = Owner.objects.get()
    assert (owner.name, owner.kept_by) == ("Hazel Ltd", KENT)
    facts = {"name": "Hazel Care", "sector": "private", "owner_id": str(owner.id)}
    assert officer.post("/homes/providers/add/", {**facts, "owner_id": str(uuid4())}).status_code == 422
    assert officer.post("/homes/providers/add/", facts).status_code == 302
    made = Provider.objects.get()
    assert (made.owner_id, made.verified_on) == (owner.id, None)
    officer.post(f"/homes/providers/{made.id}/checked/")
    assert Provider.objects.get().verified_by_role == "placement_officer"
    page = f"/homes/providers/{made.id}/agreement/"
    crossed = officer.post(page, {"from_day": "2027-01-01", "to_day": "2026-01-01", "slots": "2"})
    assert (crossed.status_code, "ends after it starts" in crossed.content.decode()) == (422, True)
    officer.post(page, {"from_day": "2026-01-01", "to_day": "2027-01-01", "slots": "2"})
    assert Agreement.objects.values_list("authority", "slots").get() == (KENT, 2)
    shown = officer.get("/homes/providers/").content.decode()
    assert "Hazel Care" in shown
    assert "2 places, 1 January 2026 to 1 January 2027" in " ".join(shown.split())
    assert providers_in(FAR_OFFICER) == ()


def test_programs_add_check_and_agree_with_the_same_refusals(officer, client_as):
    api, program = "/api/v1/provision/", {"content_type": "application/json"}
    owner = officer.post(api + "owners", {"name": "Hazel Ltd", "legal_form": "company", "kept_by": KENT}, **program)
    assert owner.status_code == 201, owner.content
    facts = {"name": "Hazel Care", "sector": "private", "kept_by": KENT, "owner_id": owner.json()["id"]}
    made = officer.post(api + "providers", facts, **program).json()["id"]
    far = officer.post(api + "providers", {**facts, "kept_by": DEVON}, **program)
    assert far.status_code == 404
    assert officer.post(f"{api}providers/{made}/checked").status_code == 204
    assert [line["verified_on"] is not None for line in officer.get(api + "providers").json()["items"]] == [True]
    assert client_as(Role.SOCIAL_WORKER, authority=KENT).get(api + "providers").status_code == 403
    elsewhere = client_as(Role.PLACEMENT_OFFICER, authority=DEVON)
    for address in (f"/homes/providers/{made}/checked/", f"/homes/providers/{made}/agreement/"):
        missing = address.replace(made, str(uuid4()))
        assert elsewhere.post(address).status_code == elsewhere.post(missing).status_code == 404


# ---------------------------------------------------------------- one newcomer


def test_a_manager_says_of_the_child_of_a_search_whether_they_would_be_right_together(provider, client_as):
    (one,) = homes(an_entry("Alder House", provider))
    child = a_child()
    search = referral(a_search(child))
    manager = client_as(Role.PROVIDER_MANAGER, provider_id=provider)
    page = f"/searches/at-home/{one}/"
    assert page in manager.get(f"/homes/{one}/").content.decode()
    said = {
        "answer": "not_acceptable", "words": "Two are afraid of dogs.", "newcomer": "acceptable",
        "newcomer_words": "They would like the garden.",
    }  # fmt: skip
    one_way = manager.post(page, {"search": search.reference, "answer": "acceptable", "words": "Calm."})
    assert (one_way.status_code, "Say why, for the child" in one_way.content.decode()) == (422, True)
    unknown = manager.post(page, {**said, "search": "R-22222"})
    assert (unknown.status_code, "No search that is going on" in unknown.content.decode()) == (422, True)
    assert not GroupImpact.objects.exists()
    assert manager.post(page, {**said, "search": search.reference.lower()}).status_code == 302
    assert GroupImpact.objects.values_list("about", "answer", "there", "newcomer", "recorded_by_role").get() == (
        child, "not_acceptable", "not_acceptable", "acceptable", "provider_manager",
    )  # fmt: skip
    found = homes_for_matching(at=AT)
    assert found.impact_about[child] == {found.ids.index(one): Impact.NOT_ACCEPTABLE}
    other = client_as(Role.PROVIDER_MANAGER, provider_id=uuid4())
    assert other.post(page, {**said, "search": search.reference}).status_code == 404
    with pytest.raises(NotAllowed):
        note_impact_of(search=search.reference, home_id=one, by=someone(Role.SOCIAL_WORKER), at=AT, **said)
    assert GroupImpact.objects.count() == 1
