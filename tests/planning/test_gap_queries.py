"""Both ledgers as planners read them: from the rows of every room to printed figures, and nothing of both in one."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import asdict, fields, is_dataclass

import numpy as np
import pytest
from forecast_drawn import files, invented, write

from carecommons.children.needs import FLAGS
from carecommons.cli.main import run
from carecommons.common.errors import NotAllowed, NotFound
from carecommons.common.suppress import Shown
from carecommons.common.withhold import WITHHELD
from carecommons.people.roles import Role
from carecommons.planning import queries
from carecommons.planning.gap_told import Rule, range_of
from carecommons.planning.queries.paths import today
from carecommons.provision.models import HomeLevels
from planning.audited import CORNWALL, DEVON, KENT, NOON, PLANNER, store
from planning.gap_world import child, home, live, many, plain, prove
from planning.gaps_drawn import paths
from walk_world import acting

pytestmark = pytest.mark.django_db
HERE = f"council:{DEVON}"


@pytest.fixture
def world():
    """Devon: 80 children in care, 60 of them with a profile, 20 of those with autism; homes near and far."""
    store(DEVON, 80, homes=0)
    store(CORNWALL, 40)
    many(30, level=1)
    many(10, level=4)
    many(20, level=2, flags=("SP-ASD",))


@pytest.fixture
def planner(client_as):
    return client_as(Role.PLANNER, authority=DEVON)


def general(reach=None, place=HERE, by=PLANNER, **more):
    return queries.sufficiency(place=place, reach=reach, by=by, at=NOON, **more)


def special(reach=None, place=HERE, by=PLANNER, **more):
    return queries.specialist(place=place, reach=reach, by=by, at=NOON, **more)


def autism(found):
    return next(each for each in found.needs if each.code == "SP-ASD")


def shown_in(value):
    if isinstance(value, Shown):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from shown_in(getattr(value, each.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from shown_in(each)
    elif isinstance(value, dict):
        yield from shown_in(list(value.values()))


# ------------------------------------------------------------------ need
def test_today_is_the_children_in_care_by_kind_and_age_the_same_on_every_path(world):
    found = today(DEVON, age_max=17)
    assert not found.forecast
    assert found.paths[:, 0, :].std(0).max() == 0
    assert found.paths[0, 0].tolist() == [80, 0, 0, 0]
    assert found.ages.sum() == 80


def test_without_a_forecast_it_says_so_and_how_many_have_a_profile(world):
    found = general()
    assert found.when.startswith("No forecast was made yet. What stands here is today’s need.")
    assert found.proxy.startswith("60 of 80 children have a current profile; for the others the share among them")


def test_need_of_each_stratum_and_need_is_about_the_share_of_the_profiled(world):
    g1, g2 = (each.last.need for each in general().strata)
    assert 35 <= g1.median.value <= 45  # half of 80
    assert 10 <= g2.median.value <= 20  # a sixth
    assert 20 <= autism(special()).last.need.median.value <= 35  # a third


def test_a_need_on_which_too_few_profiles_stand_is_withheld_and_so_is_its_gap(world):
    many(5, flags=("SP-SUB",))
    found = next(each for each in special().needs if each.code == "SP-SUB")
    assert found.last.need.median == WITHHELD
    assert found.last.counted.median == WITHHELD
    assert {each.median for each in found.last.by_level} == {WITHHELD}


def test_no_figure_of_children_or_places_of_one_to_seven_is_printed(world):
    many(6, flags=("SP-SUB",), level=3)
    alder = home("Alder", places=4, free=2)
    prove(alder, "SP-ASD")
    live(child(authority=CORNWALL), alder)
    for found in (general(), special(), general("L4"), special("L4")):
        for each in shown_in(found):
            assert each.value is None or each.value == 0 or each.value > 7
            assert each.value is None or each.value % 5 == 0


def test_a_small_need_and_one_on_small_counts_are_withheld_in_one_word_with_every_gap(world):
    """Which of the two it was would say how many there are."""
    many(5, flags=("SP-SUB",))
    found = [each for each in special("L4").needs if each.last.need.median.withheld]
    assert len(found) > 1
    words = {
        shown.words for each in found for shown in shown_in((each.last.need, each.last.by_level, each.last.counted))
    }
    assert words == {"withheld"}


def test_a_range_is_withheld_whole_where_what_it_stands_on_is():
    rule, many_paths = Rule(7, 5), np.arange(100.0)
    assert {each.words for each in shown_in(range_of(many_paths, rule, (WITHHELD,)))} == {"withheld"}
    assert range_of(many_paths, rule, (Shown(20, "20"),)).words == "50 (low 10, high 90)"
    assert {each.words for each in shown_in(range_of(np.full(9, 3.0), rule))} == {"withheld"}
    assert rule.places(3).words == "1 to 7"


# ------------------------------------------------------------------ usable places
def test_a_home_here_fills_part_of_the_want_and_only_in_its_stratum(world):
    before = general().strata
    plain("Alder", places=50, free=50)
    after = general().strata
    assert after[0].last.counted.median.value < before[0].last.counted.median.value
    assert after[1].last == before[1].last
    assert after[0].levels[0].usable.value == 40


def test_only_where_its_word_that_it_gives_daily_help_is_checked_are_its_places_for_the_other_stratum(world):
    home("Alder", places=50, free=50)
    g1, g2 = general().strata
    assert (g1.levels[0].homes, g2.levels[0].homes) == (0, 1)
    assert g2.last.counted.median.value == 0
    HomeLevels.objects.update(checked_on=None, checked_by_role="")
    g1, g2 = general().strata
    assert (g1.levels[0].homes, g2.levels[0].homes) == (1, 0)


def test_places_of_which_nobody_said_anything_stand_apart_and_count_as_neither_full_nor_empty(world):
    plain("Alder", places=50, free=None)
    level = general().strata[0].levels[0]
    assert (level.registered, level.not_said, level.usable.value) == (50, 50, 0)


def test_places_in_which_children_of_other_councils_live_are_said_and_not_counted_as_its_own(world):
    alder = plain("Alder", places=50, free=30)
    for who in many(10, authority=CORNWALL):
        live(who, alder)
    level = general().strata[0].levels[0]
    assert (level.by_others.value, level.usable.value) == (10, 25)  # 80 % of 30, rounded


def test_a_home_farther_away_counts_only_where_travel_was_chosen_and_the_answer_says_so(world):
    prove(home("Beech", authority=CORNWALL, places=60, free=60), "SP-ASD")
    prove(home("Cedar", authority=KENT, places=60, free=60), "SP-ASD")
    alone, near, far = special(), special("L2"), special("L4")
    assert autism(alone).nearest == "L2"
    assert autism(alone).last.counted.median.value == autism(alone).last.need.median.value
    assert autism(near).last.counted.median.value == 0
    assert autism(near).counted_usable.value == 50
    assert autism(far).counted_usable.value == 95
    assert "nobody chose that children travel" in alone.travel
    assert near.reach == "L2"
    assert "Whoever asked chose that children may travel: homes up to L2" in near.travel


def test_only_evidence_that_somebody_checked_counts_for_a_specialist_need(world):
    prove(home("Alder", places=50, free=50), "SP-ASD", exists=True, checked=False)
    found = autism(special())
    assert found.nearest == ""
    assert (found.levels[0].homes, found.levels[0].claimed, found.counted_usable.value) == (0, 1, 0)


def test_a_generalist_home_never_changes_the_specialist_ledger_nor_the_other_way_round(world):
    before = special().needs
    home("Alder", kind="childrens_home", places=100, free=100)
    assert special().needs == before
    ledger = general().strata
    prove(home("Beech", places=100, free=100), "SP-ASD")
    assert general().strata == ledger


def test_renaming_homes_changes_nothing(world):
    from carecommons.provision.models import Home

    prove(home("Alder", places=50, free=50), "SP-ASD")
    plain("Beech", places=50, free=50)
    before = (general().strata, special().needs)
    Home.objects.update(name="Zebra")
    assert (general().strata, special().needs) == before


# ------------------------------------------------------------------ evidence and signals
def test_evidence_is_of_quarters_that_are_over_and_each_ledger_has_its_own(world):
    found = general()
    assert (f"{found.from_day}", f"{found.to_day}") == ("2025-10-01", "2026-09-30")
    assert found.evidence.searches.total.value == 0
    assert not found.evidence.nobody_by_need
    assert set(special().evidence.nobody_by_need) == set(FLAGS)


def test_signals_are_told_as_signals_and_what_nothing_records_is_said(world):
    found = {each.code: each.figure for each in special().signals}
    assert found["ratio"] is None
    assert found["solo"] is None
    assert found["unregistered"].value == 0


def test_children_in_places_that_are_not_registered_are_counted(world):
    barn = home("Barn", kind="other_arrangement", places=20, registered=False, free=None)
    for who in many(12):
        live(who, barn)
    found = {each.code: each.figure for each in special().signals}
    assert found["unregistered"].value == 10


# ------------------------------------------------------------------ nothing adds the two
def numbers_in(document):
    return {int(each) for each in re.findall(r"\b\d+\b", json.dumps(document, default=str))}


def test_no_document_and_no_page_holds_a_sum_of_the_two_ledgers(world, planner):
    """Each stratum, each need and their printed figures; no figure of both, and no word of one ledger in the other."""
    one, two = general("L4"), special("L4")
    told, other = json.dumps(asdict(one), default=str), json.dumps(asdict(two), default=str)
    assert not [code for code in FLAGS if code in told or f'"{FLAGS[code]}"' in told]
    assert '"G1"' not in other
    assert '"G2"' not in other
    for document in (asdict(one), asdict(two)):
        assert not {"total", "all", "sum", "together"} & set(document)
    sums = {
        a.last.need.median.value + b.last.need.median.value
        for a in one.strata for b in two.needs
        if a.last.need.median.value and b.last.need.median.value
    }  # fmt: skip
    parts = {each.last.need.median.value for each in (*one.strata, *two.needs)}
    for address in ("/audit/sufficiency/", "/audit/specialist/"):
        text = planner.get(address, {"place": HERE, "level": "L4"}).content.decode()
        figures = {int(each) for each in re.findall(r'class="n"[^>]*>(\d+)', text)}
        assert not figures & (sums - parts)
    general_page = planner.get("/audit/sufficiency/", {"place": HERE}).content.decode()
    assert not [words for words in FLAGS.values() if f">{words}<" in general_page]


# ------------------------------------------------------------------ pages, exports, programs, the command
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/audit/sufficiency/", "What can be met as local as possible"),
        ("/audit/specialist/", "What must be as specialist as necessary"),
    ],
)
def test_each_ledger_has_its_own_page_which_says_that_no_forecast_was_made(world, planner, address, heading):
    prove(home("Beech", authority=CORNWALL, places=60, free=60), "SP-ASD")
    answer = planner.get(address, {"place": HERE, "level": "L2"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f"{heading}</h1>" in text
    assert "No forecast was made yet" in text
    assert "60 of 80 children have a current profile" in text
    assert "Whoever asked chose that children may travel" in text
    assert "<svg" in text


@pytest.mark.parametrize("ledger", ["sufficiency", "specialist"])
def test_each_export_holds_one_ledger(world, planner, ledger):
    answer = planner.get(f"/audit/{ledger}/csv/", {"place": HERE})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["Code"] for row in rows} == ({"G1", "G2"} if ledger == "sufficiency" else set(FLAGS))
    assert {row["Level"] for row in rows} == {"L1", "L2", "L3", "L4"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("place=nation", "council by council, so that no council’s homes fill another’s want"),
        ("place=region:South West", "choose one of its councils"),
        ("place=council:330", "No return of Birmingham is held here"),
        ("level=L5", "How far children may travel is one of L1"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_way_on(world, planner, query, words):
    for address in ("/audit/sufficiency/", "/audit/specialist/", "/audit/sufficiency/csv/", "/audit/specialist/csv/"):
        answer = planner.get(f"{address}?{query}")
        assert answer.status_code == 404
        assert words in answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PLANNER, Role.PUBLIC)])
def test_nobody_but_a_planner_sees_it(client_as, role):
    client = client_as(role, authority=DEVON)
    for address in ("/audit/sufficiency/", "/audit/specialist/csv/"):
        assert client.get(address).status_code == 403
    for ask in (general, special):
        with pytest.raises(NotAllowed):
            ask(by=acting(role))


def test_without_any_return_it_says_what_to_do(planner):
    assert "No return has been imported" in planner.get("/audit/sufficiency/").content.decode()
    with pytest.raises(NotFound) as refused:
        special()
    assert refused.value.code == "no_returns"


def test_a_program_gets_each_ledger_from_its_own_path(world, client, token_for, person):
    key = {"Authorization": f"Bearer {token_for(person(Role.PLANNER, authority=DEVON))}"}
    one = client.get("/api/v1/planning/sufficiency", {"place": HERE, "with_level": "L3"}, headers=key).json()
    two = client.get("/api/v1/planning/specialist", {"place": HERE}, headers=key).json()
    assert [each["code"] for each in one["strata"]] == ["G1", "G2"]
    assert (one["reach"], two["reach"]) == ("L3", "L1")
    assert [each["code"] for each in two["needs"]] == list(FLAGS)
    assert client.get("/api/v1/planning/specialist", {"with_level": "near"}, headers=key).status_code == 404


@pytest.fixture
def said(monkeypatch, capsys, person, token_for):
    monkeypatch.setattr("carecommons.cli.gap.django_ready", lambda **_: None)
    monkeypatch.delenv("CARECOMMONS_TOKEN", raising=False)

    def call(*words):
        code = run(["gap", "--place", HERE, "--token", token_for(person(Role.PLANNER, authority=DEVON)), *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_the_command_tells_the_ledgers_side_by_side_and_never_one_figure_of_both(world, said):
    code, out, _ = said("--json", "--with-level", "L2")
    document = json.loads(out)
    assert code == 0
    assert set(document) == {"general", "specialist"}
    assert document["general"]["travel"].startswith("Whoever asked chose")
    code, out, _ = said("--json", "--ledger", "specialist")
    assert set(json.loads(out)) == {"specialist"}
    code, out, _ = said()
    assert out.index("AS LOCAL AS POSSIBLE") < out.index("AS SPECIALIST AS NECESSARY")


def test_the_command_refuses_half_of_a_forecast(world, said):
    code, _, told = said("--as-at", "2026-03-31")
    assert code == 3
    assert "--returns and --as-at together" in told


# ------------------------------------------------------------------ a forecast, where one was made
def test_with_a_forecast_every_date_stands_and_nothing_says_that_none_was_made(world, planner):
    coming = paths(5.0, marks=2)
    found = general(given=coming)
    assert found.forecast
    assert found.when == "Forecast made on 31 March 2026."
    assert [each.on.year for each in found.strata[0].dates] == [2027, 2028]
    assert len(found.not_told) == 2


def test_the_command_makes_its_forecast_from_files_and_keeps_nothing(world, said, tmp_path):
    pytest.importorskip("numba")
    returns = write(tmp_path / "returns", files(invented(300, 1), range(2020, 2026)))
    code, out, _ = said("--json", "--returns", str(returns), "--as-at", "2025-03-31", "--years", "2")
    document = json.loads(out)
    assert code == 0
    for ledger in document.values():
        assert ledger["forecast"] is True
        assert ledger["as_at"] == "2025-03-31"
    assert [each["on"] for each in document["general"]["strata"][0]["dates"]] == ["2026-03-31", "2027-03-31"]
    assert not general().forecast


def test_the_pages_load_no_compiler():
    """Whoever only shows what was forecast loads neither numba nor scipy: each web process would carry them."""
    script = (
        "import sys, django; django.setup(); import carecommons.planning.urls, carecommons.planning.api; "
        "print([each for each in ('numba', 'scipy', 'distributed') if each in sys.modules])"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "carecommons.site.settings"}
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env)
    assert told.stdout.strip().splitlines()[-1] == "[]"


def test_counting_again_gives_the_same_figures(world):
    assert asdict(general()) == asdict(general())
    assert asdict(special()) == asdict(special())
