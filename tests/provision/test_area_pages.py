"""The pages of the map, of councils and owners, of vacancies, and the filters of the list: what stands there."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from test_local_pages import text_of
from test_map import DEVON, KENT, PLYMOUTH, home, reading

from carecommons.cli.main import run
from carecommons.common import boundaries
from carecommons.people.roles import Role
from carecommons.provision import queries
from carecommons.provision.actions import import_public_list, report_vacancy, take_place
from carecommons.provision.vacancies import Opening
from matching.searches_made import OFFICER, REAL_TODAY, a_provider, able, an_entry, homes, someone, terms

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def listed():
    import_public_list(reading=reading(), by=someone(Role.PLANNER), at=NOW)


@pytest.fixture
def provider(founding):
    return a_provider()


@pytest.fixture
def kept(provider):
    return homes(
        an_entry("Alder House", provider, capabilities=(able("SP-ASD", on=REAL_TODAY),)),
        an_entry("Birch Lane", provider, kind="childrens_home", free=0, authority=DEVON,
                 capabilities=(able("SP-ASD", proved=False, on=REAL_TODAY),)),
        an_entry("Grandmother", None, kind="connected_person", free=None, named=frozenset({OFFICER.id})),
        at=NOW,
    )  # fmt: skip


def test_anybody_sees_the_map_and_no_site_stands_on_it(client, listed, kept) -> None:
    answer = client.get(f"/homes/map/?council={PLYMOUTH}")
    page, words = answer.content.decode(), text_of(answer)
    assert answer.status_code == 200
    assert "Registered homes: 6 homes, 31 places" in words
    assert "3 in adjoining councils" in words
    assert page.count("<title>Devon: 3 homes, 11 places</title>") == 1, "the tile; no outlines have been built here"
    assert "carecommons postcodes build" in words
    assert "Alder House" not in page
    assert "ME14" not in page
    assert "576000" not in page
    assert 'name="specialism"' not in page
    assert "The local registers" not in page


def test_both_maps_stand_there_once_the_outlines_are_built(client, listed, tmp_path) -> None:
    square = [[[[0, 0], [9000, 0], [9000, 9000], [0, 9000], [0, 0]]]]
    features = [
        {
            "type": "Feature", "properties": {"code": DEVON, "name": "Devon", "region": "South West"},
            "geometry": {"type": "MultiPolygon", "coordinates": square},
        }
    ]  # fmt: skip
    (tmp_path / boundaries.NAME).write_text(json.dumps({"features": features}))
    page = client.get("/homes/map/").content.decode()
    assert page.count("<title>Devon: 3 homes, 11 places</title>") == 2
    assert "postcodes build" not in page
    (tmp_path / boundaries.NAME).write_text("{ not a map")
    assert client.get("/homes/map/").status_code == 200, "a broken file is no reason to show nothing"


def test_the_table_has_every_council_and_says_how_it_is_sorted(client, listed) -> None:
    page = client.get("/homes/map/?sort=-places").content.decode()
    table = page[page.index('id="councils"') :]
    rows = re.findall(r'<th scope="row"><a class="govuk-link" href="([^"]+)">([^<]+)</a>', table)
    assert len(rows) == 153
    assert rows[0][1] == "Plymouth"
    assert f"council={PLYMOUTH}" in rows[0][0]
    assert re.findall(r'aria-sort="(\w+)"', table) == ["descending"]


def test_the_map_of_the_registers_is_for_those_who_look_for_homes(client, client_as, kept, listed) -> None:
    assert client.get("/homes/map/?source=register").status_code == 403
    assert client_as(Role.FOSTER_CARER).get("/homes/map/?source=register").status_code == 403
    officer = client_as(Role.PLACEMENT_OFFICER, authority=KENT)
    words = text_of(officer.get("/homes/map/?source=register&specialism=SP-ASD&free=1"))
    assert "Homes proved for autism with a place free: 1 home, 2 places, 1 free now" in words
    assert "The local registers" in text_of(officer.get("/homes/map/"))


def test_a_question_that_cannot_be_answered_says_what_can(client, listed) -> None:
    answer = client.get("/homes/map/?kind=castle")
    assert answer.status_code == 422
    assert "childrens_home" in text_of(answer)
    assert client.get("/homes/map/?council=999&source=%00&sort=x").status_code == 422
    assert client.get("/homes/map/?free=1").status_code == 422


def test_without_a_list_the_pages_say_how_to_get_one(client) -> None:
    for address in ("/homes/map/", "/homes/owners/", f"/homes/council/{DEVON}/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "carecommons homes import" in text_of(answer), address


def test_a_councils_page_shows_the_register_only_to_those_who_may(client, client_as, listed, kept) -> None:
    public = text_of(client.get(f"/homes/council/{DEVON}/"))
    assert "Devon: 3 homes, 11 places in the public list" in public
    assert "In the local registers" not in public
    assert "audit" not in public
    planner = text_of(client_as(Role.PLANNER, authority=KENT).get(f"/homes/council/{DEVON}/"))
    assert "In the local registers" in planner
    assert "Its audit of need and provision" in planner
    assert client.get("/homes/council/999/").status_code == 404
    assert client.get("/homes/council/W06000001/").status_code == 404


def test_an_owners_page_says_that_it_is_the_company_and_not_the_group(client, listed) -> None:
    words = text_of(client.get("/homes/owner/?name=invented+care+LIMITED"))
    assert "Invented Care Ltd: 5 homes, 28 places" in words
    assert "not the group" in words
    assert "5 good" in words
    missing = client.get("/homes/owner/?name=%3Cscript%3E")
    assert missing.status_code == 404
    assert b"<script>" not in missing.content
    assert "2 owners run the registered homes" in text_of(client.get("/homes/owners/"))
    assert "1 owner with" in text_of(client.get("/homes/owners/?words=cornwall"))


def test_a_postcode_of_the_public_list_is_not_shown(client) -> None:
    import_public_list(
        reading=reading(home("2600001", "childrens_home", DEVON, 4, postcode="EX1 1AA"), premises=()),
        by=someone(Role.PLANNER), at=NOW,
    )  # fmt: skip
    for address in ("/homes/map/", f"/homes/council/{DEVON}/", "/homes/owner/?name=invented+care+ltd"):
        assert b"EX1" not in client.get(address).content


# ---------------------------------------------------------------- vacancies


@pytest.fixture
def manager(person, provider):
    return person(Role.PROVIDER_MANAGER, provider_id=provider)


def said_ago(home_id, hours: int, free: int) -> None:
    report_vacancy(home_id=home_id, free=free, by=OFFICER, at=NOW - timedelta(hours=hours))


def test_the_word_that_has_run_out_comes_first_then_the_soonest_to_run_out(provider, manager) -> None:
    fresh, old, never, older, full = homes(
        *(an_entry(name, provider, free=None) for name in ("Fresh", "Old", "Never", "Older", "Full")),
        at=NOW - timedelta(days=30),
    )
    for home_id, hours, free in ((fresh, 10, 1), (old, 80, 1), (older, 200, 1), (full, 300, 0)):
        said_ago(home_id, hours, free)
    asked = queries.vacancies_asked(manager, at=NOW)
    assert [each.id for each in asked] == [older, old, never, fresh, full]
    assert [each.wanted for each in asked] == [True, True, True, False, False]
    assert asked[3].holds_until == NOW - timedelta(hours=10) + timedelta(hours=72)


def test_a_provider_says_what_is_free_in_two_clicks_from_the_first_page(provider, manager, client_for) -> None:
    (alder,) = homes(an_entry("Alder House", provider, free=None), at=NOW - timedelta(days=30))
    said_ago(alder, 80, 1)
    client = client_for(manager)
    first = client.get("/me/")
    words = text_of(first)
    assert "Say what is free: one home is asked" in words
    assert "its word has run out" in words
    assert "Still 1 place free" in words
    form = re.search(rf'action="(/homes/{alder}/free/)".*?name="free" value="(\d)"', first.content.decode(), re.DOTALL)
    assert form is not None
    answer = client.post(form[1], {"free": form[2], "from": "day"}, follow=True)
    assert answer.redirect_chain[0][0] == "/me/"
    assert "What you said holds for 72 hours" in text_of(answer)
    assert "Holds until" in text_of(answer)
    assert queries.vacancies_asked(manager, at=datetime.now(UTC))[0].opening is Opening.OPEN


def test_a_carer_says_so_for_their_own_household_alone(provider, person, client_for) -> None:
    own, other = homes(an_entry("Own", provider), an_entry("Other", provider), at=NOW)
    carer = person(Role.FOSTER_CARER, home_ids=[own])
    assert [each.id for each in queries.vacancies_asked(carer, at=NOW)] == [own]
    client = client_for(carer)
    assert client.post(f"/homes/{own}/free/", {"free": "0", "from": "vacancies"})["Location"] == "/homes/vacancies/"
    assert client.post(f"/homes/{other}/free/", {"free": "0"}).status_code == 404


def test_an_officer_is_asked_on_the_first_page_only_where_the_word_has_run_out(provider, client_as) -> None:
    fresh, old = homes(*(an_entry(n, provider, free=None) for n in ("Fresh", "Old")), at=NOW - timedelta(days=30))
    said_ago(fresh, 1, 1)
    said_ago(old, 100, 1)
    officer = client_as(Role.PLACEMENT_OFFICER, authority=KENT)
    first = text_of(officer.get("/me/day/"))
    assert "Old" in first
    assert "Fresh" not in first
    assert "1 of 2 homes must say anew what is free" in text_of(officer.get("/homes/vacancies/"))


def test_a_number_out_of_range_is_told_with_the_range(provider, manager, client_for) -> None:
    (alder,) = homes(an_entry("Alder House", provider), at=NOW)
    answer = client_for(manager).post(f"/homes/{alder}/free/", {"free": "7", "from": "day"})
    assert answer.status_code == 422
    assert "0 to 2" in text_of(answer)


def test_families_are_never_asked_for_vacancies(kept) -> None:
    names = {each.name for each in queries.vacancies_asked(OFFICER, at=NOW)}
    assert names == {"Alder House", "Birch Lane"}


# ---------------------------------------------------------------- the list


def test_a_familys_own_home_is_in_no_list_of_those_who_may_not(kept, person, client_for) -> None:
    grandmother = kept[2]
    for role in (Role.PLANNER, Role.INSPECTOR, Role.AUDITOR):
        somebody = person(role, authority=KENT)
        assert grandmother not in {line.id for line in queries.homes_seen_by(somebody, at=NOW)}
        client = client_for(somebody)
        assert "Grandmother" not in text_of(client.get("/homes/"))
        assert client.get(f"/homes/{grandmother}/").status_code == 404
    assert grandmother in {line.id for line in queries.homes_seen_by(OFFICER, at=NOW)}
    carer = person(Role.FOSTER_CARER, home_ids=[grandmother])
    assert client_for(carer).get(f"/homes/{grandmother}/").status_code == 200, "it is their own"


def names(**asked: object) -> list[str]:
    found = queries.homes_seen_by(OFFICER, at=NOW, **asked)  # type: ignore[arg-type]
    return sorted(line.name for line in found)


def test_the_list_is_narrowed_by_council_level_proof_and_who_runs_it(kept) -> None:
    assert names(council=DEVON) == ["Birch Lane"]
    assert names(level=1, around=KENT) == ["Alder House", "Grandmother"]
    assert names(level=4, around=KENT) == ["Alder House", "Birch Lane", "Grandmother"]
    assert names(specialism="SP-ASD") == ["Alder House", "Birch Lane"]
    assert names(specialism="SP-ASD", proof="proved") == ["Alder House"]
    assert names(words="invented care") == ["Alder House", "Birch Lane"]


def test_the_filters_of_the_list_work_on_the_page(kept, client_as) -> None:
    officer = client_as(Role.PLACEMENT_OFFICER, authority=KENT)
    near = text_of(officer.get("/homes/?level=1&specialism=SP-ASD&proof=proved&words=invented"))
    assert "1 of 1 homes have a place now" in near
    assert "Alder House" in near
    inspector = client_as(Role.INSPECTOR)  # of no council, so that nothing is near or far
    assert 'name="level"' not in inspector.get("/homes/").content.decode()


# ---------------------------------------------------------------- programs and the command line


def test_programs_get_the_same_numbers(client, client_as, listed, kept, token_for, person) -> None:
    found = client.get(f"/api/v1/provision/map?council={PLYMOUTH}").json()
    assert len(found["councils"]) == 153
    assert found["total"] == {"homes": 6, "places": 31, "free": None}
    assert [level["homes"] for level in found["levels"]] == [1, 3, 1, 1]
    refused = client.get("/api/v1/provision/map?source=register")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert client.get("/api/v1/provision/map?kind=castle").json()["code"] == "map_question"
    ours = {"Authorization": f"Bearer {token_for(person(Role.PLACEMENT_OFFICER, authority=KENT))}"}
    register = client.get("/api/v1/provision/map?source=register&free=true", headers=ours).json()
    assert register["total"] == {"homes": 1, "places": 2, "free": 1}
    council = client.get(f"/api/v1/provision/councils/{DEVON}").json()
    assert council["kept"] is None
    assert client.get(f"/api/v1/provision/councils/{DEVON}", headers=ours).json()["kept"] is not None
    assert client.get("/api/v1/provision/councils/999").status_code == 404
    assert client.get("/api/v1/provision/owners").json()["items"][0]["name"] == "Invented Care Ltd"
    assert client.get("/api/v1/provision/owner?name=cornwall+council").json()["total"]["homes"] == 1
    assert client.get("/api/v1/provision/owner?name=nobody").status_code == 404
    near = client.get(f"/api/v1/provision/homes?level=1&around={KENT}", headers=ours).json()["items"]
    assert {line["name"] for line in near} == {"Alder House", "Grandmother"}
    assert client.get("/api/v1/provision/homes?level=9", headers=ours).status_code == 422
    assert client.get("/api/v1/provision/homes?level=1&around=xyz", headers=ours).status_code == 422


def test_the_command_line_gives_the_same_numbers(listed, kept, token_for, person, capsys) -> None:
    assert run(["homes", "map", "--council", PLYMOUTH, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["total"]["homes"] == 6
    assert [level["homes"] for level in found["levels"]] == [1, 3, 1, 1]
    assert run(["homes", "map"]) == 0
    assert "Registered homes: 6 homes, 31 places" in capsys.readouterr().out
    assert run(["homes", "map", "--source", "register"]) == 3
    token = token_for(person(Role.PLACEMENT_OFFICER, authority=KENT))
    capsys.readouterr()
    assert run(["homes", "map", "--source", "register", "--free", "--token", token, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["free"] == 1
    assert run(["homes", "council", DEVON]) == 0
    assert "In the local registers" not in capsys.readouterr().out
    assert run(["homes", "owner", "invented care ltd"]) == 0
    assert "not the group" in capsys.readouterr().out
    assert run(["homes", "owner", "nobody"]) == 3


def test_a_carer_says_another_number_by_the_same_form_as_on_the_page_of_the_home(client_as, provider) -> None:
    (two, full) = homes(
        an_entry("Alder House", provider, terms=terms(places=2)),
        an_entry("Birch", provider, terms=terms(places=1), places=1), at=NOW - timedelta(days=1),
    )  # fmt: skip
    said_ago(two, 1, 2)
    page = client_as(Role.FOSTER_CARER, home_ids=[two]).get("/homes/vacancies/")
    html, words = page.content.decode(), text_of(page)
    assert "Still 2 places free" in words
    assert "2 places free, said" in words
    assert "Another number" in words
    assert "If none is free, when is the next expected?" in words
    assert f'id="id_{two}_free"' in html
    assert "supervising social worker" not in words
    take_place(home_id=full, resident=uuid4(), from_day=REAL_TODAY, by=someone(Role.TEAM_MANAGER), at=NOW)
    words = text_of(client_as(Role.FOSTER_CARER, home_ids=[full]).get("/homes/vacancies/"))
    assert "A child has left? Tell your supervising social worker" in words
    assert "Another number" not in words


def test_whoever_has_homes_of_their_own_is_asked_for_no_council(client_as, provider) -> None:
    (alder,) = homes(an_entry("Alder House", provider), at=NOW)
    assert 'name="council"' not in client_as(Role.FOSTER_CARER, home_ids=[alder]).get("/homes/").content.decode()
    assert 'name="council"' in client_as(Role.PLACEMENT_OFFICER, authority=KENT).get("/homes/").content.decode()
