"""Nobody makes their own home lawful or able: what a provider writes counts once an officer has looked at it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from carecommons.common.errors import NotAllowed, NotFound, NotNow
from carecommons.people.roles import Role
from carecommons.provision.actions import (
    accept_home,
    accept_levels,
    add_home,
    add_provider,
    evidence_capability,
    record_levels,
    record_terms,
)  # fmt: skip
from carecommons.provision.capability import DomainAnswer
from carecommons.provision.homes import Standing, standing
from carecommons.provision.models import EvidenceItem, Home, HomeLevels
from carecommons.provision.queries import home, homes_for_matching
from matching.searches_made import (
    AT,
    DEVON,
    FAR_OFFICER,
    KENT,
    OFFICER,
    TODAY,
    a_provider,
    an_entry,
    homes,
    someone,
    terms,
)  # fmt: skip

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def provider(founding):
    return a_provider()


@pytest.fixture
def manager(provider):
    return someone(Role.PROVIDER_MANAGER, provider_id=provider)


def seen(home_id, at=LATER):
    found = homes_for_matching(at=at)
    return found, found.ids.index(home_id)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"terms": None, "public_urn": "SC123"},
        {"terms": None, "kind": "parents", "named": frozenset({uuid4()})},
        {"terms": None, "named": frozenset({uuid4()})},
        {"terms": terms(exempt=True, exempt_on=date(2026, 1, 5), exempt_because="Three sisters.")},
    ],
)
def test_a_provider_writes_nothing_that_the_law_or_the_council_says(provider, manager, changes):
    with pytest.raises(NotAllowed) as refusal:
        add_home(entry=an_entry("Own", provider, **changes), by=manager, at=AT)
    assert refusal.value.code == "officers_only"
    assert not Home.objects.exists()


def test_a_provider_enters_no_home_in_another_councils_register(provider, manager):
    with pytest.raises(NotAllowed) as refusal:
        add_home(entry=an_entry("Own", provider, kept_by=DEVON, terms=None), by=manager, at=AT)
    assert refusal.value.code == "kept_by_another"


def test_terms_are_recorded_by_an_officer_of_the_keeping_council_alone(provider, manager):
    (alder,) = homes(an_entry("Alder", provider))
    for by in (manager, FAR_OFFICER):
        with pytest.raises(NotAllowed):
            record_terms(home_id=alder, terms=terms(age_max=3), by=by, at=AT)


def test_a_home_that_a_provider_entered_takes_no_child_before_an_officer_accepts_it(provider, manager):
    own = add_home(entry=an_entry("Own", provider, terms=None), by=manager, at=AT)
    record_terms(home_id=own, terms=terms(), by=OFFICER, at=AT)
    found, row = seen(own)
    assert found.standing[row] == Standing.NOT_VERIFIED
    for by in (manager, FAR_OFFICER):
        with pytest.raises(NotAllowed):
            accept_home(home_id=own, on=TODAY, by=by, at=AT)
    accept_home(home_id=own, on=TODAY, by=OFFICER, at=AT)
    found, row = seen(own)
    assert found.standing[row] == Standing.LAWFUL
    assert home(own, by=OFFICER, at=AT).accepted_on == TODAY
    with pytest.raises(NotNow):
        accept_home(home_id=own, on=TODAY, by=OFFICER, at=AT)
    with pytest.raises(NotFound):
        accept_home(home_id=uuid4(), on=TODAY, by=OFFICER, at=AT)


def test_a_home_that_an_officer_entered_is_accepted_with_it(provider):
    (alder,) = homes(an_entry("Alder", provider))
    found, row = seen(alder)
    assert found.standing[row] == Standing.LAWFUL
    assert found.meets[0, row] == 3


def test_even_parents_are_no_choice_before_the_council_has_accepted_it():
    assert standing("parents", None, verified=False, closed_on=None, on=TODAY) is Standing.NOT_VERIFIED


def test_levels_that_a_provider_says_are_unknown_until_an_officer_has_checked_those_very_levels(provider, manager):
    (alder,) = homes(an_entry("Alder", provider))
    everything = {"EMO": DomainAnswer(4, 4)}
    record_levels(home_id=alder, levels=everything, basis="We say so", by=manager, at=AT + timedelta(minutes=1))
    found, row = seen(alder)
    assert found.meets[:, row].tolist() == [-1] * 12, "its own word moves nothing, and the older word no longer holds"
    read = home(alder, by=OFFICER, at=LATER)
    assert (read.answers[0].meets, read.levels_checked_on) == (4, None), "those who check can read what it said"
    for by in (manager, FAR_OFFICER):
        with pytest.raises(NotAllowed):
            accept_levels(home_id=alder, said_at=read.levels_on, on=TODAY, by=by, at=LATER)
    record_levels(home_id=alder, levels=everything, basis="And again", by=manager, at=AT + timedelta(minutes=2))
    with pytest.raises(NotNow):
        accept_levels(home_id=alder, said_at=read.levels_on, on=TODAY, by=OFFICER, at=LATER)
    newest = HomeLevels.objects.filter(home_id=alder).last().recorded_at
    accept_levels(home_id=alder, said_at=newest, on=TODAY, by=OFFICER, at=LATER)
    found, row = seen(alder)
    assert found.meets[0, row] == 4


def test_the_council_accepts_with_two_buttons_and_the_provider_has_neither(client_as, provider):
    officer, own = (
        client_as(Role.PLACEMENT_OFFICER, authority=KENT),
        client_as(Role.PROVIDER_MANAGER, provider_id=provider),
    )
    form = own.get("/homes/add/").content.decode()
    assert 'name="number"' not in form
    assert 'name="public_urn"' not in form
    facts = {"kind": "childrens_home", "name": "Own House", "provider_id": str(provider), "authority": KENT}
    assert own.post("/homes/add/", {**facts, "places": "2"}).status_code == 302
    row = Home.objects.get()
    record_levels(home_id=row.id, levels={"EMO": DomainAnswer(1, 2, "x")}, basis="A visit", by=own.person, at=AT)
    path = f"/homes/{row.id}/"
    assert "accept it" not in own.get(path).content.decode()
    page = officer.get(path).content.decode()
    assert "accept it" in page
    assert "I have checked these levels" in page
    said = page.split('name="said_at" value="')[1].split('"')[0]
    for address, given in ((f"{path}accept/", {}), (f"{path}levels/checked/", {"said_at": said})):
        assert own.post(address, given).status_code == 403
        assert officer.post(address, given).status_code == 302
    row.refresh_from_db()
    assert (row.accepted_by_role, row.levels.get().checked_by_role) == ("placement_officer", "placement_officer")


def test_a_provider_is_kept_by_one_council_and_an_officer_may_enter_its_home_in_another(founding):
    theirs = add_provider(name="Far Care", sector="private", kept_by=DEVON, by=FAR_OFFICER, at=AT)
    (one,) = homes(an_entry("Here", theirs))
    assert Home.objects.get(id=one).accepted_on == TODAY


def test_whoever_runs_a_home_does_not_check_its_evidence_however_their_post_reaches_it(provider):
    """Only an officer of the keeping council has read what they attach: not a manager whose post names the home alone,
    nor an officer of another council."""
    (one,) = homes(an_entry("Alder", provider))
    manager = someone(Role.PROVIDER_MANAGER, home_ids=frozenset({one}))
    assert manager.provider_id is None
    manager = replace(manager, authorities=frozenset())
    for by, read in ((manager, False), (OFFICER, True)):
        evidence_id = evidence_capability(
            home_id=one, code="SP-ASD", kind="clinical_input", document="A letter", issued_on=TODAY, by=by, at=AT
        )
        row = EvidenceItem.objects.get(id=evidence_id)
        assert (row.checked_on is not None, row.checked_by_role != "") == (read, read)
