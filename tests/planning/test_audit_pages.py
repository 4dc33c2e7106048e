"""The audit as planners see it: page, program and value; and nobody else."""

import re
from dataclasses import fields, is_dataclass

import pytest

from carecommons.common.errors import NotAllowed, NotFound
from carecommons.common.suppress import Shown
from carecommons.people.roles import Person, Role
from carecommons.planning import queries
from planning.audited import CORNWALL, DEVON, KENT, NOON, PLANNER, store, three_councils
from walk_world import acting, add_child, add_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def returns():
    three_councils()


@pytest.fixture
def planner(client_as):
    return client_as(Role.PLANNER, authority=DEVON)


def audited(place=None, year=None, by=PLANNER):
    return queries.audit(place=place, year=year, by=by, at=NOON)


def page(client, address="/audit/"):
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


# ------------------------------------------------------------------ states
def test_without_any_return_the_page_says_what_to_do(planner):
    status, text = page(planner)
    assert status == 200
    assert "No return has been imported" in text
    assert 'href="/returns/"' in text


def test_the_page_opens_with_ones_own_council_and_shows_need_before_homes(returns, planner):
    status, text = page(planner)
    assert status == 200
    assert "Devon · at 31 March 2026" in text
    assert text.count("<h1") == 1
    order = [text.index(f'id="{part}"') for part in ("general", "special", "who", "year-of-care", "stability", "homes")]
    assert order == sorted(order)


def test_council_region_and_nation_stand_side_by_side(returns, planner):
    found = audited(f"council:{DEVON}")
    assert [place.name for place in found.places] == ["Devon", "South West", "England"]
    age = next(table for table in found.need if table.code == "age_band")
    assert [cell.value for cell in age.total.cells] == [40, 65, 125]


def test_a_wide_column_says_on_how_many_councils_it_stands(returns, planner):
    add_child()
    found = audited(f"council:{DEVON}")
    assert found.heads == ("Devon", "South West (2 of 15 councils)", "England (3 of 153 councils)")
    assert found.needs_heads[-1] == "England (1 of 153 councils)"
    _, text = page(planner)
    general, who = text.index('aria-labelledby="general"'), text.index('aria-labelledby="who"')
    assert ">England (1 of 153 councils)</th>" in text[general:who]
    assert ">England (3 of 153 councils)</th>" in text[who:]
    assert ">England</th>" not in text


def test_over_the_years_it_says_from_how_few_to_how_many(returns):
    store(DEVON, 40, year=2025, since=2024)
    found = queries.trends(place=f"council:{DEVON}", by=PLANNER, at=NOON)
    assert found.heads == ("Devon", "South West (1 to 2 of 15 councils)", "England (1 to 3 of 153 councils)")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("place=nowhere", "There is no such council, group or region"),
        ("place=council:330", "No return of Birmingham is held here"),
        ("place=region:London", "No return of London is held here"),
        ("year=1999", "The returns held for Devon end in 2026"),
        ("year=20x6", "four digits"),
        ("year=²⁰²⁶", "four digits"),
        ("year=999999", "four digits"),
    ],
)
def test_an_unknown_place_or_year_is_said_and_leads_back(returns, planner, query, words):
    status, text = page(planner, f"/audit/?{query}")
    assert status == 404
    assert words in text
    assert 'href="/audit/"' in text


def test_a_council_is_left_out_of_a_year_for_which_it_sent_no_return(returns):
    for year in (2025, 2026):
        store(DEVON, 40, year=year, since=2024)
    found = audited("nation", 2025)
    assert (found.councils_counted, found.years) == (1, (2025, 2026))
    assert found.need[0].total.cells[0].value == 40
    assert audited("nation").councils_counted == 3


def test_the_general_and_the_specialist_part_share_no_table_and_no_drawing(returns, planner):
    add_child()
    _, text = page(planner, f"/audit/?place=council:{KENT}")
    general = text[text.index('aria-labelledby="general"') : text.index('aria-labelledby="special"')]
    special = text[text.index('aria-labelledby="special"') : text.index('aria-labelledby="who"')]
    assert "<svg" in general
    assert "Autism" not in general
    assert "Daily or constant help in some part" in general
    assert "Daily or constant help in some part" not in special


def test_homes_come_from_two_sources_that_are_not_added(returns, planner):
    add_home("Alder", places=3)
    _, text = page(planner, f"/audit/?place=council:{KENT}")
    assert "In the local register" in text
    assert "No public list has been imported" in text
    found = audited(f"council:{KENT}")
    assert [(kind.code, kind.here.homes, kind.here.places) for kind in found.local.kinds] == [
        ("foster_household", 1, 3)
    ]
    assert found.listed is None


# ------------------------------------------------------------------ what is withheld
def test_no_count_of_one_to_seven_is_anywhere_in_the_audit(returns):
    add_child()
    for place in audited().choices:
        for shown in _shown(audited(place.code)):
            assert shown.value is None or not 1 <= shown.value <= 7
            assert (shown.value is None) == (shown.words == "withheld")


def test_a_page_prints_the_same_for_a_place_whichever_page_it_stands_on(returns):
    on_devon, on_cornwall, alone = (audited(code) for code in (f"council:{DEVON}", f"council:{CORNWALL}", "nation"))
    for one, two, three in zip(on_devon.need, on_cornwall.need, alone.need, strict=True):
        nation = {row.words: row.cells[0] for row in three.rows}
        for table in (one, two):
            assert {row.words: row.cells[-1] for row in table.rows if row.words in nation} == {
                row.words: nation[row.words] for row in table.rows if row.words in nation
            }


def test_a_small_count_is_withheld_in_drawings_too(returns, planner):
    _, text = page(planner)
    assert "withheld" in text
    assert not re.search(r">1 to 7<", text)


def _shown(value):
    if isinstance(value, Shown):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from _shown(getattr(value, each.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _shown(each)
    elif isinstance(value, dict):
        yield from _shown(list(value.values()))


# ------------------------------------------------------------------ who may
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PLANNER, Role.PUBLIC)])
def test_nobody_but_a_planner_sees_it(returns, client_as, role):
    assert client_as(role, authority=DEVON).get("/audit/").status_code == 403
    with pytest.raises(NotAllowed):
        audited(by=acting(role))


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/audit/")["Location"].startswith("/account/login/")


def test_a_planner_of_no_council_with_returns_sees_the_first_that_has(returns):
    found = audited(by=Person(role=Role.PLANNER, id=PLANNER.id, authorities=frozenset({"330"})))
    assert found.place.code == f"council:{DEVON}"


# ------------------------------------------------------------------ for programs
def test_a_program_gets_the_same_with_null_for_what_is_withheld(returns, client, token_for, person):
    key = {"Authorization": f"Bearer {token_for(person(Role.PLANNER, authority=DEVON))}"}
    answer = client.get("/api/v1/planning/audit", {"place": f"council:{DEVON}"}, headers=key)
    document = answer.json()
    place = next(table for table in document["need"] if table["code"] == "place")
    home = next(row for row in place["rows"] if row["words"] == "Children's home")
    assert home["cells"][0] == {"value": None, "words": "withheld"}
    assert set(document["needs"]) == {"on", "months_valid", "profiles", "general", "special"}
    assert client.get("/api/v1/planning/audit", {"place": "x"}, headers=key).status_code == 404
    assert client.get("/api/v1/planning/audit").status_code == 401


def test_an_audit_without_returns_is_not_found():
    with pytest.raises(NotFound) as refused:
        audited()
    assert refused.value.code == "no_returns"
