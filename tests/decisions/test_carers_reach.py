"""A carer whose post names an agency besides reaches their own household, and nothing of the agency's other homes."""

from datetime import timedelta

import pytest
from invited import invited
from test_details import would_read
from test_meetings import hold

from carecommons.decisions import actions, queries
from carecommons.decisions.models import EndNotice
from carecommons.matching import actions as matching
from carecommons.matching import queries as searches
from carecommons.people.models import Look
from carecommons.people.roles import Role
from carecommons.provision.models import Home
from carecommons.provision.queries import homes_seen_by, provider_of
from decisions.ended import DAY, NOW, TODAY, TRIED, WHY, lived, notice
from decisions.test_decision_pages import text
from walk_world import MANAGER, OFFICER, choose, search

pytestmark = pytest.mark.django_db
LETTER = "You can meet what was asked, and the other home is nearer to the school that matters."


@pytest.fixture
def carer_beside(person, client_for, token_for):
    """The carer of Birch, which the agency of Alder runs too: the person, a browser and the head of a program."""

    def make(found):
        agency = provider_of(found.homes["Alder"])
        Home.objects.filter(id=found.homes["Birch"]).update(provider=agency)
        carer = person(Role.FOSTER_CARER, provider_id=agency, home_ids=[found.homes["Birch"]])
        assert (carer.provider_id, carer.runs) == (agency, None)
        return carer, client_for(carer), {"HTTP_AUTHORIZATION": f"Bearer {token_for(carer)}"}

    return make


def test_a_child_of_another_home_of_the_agency_is_not_theirs_and_no_notice_of_theirs_is_taken(
    carer_beside, client_as, client
):
    there = lived()
    given = notice(there)
    carer, page, program = carer_beside(there.found)
    assert queries.stays_with(carer, at=NOW) == {}
    assert "Nobody lives with you now" in text(page.get("/placements/ours/"))
    assert client.get("/api/v1/decisions/placements/ours", **program).json()["items"] == []
    for address in (f"/placements/{there.placement}/notice/", f"/ending/{given}/", f"/placements/{there.placement}/"):
        assert page.get(address).status_code in (403, 404), address
    wanted = {"reason": "CREQB", "words": WHY, "tried": TRIED, "ends_on": (TODAY + 28 * DAY).isoformat()}
    for method, address, body in (
        ("get", f"ending/{given}", None),
        ("get", f"placements/{there.placement}/ending", None),
        ("post", f"placements/{there.placement}/notice", wanted),
        ("post", f"ending/{given}/take-back", {"words": "They can stay with us after all, we found help."}),
    ):
        sent = {"data": body, "content_type": "application/json"} if body else {}
        answer = getattr(client, method)(f"/api/v1/decisions/{address}", **sent, **program)
        assert answer.status_code in (403, 404), address
    assert EndNotice.objects.get().state == "given"
    assert not Look.objects.filter(child_id=there.child, role="foster_carer").exists()
    own = client_as(Role.FOSTER_CARER, provider_id=provider_of(there.home), home_ids=[there.home])
    assert WHY in text(own.get(f"/ending/{given}/"))  # whose household it is reads it
    assert own.get(f"/api/v1/decisions/ending/{given}").json()["words"] == WHY
    assert len(own.get("/api/v1/decisions/placements/ours").json()["items"]) == 1


def test_the_terms_and_the_detail_of_another_home_of_the_agency_are_not_theirs(carer_beside, client_as, client):
    found = search(Alder={}, Birch={})
    invited(found, Alder="offered", Birch="offered")
    made = matching.ask_terms(
        referral_id=found.id, home_id=found.homes["Alder"], read=would_read(found.id), by=OFFICER, at=found.at
    )
    carer, page, program = carer_beside(found)
    assert searches.details_for(carer) == ()
    assert f"/searches/shortlisted/{made}/" not in page.get("/searches/shortlisted/").content.decode()
    assert page.get(f"/searches/shortlisted/{made}/").status_code in (403, 404)
    assert client.get(f"/api/v1/matching/shortlisted/{made}", **program).status_code in (403, 404)
    for act in ("accept", "decline"):
        sent = {"data": {"words": "We need our notes."}, "content_type": "application/json"}
        assert client.post(f"/api/v1/matching/shortlisted/{made}/{act}", **sent, **program).status_code in (403, 404)
    assert searches.detail(made).state == "asked"
    assert [each.name for each in homes_seen_by(carer, at=NOW)] == ["Birch"]
    own = client_as(Role.FOSTER_CARER, provider_id=carer.provider_id, home_ids=[found.homes["Alder"]])
    assert f"/searches/shortlisted/{made}/" in own.get("/searches/shortlisted/").content.decode()
    assert own.get(f"/api/v1/matching/shortlisted/{made}").json()["state"] == "asked"


def test_the_letter_to_another_home_of_the_agency_is_not_theirs(carer_beside, client_as, client):
    found = search(Alder={}, Birch={}, Cedar={})
    invited(found, Alder="offered", Cedar="offered")
    hold(found)
    made = choose(found, "Cedar", to_homes={found.homes["Alder"]: LETTER})
    actions.approve(decision_id=made, by=MANAGER, at=found.at + timedelta(minutes=1))
    (letter,) = queries.letters_of(made)
    carer, page, program = carer_beside(found)
    assert queries.letters_for(carer) == ()
    assert str(letter.id) not in page.get("/letters/").content.decode()
    assert page.get(f"/letters/{letter.id}/").status_code in (403, 404)
    assert client.get("/api/v1/decisions/letters", **program).json()["items"] == []
    assert client.get(f"/api/v1/decisions/letters/{letter.id}", **program).status_code in (403, 404)
    assert queries.letter(letter.id).read_at is None
    own = client_as(Role.FOSTER_CARER, provider_id=carer.provider_id, home_ids=[found.homes["Alder"]])
    assert [each["words"] for each in own.get("/api/v1/decisions/letters").json()["items"]] == [LETTER]
    assert own.get(f"/api/v1/decisions/letters/{letter.id}").json()["words"] == LETTER
