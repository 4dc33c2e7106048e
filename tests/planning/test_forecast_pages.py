"""The forecast as planners see it: page, program, command and job; what is withheld; and nobody else. Invented data."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from forecast_stored import CORNWALL, DEVON, KENT, NOON, PLANNER, made, store, three_councils
from jobs_made import work

from carecommons.cli.main import run
from carecommons.common.errors import NotAllowed
from carecommons.common.suppress import Shown
from carecommons.people.roles import Person, Role
from carecommons.planning import queries
from carecommons.planning.foretold import KINDS, Counts, Told, printed, told
from carecommons.planning.models import StoredForecast
from carecommons.site.models import Job

pytestmark = pytest.mark.django_db
SOUTH_WEST = "region:South West"
RULE = {"threshold": 7, "round_to": 5}


@pytest.fixture
def queue(settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.HOME = tmp_path


def seen(place: str | None = None, by: Person = PLANNER):
    return queries.forecast_seen(place=place, by=by, at=NOON)


def numbers(one: Told) -> list[Shown]:
    return [
        shown
        for kind in one.kinds
        for each in kind.ahead
        for shown in (each.median, each.line, *each.low.values(), *each.high.values())
    ]


# ------------------------------------------------------------------ what is shown
def test_every_number_is_rounded_and_the_last_value_is_the_audits_own_count() -> None:
    three_councils()
    made()
    found = seen()
    assert found.told is not None
    counted = queries.audit(place=f"council:{DEVON}", year=2024, by=PLANNER, at=NOON)
    assert found.told.kinds[0].naive == counted.need[0].total.cells[0]
    assert all(shown.value is None or shown.value % 5 == 0 for shown in numbers(found.told))
    assert found.headline.startswith(f"{found.told.kinds[0].naive.words} children in care now. By March 2026 ")


def test_where_todays_count_is_withheld_every_number_of_that_home_is() -> None:
    store(DEVON, 120, 4)
    made()
    found = seen()
    assert found.told is not None
    hidden = [kind for kind in found.told.kinds if kind.withheld]
    assert len(hidden) >= 2, "the small council was to have a small kind of home, and never one alone"
    for kind in hidden:
        assert {shown.words for shown in numbers(replace(found.told, kinds=(kind,)))} == {"withheld"}
        assert all(value is None for _, value in kind.past)
        assert kind.name not in {name for each in found.told.record for name, _ in each.by_kind}


def test_no_withheld_count_can_be_worked_out_from_kinds_councils_and_region() -> None:
    three_councils()
    made("nation")
    places = [f"council:{code}" for code in (DEVON, CORNWALL, KENT)]
    shown = {place: seen(place).told for place in (*places, SOUTH_WEST, "region:South East", "nation")}
    members = {SOUTH_WEST: places[:2], "region:South East": places[2:], "nation": places} | {
        each: [each] for each in places
    }
    kinds = list(KINDS)[1:]
    cell = {(place, kind): n for n, (place, kind) in enumerate((p, k) for p in places for k in kinds)}
    known, hidden = [], set()
    for place, one in shown.items():
        assert one is not None
        for kind in one.kinds:
            row = np.zeros(len(cell))
            for each in members[place]:
                for name in kinds if kind.code == "total" else [kind.code]:
                    row[cell[each, name]] += 1
            if not kind.withheld:
                known.append(row)
            elif kind.code != "total" and place in places:
                hidden.add(cell[place, kind.code])
    assert hidden, "somebody was to be withheld"
    told_all = np.array(known)
    rank = np.linalg.matrix_rank(told_all)
    for n in hidden:
        alone = np.eye(len(cell))[n]
        assert np.linalg.matrix_rank(np.vstack([told_all, alone])) > rank, "this count follows from what is printed"


def test_a_home_whose_lines_the_audit_withholds_is_withheld_with_another() -> None:
    numbers = {"fostering": 60, "residential": 20, "supported": 10, "other": 15}
    homes = {kind: Shown(count, str(count)) for kind, count in numbers.items()}

    def kept(places: dict[str, Shown]) -> set[str]:
        one = Counts(Shown(105, "105"), homes, places, frozenset({DEVON}))
        return {kind for kind, shown in printed({"council:878": one})["council:878"].items() if shown.withheld}

    assert kept({"Supported or independent living": Shown(None, "withheld")}) == {"supported", "other"}
    assert kept({}) == set()


def test_errors_of_one_council_alone_tell_a_count_no_better_than_rounding_it() -> None:
    store(DEVON, 260, 1)
    made()
    row = StoredForecast.objects.get(place=f"council:{DEVON}")
    size, one = row.document["children"], row.document["backtest"][0]
    one["error_total"] |= {"ours": 100 * 11 / size, "naive": 100 * 4 / size}
    now = {kind: Shown(100, "100") for kind in KINDS}
    step = 100 * 5 / size
    tested = told(row.document, now, **RULE).record[0]
    assert [tested.total[name] for name in ("ours", "naive")] == [round(2 * step, 1), round(step, 1)]
    assert tested.naive_wins_total
    row.document["taught_by"] = [DEVON, CORNWALL]
    assert told(row.document, now, **RULE).record[0].total["naive"] == round(100 * 4 / size, 1)


def test_what_was_withheld_when_it_was_made_stays_withheld() -> None:
    store(DEVON, 260, 1)
    made()
    row = StoredForecast.objects.get(place=f"council:{DEVON}")
    row.document["printed"]["other"] = {"value": None, "words": "withheld", "past": []}
    now = {kind: Shown(100, "100") for kind in KINDS}
    (other,) = [kind for kind in told(row.document, now, **RULE).kinds if kind.code == "other"]
    assert other.withheld


def test_when_the_returns_changed_the_page_says_so(client_as) -> None:
    store(DEVON, 120, 1)
    made()
    assert seen().kept.same_returns
    store(CORNWALL, 60, 2)
    assert not seen(f"council:{DEVON}").kept.same_returns
    assert seen(f"council:{DEVON}").told is not None
    assert seen(f"council:{CORNWALL}").told is None


# ------------------------------------------------------------------ the page
def test_the_page_tells_bands_record_limits_and_how_it_was_made(client_as) -> None:
    three_councils()
    made()
    answer = client_as(Role.PLANNER, authority=DEVON).get("/audit/forecast/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("<h1") == 1
    order = [text.index(f'id="{part}"') for part in ("kinds", "record", "not-known", "made")]
    assert order == sorted(order)
    assert text.count('<svg class="cc-chart"') == sum(not kind.withheld for kind in seen().told.kinds)
    for words in ("80 in 100", "Straight line", "Last value", "cohort 1, seed 1", "Forecast together with"):
        assert words in text


def test_where_the_last_value_was_nearer_the_page_says_so(client_as) -> None:
    store(DEVON, 260, 1)
    made()
    row = StoredForecast.objects.get(place=f"council:{DEVON}")
    planner = client_as(Role.PLANNER, authority=DEVON)
    for naive, said in ((0.1, True), (99.0, False)):
        for each in row.document["backtest"]:
            each["error"] |= {"ours": 10.0, "naive": naive}
            each["error_total"] |= {"ours": 10.0, "naive": 99.0}
        row.save()
        assert ("The last value was nearer." in planner.get("/audit/forecast/").content.decode()) is said


def test_before_any_forecast_the_page_offers_to_make_one_to_those_who_may(client_as) -> None:
    store(DEVON, 60, 1)
    for authority, offered in ((DEVON, True), (KENT, False)):
        text = (
            client_as(Role.PLANNER, authority=authority).get(f"/audit/forecast/?place=council:{DEVON}").content.decode()
        )
        assert "No forecast of Devon has been made yet" in text
        assert ("Make a new forecast" in text) is offered


def test_without_returns_or_place_the_page_says_what_to_do(client_as) -> None:
    planner = client_as(Role.PLANNER, authority=DEVON)
    assert "No return has been imported" in planner.get("/audit/forecast/").content.decode()
    store(DEVON, 60, 1)
    assert planner.get("/audit/forecast/?place=council:999").status_code == 404


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.DIRECTOR, Role.PROVIDER_MANAGER, Role.CHILD, Role.AUDITOR])
def test_nobody_but_a_planner_sees_it(client_as, role) -> None:
    store(DEVON, 60, 1)
    assert client_as(role, authority=DEVON).get("/audit/forecast/").status_code == 403
    with pytest.raises(NotAllowed):
        seen(by=Person(role=role, id=PLANNER.id, name="Invented", authorities=frozenset({DEVON})))


# ------------------------------------------------------------------ the job
def test_the_button_begins_a_job_and_the_job_keeps_the_forecast(queue, client_as) -> None:
    store(DEVON, 60, 1)
    planner = client_as(Role.PLANNER, authority=DEVON)
    answer = planner.post("/audit/forecast/make/", {"place": f"council:{DEVON}", "year": "2024", "years": "2"})
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"], job.kind) == (302, f"/jobs/{job.id}/", "make_forecast")
    assert not StoredForecast.objects.exists()
    work()
    page = planner.get(answer["Location"]).content.decode()
    assert "The forecast is made" in page
    assert "Go to the forecast" in page
    assert "Files" not in page
    assert StoredForecast.objects.get(place=f"council:{DEVON}").years == 2


def test_a_job_that_is_refused_says_why_and_keeps_nothing(queue, client_as) -> None:
    store(DEVON, 60, 1)
    planner = client_as(Role.PLANNER, authority=DEVON)
    planner.post("/audit/forecast/make/", {"place": f"council:{DEVON}", "year": "2019", "years": "2"})
    work()
    page = planner.get(f"/jobs/{Job.objects.get().id}/").content.decode()
    assert "No forecast was made" in page
    assert "end in 2021, 2022, 2023, 2024" in page
    assert not StoredForecast.objects.exists()


def test_a_form_that_says_nothing_begins_nothing(queue, client_as) -> None:
    store(DEVON, 60, 1)
    planner = client_as(Role.PLANNER, authority=DEVON)
    for wrong in ({}, {"place": f"council:{DEVON}", "years": "11"}):
        assert planner.post("/audit/forecast/make/", wrong)["Location"] == "/audit/forecast/"
    assert planner.post("/audit/forecast/make/", {"place": f"council:{KENT}", "years": "2"}).status_code in (403, 404)
    assert not Job.objects.exists()


def test_a_program_begins_one_and_reads_it(queue, client, person, token_for) -> None:
    store(DEVON, 60, 1)
    head = {"Authorization": f"Bearer {token_for(person(Role.PLANNER, authority=DEVON))}"}
    body = {"place": f"council:{DEVON}", "years": 1}
    answer = client.post("/api/v1/forecasts/jobs", body, content_type="application/json", headers=head)
    assert answer.status_code == 202, answer.content
    assert client.get("/api/v1/planning/forecast", headers=head).json()["told"] is None
    work()
    told_ = client.get("/api/v1/planning/forecast", headers=head).json()["told"]
    assert [kind["code"] for kind in told_["kinds"]] == list(KINDS)
    assert told_["kinds"][0]["ahead"][0]["day"] == "2025-03-31"


# ------------------------------------------------------------------ the command
def test_the_command_makes_keeps_and_shows_it(person, token_for, monkeypatch, capsys) -> None:
    store(DEVON, 60, 1)
    monkeypatch.setenv("CARECOMMONS_TOKEN", token_for(person(Role.PLANNER, authority=DEVON)))
    assert run(["forecast", "--authority", DEVON, "--years", "1", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (
        one["made"]["places"] == [row.place for row in StoredForecast.objects.order_by("place")]
        or one["made"]["places"]
    )
    assert run(["forecast", "--place", f"council:{DEVON}", "--show"]) == 0
    said = capsys.readouterr().out
    assert one["headline"] in said
    assert StoredForecast.objects.filter(place=f"council:{DEVON}").count() == 1
    assert run(["forecast", "--place", f"council:{KENT}", "--json"]) == 3


def test_no_page_loads_the_compiler() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'carecommons.site.settings'; "
        "import django; django.setup(); "
        "from django.urls import get_resolver; get_resolver().url_patterns; import carecommons.site.api; "
        "import carecommons.planning.api, carecommons.planning.views, carecommons.site.uploads.forecasts; "
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_forecast_made_yesterday_is_still_in_force_today() -> None:
    store(DEVON, 60, 1)
    made(at=datetime(2024, 11, 19, 12, tzinfo=UTC))
    assert seen().kept.made_at + timedelta(days=1) == NOON
