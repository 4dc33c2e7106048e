"""What looks across councils is a short list with reasons, and the list in the decision record is that list."""

import ast
from pathlib import Path

from carecommons.people.doors.behind import ACROSS_COUNCILS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "carecommons"
# Function -> how often it does so. Whoever adds a line here adds it, with its reason, to docs/adr/0015.
ACROSS = {
    "cli.demo.build.build": 1,
    "cli.keys._list": 1,
    "cli.keys._retire": 1,
    "cli.keys._rotate": 1,
    "decisions.counts.emergencies.emergencies_counted": 1,
    "decisions.counts.reviews.days_kept": 1,
    "decisions.actions.review_ask.ask_review_for_home": 1,
    "decisions.queries.reviews._names_held": 1,
    "decisions.queries.reviews.decisions_concerning": 1,
    "decisions.queries.reviews.panel_paper": 1,
    "matching.actions.searches.note_impact_of": 1,
    "matching.queries.rounds.draft_profile": 1,
    "matching.counts.causes.causes_for": 1,
    "people.actions.looks._write": 1,
    "people.doors.behind.behind": 1,
    "planning.queries.answering.answering": 1,
    "planning.queries.forecasting.computed_forecasts": 1,
    "planning.queries.forecasts.forecast_seen": 1,
    "planning.queries.scenarios.scenario_beside": 1,
    "planning.queries.officers.officers": 1,
    "planning.queries.asked.across_councils": 1,
    "planning.queries.asked.answered": 1,
    "site.jobs.acts.tidy": 1,
}


def places() -> dict[str, int]:
    found: dict[str, int] = {}
    for path in SOURCE.rglob("*.py"):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(outer):
                    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "seeing_all":
                        found[f"{module}.{outer.name}"] = found.get(f"{module}.{outer.name}", 0) + 1
                        assert node.args, f"{module}.{outer.name} gives no reason"
    return found


def test_every_look_across_councils_is_on_the_list_and_in_the_decision_record() -> None:
    assert places() == ACROSS
    record = (ROOT / "docs" / "adr" / "0015-a-second-wall-in-the-database.md").read_text(encoding="utf-8")
    for name in (*ACROSS, *ACROSS_COUNCILS):
        assert f"`{name}`" in record, name


def test_nothing_else_says_who_stands_behind_a_connection() -> None:
    said = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "set_config" in path.read_text(encoding="utf-8")
        or "carecommons.authorities'" in path.read_text(encoding="utf-8")
    ]
    assert sorted(said) == [
        "common/walls.py", "people/migrations/0001_folded.py", "site/migrations/0001_folded.py",
    ]  # fmt: skip
